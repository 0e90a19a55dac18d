//! A modal dialog: the browser's own, which holds the focus, heeds Escape and
//! gives the focus back.

use leptos::html;
use leptos::prelude::*;

use super::button::IconButton;
use super::icon::IconName;

#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] close_label: String,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            // Fails only for a dialog outside the document; there's nothing to show then.
            dialog.show_modal().ok();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog
            class="v-dialog"
            node_ref=dialog
            aria-label=move || title.get()
            on:close=move |_| open.set(false)
        >
            <div class="v-dialog-head">
                <h2>{move || title.get()}</h2>
                <IconButton
                    icon=IconName::Close
                    label=close_label
                    on_click=move |()| open.set(false)
                />
            </div>
            <div class="v-dialog-body">{move || open.get().then(|| children())}</div>
        </dialog>
    }
}
