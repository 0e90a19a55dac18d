//! What the chosen file was recognised as, and what that means for the upload.

use leptos::prelude::*;

use super::item::Reading;
use crate::i18n::Lang;
use crate::model::{ContainerFormat, DiskFormat};
use crate::sniff::{Finding, Refusal, Verdict, verdict};
use crate::ui::{Notice, Tone};
use crate::views::Console;

/// The file, what it was recognised as, and what that means for the upload.
#[component]
pub(super) fn Recognised(
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
            let disk = DiskFormat::from(disk_format.get().as_str());
            let container = ContainerFormat::from(container_format.get().as_str());
            said_of(lang, &finding, &disk, &container)
                .into_iter()
                .map(|(words, tone)| (lang.finding(&finding), words, tone))
                .collect()
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
                        Some(Ok(finding)) => {
                            let mut parts = vec![lang.finding(&finding)];
                            parts.extend(finding.details.iter().map(|d| lang.sniff_detail(d)));
                            parts.join(" · ")
                        }
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

/// What a person should know before sending the file in the chosen formats.
fn said_of(
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
