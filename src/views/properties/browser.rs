//! The cloud's definitions to choose properties from: a tree of namespaces on one side,
//! what a property means on the other. Only where the cloud has any.

use std::sync::Arc;

use leptos::prelude::*;

use super::Properties;
use crate::i18n::Lang;
use crate::model::{DefinedNamespace, Definition};
use crate::ui::{Button, ButtonKind, Choice, Dialog, IconName, SelectField, TextField};
use crate::views::Console;

#[component]
pub(super) fn Browser(properties: Properties) -> impl IntoView {
    let lang = Console::here().lang;
    let open = RwSignal::new(false);
    let is_there = Memo::new(move |_| {
        let all = properties.definitions.get();
        all.is_some_and(|all| !all.namespaces.is_empty())
    });
    view! {
        {move || {
            is_there
                .get()
                .then(|| {
                    view! {
                        <Button icon=IconName::Search on_click=move |()| open.set(true)>
                            {lang.definitions_choose()}
                        </Button>
                    }
                })
        }}
        <Dialog open=open title=lang.definitions_title().to_owned() close_label=lang.close()>
            <Panes properties=properties />
        </Dialog>
    }
}

/// Whether the words are in what the definition says of itself.
fn is_found(definition: &Definition, words: &str) -> bool {
    let all = format!("{} {}", definition.name, definition.summary()).to_lowercase();
    words.split_whitespace().all(|word| all.contains(word))
}

#[component]
fn Panes(properties: Properties) -> impl IntoView {
    let lang = Console::here().lang;
    let search = RwSignal::new(String::new());
    let chosen = RwSignal::new(None::<Arc<Definition>>);
    let words = Memo::new(move |_| search.with(|words| words.trim().to_lowercase()));
    let found = Memo::new(move |_| {
        let all = properties.definitions.get();
        let namespaces = all.iter().flat_map(|all| &all.namespaces);
        words.with(|words| {
            let found = |namespace: &DefinedNamespace| {
                let is_named = !words.is_empty() && namespace.title.to_lowercase().contains(words);
                let properties = namespace.properties.iter();
                let properties: Vec<_> = properties
                    .filter(|definition| is_named || is_found(definition, words))
                    .cloned()
                    .collect();
                (!properties.is_empty()).then(|| DefinedNamespace {
                    properties,
                    ..namespace.clone()
                })
            };
            namespaces.filter_map(found).collect::<Vec<_>>()
        })
    });
    view! {
        <TextField label=lang.definitions_search() value=search />
        <div class="v-definitions">
            <div class="v-definition-tree" role="group" aria-label=lang.definitions_title()>
                {move || {
                    let is_open = words.with(|words| !words.is_empty());
                    let found = found.get();
                    if found.is_empty() {
                        return view! { <p class="v-muted">{lang.images_no_match_title()}</p> }
                            .into_any();
                    }
                    found
                        .into_iter()
                        .map(|namespace| {
                            view! {
                                <Branch
                                    properties=properties
                                    namespace=namespace
                                    is_open=is_open
                                    chosen=chosen
                                />
                            }
                        })
                        .collect_view()
                        .into_any()
                }}
            </div>
            <div class="v-definition-pane">
                {move || match chosen.get() {
                    Some(definition) => {
                        view! { <Meaning properties=properties definition=definition /> }.into_any()
                    }
                    None => view! { <p class="v-muted">{lang.definitions_none()}</p> }.into_any(),
                }}
            </div>
        </div>
    }
}

#[component]
fn Branch(
    properties: Properties,
    namespace: DefinedNamespace,
    is_open: bool,
    chosen: RwSignal<Option<Arc<Definition>>>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let count = namespace.properties.len();
    let leaf = move |definition: Definition| {
        let name = definition.name.clone();
        let definition = Arc::new(definition);
        let is_chosen = {
            let name = name.clone();
            move || chosen.with(|chosen| chosen.as_ref().is_some_and(|of| of.name == name))
        };
        let is_set = {
            let name = name.clone();
            move || properties.has(&name)
        };
        view! {
            <li>
                <button
                    type="button"
                    class="v-definition"
                    aria-pressed=move || is_chosen().to_string()
                    on:click=move |_| chosen.set(Some(Arc::clone(&definition)))
                >
                    <code>{name}</code>
                    {move || {
                        is_set().then(|| view! { <small>{lang.definitions_is_set()}</small> })
                    }}
                </button>
            </li>
        }
    };
    view! {
        <details open=is_open>
            <summary>
                {namespace.title} " " <span class="v-count">{lang.number(count as u64)}</span>
            </summary>
            {namespace
                .description
                .map(|text| view! { <p class="v-hint v-definition-about">{text}</p> })}
            <ul class="v-plain-list">
                {namespace.properties.into_iter().map(leaf).collect_view()}
            </ul>
        </details>
    }
}

/// What a property means, and a field for its value.
#[component]
fn Meaning(properties: Properties, definition: Arc<Definition>) -> impl IntoView {
    let lang = Console::here().lang;
    let now = properties.value_now(&definition.name);
    let value = RwSignal::new(now.unwrap_or_else(|| definition.first_value()));
    let words = definition.words();
    let field = if words.is_empty() {
        let of = Arc::clone(&definition);
        let error = Signal::derive(move || {
            let misfit = value.with(|value| of.check(value).err());
            misfit
                .filter(|_| value.with(|v| !v.is_empty()))
                .map(|m| lang.property_misfit(&m))
        });
        view! { <TextField label=lang.property_value() value=value error=error /> }.into_any()
    } else {
        if !words.contains(&value.get_untracked()) {
            value.set(words[0].clone());
        }
        let choices: Vec<Choice> = words.iter().map(|word| Choice::new(word, word)).collect();
        view! { <SelectField label=lang.property_value() value=value choices=choices /> }.into_any()
    };
    let name = definition.name.clone();
    let is_set = {
        let name = name.clone();
        Memo::new(move |_| properties.has(&name))
    };
    let add = {
        let name = name.clone();
        move |()| properties.set(&name, &value.get_untracked())
    };
    view! {
        <h3>{definition.schema.title.clone().unwrap_or_else(|| name.clone())}</h3>
        <p>
            <code>{name}</code>
        </p>
        {definition.schema.description.clone().map(|text| view! { <p>{text}</p> })}
        <p class="v-muted">{kind_words(lang, &definition)}</p>
        {field}
        <div class="v-form-actions">
            <Button kind=ButtonKind::Primary icon=IconName::Plus on_click=add>
                {move || if is_set.get() { lang.definitions_replace() } else { lang.property_add() }}
            </Button>
        </div>
    }
}

fn kind_words(lang: Lang, definition: &Definition) -> String {
    let default = definition
        .schema
        .default
        .as_ref()
        .map(|_| definition.first_value());
    lang.definition_kind(definition.kind(), default.as_deref())
}
