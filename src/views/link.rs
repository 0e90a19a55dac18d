//! A link to a page of the console. It takes only its own plain clicks; what a
//! browser does with a modified click, it still does.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::Console;
use crate::route::Route;

#[component]
pub fn Link(
    #[prop(into)] to: Signal<Route>,
    #[prop(optional, into)] class: &'static str,
    #[prop(optional, into)] current: Signal<bool>,
    /// Where Tab doesn't lead everywhere.
    #[prop(optional, into)]
    tabindex: MaybeProp<String>,
    children: Children,
) -> impl IntoView {
    let router = Console::here().router;
    let href = {
        let router = router.clone();
        move || router.href(&to.get())
    };
    let go = move |event: MouseEvent| {
        if is_plain_click(&event) {
            event.prevent_default();
            router.go(&to.get_untracked());
        }
    };
    view! {
        <a
            href=href
            class=class
            tabindex=move || tabindex.get()
            aria-current=move || current.get().then_some("page")
            on:click=go
        >
            {children()}
        </a>
    }
}

/// A click that nobody has taken and that asks for nothing special: no other tab or
/// window, no download.
pub(super) fn is_plain_click(event: &MouseEvent) -> bool {
    event.button() == 0
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
        && !event.default_prevented()
}
