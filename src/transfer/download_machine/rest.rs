//! Parts of an image whose request failed, and when each is asked for again. Each has its
//! own count and its own, growing pause; the others go on meanwhile.

use super::Span;

/// One part that waits for another attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rest {
    /// What is left of it; `None`: everything, without a range.
    pub(super) asked: Option<Span>,
    /// Requests for it that failed in a row, 1 or more.
    pub(super) breaks: u32,
    pub(super) until_ms: u64,
}

impl Rest {
    pub(super) fn new(asked: Option<Span>, breaks: u32, now_ms: u64) -> Self {
        Self {
            asked,
            breaks,
            until_ms: now_ms + backoff_ms(breaks),
        }
    }
}

/// Those that wait. Each keeps its place among the requests at a time.
#[derive(Debug, Default)]
pub(super) struct Resting(Vec<Rest>);

impl Resting {
    pub(super) fn add(&mut self, rest: Rest) {
        self.0.push(rest);
    }

    /// All are as if nothing had happened to them.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The one whose time comes first.
    pub(super) fn next(&self) -> Option<Rest> {
        self.0.iter().min_by_key(|rest| rest.until_ms).copied()
    }

    /// One whose time has come, which waits no more.
    pub(super) fn take_due(&mut self, now_ms: u64) -> Option<Rest> {
        let due = self.next().filter(|rest| rest.until_ms <= now_ms)?;
        self.0.retain(|rest| *rest != due);
        Some(due)
    }

    /// The part that has the byte at `at`.
    pub(super) fn holding(&self, at: u64) -> Option<Span> {
        let mut parts = self.0.iter().filter_map(|rest| rest.asked);
        parts.find(|part| part.from <= at && at < part.to)
    }

    /// Where parts begin.
    pub(super) fn starts(&self) -> impl Iterator<Item = u64> + '_ {
        self.0.iter().filter_map(|rest| Some(rest.asked?.from))
    }

    /// The most failures in a row.
    pub(super) fn breaks(&self) -> u32 {
        self.0.iter().map(|rest| rest.breaks).max().unwrap_or(0)
    }
}

/// 0.5, 1, 2, 4, 8, 16, 30, 30 … seconds.
fn backoff_ms(breaks: u32) -> u64 {
    (500 << breaks.saturating_sub(1).min(6)).min(30_000)
}
