//! The custom properties of an image, with what the cloud's definitions say of them.

use std::sync::Arc;

use leptos::prelude::*;

use crate::i18n::Lang;
use crate::model::{Image, PropertyName};
use crate::route::Route;
use crate::ui::{CopyButton, EmptyState, Icon, IconName, TextField};
use crate::views::definitions::{Definitions, use_definitions};
use crate::views::{Console, Link};

/// From so many on, there is a field to search them.
const SEARCHED_FROM: usize = 12;

/// A row as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Line {
    name: String,
    value: String,
    /// What the definitions say.
    meaning: Option<String>,
    /// Only the service writes it.
    is_locked: bool,
}

fn lines(image: &Image, definitions: Option<&Definitions>, words: &str) -> Vec<Line> {
    let words = words.trim().to_lowercase();
    let line = |(name, value): (&str, String)| Line {
        meaning: definitions.and_then(|all| Some(all.get(name)?.summary())),
        is_locked: PropertyName::parse(name).is_err(),
        name: name.to_owned(),
        value,
    };
    let is_wanted = |line: &Line| {
        let in_it = |text: &str| text.to_lowercase().contains(&words);
        in_it(&line.name) || in_it(&line.value) || line.meaning.as_deref().is_some_and(in_it)
    };
    image.properties().map(line).filter(is_wanted).collect()
}

#[component]
pub(super) fn Properties(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let search = RwSignal::new(String::new());
    let definitions = use_definitions(&console);
    let count = Memo::new(move |_| image.with(|image| image.property_texts().count()));
    let shown = Memo::new(move |_| {
        image.with(|image| {
            definitions.with(|all| search.with(|words| lines(image, all.as_deref(), words)))
        })
    });
    let may_change = Memo::new({
        let console = console.clone();
        move |_| image.with(|image| console.may_change(image))
    });
    let edit = Signal::derive(move || Route::EditImage {
        id: image.with(|image| image.id.clone()),
    });
    let edit_link = move || {
        may_change.get().then(|| {
            view! {
                <Link to=edit class="v-button">
                    <Icon name=IconName::Pencil />
                    <span class="v-button-label">{lang.properties_edit()}</span>
                </Link>
            }
        })
    };
    view! {
        {move || {
            if count.get() == 0 {
                return view! {
                    <EmptyState
                        icon=IconName::Info
                        title=lang.image_no_properties()
                        text=lang.properties_empty_text()
                    >
                        {edit_link()}
                    </EmptyState>
                }
                    .into_any();
            }
            view! {
                <section class="v-card">
                    <div class="v-card-head">
                        <h2>{lang.image_properties()}</h2>
                        <div class="v-row-actions">
                            <CopyAll image=image />
                            {edit_link}
                        </div>
                    </div>
                    {move || {
                        (count.get() >= SEARCHED_FROM)
                            .then(|| {
                                view! { <TextField label=lang.properties_search() value=search /> }
                            })
                    }}
                    <Table lines=shown />
                </section>
            }
                .into_any()
        }}
    }
}

/// All of them as `name=value`, as the editor takes them again.
#[component]
fn CopyAll(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let text = Signal::derive(move || {
        image.with(|image| {
            let lines = image
                .properties()
                .map(|(name, value)| format!("{name}={value}"));
            lines.collect::<Vec<_>>().join("\n")
        })
    });
    view! { <CopyButton text=text label=lang.properties_copy_all() texts=console.copy_texts() /> }
}

#[component]
fn Table(lines: Memo<Vec<Line>>) -> impl IntoView {
    let console = Console::here();
    let (lang, texts) = (console.lang, console.copy_texts());
    let row = move |line: Line| {
        let label = lang.copy_named(&line.name);
        let value = line.value.clone();
        view! {
            <div class="v-fact">
                <dt>
                    <code>{line.name.clone()}</code>
                    {line.is_locked.then(|| view! { <Locked lang=lang /> })}
                    {line.meaning.clone().map(|meaning| view! { <small>{meaning}</small> })}
                </dt>
                <dd class="v-mono">
                    <span class="v-fact-value">
                        {if line.value.is_empty() {
                            view! { <span class="v-muted">{lang.compare_empty()}</span> }.into_any()
                        } else {
                            line.value.clone().into_any()
                        }}
                    </span>
                    <CopyButton text=value label=label texts=texts />
                </dd>
            </div>
        }
    };
    view! {
        <dl class="v-facts v-property-facts">
            <For each=move || lines.get() key=|line| line.clone() children=row />
        </dl>
        {move || {
            lines
                .with(Vec::is_empty)
                .then(|| view! { <p class="v-muted" role="status">{lang.images_no_match_title()}</p> })
        }}
    }
}

#[component]
fn Locked(lang: Lang) -> impl IntoView {
    view! {
        <span class="v-locked" title=lang.properties_locked()>
            <Icon name=IconName::Lock />
            <span class="v-visually-hidden">{lang.properties_locked()}</span>
        </span>
    }
}
