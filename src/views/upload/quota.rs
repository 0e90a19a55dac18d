//! What the project's quota says to the chosen files, before a byte is sent.

use leptos::prelude::*;

use crate::api::{Client, Error, Operation, discovery};
use crate::i18n::Lang;
use crate::model::Usage;
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
    query
        .state
        .with(|state| said_by(lang, state.value.as_ref()?, wanted))
}

fn said_by(lang: Lang, usage: &Usage, wanted: Wanted) -> Option<String> {
    let Wanted { files, bytes, .. } = wanted;
    if let Some(overrun) = usage.overrun(bytes, wanted.is_staged) {
        return Some(lang.quota_overrun(overrun));
    }
    let images_left = usage.image_count_total().and_then(|quota| quota.left());
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_limit_that_is_too_small_is_told() {
        let wanted = Wanted {
            files: 3,
            bytes: 10 << 20,
            together: 2,
            is_staged: false,
        };
        let staged = Wanted {
            is_staged: true,
            ..wanted
        };
        let alone = Wanted {
            together: 1,
            ..wanted
        };
        for (name, usage, limit, wanted, said) in [
            ("image_size_total", 90, 100, wanted, None),
            ("image_size_total", 91, 100, wanted, Some("9 MiB are left")),
            ("image_size_total", 91, -1, wanted, None),
            // An overdrawn one has nothing left.
            ("image_size_total", 200, 100, wanted, Some("0 B are left")),
            ("image_stage_total", 95, 100, wanted, None),
            (
                "image_stage_total",
                95,
                100,
                staged,
                Some("5 MiB are left for that"),
            ),
            ("image_count_total", 7, 10, wanted, None),
            (
                "image_count_total",
                8,
                10,
                wanted,
                Some("to be made: 3. Left: 2."),
            ),
            ("image_count_uploading", 2, 4, wanted, None),
            ("image_count_uploading", 3, 4, alone, None),
            (
                "image_count_uploading",
                3,
                4,
                wanted,
                Some("4 at most, 3 under way"),
            ),
            (
                "image_count_uploading",
                4,
                4,
                alone,
                Some("under way: 4, as many as"),
            ),
        ] {
            let text = format!(r#"{{"{name}":{{"usage":{usage},"limit":{limit}}}}}"#);
            let usage: Usage = serde_json::from_str(&text).expect("decodes");
            let told = said_by(Lang::En, &usage, wanted);
            match said {
                Some(said) => assert!(
                    told.as_ref().is_some_and(|t| t.contains(said)),
                    "{text}: {told:?}"
                ),
                None => assert_eq!(told, None, "{text}"),
            }
        }
    }
}
