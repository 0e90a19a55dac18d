//! What all chosen files have in common: who sees them, tags, minimums,
//! protection, and what the site demands.

use leptos::prelude::*;

use super::card::number_error;
use super::item::{Item, Record, whole};
use super::required::{RequiredFields, RequiredProperties};
use super::store::StoreField;
use crate::model::{NewImage, Visibility, check_tags};
use crate::ui::{CheckField, Choice, SelectField, TextField, TextKind};
use crate::views::Console;
use crate::views::properties::{Properties, PropertyFields};

/// The fields.
#[derive(Clone, Copy)]
pub(super) struct Shared {
    visibility: RwSignal<String>,
    min_ram: RwSignal<String>,
    tags: RwSignal<String>,
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
            tags: RwSignal::new(String::new()),
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
    let tags_error = Signal::derive(move || {
        let problem = check_tags(&split_tags(&shared.tags.read())).err()?;
        Some(lang.tag_problem(&problem))
    });
    view! {
        <SelectField
            label=lang.upload_visibility()
            value=visibility
            choices=visibility_choices(&console)
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
                <TextField
                    label=lang.upload_tags()
                    value=shared.tags
                    hint=lang.upload_tags_hint()
                    error=tags_error
                />
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

/// All of them; publishing only for who may, where roles are known.
fn visibility_choices(console: &Console) -> Vec<Choice> {
    let lang = console.lang;
    let can_publish = console.session.with_untracked(|session| {
        let session = session.as_ref();
        session.is_some_and(|s| s.who.is_none() || s.seems_admin())
    });
    Visibility::KNOWN
        .iter()
        .map(|visibility| {
            let is_refused = *visibility == Visibility::Public && !can_publish;
            let because = is_refused.then(|| lang.upload_public_refused().to_owned());
            Choice::new(visibility.as_str(), lang.visibility(visibility)).refused(because)
        })
        .collect()
}

/// The tags in the text; `None` while the service would refuse them.
fn good_tags(text: &str) -> Option<Vec<String>> {
    let tags = split_tags(text);
    check_tags(&tags).is_ok().then_some(tags)
}

/// Tags are a set: the same one twice is one.
fn split_tags(text: &str) -> Vec<String> {
    let mut tags = Vec::<String>::new();
    for tag in text.split(',').map(str::trim) {
        if !tag.is_empty() && !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::{good_tags, split_tags};

    #[test]
    fn tags_as_people_type_them() {
        assert_eq!(split_tags(" a, ,b c,a,"), ["a", "b c"]);
        assert_eq!(good_tags("a,🐧"), None);
    }
}
