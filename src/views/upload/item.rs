//! One chosen file: what it is, what it will be called and how it will be
//! stored; filled in from the file itself as far as its bytes tell.

use leptos::prelude::*;
use web_sys::File;

use super::recognised::Recognised;
use crate::model::{ContainerFormat, DiskFormat, NAME_MAX_CHARS, NewImage, container_formats_for};
use crate::query::spawn;
use crate::sniff::Finding;
use crate::transfer::recognise_file;
use crate::ui::{Choice, IconButton, IconName, SelectField, TextField, TextKind};
use crate::views::Console;

pub(super) type Reading = RwSignal<Option<Result<Finding, String>>>;

/// A chosen file and what is wanted of it. The signals end with the page.
#[derive(Clone)]
pub(super) struct Item {
    pub(super) id: u32,
    pub(super) file: File,
    pub(super) reading: Reading,
    pub(super) name: RwSignal<String>,
    pub(super) disk_format: RwSignal<String>,
    pub(super) container_format: RwSignal<String>,
    pub(super) min_disk: RwSignal<String>,
}

impl Item {
    /// Fills itself in once the file's beginning is read.
    pub(super) fn new(id: u32, file: File) -> Self {
        let item = Self {
            id,
            reading: RwSignal::new(None),
            name: RwSignal::new(default_name(&file.name())),
            disk_format: RwSignal::new(DiskFormat::Raw.to_string()),
            container_format: RwSignal::new(ContainerFormat::Bare.to_string()),
            min_disk: RwSignal::new("0".to_owned()),
            file,
        };
        let filled = item.clone();
        spawn(async move {
            let finding = recognise_file(&filled.file).await;
            if let Ok(finding) = &finding {
                filled.disk_format.try_set(finding.disk_format.to_string());
                filled
                    .container_format
                    .try_set(finding.container_format.to_string());
                if let Some(gib) = finding.suggested_min_disk_gib() {
                    filled.min_disk.try_set(gib.to_string());
                }
            }
            filled.reading.try_set(Some(finding));
        });
        item
    }

    pub(super) fn bytes(&self) -> u64 {
        // A browser counts bytes in an `f64`, exact up to 2^53 (8 PiB).
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let bytes = self.file.size() as u64;
        bytes
    }

    /// Whether everything that was typed can be sent.
    pub(super) fn is_good(&self) -> bool {
        self.name
            .with_untracked(|name| NewImage::check_name(name).is_ok())
            && whole(&self.min_disk.get_untracked()).is_some()
    }
}

#[component]
pub(super) fn ItemCard(
    item: Item,
    was_asked: RwSignal<bool>,
    on_remove: Callback<u32>,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let Item {
        id,
        reading,
        name,
        disk_format,
        container_format,
        min_disk,
        ..
    } = item;
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
    let name_error = Signal::derive(move || {
        let problem = name.with(|name| NewImage::check_name(name).err())?;
        was_asked.get().then(|| lang.name_problem(problem))
    });
    let file_line = format!("{} · {}", item.file.name(), lang.exact_size(item.bytes()));
    view! {
        <div class="v-card v-form v-upload-item">
            <div class="v-upload-remove">
                <IconButton
                    icon=IconName::Close
                    label=lang.upload_remove(&item.file.name())
                    on_click=move |()| on_remove.run(id)
                />
            </div>
            <Recognised
                file_line=file_line
                reading=reading
                disk_format=disk_format
                container_format=container_format
            />
            <TextField label=lang.upload_name() value=name error=name_error required=true />
            <div class="v-form-grid v-form-grid-3">
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
                <TextField
                    label=lang.upload_min_disk()
                    value=min_disk
                    kind=TextKind::Number
                    error=number_error(&console, min_disk)
                />
            </div>
        </div>
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

/// The message for a field that holds no whole number.
pub(super) fn number_error(console: &Console, value: RwSignal<String>) -> Signal<Option<String>> {
    let lang = console.lang;
    Signal::derive(move || {
        let is_wrong = whole(&value.get()).is_none();
        is_wrong.then(|| lang.upload_whole_number().to_owned())
    })
}

/// The file's name without its last ending and without what the service takes
/// in no name.
fn default_name(file_name: &str) -> String {
    let stem = match file_name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file_name,
    };
    let kept: String = stem
        .chars()
        .filter(|c| c.len_utf8() < 4 && !c.is_control())
        .take(NAME_MAX_CHARS)
        .collect();
    kept.trim().to_owned()
}

/// A whole number, 0 or more; nothing counts as 0.
pub(super) fn whole(text: &str) -> Option<u32> {
    match text.trim() {
        "" => Some(0),
        text => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_from_the_files() {
        assert_eq!(default_name("debian-12.qcow2"), "debian-12");
        assert_eq!(default_name("disk"), "disk");
        assert_eq!(default_name(".hidden"), ".hidden");
        assert_eq!(default_name("🐧 linux 🐧.img"), "linux");
        assert_eq!(default_name("שלום.raw"), "שלום");
        assert_eq!(default_name(&"x".repeat(300)).len(), 255);
    }

    #[test]
    fn numbers_as_people_type_them() {
        assert_eq!(whole(" 12 "), Some(12));
        assert_eq!(whole(""), Some(0));
        assert_eq!(whole("1.5"), None);
        assert_eq!(whole("-1"), None);
    }
}
