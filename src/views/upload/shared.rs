//! What all chosen files have in common: who sees them, tags, minimums,
//! protection, and what the site demands.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::card::number_error;
use super::item::{Item, Record, whole};
use super::required::{RequiredFields, RequiredProperties};
use super::store::StoreField;
use crate::model::{NewImage, Visibility, check_tags};
use crate::ui::{CheckField, SelectField, TextField, TextKind};
use crate::views::Console;
use crate::views::properties::{Properties, PropertyFields};
use crate::views::tags_field::TagsField;
use crate::views::visibility_choices::visibility_choices;

/// The fields.
#[derive(Clone, Copy)]
pub(super) struct Shared {
    visibility: RwSignal<String>,
    min_ram: RwSignal<String>,
    tags: RwSignal<BTreeSet<String>>,
    pub(super) protects: RwSignal<bool>,
    /// A store's id; empty: the service's choice.
    pub(super) store: RwSignal<String>,
    required: RequiredProperties,
    properties: Properties,
}

impl Shared {
    pub(super) fn new(console: &Console) -> Self {
        let required = RequiredProperties::new(console);
        Self {
            visibility: RwSignal::new(Visibility::Shared.to_string()),
            min_ram: RwSignal::new("0".to_owned()),
            tags: RwSignal::new(BTreeSet::new()),
            protects: RwSignal::new(false),
            store: RwSignal::new(String::new()),
            required,
            properties: Properties::new(console, Signal::derive(move || required.names())),
        }
    }

    /// The record for a file; `None` while something is missing or wrong.
    pub(super) fn record_for(self, item: &Item) -> Option<NewImage> {
        untrack(|| self.record(item.record()))
    }

    /// The same of what is typed. Tracks.
    pub(super) fn record(self, record: Record) -> Option<NewImage> {
        let name = record.name.with(|name| name.trim().to_owned());
        NewImage::check_name(&name).ok()?;
        Some(NewImage {
            id: uuid::Uuid::new_v4().to_string(),
            name,
            disk_format: record.disk_format.read().as_str().into(),
            container_format: record.container_format.read().as_str().into(),
            visibility: self.visibility.read().as_str().into(),
            // Set once the data is proven.
            protected: false,
            min_disk: whole(&record.min_disk.read())?,
            min_ram: whole(&self.min_ram.read())?,
            tags: good_tags(&self.tags.read())?,
            properties: self
                .properties
                .filled()?
                .into_iter()
                .chain(self.required.filled()?)
                .collect(),
        })
    }
}

#[component]
pub(super) fn SharedFields(
    shared: Shared,
    was_asked: RwSignal<bool>,
    /// Whether a store may be chosen here.
    has_store: bool,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let visibility = shared.visibility;
    let hint = Signal::derive(move || {
        let visibility = Visibility::from(visibility.get().as_str());
        Some(lang.visibility_meaning(&visibility).to_owned())
    });
    view! {
        <SelectField
            label=lang.upload_visibility()
            value=visibility
            choices=visibility_choices(&console, None)
            hint=hint
        />
        <RequiredFields required=shared.required was_asked=was_asked />
        <details class="v-more">
            <summary>{lang.upload_more()}</summary>
            <div class="v-form-grid">
                <TextField
                    label=lang.upload_min_ram()
                    value=shared.min_ram
                    kind=TextKind::Number
                    error=number_error(&console, shared.min_ram)
                />
                <TagsField tags=shared.tags />
            </div>
            <PropertyFields properties=shared.properties />
            <CheckField
                label=lang.upload_protect()
                value=shared.protects
                hint=if has_store { lang.upload_protect_hint() } else { lang.edit_protected_hint() }
            />
            // Last: it may come late, and then moves nothing that is being aimed at.
            {has_store.then(|| view! { <StoreField value=shared.store /> })}
        </details>
    }
}

/// `None` while the service would refuse them.
fn good_tags(tags: &BTreeSet<String>) -> Option<Vec<String>> {
    let tags: Vec<String> = tags.iter().cloned().collect();
    check_tags(&tags).is_ok().then_some(tags)
}
