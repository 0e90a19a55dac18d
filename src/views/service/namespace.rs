//! One namespace of metadata definitions: what is in it; for administrators, its file to
//! edit, and a way to delete it.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::namespace_editor::{NamespaceEditor, Wanted};
use crate::api::{Abort, Error, ErrorKind, Operation, metadefs};
use crate::model::{DefinedNamespace, Definition, Definitions, Namespace, NamespaceFile};
use crate::query::{spawn, use_query};
use crate::route::Route;
use crate::ui::{Button, ButtonKind, CopyButton, Dialog, Icon, IconName, Skeleton, TextField};
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
    let is_admin = console.may_be_admin();
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
