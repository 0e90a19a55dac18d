//! Where the list is scrolled to: as it was left, at its top for another question, and
//! with what is read where it is while others change what stands above it.

use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;

use super::grid::Grid;
use super::table::Rows;
use crate::listing::Question;
use crate::model::Image;

impl Grid {
    /// As long as the table is there.
    pub(super) fn keep_place(&self, question: Signal<Question>) {
        if question.with_untracked(|question| self.state.turn_to(question)) {
            self.state.scroll_top.set(0.0);
        }
        self.restore();
        let grid = self.clone();
        Effect::new(move |before: Option<Rows>| {
            let now = grid.rows.get();
            let is_other = question.with(|question| grid.state.turn_to(question));
            let top = grid.state.scroll_top.get_untracked();
            match before {
                Some(_) if is_other => grid.shift(-top),
                // Who is at the top sees what is new there.
                Some(before) if top > 0.0 && !Arc::ptr_eq(&before, &now) => {
                    let view = grid.viewport.get_untracked();
                    let (first, end) = view.seen(before.len());
                    grid.shift(rows_above(&before, &now, first..end) * view.row);
                }
                _ => {}
            }
            now
        });
    }

    /// Once there are rows to scroll over.
    fn restore(&self) {
        let grid = self.clone();
        let wanted = self.state.scroll_top.get_untracked();
        Effect::new(move |done: Option<bool>| {
            if done == Some(true) {
                return true;
            }
            let is_ready = grid.frame.get().is_some() && grid.rows.with(|rows| !rows.is_empty());
            if is_ready && wanted > 0.0 {
                let grid = grid.clone();
                request_animation_frame(move || grid.scroll_to(wanted));
            }
            is_ready
        });
    }

    /// Scrolls by so many pixels. The rows come at once, and the frame follows when its
    /// height is that of all rows.
    fn shift(&self, by: f64) {
        if by == 0.0 {
            return;
        }
        self.state
            .scroll_top
            .update(|top| *top = (*top + by).max(0.0));
        let grid = self.clone();
        request_animation_frame(move || {
            if let Some(frame) = grid.frame.try_get_untracked().flatten() {
                // What was scrolled meanwhile is kept.
                grid.scroll_to(f64::from(frame.scroll_top()) + by);
            }
        });
    }
}

/// How many rows more there are above what was in sight. What changed itself may have
/// another place in the order, and says nothing.
#[allow(clippy::cast_precision_loss)] // rows of a list
fn rows_above(before: &[Arc<Image>], now: &[Arc<Image>], mut seen: Range<usize>) -> f64 {
    let place = |at: usize| {
        let image = before.get(at)?;
        let now = now.iter().position(|other| Arc::ptr_eq(other, image))?;
        Some(now as f64 - at as f64)
    };
    seen.find_map(place).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(id: &str) -> Arc<Image> {
        let record = serde_json::json!({"id": id, "status": "active", "visibility": "shared"});
        Arc::new(serde_json::from_value(record).expect("decodes"))
    }

    fn images(ids: &str) -> Vec<Arc<Image>> {
        ids.chars().map(|id| image(&id.to_string())).collect()
    }

    #[test]
    fn what_came_and_went_above_is_counted() {
        let before = images("abcdef");
        let with = |above: &str, from: usize| {
            let mut now = images(above);
            now.extend_from_slice(&before[from..]);
            rows_above(&before, &now, 2..5)
        };
        assert_eq!(with("", 0), 0.0);
        assert_eq!(with("xy", 0), 2.0);
        assert_eq!(with("", 1), -1.0);
        // The first in sight is gone, too: the next says it.
        assert_eq!(with("x", 3), -2.0);
    }

    #[test]
    fn what_changed_itself_moves_nothing() {
        let before = images("abcdef");
        let mut now = before.clone();
        now.remove(2);
        now.insert(0, image("c"));
        assert_eq!(rows_above(&before, &now, 2..5), 0.0);
    }

    #[test]
    fn another_list_says_nothing() {
        let (before, now) = (images("abc"), images("xyz"));
        assert_eq!(rows_above(&before, &now, 0..3), 0.0);
        assert_eq!(rows_above(&before, &[], 0..3), 0.0);
    }
}
