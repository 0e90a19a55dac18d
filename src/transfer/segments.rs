//! Which bytes of an image to ask for next. Bounded ranges keep a browser's
//! memory flat (Firefox buffers an unbounded answer without limit) and let a
//! broken connection go on where it stopped. A store that refuses ranges is
//! read in one go.

/// Bytes asked for at a time.
const SEGMENT_BYTES: u64 = 32 << 20;
/// Breaks in a row without a byte in between before giving up.
const MAX_BREAKS: u32 = 6;

/// The plan of one download.
#[derive(Debug)]
pub(super) struct Segments {
    size: u64,
    /// Bytes that have arrived, from the start and without a gap.
    position: u64,
    mode: Mode,
    breaks: u32,
    /// Whether the answer under way has brought a byte.
    has_brought: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Mode {
    /// Not yet known whether the store serves ranges.
    Probing,
    Ranged,
    /// One answer for all.
    Whole,
}

/// What to do next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Ask for this range; `None` is the whole, without a `Range` header.
    Fetch {
        range: Option<(u64, u64)>,
        after_ms: u32,
    },
    Done,
}

/// What became of a request.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// 206: `position` on.
    Partial,
    /// 200: everything from the start.
    Whole,
    /// 400 or 416 to a range: the store can't.
    RangeRefused,
}

/// What to do with an answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    TakeBytes,
    /// Without a range this time.
    AskAgain,
    NotWhatWasAsked,
}

/// Why the download can't go on.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The connection broke and the rest can't be asked for alone, or too often.
    Broken,
    /// More came than the image has.
    TooLong,
}

impl Segments {
    pub(super) fn new(size: u64) -> Self {
        // What fits into one segment needs no ranges.
        let mode = if size <= SEGMENT_BYTES {
            Mode::Whole
        } else {
            Mode::Probing
        };
        Self {
            size,
            position: 0,
            mode,
            breaks: 0,
            has_brought: false,
        }
    }

    pub(super) fn position(&self) -> u64 {
        self.position
    }

    pub(super) fn next(&self) -> Step {
        if self.position == self.size {
            return Step::Done;
        }
        let range = (self.mode != Mode::Whole).then(|| {
            let end = self.size.min(self.position + SEGMENT_BYTES);
            (self.position, end - 1)
        });
        Step::Fetch {
            range,
            after_ms: backoff_ms(self.breaks),
        }
    }

    /// Takes in how a request was answered, and says what that means.
    pub(super) fn answered(&mut self, answer: &Answer) -> Meaning {
        match (answer, &self.mode) {
            (Answer::Partial, Mode::Probing | Mode::Ranged) => self.mode = Mode::Ranged,
            (Answer::Whole, Mode::Whole) => {}
            // A server that ignores ranges sends everything at the first one.
            (Answer::Whole, Mode::Probing) => self.mode = Mode::Whole,
            (Answer::RangeRefused, Mode::Probing) => {
                self.mode = Mode::Whole;
                return Meaning::AskAgain;
            }
            // Bytes from the start, or of unasked ranges, in the middle.
            _ => return Meaning::NotWhatWasAsked,
        }
        self.has_brought = false;
        Meaning::TakeBytes
    }

    /// Takes in that bytes arrived.
    pub(super) fn arrived(&mut self, bytes: u64) -> Result<(), Stop> {
        self.position += bytes;
        if bytes > 0 {
            self.breaks = 0;
            self.has_brought = true;
        }
        if self.position > self.size {
            return Err(Stop::TooLong);
        }
        Ok(())
    }

    /// Takes in that an answer ended; before its time or not.
    pub(super) fn ended(&mut self, cleanly: bool) -> Result<(), Stop> {
        if self.position == self.size {
            return Ok(());
        }
        if self.mode == Mode::Whole && self.position > 0 {
            return Err(Stop::Broken);
        }
        // An answer that ends in peace but brings nothing is no progress either.
        if !cleanly || !self.has_brought || self.mode == Mode::Whole {
            self.breaks += 1;
        }
        self.has_brought = false;
        if self.breaks > MAX_BREAKS {
            return Err(Stop::Broken);
        }
        Ok(())
    }
}

