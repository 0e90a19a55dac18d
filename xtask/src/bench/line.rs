//! The line between the service and its clients: of limited speed and with a
//! delay, if asked, shared by all connections; and what has passed over it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Bytes that may pass at once after a pause. A network card goes on receiving
/// while the receiver waits for a processor; 8 ms of a gigabit line stand for that.
const BURST: f64 = 1e6;

/// As fast as can be and without delay, until it is told otherwise.
#[derive(Default)]
pub struct Line(Mutex<State>);

#[derive(Default)]
struct State {
    pace: Option<Pace>,
    delay: Duration,
    passed: Passed,
}

/// Bodies of images since the line was set.
#[derive(Clone, Copy, Default)]
pub struct Passed {
    /// Those of answers that were given up on the way, too.
    pub bytes: u64,
    began: Option<Instant>,
    ended: Option<Instant>,
}

impl Passed {
    /// From the first request that was read to the last byte.
    pub fn seconds(&self) -> f64 {
        match (self.began, self.ended) {
            (Some(began), Some(ended)) => ended.duration_since(began).as_secs_f64(),
            _ => 0.0,
        }
    }
}

impl Line {
    /// Begins anew with so many bytes per second for all connections together
    /// (0: no limit), and a delay in milliseconds; both in one text.
    pub fn set(&self, words: &str) -> Option<()> {
        let (bytes_per_s, delay_ms) = words.split_once(' ')?;
        *self.state() = State {
            pace: Pace::new(bytes_per_s.parse().ok()?, Instant::now()),
            delay: Duration::from_millis(delay_ms.parse().ok()?),
            passed: Passed::default(),
        };
        Some(())
    }

    /// Waits as long as a question and its answer are on their way.
    pub fn go_round(&self) {
        let delay = self.state().delay;
        if !delay.is_zero() {
            thread::sleep(delay);
        }
    }

    /// A body is about to pass.
    pub fn begin(&self) {
        self.state().passed.began.get_or_insert_with(Instant::now);
    }

    /// Waits for the turn of so many of a body's bytes.
    pub fn carry(&self, bytes: usize) {
        let wait = self
            .state()
            .pace
            .as_mut()
            .map(|pace| pace.after(bytes, Instant::now()));
        if let Some(wait) = wait {
            thread::sleep(wait);
        }
    }

    /// So many of a body's bytes have passed.
    pub fn count(&self, bytes: usize) {
        let passed = &mut self.state().passed;
        passed.bytes += bytes as u64;
        passed.ended = Some(Instant::now());
    }

    pub fn passed(&self) -> Passed {
        self.state().passed
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // What a thread that failed left behind is still a state.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A token bucket.
struct Pace {
    bytes_per_s: f64,
    allowance: f64,
    at: Instant,
}

impl Pace {
    /// `None` for 0: no limit.
    fn new(bytes_per_s: u64, now: Instant) -> Option<Self> {
        #[allow(clippy::cast_precision_loss)] // a speed
        let bytes_per_s = bytes_per_s as f64;
        (bytes_per_s > 0.0).then_some(Self {
            bytes_per_s,
            allowance: 0.0,
            at: now,
        })
    }

    /// How long so many more bytes take. Whoever asks next waits for them, too.
    fn after(&mut self, bytes: usize, now: Instant) -> Duration {
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
    use super::{Line, Pace};
    use std::thread;
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

    #[test]
    fn connections_share_one_limit() {
        let line = Line::default();
        assert!(line.set("10000000 0").is_some());
        line.begin();
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    line.carry(250_000);
                    line.count(250_000);
                });
            }
        });
        assert_eq!(line.passed().bytes, 1_000_000);
        assert!(line.passed().seconds() >= 0.095);
    }

    #[test]
    fn a_delay_is_waited_and_nonsense_refused() {
        let line = Line::default();
        assert!(line.set("0 30").is_some());
        let start = Instant::now();
        line.go_round();
        assert!(start.elapsed() >= Duration::from_millis(30));
        assert!(line.set("12").is_none() && line.set("a b").is_none());
    }
}
