//! A namespace of metadata definitions as its file, to make a new one or to change one.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::namespace_steps::{requests, send_all};
use crate::api::Error;
use crate::bulk::Spoken;
use crate::model::NamespaceFile;
use crate::query::spawn;
use crate::ui::{Button, ButtonKind, Icon, IconName, TextArea};
use crate::views::diagnosis::use_explained;
use crate::views::show_as::ShowAs;
use crate::views::{Console, Problem};

/// What an editor is to make.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wanted {
    /// What to begin with.
    New(String),
    /// Of this one, another.
    Changed(Box<NamespaceFile>),
}

impl Wanted {
    fn old(&self) -> Option<&NamespaceFile> {
        match self {
            Self::New(_) => None,
            Self::Changed(old) => Some(old),
        }
    }
}

/// A namespace as its file. `on_saved` gets the name that it has then.
#[component]
pub(super) fn NamespaceEditor(wanted: Wanted, on_saved: Callback<String>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let text = RwSignal::new(match &wanted {
        Wanted::New(blank) => blank.clone(),
        Wanted::Changed(file) => file.text(),
    });
    let read = Memo::new(move |_| text.with(|text| NamespaceFile::parse(text)));
    let is_named = move || {
        read.with(|read| {
            read.as_ref()
                .is_ok_and(|file| !file.body.namespace.trim().is_empty())
        })
    };
    let error = Signal::derive(move || {
        let problem = read.with(|read| read.as_ref().err().cloned());
        problem.map(|words| lang.namespace_unreadable(&words))
    });
    let failure = RwSignal::new(None::<Error>);
    let is_busy = RwSignal::new(false);
    let explained = use_explained(&console, move || failure.get());
    let wanted = StoredValue::new(wanted);
    let spoken = Memo::new(move |_| {
        let file = read.get().ok().filter(|_| is_named());
        let requests = |file| wanted.with_value(|wanted| requests(wanted.old(), &file));
        Spoken {
            requests: file.map(requests).unwrap_or_default(),
            // It has a command for each part, and none for a file.
            commands: Vec::new(),
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Ok(file), Some(client)) = (read.get_untracked(), console.client_now()) else {
            return;
        };
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        failure.set(None);
        let (console, wanted) = (console.clone(), wanted.get_value());
        spawn(async move {
            let outcome = send_all(&client, requests(wanted.old(), &file)).await;
            is_busy.try_set(false);
            match outcome {
                Ok(()) => {
                    console.definitions.forget();
                    console
                        .toasts
                        .good(console.lang.namespace_saved(&file.body.namespace));
                    on_saved.try_run(file.body.namespace);
                }
                Err(error) => {
                    failure.try_set(Some(error));
                }
            }
        });
    };
    view! {
        <form class="v-form" on:submit=submit>
            <p class="v-muted">{lang.namespace_editor_text()}</p>
            <FromFile text=text />
            <TextArea
                label=lang.namespace_file()
                value=text
                rows=16
                is_code=true
                error=error
            />
            {move || explained.get().map(|explained| view! { <Problem explained=explained /> })}
            {move || {
                spoken
                    .with(|spoken| !spoken.requests.is_empty())
                    .then(|| view! { <ShowAs spoken=spoken /> })
            }}
            <div class="v-dialog-actions">
                <Button
                    kind=ButtonKind::Primary
                    submit=true
                    busy=is_busy
                    disabled=Signal::derive(move || !is_named())
                >
                    {lang.edit_save()}
                </Button>
            </div>
        </form>
    }
}

/// Reads a file of this computer into the editor.
#[component]
fn FromFile(text: RwSignal<String>) -> impl IntoView {
    let lang = Console::here().lang;
    let on_change = move |event: leptos::ev::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        spawn(async move {
            let read = wasm_bindgen_futures::JsFuture::from(file.text()).await;
            if let Some(words) = read.ok().and_then(|words| words.as_string()) {
                text.try_set(words);
            }
        });
    };
    view! {
        <label class="v-button v-file-button">
            <Icon name=IconName::Upload />
            <span class="v-button-label">{lang.namespace_from_file()}</span>
            <input
                class="v-visually-hidden"
                type="file"
                accept=".json,application/json"
                on:change=on_change
            />
        </label>
    }
}
