//! One chosen file on the page: what it is, what it will be called and how it
//! will be stored. In a batch it is kept low, since there may be hundreds.

use leptos::prelude::*;

use super::item::{Item, Reading, needs_more_disk, whole};
use super::naming::OwnName;
use super::recognised::{FileFacts, FileNotices};
use super::same_bytes::Turns;
use super::same_bytes_view::{LookButton, SearchState};
use super::taken::{InUse, Taken};
use crate::model::{DiskFormat, NameProblem, NewImage, container_formats_for};
use crate::ui::{Choice, IconButton, IconName, SelectField, TextField, TextKind};
use crate::views::Console;

/// What the cards of all files have in common.
#[derive(Clone, Copy)]
pub(super) struct Common {
    /// Sending was tried: what is missing is said.
    pub(super) was_asked: RwSignal<bool>,
    pub(super) is_batch: Memo<bool>,
    pub(super) taken: Taken,
    pub(super) turns: Turns,
    pub(super) on_remove: Callback<u32>,
}

#[component]
pub(super) fn ItemCard(item: Item, common: Common) -> impl IntoView {
    let lang = Console::here().lang;
    let Common {
        was_asked,
        is_batch,
        taken,
        on_remove,
        ..
    } = common;
    let (id, name) = (item.id, item.name);
    let name_error = Signal::derive(move || {
        let problem = name.with(|name| NewImage::check_name(name).err())?;
        // What isn't typed yet is no mistake.
        let is_said = problem != NameProblem::Empty || was_asked.get();
        is_said.then(|| lang.name_problem(problem))
    });
    let name_hint = Signal::derive(move || {
        let in_use = name.with(|name| taken.how(name))?;
        let words = match in_use {
            InUse::InBatch => lang.name_in_batch(),
            InUse::InProject => lang.name_in_project(),
        };
        Some(words.to_owned())
    });
    let own_name = item.clone();
    view! {
        <div class="v-card v-form v-upload-item" data-batch=move || is_batch.get().then_some("")>
            <div class="v-upload-remove">
                <IconButton
                    icon=IconName::Close
                    label=lang.upload_remove(&item.file.name())
                    on_click=move |()| on_remove.run(id)
                />
            </div>
            <FileFacts item=item.clone() is_batch=is_batch />
            <FileNotices
                bytes=item.bytes()
                reading=item.reading
                disk_format=item.disk_format
                container_format=item.container_format
            />
            <div class="v-field">
                <TextField
                    label=lang.upload_name()
                    value=name
                    hint=name_hint
                    error=name_error
                    required=true
                />
                <OwnName item=own_name is_batch=is_batch />
            </div>
            <Storing item=item.clone() common=common />
            <SearchState item=item />
        </div>
    }
}

/// How the file is stored; put away in a batch, where it is seldom looked at.
#[component]
fn Storing(item: Item, common: Common) -> impl IntoView {
    let lang = Console::here().lang;
    let (disk, container, min_disk) = (item.disk_format, item.container_format, item.min_disk);
    let summary = move || {
        let gib = u64::from(whole(&min_disk.read()).unwrap_or_default());
        lang.upload_stored_as(&disk.read(), &container.read(), gib)
    };
    let item = StoredValue::new_local(item);
    let turns = common.turns;
    let fields = move || {
        let item = item.get_value();
        let fields = item.clone();
        view! {
            <FormatFields
                reading=fields.reading
                disk_format=disk
                container_format=container
                min_disk=min_disk
            />
            <LookButton item=item turns=turns />
        }
    };
    move || {
        if common.is_batch.get() {
            view! {
                <details class="v-more v-storing">
                    <summary>{summary}</summary>
                    {fields()}
                </details>
            }
            .into_any()
        } else {
            fields().into_any()
        }
    }
}

#[component]
pub(super) fn FormatFields(
    reading: Reading,
    disk_format: RwSignal<String>,
    container_format: RwSignal<String>,
    min_disk: RwSignal<String>,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let (disk_choices, container_choices) = format_choices(&console, disk_format);
    Effect::new(move |_| {
        let offered = container_choices.get();
        let is_offered = offered
            .iter()
            .any(|c| c.value == container_format.get_untracked());
        if let (false, Some(first)) = (is_offered, offered.first()) {
            container_format.set(first.value.clone());
        }
    });
    let min_disk_hint = Signal::derive(move || {
        let gib = needs_more_disk(reading, min_disk)?;
        Some(lang.min_disk_too_small(u64::from(gib)))
    });
    view! {
        <div class="v-form-grid v-form-grid-3">
            <SelectField label=lang.upload_disk_format() value=disk_format choices=disk_choices />
            <SelectField
                label=lang.upload_container_format()
                value=container_format
                choices=container_choices
            />
            <TextField
                label=lang.upload_min_disk()
                value=min_disk
                kind=TextKind::Number
                hint=min_disk_hint
                error=number_error(&console, min_disk)
            />
        </div>
    }
}

/// What the site takes, once it has said so, and what is chosen though it doesn't; of the
/// containers, those that make sense around the disk format.
fn format_choices(
    console: &Console,
    disk_format: RwSignal<String>,
) -> (Signal<Vec<Choice>>, Signal<Vec<Choice>>) {
    let choice = |word: &str| Choice::new(word, word);
    let can = console.clone();
    let disk = Signal::derive(move || {
        let formats = can.capabilities().map(|can| can.disk_formats());
        let mut formats = formats.unwrap_or_else(|| DiskFormat::KNOWN.to_vec());
        let chosen = DiskFormat::from(disk_format.get().as_str());
        if !formats.contains(&chosen) {
            formats.push(chosen);
        }
        formats.iter().map(|f| choice(f.as_str())).collect()
    });
    let can = console.clone();
    let container = Signal::derive(move || {
        let own = can.capabilities().map(|can| can.container_formats());
        container_formats_for(&DiskFormat::from(disk_format.get().as_str()))
            .iter()
            .filter(|format| own.as_ref().is_none_or(|own| own.contains(format)))
            .map(|format| choice(format.as_str()))
            .collect()
    });
    (disk, container)
}

/// The message for a field that holds no whole number.
pub(super) fn number_error(console: &Console, value: RwSignal<String>) -> Signal<Option<String>> {
    let lang = console.lang;
    Signal::derive(move || {
        let is_wrong = whole(&value.get()).is_none();
        is_wrong.then(|| lang.upload_whole_number().to_owned())
    })
}
