//! Properties to set, row by row, or to remove by name.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;

use super::{Found, Ways, is_comma, most_frequent, words_in};
use crate::bulk::Action;
use crate::model::{Image, PropertyName, PropertyProblem, Schema, check_property_value};
use crate::ui::{Button, IconName, TextField};
use crate::views::Console;

#[derive(Clone, Copy, PartialEq, Eq)]
struct Row {
    place: usize,
    name: RwSignal<String>,
    value: RwSignal<String>,
}

impl Row {
    fn new(place: usize) -> Self {
        Self {
            place,
            name: RwSignal::new(String::new()),
            value: RwSignal::new(String::new()),
        }
    }

    fn is_blank(self) -> bool {
        self.name.with(String::is_empty) && self.value.with(String::is_empty)
    }

    fn read(self, read_only: &[String]) -> Result<(PropertyName, String), PropertyProblem> {
        let name = self.name.with(|name| parse(name.trim(), read_only))?;
        self.value.with(|value| check_property_value(value))?;
        Ok((name, self.value.get()))
    }
}

#[component]
pub(super) fn PropertiesInput(
    action: RwSignal<Option<Action>>,
    images: Vec<Arc<Image>>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let is_removal = RwSignal::new(false);
    let found = most_frequent(
        images
            .iter()
            .flat_map(|image| image.properties().map(|(name, _)| name.to_owned())),
    );
    view! {
        <Ways
            label=lang.bulk_properties_mode()
            words=[lang.bulk_set(), lang.bulk_remove()]
            is_removal=is_removal
        />
        {move || {
            if is_removal.get() {
                view! { <ToRemove action=action found=found.clone() /> }.into_any()
            } else {
                view! { <ToSet action=action /> }.into_any()
            }
        }}
    }
}

#[component]
fn ToSet(action: RwSignal<Option<Action>>) -> impl IntoView {
    let lang = Console::here().lang;
    let rows = RwSignal::new(vec![Row::new(1)]);
    let read_only = StoredValue::new(read_only_names());
    Effect::new(move |_| {
        let rows = rows.get().into_iter().filter(|row| !row.is_blank());
        let pairs =
            read_only.with_value(|names| rows.map(|row| row.read(names)).collect::<Result<_, _>>());
        action.set(match pairs {
            Ok(pairs) if !BTreeMap::is_empty(&pairs) => Some(Action::SetProperties(pairs)),
            _ => None,
        });
    });
    view! {
        <For each=move || rows.get() key=|row| row.place let:row>
            <RowFields row=row read_only=read_only />
        </For>
        <div>
            <Button
                icon=IconName::Plus
                on_click=move |()| rows.update(|rows| rows.push(Row::new(rows.len() + 1)))
            >
                {lang.bulk_property_add()}
            </Button>
        </div>
    }
}

#[component]
fn RowFields(row: Row, read_only: StoredValue<Vec<String>>) -> impl IntoView {
    let lang = Console::here().lang;
    let name_error = Signal::derive(move || {
        if row.is_blank() {
            return None;
        }
        let name = row.name.get();
        let problem = read_only.with_value(|names| parse(name.trim(), names).err());
        problem.map(|problem| lang.property_name_problem(problem))
    });
    let value_error = Signal::derive(move || {
        let problem = row.value.with(|value| check_property_value(value).err());
        problem.map(|problem| lang.property_value_problem(problem))
    });
    view! {
        <div class="v-form-grid">
            <TextField
                label=lang.property_name_of(row.place)
                value=row.name
                error=name_error
            />
            <TextField
                label=lang.property_value_of(row.place)
                value=row.value
                error=value_error
            />
        </div>
    }
}

#[component]
fn ToRemove(action: RwSignal<Option<Action>>, found: Vec<String>) -> impl IntoView {
    let lang = Console::here().lang;
    let list = RwSignal::new(String::new());
    let read_only = read_only_names();
    let names = Memo::new(move |_| {
        let words = list.with(|list| words_in(list, is_comma));
        let names = words.iter().map(|word| parse(word, &read_only));
        names.collect::<Result<Vec<_>, _>>()
    });
    Effect::new(move |_| {
        let names = names.get().unwrap_or_default();
        action.set((!names.is_empty()).then_some(Action::RemoveProperties(names)));
    });
    view! {
        <TextField
            label=lang.bulk_property_names()
            value=list
            hint=Signal::stored(Some(lang.bulk_commas().to_owned()))
            error=Signal::derive(move || {
                names.with(|names| names.as_ref().err().map(|p| lang.property_name_problem(*p)))
            })
        />
        <Found words=found list=list />
    }
}

fn parse(name: &str, read_only: &[String]) -> Result<PropertyName, PropertyProblem> {
    if read_only.iter().any(|known| known == name) {
        return Err(PropertyProblem::ReadOnly);
    }
    PropertyName::parse(name)
}

/// What this site's schema keeps from everybody.
fn read_only_names() -> Vec<String> {
    let names = |schema: &Schema| {
        let properties = schema.properties.iter();
        properties
            .filter(|(_, property)| property.read_only == Some(true))
            .map(|(name, _)| name.clone())
            .collect()
    };
    let can = untrack(|| Console::here().capabilities());
    can.and_then(|can| can.schema.offered().map(names))
        .unwrap_or_default()
}
