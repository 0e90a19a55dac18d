//! What the machine and whoever drives it say to each other.

use super::Span;

/// What to do next.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::transfer) enum Step {
    /// Ask for this range; `None` is the whole, without a `Range` header.
    Fetch { lane: u32, range: Option<Span> },
    /// Until something happens, or for so many milliseconds.
    Wait { ms: Option<u64> },
    /// Every byte is there.
    Done,
}

/// How a request was answered; what the page may read of the answer's headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::transfer) enum Answer {
    /// 206: `Content-Range`'s first byte and total, and `Content-Length`.
    Partial {
        from: Option<u64>,
        total: Option<u64>,
        bytes: Option<u64>,
    },
    /// 200: everything from the start, and `Content-Length`.
    Whole { bytes: Option<u64> },
}

/// What to do with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::transfer) enum Meaning {
    TakeBytes,
    /// It isn't what was asked for; the lane has ended.
    LetGo,
    /// The service's data has another size than the record said.
    OtherSize(u64),
}

/// Where bytes that arrived belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::transfer) struct Place {
    /// So many of the first bytes are there already.
    pub skip: u64,
    /// Where the byte after those belongs.
    pub at: u64,
    /// So many after those are wanted.
    pub take: u64,
    /// Nothing after them is wanted of this lane.
    pub is_last: bool,
}

/// How a lane ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::transfer) enum LaneEnd {
    /// As answers end, or because it had brought all that was wanted.
    InPeace,
    /// The connection broke, or the service was away.
    Broken,
    /// The range was refused (400 or 416).
    RangeRefused,
    /// 401.
    TokenRefused,
}

/// Nothing new came of too many attempts.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::transfer) struct GivenUp;

impl Answer {
    /// Whether a partial answer is the one to this range. Pages of other origins
    /// rarely may read `Content-Range`; the length is theirs to read.
    pub(super) fn fits(self, asked: Span, size: u64) -> bool {
        match self {
            Self::Partial {
                from: Some(from),
                total,
                ..
            } => from == asked.from && total.is_none_or(|total| total == size),
            Self::Partial { bytes, .. } => bytes.is_none_or(|bytes| bytes == asked.len()),
            Self::Whole { .. } => false,
        }
    }
}
