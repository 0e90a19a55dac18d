//! How long a sign-in lasts, and what is to be said of that in time.

use crate::api::Renewal;
use crate::model::Timestamp;

/// An end that is nearer than this is told, in seconds.
const NEAR_S: i64 = 15 * 60;

/// A sign-in's length, as last looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// When the token ends, by this computer's clock; `None` while that isn't known.
    pub expires_at: Option<Timestamp>,
    pub renewal: Renewal,
    pub seen_at: Timestamp,
}

/// An end that somebody should know of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlook {
    pub expires_at: Timestamp,
    /// 0 once it has ended.
    pub left_s: i64,
    /// Why no other token follows.
    pub renewal: Renewal,
}

impl Default for Term {
    /// Nobody is signed in.
    fn default() -> Self {
        Self {
            expires_at: None,
            renewal: Renewal::Impossible,
            seen_at: Timestamp(0),
        }
    }
}

impl Outlook {
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.left_s == 0
    }
}

impl Term {
    /// Whether the next token comes by itself.
    #[must_use]
    pub fn renews(&self) -> bool {
        matches!(self.renewal, Renewal::Possible | Renewal::Failing)
    }

    /// What is to be said. `busy_s`: how long the uploads that run or wait will
    /// take, if some do. `was_told`: whether something is being said already,
    /// which a change of the line's speed must not make come and go.
    #[must_use]
    pub fn outlook(&self, busy_s: Option<u64>, was_told: bool) -> Option<Outlook> {
        let expires_at = self.expires_at?;
        let left_s = (expires_at.0 - self.seen_at.0).max(0);
        let is_near = left_s <= NEAR_S;
        let outlasts = |busy_s: u64| was_told || busy_s > left_s.unsigned_abs();
        let is_told = match self.renewal {
            Renewal::Possible => false,
            Renewal::Failing => is_near,
            Renewal::Impossible => is_near || busy_s.is_some_and(outlasts),
            // A changed password often ends its tokens at once.
            Renewal::Refused => true,
        };
        is_told.then_some(Outlook {
            expires_at,
            left_s,
            renewal: self.renewal,
        })
    }
}

/// This computer's clock.
#[must_use]
#[allow(clippy::cast_possible_truncation)] // far from the limits
pub fn now() -> Timestamp {
    Timestamp((js_sys::Date::now() / 1000.0) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(left_s: i64, renewal: Renewal) -> Term {
        Term {
            expires_at: Some(Timestamp(10_000)),
            renewal,
            seen_at: Timestamp(10_000 - left_s),
        }
    }

    #[test]
    fn what_renews_itself_needs_no_word() {
        for left_s in [3600, 60, -5] {
            assert_eq!(
                term(left_s, Renewal::Possible).outlook(Some(9999), true),
                None
            );
        }
        assert_eq!(Term::default().outlook(Some(9999), true), None);
    }

    #[test]
    fn a_token_that_was_pasted_is_told_a_quarter_of_an_hour_before() {
        let left = |left_s| {
            let outlook = term(left_s, Renewal::Impossible).outlook(None, false);
            outlook.map(|outlook| outlook.left_s)
        };
        assert_eq!(left(901), None);
        assert_eq!(left(900), Some(900));
        assert_eq!(left(-30), Some(0));
    }

    #[test]
    fn an_upload_that_outlasts_it_is_told_and_goes_on_being_told() {
        let term = term(3600, Renewal::Impossible);
        assert_eq!(term.outlook(Some(3600), false), None);
        assert!(term.outlook(Some(3601), false).is_some());
        assert!(term.outlook(Some(3500), true).is_some());
        // Its end takes the word back.
        assert_eq!(term.outlook(None, true), None);
    }

    #[test]
    fn trouble_with_renewing_is_told_when_it_matters() {
        assert_eq!(term(901, Renewal::Failing).outlook(None, false), None);
        assert!(term(200, Renewal::Failing).outlook(None, false).is_some());
        assert!(term(3000, Renewal::Refused).outlook(None, false).is_some());
    }
}
