//! What rows say of an image.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use super::blank::{RowButton, element_of};
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

    /// What a button is called, and whether it can be used.
    pub(super) fn button(&self, button: &RowButton, image: &Image) -> (String, bool) {
        let (lang, title) = (self.console.lang, image.title());
        match button {
            RowButton::Download if self.console.may_download(image) => {
                (lang.download_named(title), true)
            }
            RowButton::Download => ([title, ": ", lang.no_download(image)].concat(), false),
            RowButton::Delete if self.console.is_foreign(image) => {
                ([title, ": ", lang.delete_foreign()].concat(), false)
            }
            RowButton::Delete => (lang.delete_named(title), true),
            RowButton::Pick => (lang.pick_named(title), true),
            RowButton::Host(action) => (
                [action.label.as_str(), ": ", title].concat(),
                self.console.guest.fits(action, image),
            ),
        }
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
