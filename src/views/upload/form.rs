//! What the image will be called and how it will be stored; filled in from the
//! file itself as far as its bytes tell.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::File;

use super::recognised::Recognised;
use super::required::{RequiredFields, RequiredProperties};
use crate::model::{DiskFormat, NewImage, Visibility, container_formats_for};
use crate::query::spawn;
use crate::sniff::{Finding, recognise};
use crate::transfer::{Transfer, read_head};
use crate::ui::{
    Button, ButtonKind, Choice, IconName, SelectField, TextField, TextKind, focus_first_invalid,
};
use crate::views::{Console, focus_heading};

pub(super) type Reading = RwSignal<Option<Result<Finding, String>>>;

#[component]
pub(super) fn UploadForm(file: File, transfer: RwSignal<Option<Transfer>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let name = RwSignal::new(stem(&file.name()).to_owned());
    let disk_format = RwSignal::new(DiskFormat::Raw.to_string());
    let container_format = RwSignal::new("bare".to_owned());
    let visibility = RwSignal::new(Visibility::Shared.to_string());
    let min_disk = RwSignal::new("0".to_owned());
    let min_ram = RwSignal::new("0".to_owned());
    let tags = RwSignal::new(String::new());
    let was_asked = RwSignal::new(false);
    let reading: Reading = RwSignal::new(None);
    recognise_file(&file, reading, disk_format, container_format);

    let name_error = Signal::derive(move || {
        let problem = name.with(|name| NewImage::check_name(name).err())?;
        was_asked.get().then(|| lang.name_problem(problem))
    });
    let number_error = move |value: RwSignal<String>| {
        Signal::derive(move || {
            whole(&value.get())
                .is_none()
                .then(|| lang.upload_whole_number().to_owned())
        })
    };
    let (disk_choices, container_choices) = format_choices(&console, disk_format);
    let required = RequiredProperties::new(&console);
    Effect::new(move |_| {
        let offered = container_choices.get();
        let is_offered = offered
            .iter()
            .any(|c| c.value == container_format.get_untracked());
        if let (false, Some(first)) = (is_offered, offered.first()) {
            container_format.set(first.value.clone());
        }
    });
    let visibilities = visibility_choices(&console);
    let visibility_hint = Signal::derive(move || {
        let visibility = Visibility::from(visibility.get().as_str());
        Some(lang.visibility_meaning(&visibility).to_owned())
    });

    let file_line = format!("{} · {}", file.name(), lang.exact_size(bytes_of(&file)));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        was_asked.set(true);
        let refused = || {
            if let Some(form) = event.target().and_then(|form| form.dyn_into().ok()) {
                focus_first_invalid(form);
            }
        };
        let (Some(min_disk), Some(min_ram)) = (
            whole(&min_disk.get_untracked()),
            whole(&min_ram.get_untracked()),
        ) else {
            return refused();
        };
        let Some(client) = console.client_now() else {
            return;
        };
        let properties = required.filled();
        let (true, Some(properties)) = (
            name.with_untracked(|name| NewImage::check_name(name).is_ok()),
            properties,
        ) else {
            return refused();
        };
        let new = NewImage {
            id: uuid::Uuid::new_v4().to_string(),
            name: name.get_untracked().trim().to_owned(),
            disk_format: disk_format.get_untracked().as_str().into(),
            container_format: container_format.get_untracked().as_str().into(),
            visibility: visibility.get_untracked().as_str().into(),
            min_disk,
            min_ram,
            tags: split_tags(&tags.get_untracked()),
            properties,
        };
        transfer.set(Some(console.center.upload(client, file.clone(), new)));
        focus_heading();
    };
    view! {
        <form class="v-card v-form" novalidate=true on:submit=submit>
            <Recognised
                file_line=file_line
                reading=reading
                disk_format=disk_format
                container_format=container_format
            />
            <TextField label=lang.upload_name() value=name error=name_error required=true />
            <div class="v-form-grid">
                <SelectField
                    label=lang.upload_disk_format()
                    value=disk_format
                    choices=disk_choices
                />
                <SelectField
                    label=lang.upload_container_format()
                    value=container_format
                    choices=container_choices
                />
            </div>
            <SelectField
                label=lang.upload_visibility()
                value=visibility
                choices=visibilities
                hint=visibility_hint
            />
            <RequiredFields required=required was_asked=was_asked />
            <details class="v-more">
                <summary>{lang.upload_more()}</summary>
                <div class="v-form-grid">
                    <TextField
                        label=lang.upload_min_disk()
                        value=min_disk
                        kind=TextKind::Number
                        error=number_error(min_disk)
                    />
                    <TextField
                        label=lang.upload_min_ram()
                        value=min_ram
                        kind=TextKind::Number
                        error=number_error(min_ram)
                    />
                </div>
                <TextField
                    label=lang.upload_tags()
                    value=tags
                    hint=lang.upload_tags_hint()
                />
            </details>
            <div class="v-form-actions">
                <Button kind=ButtonKind::Primary icon=IconName::Upload submit=true>
                    {lang.upload_start()}
                </Button>
            </div>
        </form>
    }
}

/// What the site takes, once it has said so; of the containers, those that make
/// sense around the disk format.
fn format_choices(
    console: &Console,
    disk_format: RwSignal<String>,
) -> (Signal<Vec<Choice>>, Signal<Vec<Choice>>) {
    let choice = |word: &str| Choice::new(word, word);
    let can = console.clone();
    let disk = Signal::derive(move || {
        let formats = can.capabilities().map(|can| can.disk_formats());
        let formats = formats.unwrap_or_else(|| DiskFormat::KNOWN.to_vec());
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

/// Reads the head of the file and fills the formats in.
fn recognise_file(
    file: &File,
    reading: Reading,
    disk_format: RwSignal<String>,
    container_format: RwSignal<String>,
) {
    let file = file.clone();
    spawn(async move {
        let finding = read_head(&file)
            .await
            .map(|head| recognise(&head, bytes_of(&file)));
        if let Ok(finding) = &finding {
            disk_format.try_set(finding.disk_format.to_string());
            container_format.try_set(finding.container_format.to_string());
        }
        reading.try_set(Some(finding));
    });
}

/// The file's name without its last ending, unless there would be nothing left.
fn stem(file_name: &str) -> &str {
    match file_name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file_name,
    }
}

/// A whole number, 0 or more; nothing counts as 0.
fn whole(text: &str) -> Option<u32> {
    match text.trim() {
        "" => Some(0),
        text => text.parse().ok(),
    }
}

fn split_tags(text: &str) -> Vec<String> {
    text.split(',')
        .map(str::trim)
        .filter(|tag| !tag.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

/// A browser counts bytes in an `f64`, exact up to 2^53 (8 PiB).
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn bytes_of(file: &File) -> u64 {
    file.size() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_from_the_files() {
        assert_eq!(stem("debian-12.qcow2"), "debian-12");
        assert_eq!(stem("disk"), "disk");
        assert_eq!(stem(".hidden"), ".hidden");
    }

    #[test]
    fn numbers_and_tags_as_people_type_them() {
        assert_eq!(whole(" 12 "), Some(12));
        assert_eq!(whole(""), Some(0));
        assert_eq!(whole("1.5"), None);
        assert_eq!(whole("-1"), None);
        assert_eq!(split_tags(" a, ,b c,"), ["a", "b c"]);
    }
}
