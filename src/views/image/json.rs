//! The record as the service gives it, and a way to patch it by hand.

use std::sync::Arc;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api::{Abort, Error, Operation, images};
use crate::bulk::Spoken;
use crate::model::{Image, PatchOperation, read_patch};
use crate::query::spawn;
use crate::ui::{Button, ButtonKind, CopyButton, TextArea};
use crate::views::diagnosis::use_explained;
use crate::views::show_as::ShowAs;
use crate::views::{Console, Problem};

#[component]
pub(super) fn Json(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let text = Memo::new(move |_| {
        image.with(|image| serde_json::to_string_pretty(&**image).unwrap_or_default())
    });
    let may_change = Memo::new({
        let console = console.clone();
        move |_| image.with(|image| console.may_change(image))
    });
    view! {
        <div class="v-stack">
            <section class="v-card">
                <h2>{lang.json_title()}</h2>
                <div class="v-snippet v-snippet-wide">
                    <pre tabindex="0" role="group" aria-label=lang.json_title() dir="ltr">
                        <code>{move || text.get()}</code>
                    </pre>
                    <CopyButton
                        text=Signal::derive(move || text.get())
                        label=lang.copy_named(lang.json_title())
                        texts=console.copy_texts()
                    />
                </div>
            </section>
            {move || may_change.get().then(|| view! { <PatchEditor image=image /> })}
        </div>
    }
}

#[component]
fn PatchEditor(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let text = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Error>);
    let is_busy = RwSignal::new(false);
    let patch = Memo::new(move |_| text.with(|text| read_patch(text)));
    let is_blank = move || text.with(|text| text.trim().is_empty());
    let error = Signal::derive(move || {
        let problem = patch.with(|patch| patch.as_ref().err().cloned());
        problem
            .filter(|_| !is_blank())
            .map(|problem| lang.patch_problem(&problem))
    });
    let explained = use_explained(&console, move || failure.get());
    let spoken = Memo::new(move |_| {
        let id = image.with(|image| image.id.clone());
        let patch = patch.get().unwrap_or_default();
        let requests = (!patch.is_empty()).then(|| images::update(&id, &patch).request);
        Spoken {
            requests: requests.into_iter().collect(),
            commands: Vec::new(),
        }
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let Ok(patch) = patch.get_untracked() else {
            return;
        };
        failure.set(None);
        is_busy.set(true);
        let (console, image) = (console.clone(), image.get_untracked());
        spawn(async move {
            let outcome = send(&console, &image.id, &patch).await;
            is_busy.try_set(false);
            match outcome {
                Ok(()) => {
                    let done = console.lang.patch_done(image.title());
                    console.diary.note(&image.id, &done);
                    console.toasts.good(done);
                    console.center.images_changed.notify();
                    text.try_set(String::new());
                }
                Err(error) => {
                    failure.try_set(Some(error));
                }
            }
        });
    };
    view! {
        <section class="v-card">
            <h2>{lang.patch_title()}</h2>
            <p class="v-muted v-card-note">{lang.patch_text()}</p>
            <form class="v-form" on:submit=send>
                <TextArea
                    label=lang.patch_label()
                    value=text
                    rows=6
                    is_code=true
                    placeholder=r#"[{"op": "replace", "path": "/min_ram", "value": 512}]"#
                    error=error
                />
                {move || explained.get().map(|explained| view! { <Problem explained=explained /> })}
                <div class="v-form-actions">
                    <Button
                        kind=ButtonKind::Primary
                        submit=true
                        busy=is_busy
                        disabled=Signal::derive(move || {
                            is_blank() || patch.with(Result::is_err)
                        })
                    >
                        {lang.patch_send()}
                    </Button>
                </div>
                {move || {
                    spoken
                        .with(|spoken| !spoken.requests.is_empty())
                        .then(|| view! { <ShowAs spoken=spoken /> })
                }}
            </form>
        </section>
    }
}

async fn send(console: &Console, id: &str, patch: &[PatchOperation]) -> Result<(), Error> {
    let abort = Abort::new(Operation::UpdateImage)?;
    match console.client_now() {
        Some(client) => client
            .send(&images::update(id, patch), &abort)
            .await
            .map(|_| ()),
        None => Ok(()),
    }
}
