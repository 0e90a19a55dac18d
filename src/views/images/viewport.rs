//! Which rows of a long list are in sight, so that only those are built. Pure.

/// Rows built beyond each edge: what is scrolled to is there before it is seen.
const BEYOND: usize = 8;
/// The first row built is a multiple of this: not every pixel changes the page.
const STRIDE: usize = 4;

/// All in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Viewport {
    pub(super) scroll_top: f64,
    /// Of what scrolls, without the head.
    pub(super) height: f64,
    pub(super) row: f64,
}

impl Viewport {
    /// The rows to build: from one, to before another.
    pub(super) fn built(&self, len: usize) -> (usize, usize) {
        let first = self.first().min(len).saturating_sub(BEYOND) / STRIDE * STRIDE;
        let end = self.first() + self.page() + 1 + BEYOND + STRIDE;
        (first, end.min(len))
    }

    /// Those of which something is seen: from one, to before another.
    pub(super) fn seen(&self, len: usize) -> (usize, usize) {
        let end = (self.first() + self.page() + 1).min(len);
        (self.first().min(end), end)
    }

    /// The first row of which something is seen.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // not negative
    pub(super) fn first(&self) -> usize {
        (self.scroll_top.max(0.0) / self.row) as usize
    }

    /// Rows that are seen as a whole.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // not negative
    pub(super) fn page(&self) -> usize {
        (self.height.max(self.row) / self.row) as usize
    }

    /// How far to scroll for a row to be seen as a whole; as far as now, if it is.
    #[allow(clippy::cast_precision_loss)] // rows of a list
    pub(super) fn reach(&self, row: usize) -> f64 {
        let top = row as f64 * self.row;
        let bottom = top + self.row;
        if top < self.scroll_top {
            top
        } else if bottom > self.scroll_top + self.height {
            bottom - self.height
        } else {
            self.scroll_top
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(scroll_top: f64) -> Viewport {
        Viewport {
            scroll_top,
            height: 480.0,
            row: 48.0,
        }
    }

    #[test]
    fn whatever_is_in_sight_is_built_and_little_else() {
        for tenths in 0..48_000 {
            let view = at(f64::from(tenths) / 10.0);
            let (first, end) = view.built(100);
            assert!(first <= view.first(), "{view:?}");
            let seen = view.seen(100);
            assert!(first <= seen.0 && seen.1 <= end, "{view:?}");
            assert_eq!(seen, (view.first(), (view.first() + 11).min(100)));
            assert!(end >= (view.first() + 11).min(100), "{view:?}");
            assert!(end - first <= 10 + 1 + 2 * (8 + 4), "{view:?}");
        }
        assert_eq!(at(0.0).built(3), (0, 3));
        // The list became shorter than what was scrolled to.
        assert_eq!(at(4800.0).built(0), (0, 0));
        let (first, end) = at(4800.0).built(20);
        assert!(first < end && end == 20);
    }

    #[test]
    fn a_row_is_reached_by_the_shortest_way() {
        assert_eq!(at(0.0).reach(5), 0.0);
        assert_eq!(at(0.0).reach(10), 48.0);
        assert_eq!(at(480.0).reach(3), 144.0);
        assert_eq!(at(480.0).reach(19), 480.0);
    }
}
