//! Where files are dropped or chosen, folders among them.

use std::collections::VecDeque;

use js_sys::{Array, Function, Promise, Reflect};
use leptos::ev::{DragEvent, Event, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransferItem, File, FileList, FileSystemDirectoryEntry, FileSystemEntry,
    FileSystemFileEntry, FileSystemFileHandle, HtmlInputElement,
};

use crate::query::spawn;
use crate::transfer::{Chosen, file_picker, open_handle};
use crate::ui::{Icon, IconName};
use crate::views::Console;

/// Nobody uploads more images at once than this; a whole home folder is a slip.
const MAX_FILES: usize = 500;

/// What was dropped or chosen.
#[derive(Default)]
struct Found {
    files: Vec<Chosen>,
    /// Files and folders that can't be read.
    unread: usize,
}

impl Found {
    fn of(files: Option<FileList>) -> Self {
        let files = all_of(files).into_iter().map(without_handle).collect();
        Self { files, unread: 0 }
    }
}

#[component]
pub(super) fn DropZone(
    /// Something is chosen already: then the zone is a small one.
    has_files: Signal<bool>,
    on_files: Callback<Vec<Chosen>>,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let input = NodeRef::<html::Input>::new();
    let is_over = RwSignal::new(false);
    let take = {
        let toasts = console.toasts.clone();
        Callback::new(move |Found { mut files, unread }: Found| {
            if unread > 0 {
                toasts.warning(lang.upload_unread(unread));
            }
            if files.len() > MAX_FILES {
                files.truncate(MAX_FILES);
                toasts.warning(lang.upload_cut(MAX_FILES));
            }
            if !files.is_empty() {
                on_files.run(files);
            }
        })
    };
    let on_drop = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        // The list of what was dropped is emptied as soon as this handler ends.
        let entries = dropped_entries(&event);
        spawn(async move { take.run(files_of(entries).await) });
    };
    let on_drag_over = move |event: DragEvent| {
        // Without this the browser would open the file instead.
        event.prevent_default();
        is_over.set(true);
    };
    let on_choose = move |event: Event| {
        if let Some(input) = event.target().and_then(|it| it.dyn_into().ok()) {
            let input: HtmlInputElement = input;
            take.run(Found::of(input.files()));
            // The same file can be chosen again.
            input.set_value("");
        }
    };
    // A file that is chosen by the browser's picker is found again after a reload.
    let is_picker_refused = StoredValue::new(false);
    let on_click = move |event: MouseEvent| {
        if is_picker_refused.get_value() {
            return;
        }
        let Some(picked) = file_picker() else {
            return;
        };
        event.prevent_default();
        spawn(async move {
            if let Some(picked) = picked.await {
                return take.run(files_behind(picked).await);
            }
            is_picker_refused.try_set_value(true);
            if let Some(input) = input.try_get_untracked().flatten() {
                input.click();
            }
        });
    };
    view! {
        <label
            class="v-drop"
            data-over=move || is_over.get().then_some("true")
            data-has-file=move || has_files.get().then_some("true")
            on:drop=on_drop
            on:dragover=on_drag_over
            on:dragleave=move |_| is_over.set(false)
        >
            <input
                node_ref=input
                type="file"
                multiple=true
                class="v-visually-hidden"
                on:click=on_click
                on:change=on_choose
            />
            <span class="v-drop-icon"><Icon name=IconName::Upload /></span>
            {move || {
                if has_files.get() {
                    view! { <span class="v-drop-button">{lang.upload_choose_more()}</span> }
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
        <label class="v-drop-folder">
            <input
                type="file"
                multiple=true
                prop:webkitdirectory=true
                class="v-visually-hidden"
                on:change=on_choose
            />
            <span class="v-button v-button-quiet">{lang.upload_choose_folder()}</span>
        </label>
    }
}

fn all_of(files: Option<FileList>) -> Vec<File> {
    let Some(files) = files else {
        return Vec::new();
    };
    (0..files.length())
        .filter_map(|index| files.get(index))
        .collect()
}

fn without_handle(file: File) -> Chosen {
    Chosen::new(file, None)
}

async fn files_behind(handles: Vec<FileSystemFileHandle>) -> Found {
    let mut found = Found::default();
    for handle in handles {
        match open_handle(&handle).await {
            Some(file) => found.files.push(Chosen::new(file, Some(handle))),
            None => found.unread += 1,
        }
    }
    found
}

/// One thing that was dropped.
struct Dropped {
    /// Chromium's way, by which a file is found again.
    handle: Option<Promise>,
    plain: Option<Plain>,
}

/// A file, or a folder to be looked through.
enum Plain {
    File(File),
    Entry(FileSystemEntry),
}

fn dropped_entries(event: &DragEvent) -> Vec<Dropped> {
    let Some(data) = event.data_transfer() else {
        return Vec::new();
    };
    let items = data.items();
    let mut all = Vec::new();
    for index in 0..items.length() {
        let Some(item) = items.get(index) else {
            continue;
        };
        let plain = match item.webkit_get_as_entry() {
            Ok(Some(entry)) => Some(Plain::Entry(entry)),
            _ => item.get_as_file().ok().flatten().map(Plain::File),
        };
        let handle = handle_of(&item);
        if handle.is_some() || plain.is_some() {
            all.push(Dropped { handle, plain });
        }
    }
    if all.is_empty() {
        all.extend(all_of(data.files()).into_iter().map(|file| Dropped {
            handle: None,
            plain: Some(Plain::File(file)),
        }));
    }
    all
}

/// To be asked for at once, as everything of a drop.
fn handle_of(item: &DataTransferItem) -> Option<Promise> {
    let method = Reflect::get(item, &"getAsFileSystemHandle".into()).ok()?;
    let method: Function = method.dyn_into().ok()?;
    method.call0(item).ok()?.dyn_into().ok()
}

/// A folder's handle is none of a file; nor have all things one.
async fn file_handle(handle: Option<Promise>) -> Option<FileSystemFileHandle> {
    JsFuture::from(handle?).await.ok()?.dyn_into().ok()
}

/// The files, those in folders included, and at most one more than are taken.
async fn files_of(dropped: Vec<Dropped>) -> Found {
    let mut found = Found::default();
    let mut waiting: VecDeque<FileSystemEntry> = VecDeque::new();
    for Dropped { handle, plain } in dropped {
        if let Some(handle) = file_handle(handle).await {
            let behind = files_behind(vec![handle]).await;
            found.files.extend(behind.files);
            found.unread += behind.unread;
            continue;
        }
        match plain {
            Some(Plain::File(file)) => found.files.push(without_handle(file)),
            Some(Plain::Entry(entry)) => waiting.push_back(entry),
            None => {}
        }
    }
    while let Some(entry) = waiting.pop_front() {
        if found.files.len() > MAX_FILES {
            break;
        }
        if entry.is_directory() {
            match entries_in(entry.unchecked_into()).await {
                Ok(entries) => waiting.extend(entries),
                Err(_) => found.unread += 1,
            }
        } else {
            match file_of(entry.unchecked_into()).await {
                Some(file) => found.files.push(without_handle(file)),
                None => found.unread += 1,
            }
        }
    }
    found
}

async fn file_of(entry: FileSystemFileEntry) -> Option<File> {
    let promise = Promise::new(&mut |resolve, reject| {
        entry.file_with_callback_and_callback(&resolve, &reject);
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// A reader gives a hundred entries at a time, and none at the end.
async fn entries_in(folder: FileSystemDirectoryEntry) -> Result<Vec<FileSystemEntry>, JsValue> {
    let reader = folder.create_reader();
    let mut all = Vec::new();
    loop {
        let promise = Promise::new(&mut |resolve, reject| {
            // What goes wrong is told by the second callback.
            reader
                .read_entries_with_callback_and_callback(&resolve, &reject)
                .ok();
        });
        let some: Array = JsFuture::from(promise).await?.unchecked_into();
        if some.length() == 0 {
            return Ok(all);
        }
        all.extend(some.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
    }
}
