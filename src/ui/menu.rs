//! A button that opens a panel. The browser's `<details>` carries it; a click
//! elsewhere and Escape close it.

use leptos::ev::{FocusEvent, KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Node};

use super::tree::Tree;

#[component]
pub fn Menu(
    #[prop(into)] label: Signal<String>,
    /// What the button shows.
    #[prop(into)]
    summary: ViewFn,
    /// Told whether it is open, and heeded where somebody else closes it.
    #[prop(optional)]
    is_open: Option<RwSignal<bool>>,
    children: Children,
) -> impl IntoView {
    let details = NodeRef::<html::Details>::new();
    let tree = StoredValue::new(use_context::<Tree>().unwrap_or_default());
    // Handlers also run while the view is going away (removing what has the focus
    // fires focusout), when the reference is gone already.
    let details_now = move || details.try_get_untracked().flatten();
    let close = move || {
        if let Some(details) = details_now() {
            // Removing an attribute that may be removed can't fail.
            details.remove_attribute("open").ok();
        }
    };
    if let Some(is_open) = is_open {
        Effect::new(move |_| {
            if !is_open.get() {
                close();
            }
        });
    }
    let on_toggle = move |_| {
        // Told late, when the page may be gone already.
        if let (Some(is_open), Some(details)) = (is_open, details_now()) {
            is_open.try_set(details.has_attribute("open"));
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape"
            && let Some(details) = details_now()
            && details.has_attribute("open")
        {
            event.stop_propagation();
            close();
            let summary = details.query_selector("summary").ok().flatten();
            if let Some(summary) = summary.and_then(|s| s.dyn_into::<web_sys::HtmlElement>().ok()) {
                summary.focus().ok();
            }
        }
    };
    // What had it has gone: keys must still reach the menu.
    let keep_focus = move || {
        if tree.try_with_value(Tree::is_focus_free).unwrap_or_default()
            && let Some(details) = details_now()
            && details.has_attribute("open")
        {
            let panel = details.query_selector(".v-menu-panel").ok().flatten();
            if let Some(panel) = panel.and_then(|p| p.dyn_into::<web_sys::HtmlElement>().ok()) {
                panel.focus().ok();
            }
        }
    };
    // The focus leaves for elsewhere: by Tab, or by a click.
    let on_focus_out = move |event: FocusEvent| {
        let Some(goes_to) = event
            .related_target()
            .and_then(|target| target.dyn_into::<Node>().ok())
        else {
            request_animation_frame(keep_focus);
            return;
        };
        if details_now().is_some_and(|details| !details.contains(Some(&goes_to))) {
            close();
        }
    };
    // A link leads elsewhere, and its menu has done its work.
    let on_panel_click = move |event: MouseEvent| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_some_and(|target| target.closest("a").ok().flatten().is_some()) {
            close();
        }
    };
    view! {
        <details
            class="v-menu"
            node_ref=details
            on:toggle=on_toggle
            on:keydown=on_key
            on:focusout=on_focus_out
        >
            <summary
                class="v-button v-button-quiet"
                aria-label=move || label.get()
                title=move || label.get()
            >
                {summary.run()}
            </summary>
            // Focusable, so that a click inside is no leaving.
            <div class="v-menu-panel" tabindex="-1" on:click=on_panel_click>
                {children()}
            </div>
        </details>
    }
}
