//! What this console did, since it was opened: for the page of an image to tell.

use leptos::prelude::*;

use super::context::now_s;

/// So many entries are kept.
const MOST: usize = 200;

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) image_id: String,
    /// Seconds since 1970.
    pub(super) at_s: i64,
    pub(super) text: String,
}

/// Clones are the same diary.
#[derive(Clone, Default)]
pub struct Diary(ArcRwSignal<Vec<Entry>>);

impl Diary {
    pub(super) fn note(&self, image_id: &str, text: &str) {
        let entry = Entry {
            image_id: image_id.to_owned(),
            at_s: now_s(),
            text: text.to_owned(),
        };
        self.0.update(|entries| {
            if entries.len() >= MOST {
                entries.remove(0);
            }
            entries.push(entry);
        });
    }

    /// Of one image, the newest first. Tracks.
    pub(super) fn of(&self, image_id: &str) -> Vec<Entry> {
        self.0.with(|entries| {
            let of_it = entries.iter().rev();
            of_it
                .filter(|entry| entry.image_id == image_id)
                .cloned()
                .collect()
        })
    }
}