/// 0, then ½ s doubling to 16 s.
fn backoff_ms(breaks: u32) -> u32 {
    match breaks {
        0 => 0,
        n => 500 << (n - 1).min(5),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: u64 = 3 * SEGMENT_BYTES + 5;

    fn range(segments: &Segments) -> Option<(u64, u64)> {
        match segments.next() {
            Step::Fetch { range, .. } => range,
            Step::Done => panic!("not done"),
        }
    }

    #[test]
    fn segments_cover_the_image_once_and_in_order() {
        let mut segments = Segments::new(SIZE);
        let mut covered = 0;
        while let Step::Fetch { range, after_ms } = segments.next() {
            let (from, to) = range.expect("is ranged");
            assert_eq!((from, after_ms), (covered, 0));
            assert_eq!(segments.answered(&Answer::Partial), Meaning::TakeBytes);
            segments.arrived(to - from + 1).expect("fits");
            segments.ended(true).expect("goes on");
            covered = to + 1;
        }
        assert_eq!(covered, SIZE);
    }

    #[test]
    fn a_break_goes_on_from_the_very_byte_and_waits_longer_each_time() {
        let mut segments = Segments::new(SIZE);
        segments.answered(&Answer::Partial);
        segments.arrived(1000).expect("fits");
        let mut waits = Vec::new();
        while segments.ended(false).is_ok() {
            let Step::Fetch { range, after_ms } = segments.next() else {
                panic!("not done");
            };
            assert_eq!(range.expect("is ranged").0, 1000);
            waits.push(after_ms);
        }
        assert_eq!(waits, [500, 1000, 2000, 4000, 8000, 16000]);
        assert_eq!(segments.ended(false), Err(Stop::Broken));
    }

    #[test]
    fn answers_that_bring_nothing_are_given_up() {
        let mut segments = Segments::new(SIZE);
        let mut answers = 0;
        loop {
            segments.answered(&Answer::Partial);
            answers += 1;
            if segments.ended(true).is_err() {
                break;
            }
            assert!(answers < 20, "goes on for ever");
        }
    }

    #[test]
    fn progress_forgives_earlier_breaks() {
        let mut segments = Segments::new(SIZE);
        segments.answered(&Answer::Partial);
        for _ in 0..50 {
            segments.arrived(10).expect("fits");
            segments.ended(false).expect("goes on");
        }
        assert_eq!(segments.position(), 500);
    }

    #[test]
    fn a_store_without_ranges_is_read_whole() {
        let mut segments = Segments::new(SIZE);
        assert_eq!(segments.answered(&Answer::RangeRefused), Meaning::AskAgain);
        assert_eq!(range(&segments), None);
        assert_eq!(segments.answered(&Answer::Whole), Meaning::TakeBytes);
        segments.arrived(SIZE).expect("fits");
        assert_eq!(segments.next(), Step::Done);
        // Cut in the middle, the rest can't be had alone.
        let mut segments = Segments::new(SIZE);
        segments.answered(&Answer::Whole);
        segments.arrived(7).expect("fits");
        assert_eq!(segments.ended(false), Err(Stop::Broken));
    }

    #[test]
    fn the_whole_image_in_the_middle_is_not_what_was_asked() {
        let mut segments = Segments::new(SIZE);
        segments.answered(&Answer::Partial);
        segments.arrived(SEGMENT_BYTES).expect("fits");
        assert_eq!(segments.answered(&Answer::Whole), Meaning::NotWhatWasAsked);
    }

    #[test]
    fn more_than_the_image_is_refused() {
        let mut segments = Segments::new(10);
        assert_eq!(range(&segments), None);
        assert_eq!(segments.arrived(11), Err(Stop::TooLong));
    }
}
