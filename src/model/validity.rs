//! How long a token is good for, by this computer's clock, and when it is time
//! to ask for the next one.

use super::Timestamp;

/// A token is renewed when a tenth of its life is left, but no sooner than this
/// before its end, in seconds.
const SOONEST_S: i64 = 300;
/// And no later than this: an answer takes time, and clocks differ.
const LATEST_S: i64 = 30;

/// When a token ends, and how long it was to live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    pub expires_at: Timestamp,
    pub life_s: i64,
}

impl Validity {
    /// Of a token that came just now. The service's own two times give its life,
    /// which is right even where this computer's clock isn't; `now` says when
    /// that life began.
    #[must_use]
    pub fn of_new(expires_at: Timestamp, issued_at: Option<Timestamp>, now: Timestamp) -> Self {
        let life_s = expires_at.0 - issued_at.unwrap_or(now).0;
        Self {
            expires_at: Timestamp(now.0 + life_s),
            life_s,
        }
    }

    /// Of a token that came some time ago: there is only the service's word.
    #[must_use]
    pub fn of_old(expires_at: Timestamp, now: Timestamp) -> Self {
        Self {
            expires_at,
            life_s: expires_at.0 - now.0,
        }
    }

    /// Whether the next token should be asked for.
    #[must_use]
    pub fn is_renewal_due(&self, now: Timestamp) -> bool {
        let margin_s = (self.life_s / 10).clamp(LATEST_S, SOONEST_S);
        self.expires_at.0 - now.0 < margin_s
    }
}

#[cfg(test)]
mod tests {
    use super::{Timestamp, Validity};

    fn due_before_end(life_s: i64) -> i64 {
        let validity = Validity::of_new(Timestamp(life_s), Some(Timestamp(0)), Timestamp(0));
        let is_due = |second: &i64| validity.is_renewal_due(Timestamp(*second));
        life_s - (0..=life_s).find(is_due).expect("some time it is due") + 1
    }

    #[test]
    fn renewed_when_a_tenth_is_left_within_limits() {
        assert_eq!(due_before_end(24 * 3600), 300);
        assert_eq!(due_before_end(3600), 300);
        assert_eq!(due_before_end(1200), 120);
        assert_eq!(due_before_end(60), 30);
    }

    #[test]
    fn what_has_ended_long_ago_is_due() {
        let validity = Validity::of_old(Timestamp(100), Timestamp(50));
        assert!(validity.is_renewal_due(Timestamp(100_000)));
    }

    #[test]
    fn a_clock_that_is_wrong_shifts_the_end_and_not_the_life() {
        // Keystone: from 1,000 to 4,600. Here it is 9,000 already.
        let (expires_at, issued_at) = (Timestamp(4600), Timestamp(1000));
        let validity = Validity::of_new(expires_at, Some(issued_at), Timestamp(9000));
        assert_eq!(validity.expires_at, Timestamp(12_600));
        assert!(!validity.is_renewal_due(Timestamp(9000)));
    }

    #[test]
    fn a_rescoped_token_has_only_what_was_left() {
        let (expires_at, issued_at) = (Timestamp(4600), Timestamp(4000));
        let validity = Validity::of_new(expires_at, Some(issued_at), Timestamp(4000));
        assert_eq!((validity.expires_at.0, validity.life_s), (4600, 600));
    }
}
