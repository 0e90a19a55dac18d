//! Speed and time left, smoothed by time and not by the number of samples, so
//! that a browser's rhythm of progress events doesn't show.

/// Half-life of the shown speed, in milliseconds.
const SPEED_HALF_LIFE_MS: f64 = 2_500.0;
/// Half-life of the speed behind the time left: calmer.
const ETA_HALF_LIFE_MS: f64 = 12_000.0;
/// Samples nearer than this are joined.
const MIN_SAMPLE_MS: f64 = 250.0;
/// No time left is told before this much has been seen.
const ETA_AFTER_MS: f64 = 2_500.0;

/// Milliseconds of a clock that neither jumps nor runs backwards; 0 where there is none.
pub(super) fn now_ms() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |performance| performance.now())
}

/// Turns (time, bytes) pairs into a speed. Times in milliseconds of any
/// monotonic clock.
#[derive(Clone, Debug, Default)]
pub struct Meter {
    start_ms: Option<f64>,
    last_ms: f64,
    last_bytes: u64,
    fast: Average,
    slow: Average,
}

/// An exponentially weighted mean that is right from its first sample on.
#[derive(Clone, Copy, Debug, Default)]
struct Average {
    sum: f64,
    weight: f64,
}

impl Average {
    fn add(&mut self, value: f64, keep: f64) {
        self.sum = self.sum * keep + value * (1.0 - keep);
        self.weight = self.weight * keep + (1.0 - keep);
    }

    fn value(self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.sum / self.weight)
    }
}

impl Meter {
    /// Takes in that `bytes` have moved by `now_ms`. Fewer bytes than before
    /// means that the transfer began again.
    #[allow(clippy::cast_precision_loss)] // a speed needs no 53 bits
    pub fn sample(&mut self, now_ms: f64, bytes: u64) {
        if self.start_ms.is_none() || bytes < self.last_bytes {
            *self = Self {
                start_ms: Some(now_ms),
                last_ms: now_ms,
                last_bytes: bytes,
                ..Self::default()
            };
            return;
        }
        let elapsed_ms = now_ms - self.last_ms;
        if elapsed_ms < MIN_SAMPLE_MS {
            return;
        }
        let speed = (bytes - self.last_bytes) as f64 * 1000.0 / elapsed_ms;
        self.fast
            .add(speed, 0.5_f64.powf(elapsed_ms / SPEED_HALF_LIFE_MS));
        self.slow
            .add(speed, 0.5_f64.powf(elapsed_ms / ETA_HALF_LIFE_MS));
        self.last_ms = now_ms;
        self.last_bytes = bytes;
    }

    /// Bytes per second, once two samples are there.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // not negative
    pub fn bytes_per_s(&self) -> Option<u64> {
        self.fast.value().map(|speed| speed as u64)
    }

    /// Seconds until `total` bytes have moved; `None` while it would be a guess.
    #[must_use]
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss
    )]
    pub fn seconds_left(&self, total: u64) -> Option<u64> {
        let seen_ms = self.last_ms - self.start_ms?;
        let speed = self.slow.value()?;
        if seen_ms < ETA_AFTER_MS || speed < 1.0 {
            return None;
        }
        Some((total.saturating_sub(self.last_bytes) as f64 / speed).ceil() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::Meter;

    fn steady(seconds: u32, per_s: u64) -> Meter {
        let mut meter = Meter::default();
        for tick in 0..=seconds * 10 {
            meter.sample(f64::from(tick) * 100.0, u64::from(tick) * per_s / 10);
        }
        meter
    }

    #[test]
    fn a_steady_line_reads_as_it_is() {
        let meter = steady(20, 10_000_000);
        let speed = meter.bytes_per_s().expect("is known");
        assert!((9_900_000..=10_100_000).contains(&speed), "{speed}");
        let left = meter.seconds_left(400_000_000).expect("is known");
        assert!((19..=21).contains(&left), "{left}");
    }

    #[test]
    fn no_time_left_before_it_is_more_than_a_guess() {
        assert_eq!(steady(1, 1000).seconds_left(1_000_000), None);
        assert!(steady(3, 1000).seconds_left(1_000_000).is_some());
    }

    #[test]
    fn a_stalled_line_stops_promising() {
        let mut meter = steady(10, 1_000_000);
        for tick in 1..=30 {
            meter.sample(10_000.0 + f64::from(tick) * 1000.0, 10_000_000);
        }
        assert!(meter.bytes_per_s().expect("is known") < 1000);
    }

    #[test]
    fn starting_over_forgets_the_old_speed() {
        let mut meter = steady(10, 1_000_000);
        meter.sample(10_500.0, 0);
        assert_eq!(meter.bytes_per_s(), None);
    }
}
