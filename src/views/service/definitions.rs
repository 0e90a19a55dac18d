//! The namespaces of metadata definitions: to browse for all; administrators make new
//! ones, and import them from files.

use leptos::prelude::*;

use super::namespace::NamespaceView;
use super::namespace_editor::{NamespaceEditor, Wanted};
use super::{Gate, Heading};
use crate::api::{Error, Operation};
use crate::model::Namespace;
use crate::query::{Query, use_query};
use crate::route::Route;
use crate::ui::{Badge, Button, ButtonKind, Dialog, IconName, Skeleton, TextField, Tone};
use crate::views::context::abort_with;
use crate::views::definitions::read_namespaces;
use crate::views::query_problem::QueryProblem;
use crate::views::{Console, Link};

/// What a new namespace begins with.
const BLANK: &str = r#"{
  "namespace": "",
  "display_name": "",
  "description": "",
  "visibility": "private",
  "protected": false,
  "resource_type_associations": [{ "name": "OS::Glance::Image" }],
  "properties": {
    "name_of_property": {
      "title": "",
      "description": "",
      "type": "string"
    }
  }
}"#;

#[component]
pub fn DefinitionsPage() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let route = console.router.route.clone();
    let chosen = Memo::new(move |last: Option<&String>| match route.get() {
        Route::Definitions { namespace } => namespace,
        // On the way to another page.
        _ => last.cloned().unwrap_or_default(),
    });
    view! {
        <Gate
            offer=|can| &can.metadefs
            title=lang.definitions_page()
            lead=lang.definitions_lead()
        >
            {move || match chosen.get() {
                name if name.is_empty() => view! { <All /> }.into_any(),
                name => view! { <NamespaceView name=name /> }.into_any(),
            }}
        </Gate>
    }
}

type Asked = Query<Vec<Namespace>, Error>;

fn use_namespaces(console: &Console) -> Asked {
    let console = console.clone();
    use_query(
        move || console.client(),
        |client, cancel, _| async move {
            let abort = abort_with(&cancel, Operation::ReadMetadefs)?;
            let mut all = read_namespaces(&client, &abort, None).await?;
            all.sort_by_key(|namespace| title(namespace).to_lowercase());
            Ok(all)
        },
    )
}

fn title(namespace: &Namespace) -> &str {
    let title = namespace.body.display_name.as_deref();
    title
        .filter(|title| !title.is_empty())
        .unwrap_or(&namespace.body.namespace)
}

#[component]
fn All() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let query = use_namespaces(&console);
    let search = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let is_admin = console.may_be_admin();
    let shown = Memo::new(move |_| {
        let words = search.with(|words| words.trim().to_lowercase());
        query.state.with(|state| {
            let all = state.value.as_ref()?;
            let is_found = |namespace: &&Namespace| {
                let body = &namespace.body;
                let about = body.description.as_deref().unwrap_or_default();
                let all = format!("{} {} {about}", title(namespace), body.namespace);
                all.to_lowercase().contains(&words)
            };
            Some(all.iter().filter(is_found).cloned().collect::<Vec<_>>())
        })
    });
    let rows = move || {
        let Some(shown) = shown.get() else {
            let is_failed = query.state.with(|state| state.error.is_some());
            return (!is_failed)
                .then(|| view! { <Skeleton rows=6 label=lang.loading() /> }.into_any());
        };
        if shown.is_empty() {
            return Some(
                view! { <p class="v-muted">{lang.images_no_match_title()}</p> }.into_any(),
            );
        }
        let row = |namespace: Namespace| view! { <Row namespace=namespace /> };
        Some(
            view! { <ul class="v-rows">{shown.into_iter().map(row).collect_view()}</ul> }
                .into_any(),
        )
    };
    let on_saved = Callback::new(move |_| {
        open.set(false);
        query.reload();
    });
    view! {
        <Heading title=lang.definitions_page() lead=lang.definitions_lead()>
            {is_admin
                .then(|| {
                    view! {
                        <Button
                            kind=ButtonKind::Primary
                            icon=IconName::Plus
                            on_click=move |()| open.set(true)
                        >
                            {lang.namespace_new()}
                        </Button>
                    }
                })}
        </Heading>
        <QueryProblem query=query />
        <section class="v-card">
            <TextField label=lang.definitions_search() value=search /> {rows}
        </section>
        <Dialog open=open title=lang.namespace_new().to_owned() close_label=lang.close()>
            <NamespaceEditor wanted=Wanted::New(BLANK.to_owned()) on_saved=on_saved />
        </Dialog>
    }
}

#[component]
fn Row(namespace: Namespace) -> impl IntoView {
    let lang = Console::here().lang;
    let to = Route::Definitions {
        namespace: namespace.body.namespace.clone(),
    };
    let title = title(&namespace).to_owned();
    let types: Vec<String> = namespace
        .resource_type_associations
        .into_iter()
        .map(|association| association.name)
        .collect();
    view! {
        <li class="v-row">
            <div class="v-row-text">
                <p class="v-row-title">
                    <Link to=to>{title}</Link>
                </p>
                <p class="v-mono v-muted">{namespace.body.namespace}</p>
                {namespace.body.description.map(|text| view! { <p>{text}</p> })}
                <p class="v-row-facts">
                    {types.into_iter().map(|name| view! { <span>{name}</span> }).collect_view()}
                </p>
            </div>
            <div class="v-row-actions">
                <Badge
                    tone=Tone::Neutral
                    icon=None
                    text=lang.namespace_visibility(&namespace.body.visibility)
                />
                {namespace
                    .body
                    .protected
                    .then(|| {
                        view! {
                            <Badge
                                tone=Tone::Neutral
                                icon=Some(IconName::Shield)
                                text=lang.field_protected()
                            />
                        }
                    })}
            </div>
        </li>
    }
}
