//! What the chosen file was recognised as, and what that means for the upload.

use leptos::prelude::*;

use super::item::Reading;
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
