//! One namespace of metadata definitions: what is in it; for administrators, its file to
//! edit, and a way to delete it.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::definitions::is_admin;
use crate::api::metadefs::{self, Part};
use crate::api::{Abort, Client, Error, ErrorKind, Operation};
use crate::model::{
    DefinedNamespace, Definition, Definitions, MetadefStep, Namespace, NamespaceFile,
};
use crate::query::{spawn, use_query};
use crate::route::Route;
use crate::ui::{
    Button, ButtonKind, CopyButton, Dialog, Icon, IconName, Skeleton, TextArea, TextField,
};
use crate::views::context::abort_with;
use crate::views::diagnosis::use_explained;
use crate::views::query_problem::QueryProblem;
use crate::views::{Console, Link, Problem};

#[component]
pub(super) fn NamespaceView(name: String) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let asked = name.clone();
    let query = use_query(
        {
            let console = console.clone();
            move || Some((console.client()?, asked.clone()))
        },
        |(client, name), cancel, _| async move {
            let abort = abort_with(&cancel, Operation::ReadMetadefs)?;
            client.send(&metadefs::namespace(&name, None), &abort).await
        },
    );
    let namespace = Memo::new(move |_| query.state.with(|state| state.value.clone()));
    let shown = name.clone();
    let on_saved = {
        let console = console.clone();
        Callback::new(move |now: String| {
            console.definitions.forget();
            if now == name {
                query.reload();
            } else {
                console
                    .router
                    .replace(&Route::Definitions { namespace: now });
            }
        })
    };
    view! {
        <nav class="v-crumbs">
            <Link to=Route::definitions()>{lang.definitions_page()}</Link>
            <Icon name=IconName::ChevronRight />
            <span aria-current="page">{shown}</span>
        </nav>
        <QueryProblem query=query />
        {move || match namespace.get() {
            Some(namespace) => {
                Some(view! { <Whole namespace=namespace on_saved=on_saved /> }.into_any())
            }
            None if query.state.with(|state| state.error.is_some()) => None,
            None => Some(view! { <Skeleton rows=6 label=lang.loading() /> }.into_any()),
        }}
    }
}

#[component]
fn Whole(namespace: Namespace, on_saved: Callback<String>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let file = NamespaceFile::from(namespace.clone());
    let text = file.text();
    let types: Vec<String> = file
        .resource_type_associations
        .iter()
        .map(|one| match &one.prefix {
            Some(prefix) => format!("{} ({prefix})", one.name),
            None => one.name.clone(),
        })
        .collect();
    let tags: Vec<String> = file.tags.iter().map(|tag| tag.name.clone()).collect();
    let defined = Definitions::new(vec![namespace]).namespaces;
    let is_editing = RwSignal::new(false);
    let is_deleting = RwSignal::new(false);
    let is_admin = is_admin(&console);
    let is_protected = file.body.protected;
    let title = file
        .body
        .display_name
        .clone()
        .unwrap_or_else(|| file.body.namespace.clone());
    let name = file.body.namespace.clone();
    let wanted = Wanted::Changed(Box::new(file.clone()));
    let actions = is_admin.then(|| {
        view! {
            <Button icon=IconName::Pencil on_click=move |()| is_editing.set(true)>
                {lang.action_edit()}
            </Button>
            <Button
                icon=IconName::Trash
                disabled=is_protected
                title=if is_protected { lang.namespace_protected() } else { "" }
                on_click=move |()| is_deleting.set(true)
            >
                {lang.action_delete()}
            </Button>
        }
    });
    let saved = Callback::new(move |now| {
        is_editing.set(false);
        on_saved.run(now);
    });
    view! {
        <div class="v-page-head">
            <h1 tabindex="-1" class="v-image-title">{title}</h1>
            <div class="v-page-actions">
                <CopyButton
                    text=text
                    label=lang.namespace_export()
                    texts=console.copy_texts()
                />
                {actions}
            </div>
            <p class="v-page-lead v-muted">{file.body.description.clone()}</p>
        </div>
        <div class="v-stack">
            {defined
                .into_iter()
                .map(|namespace| view! { <Properties namespace=namespace /> })
                .collect_view()}
            <Names title=lang.namespace_types() names=types />
            <Names title=lang.field_tags() names=tags />
        </div>
        <Dialog open=is_editing title=lang.action_edit().to_owned() close_label=lang.close()>
            <NamespaceEditor wanted=wanted.clone() on_saved=saved />
        </Dialog>
        <Dialog
            open=is_deleting
            title=lang.namespace_delete_title().to_owned()
            close_label=lang.close()
        >
            <Delete name=name.clone() open=is_deleting />
        </Dialog>
    }
}

#[component]
fn Properties(namespace: DefinedNamespace) -> impl IntoView {
    let lang = Console::here().lang;
    let count = namespace.properties.len();
    let row = move |definition: Definition| {
        let default = definition
            .schema
            .default
            .as_ref()
            .map(|_| definition.first_value());
        let words = definition.words();
        let words = (!words.is_empty()).then(|| words.join(", "));
        view! {
            <div class="v-fact">
                <dt>
                    <code>{definition.name.clone()}</code>
                    {definition.object.clone().map(|object| view! { <small>{object}</small> })}
                </dt>
                <dd>
                    <span class="v-fact-value">
                        {definition.summary()}
                        <small>
                            {lang.definition_kind(definition.kind(), default.as_deref())}
                        </small>
                        {words.map(|words| view! { <small>{words}</small> })}
                    </span>
                </dd>
            </div>
        }
    };
    view! {
        <section class="v-card">
            <h2>{lang.image_properties()} " " <span class="v-count">{count}</span></h2>
            <dl class="v-facts v-property-facts">
                {namespace.properties.into_iter().map(row).collect_view()}
            </dl>
        </section>
    }
}

