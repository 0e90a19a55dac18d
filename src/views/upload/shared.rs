//! What all chosen files have in common: who sees them, tags, minimums,
//! protection, and what the site demands.

use leptos::prelude::*;

use super::item::{Item, number_error, whole};
use super::required::{RequiredFields, RequiredProperties};
use super::store::StoreField;
use crate::model::{NewImage, Visibility};
use crate::ui::{CheckField, Choice, SelectField, TextField, TextKind};
use crate::views::Console;

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
}

impl Shared {
    pub(super) fn new(console: &Console) -> Self {
        Self {
            visibility: RwSignal::new(Visibility::Shared.to_string()),
            min_ram: RwSignal::new("0".to_owned()),
            tags: RwSignal::new(String::new()),
            protects: RwSignal::new(false),
            store: RwSignal::new(String::new()),
            required: RequiredProperties::new(console),
        }
    }

    /// The record for a file; `None` while something is missing or wrong.
    pub(super) fn record_for(self, item: &Item) -> Option<NewImage> {
        Some(NewImage {
            id: uuid::Uuid::new_v4().to_string(),
            name: item.name.get_untracked().trim().to_owned(),
            disk_format: item.disk_format.get_untracked().as_str().into(),
            container_format: item.container_format.get_untracked().as_str().into(),
            visibility: self.visibility.get_untracked().as_str().into(),
            min_disk: whole(&item.min_disk.get_untracked())?,
            min_ram: whole(&self.min_ram.get_untracked())?,
            tags: split_tags(&self.tags.get_untracked()),
            properties: self.required.filled()?,
        })
    }
}

#[component]
pub(super) fn SharedFields(shared: Shared, was_asked: RwSignal<bool>) -> impl IntoView {
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
                />
            </div>
            <StoreField value=shared.store />
            <CheckField
                label=lang.upload_protect()
                value=shared.protects
                hint=lang.upload_protect_hint()
            />
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

fn split_tags(text: &str) -> Vec<String> {
    text.split(',')
        .map(str::trim)
        .filter(|tag| !tag.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::split_tags;

    #[test]
    fn tags_as_people_type_them() {
        assert_eq!(split_tags(" a, ,b c,"), ["a", "b c"]);
    }
}
