//! Images that have the same bytes, told by the service's hash of them.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use super::tidy::{Amount, space};
use crate::model::{Image, ImageStatus};

/// Sets of two and more, each oldest first; where most could be freed comes first.
pub(super) fn same_bytes(images: &[&Arc<Image>]) -> Vec<Vec<Arc<Image>>> {
    let mut same: HashMap<(&str, &str), Vec<Arc<Image>>> = HashMap::new();
    for image in images {
        // Empty images are all alike, and no duplicates of anything.
        if image.size.is_some_and(|bytes| bytes > 0)
            && let Some(digest) = digest(image)
        {
            same.entry(digest).or_default().push(Arc::clone(image));
        }
    }
    let mut sets: Vec<Vec<Arc<Image>>> = same.into_values().filter(|set| set.len() > 1).collect();
    for set in &mut sets {
        set.sort_by(|a, b| (&a.created_at, &a.id).cmp(&(&b.created_at, &b.id)));
    }
    let first_id = |set: &[Arc<Image>]| set.first().map(|image| image.id.clone());
    sets.sort_by_key(|set| (Reverse(could_be_freed(set)), first_id(set)));
    sets
}

/// What tells the bytes of two images apart. A refused upload leaves the hash of
/// bytes that nobody can have, so only images with data are told by it.
pub(super) fn digest(image: &Image) -> Option<(&str, &str)> {
    let has_data = matches!(image.status, ImageStatus::Active | ImageStatus::Deactivated);
    let strong = || {
        Some((
            image.os_hash_algo.as_deref()?,
            image.os_hash_value.as_deref()?,
        ))
    };
    let weak = || Some(("md5", image.checksum.as_deref()?));
    let is_told = |(_, value): &(&str, &str)| has_data && !value.is_empty();
    strong().filter(is_told).or_else(|| weak().filter(is_told))
}

/// Bytes of a set that go when one image is kept, and every protected one.
pub(super) fn could_be_freed(set: &[Arc<Image>]) -> u64 {
    let all = Amount::of(set).bytes;
    let protected = Amount::of(set.iter().filter(|image| image.protected));
    let kept = match protected.count {
        // Nobody knows which will be kept: the one that takes most, to promise no more.
        0 => set.iter().map(|image| space(image)).max().unwrap_or(0),
        _ => protected.bytes,
    };
    all.saturating_sub(kept)
}
