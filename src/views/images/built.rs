//! Which rows are built now and which a moment later: where all is new (another answer
//! to a search, a jump), those in sight come at once, and those beyond the edges when
//! the others have been painted. Pure.

use std::sync::Arc;

use super::table::Rows;
use super::viewport::Viewport;

/// So many rows that changed are built with all others as they are.
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
    paints: u32,
}

impl PartialEq for Built {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.rows, &other.rows) && self.place() == other.place()
    }
}

impl Built {
    /// What follows what was there `before`. `paints`: another number than then, if what
    /// was there then has been painted.
    pub(super) fn next(before: Option<&Self>, rows: Rows, view: Viewport, paints: u32) -> Self {
        let whole = view.built(rows.len());
        let seen = view.seen(rows.len());
        let is_whole = whole == seen
            || before.is_some_and(|before| {
                let is_close = before.is_whole && before.has(seen, &rows);
                let is_painted = before.paints != paints && Arc::ptr_eq(&before.rows, &rows);
                is_close || is_painted
            });
        let (first, end) = if is_whole { whole } else { seen };
        Self {
            rows,
            first,
            end,
            is_whole,
            paints,
        }
    }

    fn place(&self) -> (usize, usize, bool) {
        (self.first, self.end, self.is_whole)
    }

    /// Whether these are in the page as they are, but for a few.
    fn has(&self, (first, end): (usize, usize), rows: &Rows) -> bool {
        let is_other = |at: &usize| match (self.rows.get(*at), rows.get(*at)) {
            (Some(before), Some(now)) => !Arc::ptr_eq(before, now),
            _ => true,
        };
        self.first <= first && end <= self.end && (first..end).filter(is_other).count() <= FEW
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Image;

    fn image() -> Arc<Image> {
        let record = serde_json::json!({"id": "1", "status": "active", "visibility": "shared"});
        Arc::new(serde_json::from_value(record).expect("decodes"))
    }

    fn rows(count: usize) -> Rows {
        Arc::new((0..count).map(|_| image()).collect())
    }

    fn at(row: u32) -> Viewport {
        Viewport {
            scroll_top: f64::from(row) * 48.0,
            height: 480.0,
            row: 48.0,
        }
    }

    #[test]
    fn what_is_in_sight_comes_first_and_the_rest_once_that_is_painted() {
        let rows = rows(1000);
        let first = Built::next(None, Arc::clone(&rows), at(500), 0);
        assert_eq!(first.place(), (500, 511, false));
        let unpainted = Built::next(Some(&first), Arc::clone(&rows), at(500), 0);
        assert!(unpainted == first);
        let painted = Built::next(Some(&first), Arc::clone(&rows), at(500), 1);
        assert_eq!(painted.place(), (492, 523, true));
    }

    #[test]
    fn a_step_keeps_what_is_there_and_a_jump_does_not() {
        let rows = rows(1000);
        let first = Built::next(None, Arc::clone(&rows), at(500), 0);
        let whole = Built::next(Some(&first), Arc::clone(&rows), at(500), 1);
        let stepped = Built::next(Some(&whole), Arc::clone(&rows), at(505), 1);
        assert_eq!(stepped.place(), (496, 528, true));
        let jumped = Built::next(Some(&whole), Arc::clone(&rows), at(700), 1);
        assert_eq!(jumped.place(), (700, 711, false));
    }

    #[test]
    fn more_rows_below_change_nothing_and_others_in_sight_do() {
        let few = rows(100);
        let first = Built::next(None, Arc::clone(&few), at(0), 0);
        let whole = Built::next(Some(&first), Arc::clone(&few), at(0), 1);
        let mut more = (*few).clone();
        more.extend(rows(100).iter().cloned());
        let grown = Built::next(Some(&whole), Arc::new(more), at(0), 1);
        assert_eq!(grown.place(), (0, 23, true));
        let mut one_other = (*few).clone();
        one_other[5] = image();
        assert!(Built::next(Some(&whole), Arc::new(one_other), at(0), 1).is_whole);
        let others = Built::next(Some(&whole), rows(100), at(0), 1);
        assert_eq!(others.place(), (0, 11, false));
        // Painted was what was there before.
        let others = Built::next(Some(&whole), rows(100), at(0), 2);
        assert!(!others.is_whole);
    }

    #[test]
    fn a_short_list_is_whole_at_once() {
        assert!(Built::next(None, rows(3), at(0), 0).is_whole);
        assert!(Built::next(None, rows(0), at(0), 0).is_whole);
    }
}
