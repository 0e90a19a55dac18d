//! How often what is shown of a transfer changes. Knows nothing of how it looks.

use std::cell::Cell;

use super::center::Snapshot;

/// Numbers that change faster can't be read; and each change is a layout and a picture,
/// which take from the transfer itself what few processors have.
const NUMBERS_EVERY_MS: f64 = 250.0;

/// What was shown last.
#[derive(Default)]
pub(super) struct Showing {
    /// When, by the clock of the caller.
    last_ms: Cell<Option<f64>>,
}

impl Showing {
    /// Whether `new` is to take the place of `old` now: at once if it says anything new
    /// but numbers.
    pub(super) fn is_due(&self, old: &Snapshot, new: &Snapshot, now_ms: f64) -> bool {
        let but_for_numbers = Snapshot {
            moved_bytes: old.moved_bytes,
            hashed_bytes: old.hashed_bytes,
            bytes_per_s: old.bytes_per_s,
            seconds_left: old.seconds_left,
            ..new.clone()
        };
        let is_news = but_for_numbers != *old;
        let is_time = self
            .last_ms
            .get()
            .is_none_or(|last_ms| now_ms - last_ms >= NUMBERS_EVERY_MS);
        let is_due = is_news || (is_time && new != old);
        if is_due {
            self.last_ms.set(Some(now_ms));
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transfer::stage::Stage;

    fn moving(moved_bytes: u64) -> Snapshot {
        Snapshot {
            stage: Stage::Moving,
            moved_bytes,
            ..Snapshot::new()
        }
    }

    #[test]
    fn numbers_wait_their_time_and_all_else_does_not() {
        let showing = Showing::default();
        assert!(showing.is_due(&Snapshot::new(), &moving(0), 0.0));
        assert!(!showing.is_due(&moving(0), &moving(10), 100.0));
        assert!(!showing.is_due(&moving(0), &moving(20), 249.0));
        assert!(showing.is_due(&moving(0), &moving(30), 250.0));
        let storing = Snapshot {
            stage: Stage::Storing,
            ..moving(40)
        };
        assert!(showing.is_due(&moving(30), &storing, 260.0));
    }

    #[test]
    fn what_is_shown_already_is_not_shown_again() {
        let showing = Showing::default();
        assert!(!showing.is_due(&moving(10), &moving(10), 1000.0));
        assert!(showing.is_due(&moving(10), &moving(11), 1000.0));
    }
}
