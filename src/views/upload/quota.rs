//! What the project's quota says to the chosen files, before a byte is sent.

use leptos::prelude::*;

use crate::api::{Client, Error, Operation, discovery};
use crate::i18n::Lang;
use crate::model::{Quota, Usage};
use crate::query::{Query, use_query};
use crate::ui::{Notice, Tone};
use crate::views::Console;
use crate::views::context::abort_with;

/// Asked anew for each visit: it changes with every upload.
pub(super) fn use_quota(console: &Console) -> Query<Usage, Error> {
    let console = console.clone();
    use_query(
        move || console.client(),
        |client: Client, cancel, _| async move {
            let abort = abort_with(&cancel, Operation::Discover)?;
            client.send(&discovery::usage(), &abort).await
        },
    )
}

/// What the quota says to so many files, and bytes in all; nothing while all
/// fits, or the cloud keeps no quotas. Tracks.
pub(super) fn overrun(
    lang: Lang,
    query: Query<Usage, Error>,
    (count, bytes): (usize, u64),
) -> Option<String> {
    query.state.with(|state| {
        let usage = state.value.as_ref()?;
        let size_left = usage.image_size_total().and_then(what_is_left);
        let bytes_left = size_left.map(|mib| mib.saturating_mul(1 << 20));
        if let Some(bytes_left) = bytes_left.filter(|bytes_left| bytes > *bytes_left) {
            return Some(lang.quota_size(bytes, bytes_left));
        }
        let images_left = usage.image_count_total().and_then(what_is_left)?;
        (count as u64 > images_left).then(|| lang.quota_count(count, images_left))
    })
}

#[component]
pub(super) fn QuotaNotice(
    query: Query<Usage, Error>,
    /// How many files, and bytes in all.
    wanted: Signal<(usize, u64)>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let problem = Memo::new(move |_| overrun(lang, query, wanted.get()));
    move || {
        problem.get().map(|text| {
            view! {
                <Notice tone=Tone::Bad title=lang.quota_title()>
                    <p>{text}</p>
                </Notice>
            }
        })
    }
}

/// In the quota's own unit; `None` without a limit.
fn what_is_left(quota: Quota) -> Option<u64> {
    Some(quota.limit?.saturating_sub(quota.usage))
}
