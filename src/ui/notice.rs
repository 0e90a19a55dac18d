//! A message in its place on the page.

use leptos::prelude::*;

use super::badge::Tone;
use super::icon::{Icon, IconName};

/// A notice. Bad news is announced to assistive technology as it appears.
#[component]
pub fn Notice(
    tone: Tone,
    #[prop(into)] title: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let (class, icon, role) = match tone {
        Tone::Bad => ("v-notice v-notice-bad", IconName::Alert, Some("alert")),
        Tone::Warning => ("v-notice v-notice-warning", IconName::Alert, None),
        Tone::Good => ("v-notice v-notice-good", IconName::Check, None),
        Tone::Neutral | Tone::Working => ("v-notice", IconName::Info, None),
    };
    view! {
        <div class=class role=role>
            <Icon name=icon />
            <div class="v-notice-text">
                <p class="v-notice-title">{title}</p>
                {children.map(|children| children())}
            </div>
        </div>
    }
}
