//! Lists in the page's local storage: of what this browser has begun, kept beyond
//! a reload. Names, ids and numbers; no secret and no data.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::keep;

/// Older entries go first: a browser's storage is small.
const MAX_ENTRIES: usize = 500;

/// All that is noted under a key, oldest first. What another release wrote
/// otherwise is forgotten.
pub(super) fn all<T: DeserializeOwned>(key: &str) -> Vec<T> {
    let text = keep::local().and_then(|storage| storage.get_item(key).ok().flatten());
    text.and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default()
}

/// Notes an entry in place of those that are about the same.
pub(super) fn note<T: Serialize + DeserializeOwned>(
    key: &str,
    entry: T,
    is_same: impl Fn(&T) -> bool,
) {
    let mut entries = all(key);
    entries.retain(|other| !is_same(other));
    entries.push(entry);
    let surplus = entries.len().saturating_sub(MAX_ENTRIES);
    write(key, &entries[surplus..]);
}

pub(super) fn forget<T: Serialize + DeserializeOwned>(key: &str, is_it: impl Fn(&T) -> bool) {
    let mut entries = all(key);
    let before = entries.len();
    entries.retain(|entry| !is_it(entry));
    if entries.len() != before {
        write(key, &entries);
    }
}

fn write<T: Serialize>(key: &str, entries: &[T]) {
    let (Some(storage), Ok(text)) = (keep::local(), serde_json::to_string(entries)) else {
        return;
    };
    // A full or forbidden storage costs the offer after a reload, nothing else.
    storage.set_item(key, &text).ok();
}
