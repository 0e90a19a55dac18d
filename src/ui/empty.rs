//! What stands where nothing is: says why, and what to do.

use leptos::prelude::*;

use super::icon::{Icon, IconName};

#[component]
pub fn EmptyState(
    icon: IconName,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="v-empty">
            <span class="v-empty-icon"><Icon name=icon /></span>
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| view! { <div class="v-empty-actions">{children()}</div> })}
        </div>
    }
}
