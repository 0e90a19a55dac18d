//! What the image will be called and how it will be stored; filled in from the
//! file itself as far as its bytes tell.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::File;

use crate::model::{DiskFormat, NewImage, Visibility, container_formats_for};
use crate::query::spawn;
use crate::session::Session;
use crate::sniff::{Finding, recognise};
use crate::transfer::{Transfer, read_head};
use crate::ui::{
    Button, ButtonKind, Choice, IconName, Notice, SelectField, TextField, TextKind, Tone,
    focus_first_invalid,
};
use crate::views::{Console, focus_heading};

type Reading = RwSignal<Option<Result<Finding, String>>>;

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
    let container_choices = Signal::derive(move || {
        container_formats_for(&DiskFormat::from(disk_format.get().as_str()))
            .iter()
            .map(|format| Choice::new(format.as_str(), format.as_str()))
            .collect::<Vec<_>>()
    });
    Effect::new(move |_| {
        let offered = container_choices.get();
        let is_offered = offered
            .iter()
            .any(|c| c.value == container_format.get_untracked());
        if let (false, Some(first)) = (is_offered, offered.first()) {
            container_format.set(first.value.clone());
        }
    });
    let can_publish = console
        .session
        .with_untracked(|session| session.as_ref().is_some_and(Session::seems_admin));
    let visibilities: Vec<Choice> = Visibility::KNOWN
        .iter()
        .filter(|v| can_publish || **v != Visibility::Public)
        .map(|v| Choice::new(v.as_str(), lang.visibility(v)))
        .collect();
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
        if name.with_untracked(|name| NewImage::check_name(name).is_err()) {
            return refused();
        }
        let new = NewImage {
            id: uuid::Uuid::new_v4().to_string(),
            name: name.get_untracked().trim().to_owned(),
            disk_format: disk_format.get_untracked().as_str().into(),
            container_format: container_format.get_untracked().as_str().into(),
            visibility: visibility.get_untracked().as_str().into(),
            min_disk,
            min_ram,
            tags: split_tags(&tags.get_untracked()),
        };
        transfer.set(Some(console.center.upload(client, file.clone(), new)));
        focus_heading();
    };
    let disk_formats: Vec<Choice> = DiskFormat::KNOWN
        .iter()
        .map(|format| Choice::new(format.as_str(), format.as_str()))
        .collect();
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
                    choices=disk_formats
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

/// The file, what it was recognised as, and what that means for the upload.
#[component]
fn Recognised(
    file_line: String,
    reading: Reading,
    disk_format: RwSignal<String>,
    container_format: RwSignal<String>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let warnings = move || match reading.get() {
        None => Vec::new(),
        Some(Err(words)) => vec![(lang.upload_file_unreadable().to_owned(), words, Tone::Bad)],
        Some(Ok(finding)) => {
            let mut all: Vec<_> = finding
                .warnings
                .iter()
                .map(|warning| {
                    let tone = if warning.will_be_refused() {
                        Tone::Bad
                    } else {
                        Tone::Warning
                    };
                    (
                        lang.finding(&finding),
                        lang.sniff_warning(*warning).to_owned(),
                        tone,
                    )
                })
                .collect();
            let chosen = disk_format.get();
            if all.is_empty()
                && container_format.get() == "bare"
                && chosen != finding.disk_format.as_str()
            {
                let words = lang.format_conflict(&finding.disk_format, &chosen);
                all.push((lang.finding(&finding), words, Tone::Warning));
            }
            all
        }
    };
    view! {
        <dl class="v-facts">
            <div class="v-fact">
                <dt>{lang.upload_file()}</dt>
                <dd>{file_line}</dd>
            </div>
            <div class="v-fact">
                <dt>{lang.upload_recognised()}</dt>
                <dd>
                    {move || match reading.get() {
                        None => lang.upload_reading().to_owned(),
                        Some(Ok(finding)) => lang.finding(&finding),
                        Some(Err(_)) => lang.none().to_owned(),
                    }}
                </dd>
            </div>
        </dl>
        {move || {
            warnings()
                .into_iter()
                .map(|(title, text, tone)| {
                    view! {
                        <Notice tone=tone title=title>
                            <p>{text}</p>
                        </Notice>
                    }
                })
                .collect_view()
        }}
    }
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
