//! What rows say of an image.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use super::blank::element_of;
use crate::listing::Field;
use crate::model::{Image, ImageStatus, Timestamp};
use crate::views::Console;
use crate::views::context::now_s;
use crate::views::status::StatusBadge;

/// What a badge depends on: the status, and whether the record is poisoned.
pub(super) type BadgeOf = (ImageStatus, bool);

/// In the words of this console.
pub(super) struct Told {
    pub(super) console: Console,
    /// Badges that were made; cells have copies.
    badges: Vec<(BadgeOf, Element)>,
}

impl Told {
    pub(super) fn new(console: Console) -> Self {
        Self {
            console,
            badges: Vec::new(),
        }
    }

    pub(super) fn cell(&self, field: &Field, image: &Image) -> (String, Option<String>) {
        let now = Timestamp(now_s());
        let (text, title) = self.console.lang.cell(field, image, now);
        let title = title.or_else(|| (text.len() > 12).then(|| text.clone()));
        (text, title)
    }

    pub(super) fn summary(&self, image: &Image) -> String {
        let fields = [Field::Visibility, Field::Size, Field::DiskFormat];
        let now = Timestamp(now_s());
        let parts = fields.map(|field| self.console.lang.cell(&field, image, now).0);
        parts.join(" · ")
    }

    /// What the buttons are called, and whether they can be used.
    pub(super) fn actions(&self, image: &Image) -> [(String, bool); 2] {
        let (lang, title) = (self.console.lang, image.title());
        let can_download = image.is_downloadable();
        let download = match can_download {
            true => lang.download_named(title),
            false => [title, ": ", lang.no_download(image)].concat(),
        };
        let is_foreign = self.console.is_foreign(image);
        let delete = match is_foreign {
            true => [title, ": ", lang.delete_foreign()].concat(),
            false => lang.delete_named(title),
        };
        [(download, can_download), (delete, !is_foreign)]
    }

    pub(super) fn badge(&mut self, badge: &BadgeOf, image: &Image) -> Option<Element> {
        let known = self.badges.iter().position(|(known, _)| known == badge);
        let at = match known {
            Some(at) => at,
            None => {
                let element =
                    element_of(view! { <StatusBadge image=image.clone() is_calm=true /> })?;
                self.badges.push((badge.clone(), element));
                self.badges.len() - 1
            }
        };
        let copy = self.badges[at].1.clone_node_with_deep(true).ok()?;
        copy.dyn_into().ok()
    }
}
