//! What the chosen file was recognised as, and what that means for the upload.

use leptos::prelude::*;

use super::item::{Item, Reading};
use crate::i18n::Lang;
use crate::model::{ContainerFormat, DiskFormat};
use crate::sniff::{Finding, Refusal, Verdict, verdict};
use crate::ui::{Notice, Tone};
use crate::views::Console;

/// The file and what it was recognised as; two lines in a batch, else a list.
#[component]
pub(super) fn FileFacts(item: Item, is_batch: Memo<bool>) -> impl IntoView {
    let lang = Console::here().lang;
    let (reading, bytes) = (item.reading, item.bytes());
    let file_name = item.file.name();
    let recognised = move || match reading.get() {
        None => lang.upload_reading().to_owned(),
        Some(Ok(finding)) => {
            let mut parts = vec![lang.finding(&finding)];
            parts.extend(finding.details.iter().map(|d| lang.sniff_detail(d)));
            parts.join(" · ")
        }
        Some(Err(_)) => lang.none().to_owned(),
    };
    move || {
        if is_batch.get() {
            view! {
                <div class="v-file-lines">
                    <p>
                        <strong>{file_name.clone()}</strong>
                        <span class="v-muted">" · " {lang.size(bytes)}</span>
                    </p>
                    <p class="v-hint">{recognised}</p>
                </div>
            }
            .into_any()
        } else {
            let file_line = format!("{file_name} · {}", lang.exact_size(bytes));
            view! {
                <dl class="v-facts">
                    <div class="v-fact">
                        <dt>{lang.upload_file()}</dt>
                        <dd>{file_line}</dd>
                    </div>
                    <div class="v-fact">
                        <dt>{lang.upload_recognised()}</dt>
                        <dd>{recognised}</dd>
                    </div>
                </dl>
            }
            .into_any()
        }
    }
}

/// What that means for the upload.
#[component]
pub(super) fn FileNotices(
    bytes: u64,
    reading: Reading,
    disk_format: RwSignal<String>,
    container_format: RwSignal<String>,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let notices = Memo::new(move |_| {
        reading.with(|reading| {
            let disk = DiskFormat::from(disk_format.get().as_str());
            let container = ContainerFormat::from(container_format.get().as_str());
            let not_taken = not_taken(&console, &disk, &container).map(|(format, words)| {
                let title = lang.format_not_taken_title(&format);
                (title, words, Tone::Bad)
            });
            let mut notices = match reading {
                None => Vec::new(),
                Some(Err(words)) => vec![(
                    lang.upload_file_unreadable().to_owned(),
                    words.clone(),
                    Tone::Bad,
                )],
                Some(Ok(finding)) => said_of(lang, finding, &disk, &container)
                    .into_iter()
                    .map(|(words, tone)| (lang.finding(finding), words, tone))
                    .collect(),
            };
            notices.extend(not_taken);
            if let Some(words) = over_cap(&console, bytes) {
                notices.push((lang.over_size_cap_title().to_owned(), words, Tone::Bad));
            }
            notices
        })
    });
    move || {
        notices
            .get()
            .into_iter()
            .map(|(title, text, tone)| {
                view! {
                    <Notice tone=tone title=title>
                        <p>{text}</p>
                    </Notice>
                }
            })
            .collect_view()
    }
}

/// A format that this cloud doesn't list, and what to do about it. Nothing until the
/// cloud has said which it takes.
pub(super) fn not_taken(
    console: &Console,
    disk: &DiskFormat,
    container: &ContainerFormat,
) -> Option<(String, String)> {
    let can = console.capabilities()?;
    let (disks, containers) = (can.disk_formats(), can.container_formats());
    let (format, taken): (&str, Vec<&str>) = if disks.contains(disk) {
        let is_taken = containers.contains(container);
        let taken = containers.iter().map(ContainerFormat::as_str).collect();
        (!is_taken).then_some((container.as_str(), taken))?
    } else {
        (
            disk.as_str(),
            disks.iter().map(DiskFormat::as_str).collect(),
        )
    };
    Some((
        format.to_owned(),
        console.lang.format_not_taken(format, &taken),
    ))
}

/// A file that is larger than this cloud's images may be, where the site says how large
/// that is.
pub(super) fn over_cap(console: &Console, bytes: u64) -> Option<String> {
    let cap = console.config.image_size_cap.filter(|cap| bytes > *cap)?;
    Some(console.lang.over_size_cap(cap))
}

/// What a person should know before sending the file in the chosen formats.
pub(super) fn said_of(
    lang: Lang,
    finding: &Finding,
    disk: &DiskFormat,
    container: &ContainerFormat,
) -> Vec<(String, Tone)> {
    // What is refused is said by the verdict, which knows what was chosen.
    let advice = finding.warnings.iter().filter(|w| !w.will_be_refused());
    let mut said: Vec<_> = advice
        .map(|warning| (lang.sniff_warning(*warning).to_owned(), Tone::Warning))
        .collect();
    let is_other = *disk != finding.disk_format;
    match verdict(finding, disk, container) {
        Verdict::Refused(Refusal::Mismatch(_)) if is_other => {
            let words = lang.format_conflict(&finding.disk_format, disk.as_str());
            said.insert(0, (words, Tone::Bad));
        }
        Verdict::Refused(refusal) => said.insert(0, (lang.refusal(refusal, disk), Tone::Bad)),
        // Taken as it is, and seen by instances as something else than the disk in it.
        Verdict::Accepted if is_other && *container == ContainerFormat::Bare => {
            let words = lang.format_conflict(&finding.disk_format, disk.as_str());
            said.push((words, Tone::Warning));
        }
        Verdict::Accepted => {}
    }
    said
}
