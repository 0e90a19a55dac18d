//! The plans of many images together: what will change, and what will be
//! skipped, by reason. Pure.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::action::{Action, Change};
use super::plan::{Reason, plan};
use crate::model::Image;
use crate::session::Who;

/// An image and what will change of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    pub image: Arc<Image>,
    pub change: Change,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct DryRun {
    pub due: Vec<Due>,
    /// Titles of what is skipped.
    pub skipped: BTreeMap<Reason, Vec<String>>,
}

impl DryRun {
    #[must_use]
    pub fn new(action: &Action, images: &[Arc<Image>], who: Option<&Who>) -> Self {
        let mut dry_run = Self::default();
        for image in images {
            match plan(action, image, who) {
                Ok(change) => dry_run.due.push(Due {
                    image: Arc::clone(image),
                    change,
                }),
                Err(reason) => {
                    let titles = dry_run.skipped.entry(reason).or_default();
                    titles.push(image.title().to_owned());
                }
            }
        }
        dry_run
    }

    /// Data of the images that will change, in bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        bytes_of(self.due.iter().map(|due| &due.image))
    }
}

/// Data of the images, in bytes; images without any count nothing.
pub fn bytes_of<'a>(images: impl Iterator<Item = &'a Arc<Image>>) -> u64 {
    images
        .filter_map(|image| image.size)
        .fold(0, u64::saturating_add)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_image_is_due_or_skipped_for_a_reason() {
        let images: Vec<_> = [
            json!({"id": "1", "name": "one", "size": 10}),
            json!({"id": "2", "name": "two", "size": u64::MAX}),
            json!({"id": "3", "name": "three", "size": 5, "protected": true}),
            json!({"id": "4", "protected": true}),
        ]
        .into_iter()
        .map(|mut record| {
            record["status"] = "active".into();
            record["visibility"] = "private".into();
            Arc::new(serde_json::from_value(record).expect("decodes"))
        })
        .collect();
        let dry_run = DryRun::new(&Action::Delete, &images, None);
        let due: Vec<_> = dry_run.due.iter().map(|due| &*due.image.id).collect();
        assert_eq!(due, ["1", "2"]);
        assert_eq!(dry_run.skipped[&Reason::Protected], ["three", "4"]);
        // Whatever a service says a size is, it is no overflow.
        assert_eq!(dry_run.bytes(), u64::MAX);
        assert_eq!(bytes_of(images[2..].iter()), 5);
    }
}
