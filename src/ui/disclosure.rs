//! A line that opens to more. What is below it is made when it is opened, and gone when
//! it is closed again.

use leptos::prelude::*;

#[component]
pub fn Disclosure(
    #[prop(into)] summary: String,
    /// A further class of the whole.
    #[prop(optional, into)]
    class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    view! {
        <details
            class=format!("v-more {class}")
            on:toggle=move |event| {
                let details: web_sys::Element = event_target(&event);
                // Told late, when the page may be gone already.
                is_open.try_set(details.has_attribute("open"));
            }
        >
            <summary>{summary}</summary>
            {move || is_open.get().then(|| children())}
        </details>
    }
}
