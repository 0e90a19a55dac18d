//! Uploads that this browser began and never finished, such as before a reload:
//! each can be finished with the same file, or its record deleted.

use leptos::html;
use leptos::prelude::*;

use crate::api::{Abort, Client, Error, ErrorKind, Operation, images};
use crate::model::ImageStatus;
use crate::query::{spawn, use_query};
use crate::transfer::{Unfinished, claimed, forget, head_sha256, unfinished};
use crate::ui::{Button, ButtonKind, IconName, Notice, Tone};
use crate::views::Console;
use crate::views::context::abort_with;

/// Nothing where nothing was left behind.
#[component]
pub(super) fn UnfinishedUploads() -> impl IntoView {
    let console = Console::here();
    let query = {
        let console = console.clone();
        use_query(
            move || {
                console.center.images_changed.track();
                console.client()
            },
            |client: Client, cancel, _| async move {
                let abort = abort_with(&cancel, Operation::ShowImage)?;
                Ok::<_, Error>(waiting(&client, &abort).await)
            },
        )
    };
    let found = Memo::new(move |_| query.state.with(|s| s.value.clone().unwrap_or_default()));
    move || {
        let all = found.get();
        all.into_iter()
            .map(|entry| view! { <OneUnfinished entry=entry /> })
            .collect_view()
    }
}

/// Those whose record still waits, and on which no tab works.
async fn waiting(client: &Client, abort: &Abort) -> Vec<Unfinished> {
    let endpoint = client.endpoint.to_string();
    let busy = claimed().await;
    let mut found = Vec::new();
    for entry in unfinished() {
        if entry.endpoint != endpoint || busy.contains(&entry.image_id) {
            continue;
        }
        match client.send(&images::show(&entry.image_id), abort).await {
            // Poisoned ones can at least be deleted.
            Ok(image) if image.status == ImageStatus::Queued => found.push(entry),
            Ok(image) if image.is_in_transition() => {}
            Ok(_) => forget(&entry.image_id),
            // Not found, too: perhaps it belongs to another project of the same person.
            Err(_) => {}
        }
    }
    found
}

#[component]
fn OneUnfinished(entry: Unfinished) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let input = NodeRef::<html::Input>::new();
    let problem = RwSignal::new(None::<String>);
    let is_deleting = RwSignal::new(false);
    let title = lang.unfinished_title(&entry.name);
    let text = lang.unfinished_text(&entry.file_name, entry.file_bytes);
    let finish = {
        let (console, entry) = (console.clone(), entry.clone());
        move |_| {
            let Some(file) = input
                .get_untracked()
                .and_then(|input| input.files())
                .and_then(|files| files.get(0))
            else {
                return;
            };
            if let Some(difference) = entry.differs_from(&file) {
                problem.set(Some(lang.other_file(difference).to_owned()));
                return;
            }
            let (console, entry) = (console.clone(), entry.clone());
            spawn(async move {
                let digest = head_sha256(&file).await.unwrap_or_default();
                let is_other = !entry.head_sha256.is_empty()
                    && !digest.is_empty()
                    && digest != entry.head_sha256;
                if is_other {
                    let words = lang.other_file(crate::transfer::Difference::Content);
                    problem.try_set(Some(words.to_owned()));
                } else if let Some(client) = console.client_now() {
                    console.center.resume(client, file, &entry);
                    console.drawer_open.set(true);
                }
            });
        }
    };
    let delete = move |()| {
        let (Some(client), Ok(abort)) = (console.client_now(), Abort::new(Operation::DeleteImage))
        else {
            return;
        };
        is_deleting.set(true);
        let (console, id) = (console.clone(), entry.image_id.clone());
        spawn(async move {
            match client.send(&images::delete(&id), &abort).await {
                Err(error) if error.kind != ErrorKind::NotFound => {
                    let explained = lang.api_error(&error);
                    problem.try_set(Some(format!("{}. {}", explained.title, explained.advice)));
                }
                _ => {
                    forget(&id);
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
                <label class="v-button v-button-primary v-file-button">
                    <input
                        node_ref=input
                        type="file"
                        class="v-visually-hidden"
                        on:change=finish
                    />
                    {lang.unfinished_finish()}
                </label>
                <Button
                    kind=ButtonKind::Secondary
                    icon=IconName::Trash
                    busy=is_deleting
                    on_click=delete
                >
                    {lang.transfer_delete_record()}
                </Button>
            </div>
        </Notice>
    }
}
