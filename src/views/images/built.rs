//! Which rows are built now and which a moment later: where all is new (another answer
//! to a search, a jump), those in sight come at once, and those beyond the edges once
//! the list is at rest: who scrolls or types on won't see them. Pure.

use std::sync::Arc;

use super::table::Rows;
use super::viewport::Viewport;

/// With so many new rows in sight, those beyond the edges are built, too.
const FEW: usize = 4;

/// The rows that are in the page.
#[derive(Clone)]
pub(super) struct Built {
    /// Of the whole list.
    pub(super) rows: Rows,
    /// From this one,
    pub(super) first: usize,
    /// to before this one.
    pub(super) end: usize,
    /// Those beyond the edges are there, too.
    pub(super) is_whole: bool,
    rests: u32,
}

impl PartialEq for Built {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.rows, &other.rows) && self.place() == other.place()
    }
}

impl Built {
    /// What follows what was there `before`. `rests`: another number than then, if the
    /// list has been at rest since.
    pub(super) fn next(before: Option<&Self>, rows: Rows, view: Viewport, rests: u32) -> Self {
        let whole = view.built(rows.len());
        let seen = view.seen(rows.len());
        let is_whole = whole == seen
            || before.is_some_and(|before| {
                let has_rested = before.rests != rests && Arc::ptr_eq(&before.rows, &rows);
                has_rested || before.lacks(seen, &rows) <= FEW
            });
        let (first, end) = if is_whole { whole } else { seen };
        Self {
            rows,
            first,
            end,
            is_whole,
            rests,
        }
    }

    fn place(&self) -> (usize, usize, bool) {
        (self.first, self.end, self.is_whole)
    }

    /// How many of these rows aren't in the page.
    fn lacks(&self, (first, end): (usize, usize), rows: &Rows) -> usize {
        let is_there = |at: &usize| {
            let built = (self.first..self.end).contains(at);
            match (self.rows.get(*at), rows.get(*at)) {
                (Some(before), Some(now)) => built && before.id == now.id,
                _ => false,
            }
        };
        (first..end).filter(|at| !is_there(at)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Image;

    fn image(id: &str) -> Arc<Image> {
        let record = serde_json::json!({"id": id, "status": "active", "visibility": "shared"});
        Arc::new(serde_json::from_value(record).expect("decodes"))
    }

    fn rows(name: &str, count: usize) -> Rows {
        let ids = (0..count).map(|n| [name, &n.to_string()].concat());
        Arc::new(ids.map(|id| image(&id)).collect())
    }

    fn at(row: u32) -> Viewport {
        Viewport {
            scroll_top: f64::from(row) * 48.0,
            height: 480.0,
            row: 48.0,
        }
    }

    #[test]
    fn what_is_in_sight_comes_first_and_the_rest_once_there_is_rest() {
        let rows = rows("a", 1000);
        let first = Built::next(None, Arc::clone(&rows), at(500), 0);
        assert_eq!(first.place(), (500, 511, false));
        let rested = Built::next(Some(&first), Arc::clone(&rows), at(500), 1);
        assert_eq!(rested.place(), (492, 523, true));
    }

    #[test]
    fn a_step_brings_all_and_a_jump_does_not() {
        let rows = rows("a", 1000);
        let first = Built::next(None, Arc::clone(&rows), at(500), 0);
        let whole = Built::next(Some(&first), Arc::clone(&rows), at(500), 1);
        let stepped = Built::next(Some(&whole), Arc::clone(&rows), at(505), 1);
        assert_eq!(stepped.place(), (496, 528, true));
        let jumped = Built::next(Some(&whole), Arc::clone(&rows), at(700), 1);
        assert_eq!(jumped.place(), (700, 711, false));
        // Still going fast, and then not.
        let on = Built::next(Some(&jumped), Arc::clone(&rows), at(705), 1);
        assert_eq!(on.place(), (705, 716, false));
        let slower = Built::next(Some(&on), Arc::clone(&rows), at(707), 1);
        assert_eq!(slower.place(), (696, 730, true));
    }

    #[test]
    fn more_rows_below_change_nothing_and_others_in_sight_do() {
        let few = rows("a", 100);
        let first = Built::next(None, Arc::clone(&few), at(0), 0);
        let whole = Built::next(Some(&first), Arc::clone(&few), at(0), 1);
        let grown = Built::next(Some(&whole), rows("a", 200), at(0), 1);
        assert_eq!(grown.place(), (0, 23, true));
        let mut one_other = (*few).clone();
        one_other[5] = image("other");
        assert!(Built::next(Some(&whole), Arc::new(one_other), at(0), 1).is_whole);
        let others = Built::next(Some(&whole), rows("b", 100), at(0), 1);
        assert_eq!(others.place(), (0, 11, false));
        // At rest was what was there before.
        let others = Built::next(Some(&whole), rows("b", 100), at(0), 2);
        assert!(!others.is_whole);
    }

    #[test]
    fn a_short_list_is_whole_at_once() {
        assert!(Built::next(None, rows("a", 3), at(0), 0).is_whole);
        assert!(Built::next(None, rows("a", 0), at(0), 0).is_whole);
    }
}