/// Nothing where there are none.
#[component]
fn Names(title: &'static str, names: Vec<String>) -> impl IntoView {
    (!names.is_empty()).then(|| {
        let names = names
            .into_iter()
            .map(|name| view! { <li class="v-tag">{name}</li> });
        view! {
            <section class="v-card">
                <h2>{title}</h2>
                <ul class="v-peek-badges">{names.collect_view()}</ul>
            </section>
        }
    })
}

/// What an editor is to make.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wanted {
    /// What to begin with.
    New(String),
    /// Of this one, another.
    Changed(Box<NamespaceFile>),
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
            let outcome = match &wanted {
                Wanted::New(_) => create(&client, &file).await,
                Wanted::Changed(old) => change(&client, old, &file).await,
            };
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

/// At once, with all that is in it.
async fn create(client: &Client, file: &NamespaceFile) -> Result<(), Error> {
    let abort = Abort::new(Operation::ChangeMetadefs)?;
    let call = metadefs::import_namespace(file);
    client.send(&call, &abort).await.map(|_| ())
}

/// Step by step: the service has no other way. What was done before a failure stays.
async fn change(client: &Client, old: &NamespaceFile, new: &NamespaceFile) -> Result<(), Error> {
    let name = &old.body.namespace;
    for step in old.steps_to(new) {
        let abort = Abort::new(Operation::ChangeMetadefs)?;
        let abort = &abort;
        match &step {
            MetadefStep::Update(body) => {
                client
                    .send(&metadefs::update_namespace(name, body), abort)
                    .await?;
            }
            MetadefStep::AddProperty(property) => {
                client
                    .send(&metadefs::create(name, property), abort)
                    .await?;
            }
            MetadefStep::ChangeProperty(property) => {
                let call = metadefs::update(name, &property.name, property);
                client.send(&call, abort).await?;
            }
            MetadefStep::AddObject(object) => {
                client.send(&metadefs::create(name, object), abort).await?;
            }
            MetadefStep::ChangeObject(object) => {
                client
                    .send(&metadefs::update(name, &object.name, object), abort)
                    .await?;
            }
            MetadefStep::SetTags(tags) if tags.is_empty() => {
                client
                    .send(&metadefs::delete_all(name, Part::Tags), abort)
                    .await?;
            }
            MetadefStep::SetTags(tags) => {
                client
                    .send(&metadefs::replace_tags(name, tags), abort)
                    .await?;
            }
            MetadefStep::Associate(association) => {
                client
                    .send(&metadefs::associate(name, association), abort)
                    .await?;
            }
            MetadefStep::DeleteProperty(which) => {
                delete_part(client, name, Part::Properties, which, abort).await?;
            }
            MetadefStep::DeleteObject(which) => {
                delete_part(client, name, Part::Objects, which, abort).await?;
            }
            MetadefStep::Dissociate(which) => {
                delete_part(client, name, Part::ResourceTypes, which, abort).await?;
            }
        }
    }
    Ok(())
}

/// Gone is gone, whoever did it.
async fn delete_part(
    client: &Client,
    namespace: &str,
    part: Part,
    name: &str,
    abort: &Abort,
) -> Result<(), Error> {
    match client
        .send(&metadefs::delete(namespace, part, name), abort)
        .await
    {
        Err(error) if error.kind == ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}

/// By its name: every image keeps its properties, but nobody knows any more what they mean.
#[component]
fn Delete(name: String, open: RwSignal<bool>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let typed = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Error>);
    let is_busy = RwSignal::new(false);
    let explained = use_explained(&console, move || failure.get());
    let is_named = {
        let name = name.clone();
        Memo::new(move |_| typed.with(|typed| typed.trim() == name))
    };
    let label = lang.delete_type_name(&name);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(client), Ok(abort)) =
            (console.client_now(), Abort::new(Operation::ChangeMetadefs))
        else {
            return;
        };
        if !is_named.get_untracked() || is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        failure.set(None);
        let (console, name) = (console.clone(), name.clone());
        spawn(async move {
            let outcome = client
                .send(&metadefs::delete_namespace(&name), &abort)
                .await;
            is_busy.try_set(false);
            match outcome {
                Err(error) if error.kind != ErrorKind::NotFound => {
                    failure.try_set(Some(error));
                }
                _ => {
                    open.try_set(false);
                    console.definitions.forget();
                    console.toasts.good(console.lang.deleted(&name));
                    console.router.go(&Route::definitions());
                }
            }
        });
    };
    view! {
        <form class="v-form" on:submit=submit>
            <p>{lang.namespace_delete_text()}</p>
            <TextField label=label value=typed />
            {move || explained.get().map(|explained| view! { <Problem explained=explained /> })}
            <div class="v-dialog-actions">
                <Button on_click=move |()| open.set(false)>{lang.cancel()}</Button>
                <Button
                    kind=ButtonKind::Danger
                    icon=IconName::Trash
                    submit=true
                    busy=is_busy
                    disabled=Signal::derive(move || !is_named.get())
                >
                    {lang.action_delete()}
                </Button>
            </div>
        </form>
    }
}
