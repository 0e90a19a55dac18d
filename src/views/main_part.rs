//! Where a page of the console stands: `<main>` where the document is the console's own.
//! Somebody else's document has its own, and there may be but one.

use leptos::prelude::*;

use crate::i18n::Lang;

#[component]
pub fn MainPart(class: &'static str, is_guest: bool, children: Children) -> AnyView {
    if is_guest {
        let label = Lang::default().product();
        return view! {
            <section class=class id="v-main" part="main" tabindex="-1" aria-label=label>
                {children()}
            </section>
        }
        .into_any();
    }
    view! {
        <main class=class id="v-main" part="main" tabindex="-1">
            {children()}
        </main>
    }
    .into_any()
}
