//! How many requests at once, and how many bytes each asks for. One more is
//! tried from time to time, and kept where it brings more in the same time.

/// Bytes of the first requests, and the fewest of later ones but for the rest
/// of a gap.
pub(super) const LEAST_BYTES: u64 = 16 << 20;
/// Requests are of whole so many bytes, which suits disks.
pub(super) const GRAIN: u64 = 1 << 20;
/// A request is to last about so long: each costs the service a look at the
/// token, the policy and the record.
const REQUEST_MS: u64 = 3_000;
/// One look at the speed takes so long.
const LOOK_MS: u64 = 2_000;
/// More by a tenth is more.
const GAIN_PERCENT: u64 = 110;
/// What brought nothing is tried again after this.
const REST_MS: u64 = 30_000;
/// Where ranges work at all, two: one is asked for while the other arrives.
const FIRST_LANES: usize = 2;

/// What a browser and a page allow.
#[derive(Clone, Copy, Debug)]
pub(in crate::transfer) struct Bounds {
    /// Requests at a time, 1 or more.
    pub most_lanes: usize,
    /// Of one request.
    pub most_bytes: u64,
}

#[derive(Debug)]
pub(super) struct Pace {
    bounds: Bounds,
    lanes: usize,
    /// Bytes per second with one lane less, while one more is on trial.
    before_trial: Option<u64>,
    /// Bytes per second of the last look.
    speed: u64,
    look_from_ms: Option<u64>,
    look_bytes: u64,
    rest_until_ms: u64,
}

impl Pace {
    pub(super) fn new(bounds: Bounds) -> Self {
        Self {
            bounds,
            lanes: FIRST_LANES.min(bounds.most_lanes),
            before_trial: None,
            speed: 0,
            look_from_ms: None,
            look_bytes: 0,
            rest_until_ms: 0,
        }
    }

    /// Requests that are to run at once.
    pub(super) fn lanes(&self) -> usize {
        self.lanes
    }

    /// Bytes that the next request should ask for.
    pub(super) fn request_bytes(&self) -> u64 {
        let lanes = self.lanes.max(1) as u64;
        let bytes = self.speed / lanes * REQUEST_MS / 1000;
        let bytes = bytes - bytes % GRAIN;
        bytes.clamp(LEAST_BYTES, self.bounds.most_bytes.max(LEAST_BYTES))
    }

    /// Takes in that bytes have arrived. `is_full`: as many requests run as are
    /// to; otherwise the speed says nothing about their number.
    pub(super) fn arrived(&mut self, bytes: u64, is_full: bool, now_ms: u64) {
        if !is_full {
            self.look_from_ms = None;
            return;
        }
        let Some(from_ms) = self.look_from_ms else {
            self.look_from_ms = Some(now_ms);
            self.look_bytes = 0;
            return;
        };
        self.look_bytes += bytes;
        let took_ms = now_ms.saturating_sub(from_ms);
        if took_ms >= LOOK_MS {
            self.speed = self.look_bytes.saturating_mul(1000) / took_ms;
            self.look_from_ms = None;
            self.judge(now_ms);
        }
    }

    fn judge(&mut self, now_ms: u64) {
        if let Some(before) = self.before_trial.take()
            && self.speed.saturating_mul(100) < before.saturating_mul(GAIN_PERCENT)
        {
            self.lanes -= 1;
            self.rest_until_ms = now_ms + REST_MS;
            return;
        }
        if self.lanes < self.bounds.most_lanes && now_ms >= self.rest_until_ms {
            self.before_trial = Some(self.speed);
            self.lanes += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds {
        most_lanes: 4,
        most_bytes: 64 << 20,
    };

    /// Lanes in use after so many seconds of a line that gives `per_s(lanes)`.
    fn lanes_after(seconds: u64, per_s: impl Fn(usize) -> u64) -> (usize, Pace) {
        let mut pace = Pace::new(BOUNDS);
        for tick in 0..seconds * 10 {
            pace.arrived(per_s(pace.lanes()) / 10, true, tick * 100);
        }
        (pace.lanes(), pace)
    }

    #[test]
    fn a_service_that_limits_each_connection_gets_all_of_them() {
        assert_eq!(lanes_after(20, |lanes| 12_000_000 * lanes as u64).0, 4);
    }

    #[test]
    fn a_full_line_gets_no_more_than_it_takes_but_is_tried_again() {
        let (lanes, pace) = lanes_after(20, |_| 125_000_000);
        assert_eq!(lanes, 2);
        assert!(pace.rest_until_ms > 0);
        let most = (1..60).map(|s| lanes_after(s, |_| 125_000_000).0).max();
        assert_eq!(most, Some(3));
    }

    #[test]
    fn requests_grow_with_the_line_within_bounds() {
        assert_eq!(Pace::new(BOUNDS).request_bytes(), LEAST_BYTES);
        assert_eq!(lanes_after(10, |_| 1_000).1.request_bytes(), LEAST_BYTES);
        assert_eq!(lanes_after(10, |_| 1 << 30).1.request_bytes(), 64 << 20);
        let middle = lanes_after(10, |_| 20 << 20).1.request_bytes();
        assert!((28 << 20..=31 << 20).contains(&middle), "{middle}");
    }

    #[test]
    fn one_lane_stays_one() {
        let mut pace = Pace::new(Bounds {
            most_lanes: 1,
            ..BOUNDS
        });
        for tick in 0..100 {
            pace.arrived(1 << 20, true, tick * 500);
        }
        assert_eq!(pace.lanes(), 1);
    }
}
