//! Images by id: what comes replaces what is older, and what didn't change stays
//! the very same. Pure.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Images;
use crate::model::{Image, ImageStatus, Timestamp};

/// Of what hasn't changed for so long, in seconds, nobody waits for the end: it is told
/// of with all else that changed, if it ever does.
const LEFT_ALONE_S: i64 = 24 * 60 * 60;

#[derive(Debug, Default)]
pub(super) struct Shelf {
    images: Vec<Arc<Image>>,
    places: HashMap<String, usize>,
}

impl Shelf {
    pub(super) fn images(&self) -> Images {
        Arc::new(self.images.clone())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.images.is_empty()
    }

    /// Takes images in. Gives whether anything is other than before.
    pub(super) fn take(&mut self, images: impl IntoIterator<Item = Image>) -> bool {
        let mut has_changed = false;
        for image in images {
            match self.places.get(&image.id) {
                Some(&at) => {
                    let old = &self.images[at];
                    // An answer that was long on its way may be older than what is here.
                    if **old != image && updated(&image) >= updated(old) {
                        self.images[at] = Arc::new(image);
                        has_changed = true;
                    }
                }
                None => {
                    self.places.insert(image.id.clone(), self.images.len());
                    self.images.push(Arc::new(image));
                    has_changed = true;
                }
            }
        }
        has_changed
    }

    /// Removes those that `is_gone` says of. Gives whether there were any.
    pub(super) fn remove(&mut self, is_gone: impl Fn(&str) -> bool) -> bool {
        let before = self.images.len();
        self.images.retain(|image| !is_gone(&image.id));
        if self.images.len() == before {
            return false;
        }
        let places = self.images.iter().enumerate();
        self.places = places.map(|(at, image)| (image.id.clone(), at)).collect();
        true
    }

    pub(super) fn ids(&self) -> HashSet<String> {
        self.places.keys().cloned().collect()
    }

    /// When the latest change was that is known of, by the service's clock.
    pub(super) fn latest_update(&self) -> Option<Timestamp> {
        self.images.iter().filter_map(|image| updated(image)).max()
    }

    /// Those without data: the ones that come and go.
    pub(super) fn unfinished(&self) -> Vec<String> {
        let is_ready =
            |status: &ImageStatus| matches!(status, ImageStatus::Active | ImageStatus::Deactivated);
        let images = self.images.iter();
        let unfinished = images.filter(|image| !is_ready(&image.status));
        unfinished.map(|image| image.id.clone()).collect()
    }

    /// Those that the service is at work on, of which that may still be believed.
    pub(super) fn in_transition(&self, now: Timestamp) -> Vec<String> {
        let is_recent = |image: &Image| updated(image).is_none_or(|at| now.0 - at.0 < LEFT_ALONE_S);
        let is_moving = |image: &&Arc<Image>| image.is_worked_on() && is_recent(image);
        let moving = self.images.iter().filter(is_moving);
        moving.map(|image| image.id.clone()).collect()
    }
}

fn updated(image: &Image) -> Option<Timestamp> {
    image.updated_at.as_deref().and_then(Timestamp::parse)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(id: &str, status: &str, second: u32) -> Image {
        let json = serde_json::json!({
            "id": id, "status": status, "visibility": "shared",
            "updated_at": format!("2026-11-21T00:00:{second:02}Z"),
        });
        serde_json::from_value(json).expect("decodes")
    }

    fn shown(shelf: &Shelf) -> Vec<String> {
        let images = shelf.images();
        images
            .iter()
            .map(|i| format!("{} {}", i.id, i.status))
            .collect()
    }

    #[test]
    fn what_did_not_change_stays_the_same() {
        let mut shelf = Shelf::default();
        assert!(shelf.take([image("a", "queued", 1), image("b", "queued", 1)]));
        let before = shelf.images();
        assert!(!shelf.take([image("a", "queued", 1)]));
        assert!(shelf.take([image("a", "active", 2)]));
        let after = shelf.images();
        assert!(!Arc::ptr_eq(&before[0], &after[0]));
        assert!(Arc::ptr_eq(&before[1], &after[1]));
        assert_eq!(shown(&shelf), ["a active", "b queued"]);
    }

    #[test]
    fn a_late_answer_does_not_bring_back_the_past() {
        let mut shelf = Shelf::default();
        shelf.take([image("a", "active", 5)]);
        assert!(!shelf.take([image("a", "saving", 4)]));
        assert_eq!(shown(&shelf), ["a active"]);
    }

    #[test]
    fn after_a_removal_everything_is_still_found() {
        let mut shelf = Shelf::default();
        shelf.take([
            image("a", "queued", 1),
            image("b", "saving", 1),
            image("c", "queued", 1),
        ]);
        assert!(shelf.remove(|id| id == "a"));
        assert!(!shelf.remove(|id| id == "a"));
        shelf.take([image("c", "active", 3)]);
        assert_eq!(shown(&shelf), ["b saving", "c active"]);
        let at = |time| Timestamp::parse(time).expect("is a time");
        assert_eq!(shelf.in_transition(at("2026-11-22T00:00:00Z")), ["b"]);
        assert!(shelf.in_transition(at("2026-11-22T00:00:01Z")).is_empty());
        assert_eq!(shelf.unfinished(), ["b"]);
        assert_eq!(
            shelf.latest_update(),
            Timestamp::parse("2026-11-21T00:00:03Z")
        );
    }
}
