//! What of the list outlives its page: what was asked, which images are selected, where
//! the cursor is, and how far it is scrolled. Coming back from an image finds it as it was.

use std::collections::HashSet;
use std::sync::Arc;

use leptos::prelude::*;

use crate::listing::Question;
use crate::model::Image;
use crate::route::Route;

/// Clones are the same.
#[derive(Clone, Default)]
pub struct ListState {
    pub(super) selection: ArcRwSignal<Selection>,
    /// The id of the row that keys act on.
    pub(super) cursor: ArcRwSignal<Option<String>>,
    /// In pixels.
    pub(super) scroll_top: ArcRwSignal<f64>,
    /// What was asked last.
    question: ArcRwSignal<Question>,
}

impl ListState {
    /// The list as it was left.
    #[must_use]
    pub fn route(&self) -> Route {
        Route::Images(self.question.get())
    }

    /// Gives whether it is another question than the last one.
    pub(super) fn turn_to(&self, question: &Question) -> bool {
        let is_other = self.question.with_untracked(|last| last != question);
        if is_other {
            self.question.set(question.clone());
        }
        is_other
    }
}

/// Images by id, and from where a range begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Selection {
    ids: HashSet<String>,
    anchor: Option<String>,
}

impl Selection {
    pub(super) fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// In the order of the alphabet.
    pub(super) fn ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = self.ids.iter().cloned().collect();
        ids.sort_unstable();
        ids
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(super) fn clear(&mut self) {
        self.ids.clear();
        self.anchor = None;
    }

    /// In or out; the next range begins here.
    pub(super) fn toggle(&mut self, id: &str) {
        if !self.ids.remove(id) {
            self.ids.insert(id.to_owned());
        }
        self.anchor = Some(id.to_owned());
    }

    pub(super) fn all(&mut self, rows: &[Arc<Image>]) {
        self.ids.extend(rows.iter().map(|image| image.id.clone()));
    }

    pub(super) fn only(&mut self, ids: Vec<String>) {
        self.ids = ids.into_iter().collect();
        self.anchor = None;
    }

    /// Everything from where the last one was chosen (or from `fallback`) to `to`.
    pub(super) fn extend_to(&mut self, rows: &[Arc<Image>], to: usize, fallback: usize) {
        let anchor = self.anchor.as_ref();
        let from = anchor
            .and_then(|anchor| rows.iter().position(|image| image.id == *anchor))
            .unwrap_or(fallback);
        if let Some(image) = rows.get(from) {
            self.anchor = Some(image.id.clone());
        }
        let (first, last) = (from.min(to), from.max(to));
        let range = rows.iter().take(last + 1).skip(first);
        self.ids.extend(range.map(|image| image.id.clone()));
    }

    /// Images that are no more can't be selected; what the list never had may be in
    /// another one.
    pub(super) fn drop_gone(&mut self, before: &[Arc<Image>], now: &[Arc<Image>]) -> bool {
        let count = self.ids.len();
        if count > 0 {
            let ids = |images: &[Arc<Image>]| -> HashSet<String> {
                let selected = images.iter().filter(|image| self.has(&image.id));
                selected.map(|image| image.id.clone()).collect()
            };
            let (before, now) = (ids(before), ids(now));
            self.ids
                .retain(|id| !before.contains(id) || now.contains(id));
        }
        self.ids.len() != count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(ids: &[&str]) -> Vec<Arc<Image>> {
        let image = |id: &&str| {
            let json = serde_json::json!({"id": id, "status": "active", "visibility": "shared"});
            Arc::new(serde_json::from_value(json).expect("decodes"))
        };
        ids.iter().map(image).collect()
    }

    fn selected(selection: &Selection, rows: &[Arc<Image>]) -> String {
        let ids = rows.iter().map(|image| image.id.as_str());
        ids.filter(|id| selection.has(id)).collect()
    }

    #[test]
    fn a_range_goes_from_the_last_one_chosen_in_either_direction() {
        let rows = rows(&["a", "b", "c", "d", "e"]);
        let mut selection = Selection::default();
        selection.toggle("c");
        selection.extend_to(&rows, 4, 0);
        assert_eq!(selected(&selection, &rows), "cde");
        selection.extend_to(&rows, 1, 0);
        assert_eq!(selected(&selection, &rows), "bcde");
    }

    #[test]
    fn without_one_a_range_begins_at_the_cursor() {
        let rows = rows(&["a", "b", "c"]);
        let mut selection = Selection::default();
        selection.extend_to(&rows, 2, 1);
        assert_eq!(selected(&selection, &rows), "bc");
        selection.extend_to(&rows, 0, 2);
        assert_eq!(selected(&selection, &rows), "abc");
    }

    #[test]
    fn what_is_gone_is_selected_no_more_and_what_is_elsewhere_stays() {
        let all = rows(&["a", "b", "elsewhere"]);
        let (here, later) = (&all[..2], &all[1..2]);
        let mut selection = Selection::default();
        selection.all(&all);
        assert!(selection.drop_gone(here, later));
        assert!(!selection.drop_gone(later, later));
        assert_eq!(selected(&selection, &all), "belsewhere");
    }
}
