//! What the project's quota says to the chosen files, before a byte is sent.

use leptos::prelude::*;

use crate::api::{Client, Error, Operation, discovery};
use crate::i18n::Lang;
use crate::model::{Quota, Usage};
use crate::query::{Query, use_query};
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

/// What is to be sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) files: usize,
    /// In all.
    pub(super) bytes: u64,
    /// So many may begin together, beside those that run.
    pub(super) together: usize,
    /// They go through the service's staging area.
    pub(super) is_staged: bool,
}

/// What the quota says to it; nothing while all fits, or the cloud keeps no quotas.
/// Tracks.
pub(super) fn overrun(lang: Lang, query: Query<Usage, Error>, wanted: Wanted) -> Option<String> {
    query.state.with(|state| {
        let usage = state.value.as_ref()?;
        let Wanted { files, bytes, .. } = wanted;
        let lacks = |quota: Option<Quota>| {
            let bytes_left = what_is_left(quota?)?.saturating_mul(1 << 20);
            (bytes > bytes_left).then_some(bytes_left)
        };
        if let Some(bytes_left) = lacks(usage.image_size_total()) {
            return Some(lang.quota_size(bytes, bytes_left));
        }
        let staging = usage.image_stage_total().filter(|_| wanted.is_staged);
        if let Some(bytes_left) = lacks(staging) {
            return Some(lang.quota_stage(bytes, bytes_left));
        }
        let images_left = usage.image_count_total().and_then(what_is_left);
        if let Some(left) = images_left.filter(|left| files as u64 > *left) {
            return Some(lang.quota_count(files, left));
        }
        let uploading = usage.image_count_uploading()?;
        let together = wanted.together.min(files);
        if uploading.is_used_up() {
            return Some(lang.quota_uploading(uploading.usage));
        }
        let limit = uploading.limit?;
        let is_too_many = uploading.usage.saturating_add(together as u64) > limit;
        is_too_many.then(|| lang.quota_together(uploading.usage, limit, together))
    })
}

/// In the quota's own unit; `None` without a limit.
fn what_is_left(quota: Quota) -> Option<u64> {
    Some(quota.limit?.saturating_sub(quota.usage))
}
