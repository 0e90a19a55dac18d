//! Which bytes of an image to ask for next, and what answers, cuts, silences and
//! refusals mean for that. Bounded ranges, several at a time, keep a browser's
//! memory flat and let a broken connection go on where it stopped; a store that
//! refuses ranges is read whole, and what is there already is skipped. A part that
//! fails is tried again by itself, later and later, while the others go on. Plain
//! Rust without I/O or clock: whoever drives it brings both.

#[cfg(test)]
mod break_tests;
mod coverage;
mod pace;
mod rest;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod weather_tests;
mod words;

pub use self::coverage::{Coverage, Span};
pub(super) use self::pace::Bounds;
use self::pace::{GRAIN, LEAST_BYTES, Pace};
use self::rest::{Rest, Resting};
pub(super) use self::words::{Answer, GivenUp, LaneEnd, Meaning, Place, Step};

/// Attempts at a part in a row without a new byte before giving up: some four minutes.
const MOST_BREAKS: u32 = 12;
/// The same where an attempt got an answer and reads it from the start.
const MOST_WHOLE_BREAKS: u32 = 6;
/// An answer that brings no byte for so long is dead, though no browser says so.
const STALL_MS: u64 = 30_000;
/// What is left of a request is shared with an idle one if each half has so much.
const LEAST_HALF: u64 = 8 << 20;

/// The plan of one download. Times are milliseconds of any monotonic clock.
#[derive(Debug)]
pub(super) struct DownloadMachine {
    size: u64,
    have: Coverage,
    mode: Mode,
    lanes: Vec<Lane>,
    next_id: u32,
    pace: Pace,
    resting: Resting,
    is_paused: bool,
    is_offline: bool,
    lacks_token: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Not yet known whether the store serves ranges.
    Unknown,
    Ranged,
    /// One answer for all.
    Whole,
}

/// A request under way, for `asked`, or for everything.
#[derive(Debug)]
struct Lane {
    id: u32,
    /// `None`: without a range.
    asked: Option<Span>,
    /// Where its next byte belongs.
    at: u64,
    /// Where it ends; earlier than asked once another lane took its end.
    to: u64,
    has_answer: bool,
    heard_ms: u64,
    /// Requests for it that failed in a row before this one.
    breaks: u32,
}

impl DownloadMachine {
    /// `have`: what is there from an earlier time.
    pub(super) fn new(size: u64, have: Coverage, bounds: Bounds) -> Self {
        Self {
            size,
            have,
            mode: Mode::Unknown,
            lanes: Vec::new(),
            next_id: 0,
            pace: Pace::new(bounds),
            resting: Resting::default(),
            is_paused: false,
            is_offline: false,
            lacks_token: false,
        }
    }

    pub(super) fn have(&self) -> &Coverage {
        &self.have
    }

    /// Requests under way.
    pub(super) fn lanes(&self) -> usize {
        self.lanes.len()
    }

    /// The number of the next attempt (2 is the second) and the milliseconds until
    /// it, while nothing else is under way.
    pub(super) fn waiting(&self, now_ms: u64) -> Option<(u32, u64)> {
        let is_idle = self.lanes.is_empty() && !self.is_paused && !self.is_complete();
        let next = self.resting.next().filter(|_| is_idle)?;
        let ms = next.until_ms.saturating_sub(now_ms);
        (ms > 0).then_some((next.breaks + 1, ms))
    }

    fn is_complete(&self) -> bool {
        self.have.prefix() == self.size
    }

    pub(super) fn next(&mut self, now_ms: u64) -> Step {
        if self.is_complete() {
            return Step::Done;
        }
        if self.is_paused || self.lacks_token {
            return Step::Wait { ms: None };
        }
        let most = match self.mode {
            Mode::Ranged => self.pace.lanes(),
            Mode::Unknown | Mode::Whole => 1,
        };
        if self.lanes.len() >= most {
            return Step::Wait { ms: None };
        }
        if let Some(rest) = self.resting.take_due(now_ms) {
            let asked = match rest.asked {
                None if !self.wants_whole() => self.next_span(),
                asked => asked,
            };
            return self.open(asked, rest.breaks, now_ms);
        }
        let wait = Step::Wait {
            ms: self.resting.next().map(|rest| rest.until_ms - now_ms),
        };
        if self.lanes.len() + self.resting.len() >= most {
            return wait;
        }
        if self.wants_whole() {
            return self.open(None, 0, now_ms);
        }
        match self.next_span().or_else(|| self.split()) {
            Some(span) => self.open(Some(span), 0, now_ms),
            None => wait,
        }
    }

