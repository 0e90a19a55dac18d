//! Uploads that this browser began and never finished, such as before a reload:
//! each can be finished with the same file, or its record deleted.

use leptos::html;
use leptos::prelude::*;
use web_sys::File;

use crate::api::{Abort, Client, Error, ErrorKind, Operation, images};
use crate::query::{follow, spawn, use_query};
use crate::transfer::{
    LeftUploads, Unfinished, claimed, forget_upload, head_sha256, kept_handle, left_uploads,
    open_handle, still_waits,
};
use crate::ui::{Button, ButtonKind, IconName, Notice, Tone};
use crate::views::Console;
use crate::views::context::abort_with;

const LOOK_EVERY_MS: u32 = 3_000;

/// Nothing where nothing was left behind. Looks whenever images change.
#[component]
pub(super) fn UnfinishedUploads() -> impl IntoView {
    let console = Console::here();
    let query = {
        let (console, center) = (console.clone(), console.center.clone());
        use_query(
            move || {
                console.center.images_changed.track();
                console.client()
            },
            move |client: Client, cancel, _| {
                let center = center.clone();
                async move {
                    let abort = abort_with(&cancel, Operation::ShowImage)?;
                    let left = left_uploads(&client, &center, &abort).await;
                    center.note_unfinished(left.waiting.clone());
                    Ok::<_, Error>(left)
                }
            },
        )
    };
    // The service takes a moment to let go of a record; another tab takes longer.
    follow(query, LOOK_EVERY_MS, |left: &LeftUploads| {
        left.is_more_to_come
    });
    view! { <UnfinishedNotices /> }
}

/// What was left behind, as of the last look.
#[component]
pub(in crate::views) fn UnfinishedNotices() -> impl IntoView {
    let found = Console::here().center.unfinished;
    view! {
        <For
            each=move || found.get()
            key=|entry| (entry.image_id.clone(), entry.is_stored)
            let:entry
        >
            <OneUnfinished entry=entry />
        </For>
    }
}

#[component]
fn OneUnfinished(entry: Unfinished) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let input = NodeRef::<html::Input>::new();
    let problem = RwSignal::new(None::<String>);
    let is_deleting = RwSignal::new(false);
    let is_stored = entry.is_stored;
    let title = lang.unfinished_title(&entry);
    let text = lang.unfinished_text(&entry);
    let finish = {
        let (console, entry) = (console.clone(), entry.clone());
        move |file: File| {
            if let Some(difference) = entry.differs_from(&file) {
                problem.set(Some(lang.other_file(difference).to_owned()));
                return;
            }
            let (console, entry) = (console.clone(), entry.clone());
            spawn(async move {
                let busy = claimed().await.unwrap_or_default();
                if busy.contains(&entry.image_id) {
                    problem.try_set(Some(lang.unfinished_busy().to_owned()));
                    return;
                }
                let digest = head_sha256(&file).await.unwrap_or_default();
                let is_other = !entry.head_sha256.is_empty()
                    && !digest.is_empty()
                    && digest != entry.head_sha256;
                if is_other {
                    let words = lang.other_file(crate::transfer::Difference::Content);
                    problem.try_set(Some(words.to_owned()));
                } else if let Some(client) = console.client_now() {
                    console.center.resume(client, file, &entry);
                    no_more(&console, &entry.image_id);
                    console.drawer_open.set(true);
                }
            });
        }
    };
    let finish = StoredValue::new_local(finish);
    let on_choose = move |_| {
        let files = input.get_untracked().and_then(|input| input.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            finish.with_value(|finish| finish(file));
        }
    };
    // Where the browser can find the file again, nobody need look for it.
    let handle = RwSignal::new_local(None);
    {
        let id = entry.image_id.clone();
        spawn(async move {
            handle.try_set(kept_handle(&id).await);
        });
    }
    let reopen = move |()| {
        let Some(handle) = handle.get_untracked() else {
            return;
        };
        spawn(async move {
            match open_handle(&handle).await {
                Some(file) => {
                    finish.try_with_value(|finish| finish(file));
                }
                None => {
                    problem.try_set(Some(lang.unfinished_not_opened().to_owned()));
                }
            }
        });
    };
    let leave = {
        let (console, id) = (console.clone(), entry.image_id.clone());
        move |()| {
            forget_upload(&id);
            no_more(&console, &id);
        }
    };
    let delete = move |()| {
        let (Some(client), Ok(abort)) = (console.client_now(), Abort::new(Operation::DeleteImage))
        else {
            return;
        };
        is_deleting.set(true);
        let (console, entry) = (console.clone(), entry.clone());
        spawn(async move {
            let id = &entry.image_id;
            let deleted = match still_waits(&client, &entry, &abort).await {
                Ok(true) => client.send(&images::delete(id), &abort).await.map(Some),
                Ok(false) => Ok(None),
                Err(error) => Err(error),
            };
            match deleted {
                Ok(None) => {
                    problem.try_set(Some(lang.unfinished_taken().to_owned()));
                }
                Err(error) if error.kind != ErrorKind::NotFound => {
                    let explained = lang.api_error(&error);
                    problem.try_set(Some(format!("{}. {}", explained.title, explained.advice)));
                }
                _ => {
                    forget_upload(id);
                    no_more(&console, id);
                    console.center.images_changed.notify();
                }
            }
            is_deleting.try_set(false);
        });
    };
    view! {
        <Notice tone=Tone::Warning title=title>
            <p>{text}</p>
            {move || problem.get().map(|words| view! { <p role="alert">{words}</p> })}
            <div class="v-notice-actions">
                {move || {
                    handle
                        .with(Option::is_some)
                        .then(|| {
                            view! {
                                <Button kind=ButtonKind::Primary on_click=reopen>
                                    {lang.unfinished_reopen()}
                                </Button>
                            }
                        })
                }}
                <label
                    class="v-button v-file-button"
                    class:v-button-primary=move || handle.with(Option::is_none)
                >
                    <input
                        node_ref=input
                        type="file"
                        class="v-visually-hidden"
                        on:change=on_choose
                    />
                    {if is_stored { lang.unfinished_prove() } else { lang.unfinished_finish() }}
                </label>
                {if is_stored {
                    view! { <Button on_click=leave>{lang.unfinished_leave()}</Button> }.into_any()
                } else {
                    view! {
                        <Button icon=IconName::Trash busy=is_deleting on_click=delete>
                            {lang.transfer_delete_record()}
                        </Button>
                    }
                        .into_any()
                }}
            </div>
        </Notice>
    }
}

/// It is on the list of transfers now, or gone.
fn no_more(console: &Console, image_id: &str) {
    let unfinished = &console.center.unfinished;
    unfinished.update(|all| all.retain(|entry| entry.image_id != image_id));
}
