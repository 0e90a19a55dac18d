//! Any sequence of cuts, retries, slow, silent and reordered pieces yields exactly
//! the bytes, and one correct verdict: whole downloads in weather drawn by lot,
//! against a service and a disk of plain memory.

use sha2::{Digest as _, Sha512};

use super::super::verdict::Verdict;
use super::*;
use crate::model::lot::Lot;
use crate::model::{DigestAlgorithm, Expected};

const BOUNDS: Bounds = Bounds {
    most_lanes: 4,
    most_bytes: 40 << 20,
};
/// Bytes are drawn in units of this, so that a small memory stands for large images.
const UNIT: u64 = 1 << 16;

/// What the service does with ranges.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Ranges {
    Served,
    Refused,
    Ignored,
    /// Other bytes than those asked for.
    Wrong,
}

/// A request under way, as the service sees it: from unit to unit.
struct Stream {
    lane: u32,
    is_answered: bool,
    range: Option<Span>,
    at: u64,
    to: u64,
}

struct World {
    lot: Lot,
    ranges: Ranges,
    /// One byte stands for a unit.
    image: Vec<u8>,
    disk: Vec<u8>,
    streams: Vec<Stream>,
    now_ms: u64,
    /// A unit of the image arrives flipped, once.
    flip: bool,
    machine: DownloadMachine,
    hasher: Sha512,
    hashed: u64,
}

fn index(bytes: u64) -> usize {
    usize::try_from(bytes / UNIT).expect("fits")
}