    /// What one request holds needs no range, unless a part of it is there.
    fn wants_whole(&self) -> bool {
        let is_small = self.size <= LEAST_BYTES && self.have.bytes() == 0;
        self.mode == Mode::Whole || (self.mode == Mode::Unknown && is_small)
    }

    fn open(&mut self, asked: Option<Span>, breaks: u32, now_ms: u64) -> Step {
        let id = self.next_id;
        self.next_id += 1;
        let span = asked.unwrap_or(Span {
            from: 0,
            to: self.size,
        });
        self.lanes.push(Lane {
            id,
            asked,
            at: span.from,
            to: span.to,
            has_answer: false,
            heard_ms: now_ms,
            breaks,
        });
        Step::Fetch {
            lane: id,
            range: asked,
        }
    }

    /// The first bytes that are neither there nor under way, nor wait to be asked for again.
    fn next_span(&self) -> Option<Span> {
        let mut at = 0;
        loop {
            let gap = self.have.gap_from(at, self.size)?;
            let lanes = self.lanes.iter().map(|lane| Span {
                from: lane.at,
                to: lane.to,
            });
            let holding = lanes
                .clone()
                .find(|l| l.from <= gap.from && gap.from < l.to);
            match holding.or_else(|| self.resting.holding(gap.from)) {
                Some(held) => at = held.to,
                None => {
                    let ahead = lanes.map(|lane| lane.from).chain(self.resting.starts());
                    let next = ahead.filter(|at| *at > gap.from).min();
                    let to = gap.from + self.pace.request_bytes();
                    return Some(Span {
                        from: gap.from,
                        to: to.min(gap.to).min(next.unwrap_or(u64::MAX)),
                    });
                }
            }
        }
    }

    /// The second half of what the slowest request still has to bring.
    fn split(&mut self) -> Option<Span> {
        let lane = self.lanes.iter_mut().max_by_key(|lane| lane.to - lane.at)?;
        let left = lane.to - lane.at;
        if left < 2 * LEAST_HALF {
            return None;
        }
        let half = Span {
            from: (lane.at + left / 2).next_multiple_of(GRAIN),
            to: lane.to,
        };
        lane.to = half.from;
        Some(half)
    }

    fn lane(&mut self, id: u32) -> Option<&mut Lane> {
        self.lanes.iter_mut().find(|lane| lane.id == id)
    }

    fn drop_lane(&mut self, id: u32) -> Option<Lane> {
        let at = self.lanes.iter().position(|lane| lane.id == id)?;
        Some(self.lanes.remove(at))
    }

    /// Takes in how a request was answered, and says what that means.
    pub(super) fn answered(&mut self, id: u32, answer: Answer, now_ms: u64) -> Meaning {
        let (size, has_whole) = (self.size, self.lanes.iter().any(Lane::is_whole));
        let Some(lane) = self.lane(id) else {
            return Meaning::LetGo;
        };
        lane.has_answer = true;
        lane.heard_ms = now_ms;
        match (answer, lane.asked) {
            (Answer::Partial { .. }, Some(asked)) if answer.fits(asked, size) => {
                if self.mode == Mode::Unknown {
                    self.mode = Mode::Ranged;
                }
                Meaning::TakeBytes
            }
            (Answer::Whole { bytes: Some(bytes) }, _) if bytes != size => Meaning::OtherSize(bytes),
            // A server that ignores ranges; one such answer is enough.
            (Answer::Whole { .. }, Some(_)) if !has_whole => {
                (lane.asked, lane.at, lane.to) = (None, 0, size);
                self.read_whole();
                Meaning::TakeBytes
            }
            (Answer::Whole { .. }, None) => Meaning::TakeBytes,
            // Other bytes than those asked for: ranges can't be trusted here.
            (_, asked) => {
                let lane = self.drop_lane(id);
                match lane {
                    Some(lane) if asked.is_none() => self.rest(&lane, now_ms),
                    _ => self.read_whole(),
                }
                Meaning::LetGo
            }
        }
    }

    /// Where the next `bytes` of a lane belong; `None` for one that has ended. What is there
    /// from the start on may be in the digest, and is not written again.
    pub(super) fn place(&self, id: u32, bytes: u64) -> Option<Place> {
        let there = self.have.prefix();
        let lane = self.lanes.iter().find(|lane| lane.id == id)?;
        let wanted = bytes.min(lane.to - lane.at);
        let skip = wanted.min(there.saturating_sub(lane.at));
        Some(Place {
            skip,
            at: lane.at + skip,
            take: wanted - skip,
            is_last: lane.at + wanted == lane.to,
        })
    }

