//! Where a file is dropped or chosen.

use leptos::ev::{DragEvent, Event};
use leptos::html;
use leptos::prelude::*;
use web_sys::{File, FileList};

use crate::ui::{Icon, IconName};
use crate::views::Console;

#[component]
pub(super) fn DropZone(file: RwSignal<Option<File>, LocalStorage>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let input = NodeRef::<html::Input>::new();
    let is_over = RwSignal::new(false);
    let take = move |files: Option<FileList>| {
        let Some(files) = files else { return };
        if files.length() > 1 {
            console.toasts.warning(lang.upload_one_file());
        }
        if let Some(first) = files.get(0) {
            file.set(Some(first));
        }
    };
    let dropped = take.clone();
    let on_drop = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        dropped(event.data_transfer().and_then(|data| data.files()));
    };
    let on_drag_over = move |event: DragEvent| {
        // Without this the browser would open the file instead.
        event.prevent_default();
        is_over.set(true);
    };
    let on_choose = move |_: Event| {
        if let Some(input) = input.get_untracked() {
            take(input.files());
            // The same file can be chosen again.
            input.set_value("");
        }
    };
    view! {
        <label
            class="v-drop"
            data-over=move || is_over.get().then_some("true")
            data-has-file=move || file.with(Option::is_some).then_some("true")
            on:drop=on_drop
            on:dragover=on_drag_over
            on:dragleave=move |_| is_over.set(false)
        >
            <input
                node_ref=input
                type="file"
                class="v-visually-hidden"
                on:change=on_choose
            />
            <span class="v-drop-icon"><Icon name=IconName::Upload /></span>
            {move || {
                if file.with(Option::is_some) {
                    view! { <span class="v-drop-button">{lang.upload_choose_other()}</span> }
                        .into_any()
                } else {
                    view! {
                        <span class="v-drop-title">{lang.upload_drop()}</span>
                        <span class="v-muted">{lang.upload_or()}</span>
                        <span class="v-button v-drop-button">{lang.upload_choose()}</span>
                        <span class="v-muted v-drop-hint">{lang.upload_drop_hint()}</span>
                    }
                        .into_any()
                }
            }}
        </label>
    }
}
