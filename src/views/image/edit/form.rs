//! The form: a field for everything that a person may change. What isn't touched is
//! exactly what it was.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::i18n::Lang;
use crate::model::{
    ImageDraft, ImageStatus, NewImage, Visibility, check_tags, container_formats_for,
};
use crate::ui::{CheckField, Choice, SelectField, TextField, TextKind};
use crate::views::Console;
use crate::views::properties::{Properties, PropertyFields};
use crate::views::tags_field::TagsField;
use crate::views::visibility_choices::visibility_choices;

/// The fields, as they are typed.
#[derive(Clone, Copy)]
pub(super) struct Form {
    name: RwSignal<String>,
    visibility: RwSignal<String>,
    protected: RwSignal<bool>,
    os_hidden: RwSignal<bool>,
    min_disk: RwSignal<String>,
    min_ram: RwSignal<String>,
    disk_format: RwSignal<String>,
    container_format: RwSignal<String>,
    owner: RwSignal<String>,
    tags: RwSignal<BTreeSet<String>>,
    properties: Properties,
}

fn text(value: Option<&str>) -> String {
    value.unwrap_or_default().to_owned()
}

/// A text field's value; blank is nothing, and what was nothing stays so.
fn optional(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn whole(text: &str) -> Option<u64> {
    text.trim().parse().ok()
}

impl Form {
    pub(super) fn new(console: &Console, draft: &ImageDraft) -> Self {
        let form = Self {
            name: RwSignal::new(String::new()),
            visibility: RwSignal::new(String::new()),
            protected: RwSignal::new(false),
            os_hidden: RwSignal::new(false),
            min_disk: RwSignal::new(String::new()),
            min_ram: RwSignal::new(String::new()),
            disk_format: RwSignal::new(String::new()),
            container_format: RwSignal::new(String::new()),
            owner: RwSignal::new(String::new()),
            tags: RwSignal::new(BTreeSet::new()),
            properties: Properties::of_image(console, &draft.properties),
        };
        form.fill_attributes(draft);
        form
    }

    /// Shows another draft; `base` is what the image is by now.
    pub(super) fn fill(self, draft: &ImageDraft, base: &ImageDraft) {
        self.fill_attributes(draft);
        self.properties
            .fill_anew(&draft.properties, &base.properties);
    }

    fn fill_attributes(self, draft: &ImageDraft) {
        self.name.set(text(draft.name.as_deref()));
        self.visibility.set(draft.visibility.to_string());
        self.protected.set(draft.protected);
        self.os_hidden.set(draft.os_hidden);
        self.min_disk.set(draft.min_disk.to_string());
        self.min_ram.set(draft.min_ram.to_string());
        self.disk_format
            .set(text(draft.disk_format.as_ref().map(|f| f.as_str())));
        let container = draft.container_format.as_ref().map(|f| f.as_str());
        self.container_format.set(text(container));
        self.owner.set(text(draft.owner.as_deref()));
        self.tags.set(draft.tags.clone());
    }

    /// What is wanted; `None` while something is wrong. Tracks.
    pub(super) fn draft(self) -> Option<ImageDraft> {
        let name = optional(&self.name.read());
        let is_named = name
            .as_deref()
            .is_none_or(|name| NewImage::check_name(name).is_ok());
        let tags = self.tags.get();
        let listed: Vec<String> = tags.iter().cloned().collect();
        if !is_named || check_tags(&listed).is_err() {
            return None;
        }
        Some(ImageDraft {
            name,
            disk_format: optional(&self.disk_format.read()).map(|f| f.as_str().into()),
            container_format: optional(&self.container_format.read()).map(|f| f.as_str().into()),
            visibility: Visibility::from(self.visibility.read().as_str()),
            protected: self.protected.get(),
            os_hidden: self.os_hidden.get(),
            min_disk: whole(&self.min_disk.read())?,
            min_ram: whole(&self.min_ram.read())?,
            owner: optional(&self.owner.read()),
            tags,
            properties: self.properties.filled()?,
        })
    }
}

#[component]
pub(super) fn Fields(form: Form, status: ImageStatus, base: Memo<ImageDraft>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let is_admin = console.may_be_admin();
    let name_error = Signal::derive(move || {
        let problem = form.name.with(|name| NewImage::check_name(name).err())?;
        // A record without a name may stay so.
        let was_blank = base.with(|base| base.name.is_none());
        (!was_blank || !form.name.with(String::is_empty)).then(|| lang.name_problem(problem))
    });
    let number_error = move |value: RwSignal<String>| {
        Signal::derive(move || {
            let is_good = value.with(|text| whole(text).is_some());
            (!is_good).then(|| lang.upload_whole_number().to_owned())
        })
    };
    let hint = Signal::derive(move || {
        let visibility = Visibility::from(form.visibility.read().as_str());
        Some(lang.visibility_meaning(&visibility).to_owned())
    });
    let now = base.with_untracked(|base| base.visibility.clone());
    view! {
        <section class="v-card v-form">
            <TextField label=lang.field_name() value=form.name error=name_error />
            <SelectField
                label=lang.field_visibility()
                value=form.visibility
                choices=visibility_choices(&console, Some(&now))
                hint=hint
            />
            <TagsField tags=form.tags />
            <div class="v-form-grid">
                <TextField
                    label=lang.upload_min_disk()
                    value=form.min_disk
                    kind=TextKind::Number
                    error=number_error(form.min_disk)
                />
                <TextField
                    label=lang.upload_min_ram()
                    value=form.min_ram
                    kind=TextKind::Number
                    error=number_error(form.min_ram)
                />
            </div>
            <Formats form=form status=status />
            <CheckField
                label=lang.edit_protected()
                value=form.protected
                hint=lang.edit_protected_hint()
            />
            <CheckField label=lang.edit_hidden() value=form.os_hidden hint=lang.edit_hidden_hint() />
            {is_admin
                .then(|| {
                    view! {
                        <TextField
                            label=lang.field_owner()
                            value=form.owner
                            hint=Signal::stored(Some(lang.edit_owner_hint().to_owned()))
                        />
                    }
                })}
        </section>
        <section class="v-card">
            <PropertyFields properties=form.properties />
        </section>
    }
}

/// They may change only until the data has come; then they are facts.
#[component]
fn Formats(form: Form, status: ImageStatus) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    if !matches!(status, ImageStatus::Queued | ImageStatus::Importing) {
        return view! { <p class="v-hint">{lang.edit_formats_fixed()}</p> }.into_any();
    }
    let formats = Memo::new(move |_| {
        let formats = console.capabilities().map(|can| can.disk_formats());
        formats.unwrap_or_default()
    });
    let disk = Signal::derive(move || {
        let words = formats.get().into_iter().map(|f| f.to_string()).collect();
        choices(lang, words, &form.disk_format.read())
    });
    let container = Signal::derive(move || {
        let disk = form.disk_format.with(|disk| disk.as_str().into());
        let words = container_formats_for(&disk)
            .into_iter()
            .map(|f| f.to_string())
            .collect();
        choices(lang, words, &form.container_format.read())
    });
    view! {
        <div class="v-form-grid">
            <SelectField label=lang.field_disk_format() value=form.disk_format choices=disk />
            <SelectField
                label=lang.field_container_format()
                value=form.container_format
                choices=container
            />
        </div>
    }
    .into_any()
}

/// What is set stays choosable, and so does nothing.
fn choices(lang: Lang, mut words: Vec<String>, now: &str) -> Vec<Choice> {
    if !now.is_empty() && !words.iter().any(|word| word == now) {
        words.push(now.to_owned());
    }
    let none = Choice::new("", lang.none());
    std::iter::once(none)
        .chain(words.iter().map(|word| Choice::new(word, word)))
        .collect()
}