    /// Takes in that what [`Self::place`] said is done.
    pub(super) fn landed(&mut self, id: u32, place: Place, now_ms: u64) {
        let is_full = self.lanes.len() >= self.pace.lanes();
        let Some(lane) = self.lane(id) else { return };
        lane.heard_ms = now_ms;
        lane.at = place.at + place.take;
        let before = self.have.bytes();
        self.have.add(Span {
            from: place.at,
            to: place.at + place.take,
        });
        let new = self.have.bytes() - before;
        if new == 0 {
            return;
        }
        let had_failed = self.lane(id).map(|lane| std::mem::take(&mut lane.breaks));
        if had_failed > Some(0) {
            // What kept it from coming is over, for the others too.
            self.resting.forget();
        }
        self.pace.arrived(new, is_full, now_ms);
    }

    /// Takes in that a lane ended, whoever ended it.
    pub(super) fn ended(&mut self, id: u32, end: LaneEnd, now_ms: u64) -> Result<(), GivenUp> {
        let Some(lane) = self.drop_lane(id) else {
            // Let go of for its answer, which may be the same every time.
            return self.unless_hopeless(MOST_BREAKS);
        };
        let began = lane.asked.map_or(0, |span| span.from);
        match end {
            LaneEnd::RangeRefused => self.read_whole(),
            LaneEnd::TokenRefused => self.lacks_token = true,
            LaneEnd::InPeace if lane.at == lane.to => {}
            // Some servers give less than was asked for; the rest is asked for again.
            LaneEnd::InPeace if lane.asked.is_some() && lane.at > began => {}
            LaneEnd::InPeace | LaneEnd::Broken => self.rest(&lane, now_ms),
        }
        self.unless_hopeless(match self.mode {
            Mode::Whole if lane.has_answer => MOST_WHOLE_BREAKS,
            Mode::Unknown | Mode::Ranged | Mode::Whole => MOST_BREAKS,
        })
    }

    /// Others that never failed may bring what they can first.
    fn unless_hopeless(&self, most_breaks: u32) -> Result<(), GivenUp> {
        let others_come = self.lanes.iter().any(|l| l.has_answer && l.breaks == 0);
        match self.resting.breaks() > most_breaks && !others_come && !self.is_complete() {
            true => Err(GivenUp),
            false => Ok(()),
        }
    }

    /// Ranges are no longer asked for.
    fn read_whole(&mut self) {
        self.mode = Mode::Whole;
        self.resting.forget();
    }

    /// What is left of a request that failed is asked for again, in a while.
    fn rest(&mut self, lane: &Lane, now_ms: u64) {
        // One answer brings everything.
        let is_in_another = self.mode == Mode::Whole && !lane.is_whole();
        if is_in_another || lane.at == lane.to {
            return;
        }
        let asked = lane.asked.map(|_| Span {
            from: lane.at,
            to: lane.to,
        });
        // Without a line there is nothing to give up for; but browsers err in that,
        // so it is tried all the same.
        let counts = !self.is_offline || lane.breaks < MOST_WHOLE_BREAKS;
        let breaks = lane.breaks + u32::from(counts);
        self.resting.add(Rest::new(asked, breaks, now_ms));
    }

    /// Lanes that have been silent for too long. Their end is for the caller to
    /// bring about, and to report.
    pub(super) fn stalled(&self, now_ms: u64) -> Vec<u32> {
        let silent = |lane: &&Lane| lane.has_answer && now_ms >= lane.heard_ms + STALL_MS;
        self.lanes.iter().filter(silent).map(|l| l.id).collect()
    }

    /// Stops asking, or goes on. What is under way then ends: its ids.
    pub(super) fn pause(&mut self, is_paused: bool) -> Vec<u32> {
        self.is_paused = is_paused;
        self.try_now();
        if !is_paused {
            return Vec::new();
        }
        self.lanes.drain(..).map(|lane| lane.id).collect()
    }

    /// The browser says whether it has a line at all.
    pub(super) fn set_offline(&mut self, is_offline: bool) {
        if self.is_offline && !is_offline {
            self.try_now();
        }
        self.is_offline = is_offline;
    }

    /// Another token is in place.
    pub(super) fn token_given(&mut self) {
        self.lacks_token = false;
    }

    /// Whoever waits for the next attempt waits no more, and the count begins anew.
    pub(super) fn try_now(&mut self) {
        self.resting.forget();
        self.lanes.iter_mut().for_each(|lane| lane.breaks = 0);
    }
}

impl Lane {
    fn is_whole(&self) -> bool {
        self.asked.is_none()
    }
}