impl World {
    fn new(seed: u64, ranges: Ranges, flip: bool) -> Self {
        let mut lot = Lot(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let units = 1 + lot.below(4000);
        #[allow(clippy::cast_possible_truncation)] // the lowest byte is meant
        let image: Vec<u8> = (0..units).map(|_| lot.below(256) as u8).collect();
        // Something may be there from an earlier time.
        let mut disk = vec![0; image.len()];
        let mut have = Coverage::default();
        if lot.one_in(2) {
            let from = lot.below(units);
            let to = from + lot.below(units - from + 1);
            let there = index(from * UNIT)..index(to * UNIT);
            disk[there.clone()].copy_from_slice(&image[there]);
            have.add(Span {
                from: from * UNIT,
                to: to * UNIT,
            });
        }
        Self {
            machine: DownloadMachine::new(units * UNIT, have, BOUNDS),
            lot,
            ranges,
            image,
            disk,
            streams: Vec::new(),
            now_ms: 0,
            flip,
            hasher: Sha512::new(),
            hashed: 0,
        }
    }

    fn size(&self) -> u64 {
        self.image.len() as u64 * UNIT
    }

    /// Until it is done or given up; the verdict over what is on the disk.
    fn run(mut self) -> Result<(Verdict, bool), GivenUp> {
        for _ in 0..2_000_000 {
            match self.machine.next(self.now_ms) {
                Step::Done => return Ok(self.judge()),
                Step::Fetch { lane, range } => self.open(lane, range),
                Step::Wait { ms } if self.streams.is_empty() => {
                    self.now_ms += ms.unwrap_or(1);
                    self.machine.token_given();
                }
                Step::Wait { .. } => self.something_happens()?,
            }
            self.read_along();
        }
        panic!("goes on for ever: {:?}", self.machine);
    }

    fn open(&mut self, lane: u32, range: Option<Span>) {
        let size = self.size();
        let span = range.unwrap_or(Span { from: 0, to: size });
        assert!(span.from < span.to && span.to <= size, "{span:?} of {size}");
        assert!(
            self.machine.lanes() <= BOUNDS.most_lanes,
            "too many at once"
        );
        self.streams.push(Stream {
            lane,
            is_answered: false,
            range,
            at: span.from,
            to: span.to,
        });
    }

    fn something_happens(&mut self) -> Result<(), GivenUp> {
        self.now_ms += self.lot.below(400);
        let which = usize::try_from(self.lot.below(self.streams.len() as u64)).expect("is small");
        if !self.streams[which].is_answered {
            return self.answer(which);
        }
        if self.lot.one_in(12) {
            // Cut; or ended as if that were all.
            let end = match self.lot.below(3) {
                0 => LaneEnd::InPeace,
                _ => LaneEnd::Broken,
            };
            return self.end(which, end);
        }
        if self.lot.one_in(60) {
            self.machine.pause(true);
            self.streams.clear();
            self.machine.pause(false);
            return Ok(());
        }
        if self.lot.one_in(60) {
            self.now_ms += STALL_MS;
            for lane in self.machine.stalled(self.now_ms) {
                self.streams.retain(|stream| stream.lane != lane);
                self.machine.ended(lane, LaneEnd::Broken, self.now_ms)?;
            }
            return Ok(());
        }
        self.bring(which)
    }

    fn end(&mut self, which: usize, end: LaneEnd) -> Result<(), GivenUp> {
        let stream = self.streams.remove(which);
        self.machine.ended(stream.lane, end, self.now_ms)
    }

    fn answer(&mut self, which: usize) -> Result<(), GivenUp> {
        if self.lot.one_in(15) {
            return self.end(which, LaneEnd::TokenRefused);
        }
        if self.lot.one_in(15) {
            return self.end(which, LaneEnd::Broken);
        }
        let size = self.size();
        let stream = &mut self.streams[which];
        stream.is_answered = true;
        let answer = match (stream.range, self.ranges) {
            (Some(_), Ranges::Refused) => return self.end(which, LaneEnd::RangeRefused),
            (Some(span), Ranges::Served) => Answer::Partial {
                from: Some(span.from),
                total: Some(size),
                bytes: Some(span.len()),
            },
            (Some(span), Ranges::Wrong) => {
                let from = (span.from + UNIT) % size;
                (stream.at, stream.to) = (from, size.min(from + span.len()));
                Answer::Partial {
                    from: Some(from),
                    total: Some(size),
                    bytes: None,
                }
            }
            _ => {
                (stream.range, stream.at, stream.to) = (None, 0, size);
                Answer::Whole { bytes: None }
            }
        };
        let lane = stream.lane;
        match self.machine.answered(lane, answer, self.now_ms) {
            Meaning::TakeBytes => {}
            Meaning::LetGo => drop(self.streams.remove(which)),
            Meaning::OtherSize(bytes) => panic!("{bytes} are not another size"),
        }
        Ok(())
    }

    fn bring(&mut self, which: usize) -> Result<(), GivenUp> {
        let stream = &mut self.streams[which];
        let units = (1 + self.lot.below(300)).min((stream.to - stream.at) / UNIT);
        let (lane, from) = (stream.lane, stream.at);
        stream.at += units * UNIT;
        let is_over = stream.at == stream.to;
        let Some(place) = self.machine.place(lane, units * UNIT) else {
            self.streams.remove(which);
            return Ok(());
        };
        assert_eq!(place.at - place.skip, from, "bytes at the wrong place");
        let there = index(place.at)..index(place.at + place.take);
        self.disk[there.clone()].copy_from_slice(&self.image[there.clone()]);
        if self.flip && place.take > 0 {
            self.disk[there.start] ^= 0x10;
            self.flip = false;
        }
        self.machine.landed(lane, place, self.now_ms);
        if place.is_last || is_over {
            return self.end(which, LaneEnd::InPeace);
        }
        Ok(())
    }

    /// The digest is read from the disk, behind the first gap's start.
    fn read_along(&mut self) {
        let prefix = self.machine.have().prefix();
        assert!(prefix >= self.hashed, "what was there is gone");
        self.hasher
            .update(&self.disk[index(self.hashed)..index(prefix)]);
        self.hashed = prefix;
    }

    fn judge(mut self) -> (Verdict, bool) {
        self.read_along();
        let hex = |digest: &[u8]| -> String { digest.iter().map(|b| format!("{b:02x}")).collect() };
        let expected = Expected {
            algorithm: DigestAlgorithm::Sha512,
            hex: hex(&Sha512::digest(&self.image)),
        };
        let verdict = Verdict::of(&expected, &hex(&self.hasher.finalize()));
        (verdict, self.disk == self.image)
    }
}

fn downloads(ranges: Ranges, flip: bool) -> u32 {
    let mut done = 0;
    for seed in 1..=300 {
        // Bad luck may go on for too long; then nothing is claimed.
        if let Ok((verdict, is_same)) = World::new(seed, ranges, flip).run() {
            done += 1;
            let is_proven = matches!(verdict, Verdict::Verified(_));
            assert_eq!(is_proven, is_same, "{ranges:?}, seed {seed}");
            assert!(is_same || flip, "{ranges:?}, seed {seed}: other bytes");
        }
    }
    done
}

#[test]
fn ranges_in_any_weather_are_the_same_bytes() {
    assert_eq!(downloads(Ranges::Served, false), 300);
}

#[test]
fn whole_answers_in_any_weather_are_the_same_bytes_or_given_up() {
    for ranges in [Ranges::Refused, Ranges::Ignored, Ranges::Wrong] {
        let done = downloads(ranges, false);
        assert!(done > 100, "{ranges:?}: only {done} of 300 came to an end");
    }
}

#[test]
fn a_wrong_byte_is_never_called_right() {
    for ranges in [Ranges::Served, Ranges::Refused] {
        assert!(downloads(ranges, true) > 100);
    }
}
