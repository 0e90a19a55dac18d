//! A line of limited speed, as a token bucket on the receiving side.

use std::time::{Duration, Instant};

/// Bytes that may come at once after a pause. A network card goes on receiving
/// while the receiver waits for a processor; 8 ms of a gigabit line stand for that.
const BURST: f64 = 1e6;

pub struct Pace {
    bytes_per_s: f64,
    allowance: f64,
    at: Instant,
}

impl Pace {
    /// `None` for 0: no limit.
    pub fn new(bytes_per_s: u64, now: Instant) -> Option<Self> {
        #[allow(clippy::cast_precision_loss)] // a speed
        let bytes_per_s = bytes_per_s as f64;
        (bytes_per_s > 0.0).then_some(Self {
            bytes_per_s,
            allowance: 0.0,
            at: now,
        })
    }

    /// How long to wait after so many bytes have come.
    pub fn after(&mut self, bytes: usize, now: Instant) -> Duration {
        let earned = now.duration_since(self.at).as_secs_f64() * self.bytes_per_s;
        #[allow(clippy::cast_precision_loss)] // a buffer's length
        let spent = bytes as f64;
        self.at = now;
        self.allowance = (self.allowance + earned).min(BURST) - spent;
        Duration::from_secs_f64((-self.allowance).max(0.0) / self.bytes_per_s)
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;
    use std::time::{Duration, Instant};

    #[test]
    fn no_limit_is_none() {
        assert!(Pace::new(0, Instant::now()).is_none());
    }

    #[test]
    fn bytes_take_their_time_and_pauses_are_not_saved_up() {
        let start = Instant::now();
        let waits = Pace::new(100_000_000, start).map(|mut pace| {
            let wait = pace.after(1_000_000, start);
            // A second without bytes earns the burst and no more.
            let late = start + wait + Duration::from_secs(1);
            [
                wait,
                pace.after(1_000_000, late),
                pace.after(1_000_000, late),
            ]
        });
        let ten = Duration::from_millis(10);
        assert_eq!(waits, Some([ten, Duration::ZERO, ten]));
    }
}
