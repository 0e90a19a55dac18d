//! What a project uses of its quotas (`/v2/info/usage`, API 2.13).

use std::collections::BTreeMap;

use serde::Deserialize;

/// Quotas by the service's names. Empty where limits are off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Usage(pub BTreeMap<String, Quota>);

/// One quota. Sizes are in MiB, rounded down; the others count images.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Written")]
pub struct Quota {
    pub usage: u64,
    /// `None`: unlimited, which the service writes as -1.
    pub limit: Option<u64>,
}

#[derive(Deserialize)]
struct Written {
    usage: i64,
    limit: i64,
}

impl From<Written> for Quota {
    fn from(written: Written) -> Self {
        Self {
            usage: u64::try_from(written.usage).unwrap_or(0),
            limit: u64::try_from(written.limit).ok(),
        }
    }
}

impl Quota {
    /// In the quota's own unit; `None` without a limit.
    #[must_use]
    pub fn left(&self) -> Option<u64> {
        Some(self.limit?.saturating_sub(self.usage))
    }

    /// Whether nothing more fits.
    #[must_use]
    pub fn is_used_up(&self) -> bool {
        self.limit.is_some_and(|limit| self.usage >= limit)
    }
}

/// Data that a quota has no room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overrun {
    /// The quota is that of the staging area.
    pub is_staging: bool,
    /// Bytes that are to be sent.
    pub wanted: u64,
    /// Bytes that there is room for.
    pub left: u64,
}

impl Usage {
    /// What of so many more bytes; `None` where they fit, or nothing limits them.
    /// `is_staged`: they go through the staging area.
    #[must_use]
    pub fn overrun(&self, wanted: u64, is_staged: bool) -> Option<Overrun> {
        let over = |is_staging, quota: Option<Quota>| {
            let left = quota?.left()?.saturating_mul(1 << 20);
            (wanted > left).then_some(Overrun {
                is_staging,
                wanted,
                left,
            })
        };
        let staging = self.image_stage_total().filter(|_| is_staged);
        over(false, self.image_size_total()).or_else(|| over(true, staging))
    }

    /// Data of all images together, in MiB.
    #[must_use]
    pub fn image_size_total(&self) -> Option<Quota> {
        self.0.get("image_size_total").copied()
    }

    /// Data that is staged and not yet imported, in MiB.
    #[must_use]
    pub fn image_stage_total(&self) -> Option<Quota> {
        self.0.get("image_stage_total").copied()
    }

    #[must_use]
    pub fn image_count_total(&self) -> Option<Quota> {
        self.0.get("image_count_total").copied()
    }

    /// Uploads that run at the same time.
    #[must_use]
    pub fn image_count_uploading(&self) -> Option<Quota> {
        self.0.get("image_count_uploading").copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minus_one_is_no_limit() {
        let usage: Usage = serde_json::from_str(
            r#"{"image_size_total":{"usage":22,"limit":20000},"image_count_total":{"usage":3,"limit":-1}}"#,
        )
        .expect("decodes");
        let size = usage.image_size_total().expect("is there");
        assert_eq!((size.usage, size.limit), (22, Some(20000)));
        let count = usage.image_count_total().expect("is there");
        assert_eq!(count.limit, None);
        assert!(!count.is_used_up());
        assert_eq!(usage.image_count_uploading(), None);
    }
}
