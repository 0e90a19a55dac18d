//! What keys do to the cursor of a long list. Pure.

/// Where a key leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    By(isize),
    First,
    Last,
}

impl Step {
    /// `page`: rows that are seen at once.
    pub(super) fn of(key: &str, page: usize) -> Option<Self> {
        let page = isize::try_from(page.saturating_sub(1).max(1)).unwrap_or(isize::MAX);
        Some(match key {
            "ArrowDown" => Self::By(1),
            "ArrowUp" => Self::By(-1),
            "PageDown" => Self::By(page),
            "PageUp" => Self::By(-page),
            "Home" => Self::First,
            "End" => Self::Last,
            _ => return None,
        })
    }

    /// From row `at` of `len`, of which there is at least one.
    pub(super) fn from(self, at: usize, len: usize) -> usize {
        let last = len.saturating_sub(1);
        match self {
            Self::First => 0,
            Self::Last => last,
            Self::By(by) => at.saturating_add_signed(by).min(last),
        }
    }
}

/// How long a pause may be within what is typed ahead, in milliseconds.
const TYPED_TOGETHER_MS: f64 = 900.0;

/// Letters typed while the list has the focus: they lead to a row that begins so.
#[derive(Clone, Debug, Default)]
pub(super) struct TypeAhead {
    typed: String,
    last_ms: f64,
}

impl TypeAhead {
    /// Takes a key; gives what to look for, in lower case, and whether the row with
    /// the cursor may be it.
    pub(super) fn take(&mut self, key: &str, now_ms: f64) -> Option<(&str, bool)> {
        let mut letters = key.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else {
            return None;
        };
        let is_new = now_ms - self.last_ms > TYPED_TOGETHER_MS;
        if is_new {
            self.typed.clear();
        }
        // A blank alone selects.
        if letter.is_control() || (letter == ' ' && self.typed.is_empty()) {
            return None;
        }
        self.last_ms = now_ms;
        let again =
            self.typed.chars().count() == 1 && self.typed == letter.to_lowercase().to_string();
        if !again {
            self.typed.extend(letter.to_lowercase());
        }
        // The same letter again goes on to the next such row.
        Some((&self.typed, !again && self.typed.chars().count() > 1))
    }
}

/// The first row from `at` on (round the end) whose title begins with `typed`.
pub(super) fn find<'a>(
    titles: impl Fn(usize) -> &'a str,
    len: usize,
    at: usize,
    typed: &str,
    may_stay: bool,
) -> Option<usize> {
    let first = if may_stay { at } else { at + 1 };
    (0..len)
        .map(|n| (first + n) % len)
        .find(|&row| titles(row).to_lowercase().starts_with(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_end_at_the_ends() {
        let go = |key, at| Step::of(key, 10).expect("is a step").from(at, 25);
        assert_eq!(go("ArrowDown", 3), 4);
        assert_eq!(go("ArrowUp", 0), 0);
        assert_eq!(go("PageDown", 3), 12);
        assert_eq!(go("PageDown", 20), 24);
        assert_eq!(go("PageUp", 5), 0);
        assert_eq!((go("Home", 9), go("End", 9)), (0, 24));
        assert_eq!(Step::of("a", 10), None);
    }

    fn typed(keys: &[(&str, f64)]) -> Option<usize> {
        let titles = ["Alma", "Debian 11", "debian 12", "Ubuntu", "Debris"];
        let mut ahead = TypeAhead::default();
        let mut at = 0;
        for (key, ms) in keys {
            let (typed, may_stay) = ahead.take(key, *ms)?;
            at = find(|row| titles[row], titles.len(), at, typed, may_stay)?;
        }
        Some(at)
    }

    #[test]
    fn letters_lead_to_a_row_that_begins_so() {
        assert_eq!(typed(&[("u", 1e6)]), Some(3));
        assert_eq!(
            typed(&[
                ("d", 1e6),
                ("e", 1e6 + 100.0),
                ("b", 1e6 + 200.0),
                ("r", 1e6 + 300.0)
            ]),
            Some(4)
        );
        // After a pause it begins anew.
        assert_eq!(typed(&[("u", 1e6), ("a", 2e6)]), Some(0));
        assert_eq!(typed(&[("x", 1e6)]), None);
    }

    #[test]
    fn the_same_letter_goes_round() {
        let d = |ms| ("d", 1e6 + ms);
        assert_eq!(typed(&[d(0.0)]), Some(1));
        assert_eq!(typed(&[d(0.0), d(100.0)]), Some(2));
        assert_eq!(typed(&[d(0.0), d(100.0), d(200.0), d(300.0)]), Some(1));
    }

    #[test]
    fn a_blank_alone_and_named_keys_are_not_typed() {
        let mut ahead = TypeAhead::default();
        assert!(ahead.take(" ", 1e6).is_none());
        assert!(ahead.take("Enter", 1e6).is_none());
        assert!(ahead.take("d", 1e6).is_some());
        assert_eq!(ahead.take(" ", 1e6 + 10.0), Some(("d ", true)));
    }
}
