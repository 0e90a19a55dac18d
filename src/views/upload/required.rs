//! Properties without which a site takes no image (`required` in its image
//! schema): a field for each.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::model::{PropertyName, check_property_value};
use crate::ui::{Choice, SelectField, TextField};
use crate::views::Console;

/// One field.
#[derive(Clone)]
struct Field {
    name: PropertyName,
    value: RwSignal<String>,
    /// The words that the schema allows; empty when any will do.
    words: Vec<String>,
    description: Option<String>,
}

/// The fields, as soon as the site has said which.
#[derive(Clone, Copy)]
pub(super) struct RequiredProperties(RwSignal<Vec<Field>>);

impl RequiredProperties {
    pub(super) fn new(console: &Console) -> Self {
        let (ask, again) = (console.clone(), console.clone());
        let names = Memo::new(move |_| -> Vec<PropertyName> {
            let can = ask.capabilities();
            let names = can.iter().flat_map(|can| can.required_properties());
            names
                .filter_map(|name| PropertyName::parse(name).ok())
                .collect()
        });
        let fields = RwSignal::new(Vec::new());
        Effect::new(move |_| {
            let can = untrack(|| again.capabilities());
            let schema = can.as_ref().and_then(|can| can.schema.offered());
            let field = |name: PropertyName| {
                let property = schema.and_then(|schema| schema.properties.get(name.as_str()));
                Field {
                    value: RwSignal::new(String::new()),
                    words: property
                        .map_or_else(Vec::new, |p| p.words().map(str::to_owned).collect()),
                    description: property.and_then(|p| p.description.clone()),
                    name,
                }
            };
            fields.set(names.get().into_iter().map(field).collect::<Vec<_>>());
        });
        Self(fields)
    }

    /// The names that have a field here. Tracks.
    pub(super) fn names(self) -> Vec<String> {
        self.0.with(|fields| {
            let name = |field: &Field| field.name.as_str().to_owned();
            fields.iter().map(name).collect()
        })
    }

    /// What was filled in; `None` while something is missing. Tracks.
    pub(super) fn filled(self) -> Option<BTreeMap<PropertyName, String>> {
        self.0.with(|fields| {
            fields
                .iter()
                .map(|field| {
                    let value = field.value.get();
                    let is_good = !value.is_empty() && check_property_value(&value).is_ok();
                    is_good.then(|| (field.name.clone(), value))
                })
                .collect()
        })
    }
}

#[component]
pub(super) fn RequiredFields(
    required: RequiredProperties,
    was_asked: RwSignal<bool>,
) -> impl IntoView {
    let lang = Console::here().lang;
    move || {
        required
            .0
            .get()
            .into_iter()
            .map(|field| {
                let value = field.value;
                let label = field.name.as_str().to_owned();
                if field.words.is_empty() {
                    let error = Signal::derive(move || {
                        if let Some(problem) = value.with(|v| check_property_value(v).err()) {
                            return Some(lang.property_value_problem(problem));
                        }
                        let is_empty = value.with(String::is_empty);
                        (was_asked.get() && is_empty).then(|| lang.upload_required().to_owned())
                    });
                    view! {
                        <TextField
                            label=label
                            value=value
                            hint=field.description
                            error=error
                            required=true
                        />
                    }
                    .into_any()
                } else {
                    let choices: Vec<Choice> = field
                        .words
                        .iter()
                        .map(|word| Choice::new(word, word))
                        .collect();
                    value.set(field.words[0].clone());
                    view! {
                        <SelectField
                            label=label
                            value=value
                            choices=choices
                            hint=field.description
                        />
                    }
                    .into_any()
                }
            })
            .collect_view()
    }
}
