//! Which bytes of a file are there: spans that neither touch nor overlap, in
//! order. Plain data, no I/O.

use serde::{Deserialize, Serialize};

/// Bytes `from..to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub from: u64,
    /// Exclusive.
    pub to: u64,
}

impl Span {
    /// In bytes.
    #[must_use]
    pub fn len(self) -> u64 {
        self.to.saturating_sub(self.from)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Coverage(Vec<Span>);

impl Coverage {
    /// What was noted elsewhere, made sound: in order, joined, and cut at `size`.
    pub(in crate::transfer) fn sound(spans: &[Span], size: u64) -> Self {
        let mut coverage = Self::default();
        for span in spans {
            coverage.add(Span {
                from: span.from,
                to: span.to.min(size),
            });
        }
        coverage
    }

    pub(in crate::transfer) fn add(&mut self, span: Span) {
        if span.from >= span.to {
            return;
        }
        let first = self.0.partition_point(|old| old.to < span.from);
        let last = self.0.partition_point(|old| old.from <= span.to);
        let joined = self.0[first..last].iter().fold(span, |all, old| Span {
            from: all.from.min(old.from),
            to: all.to.max(old.to),
        });
        self.0.splice(first..last, [joined]);
    }

    /// Bytes that are there.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.0.iter().map(|span| span.len()).sum()
    }

    /// Bytes that are there from the start on, without a gap.
    pub(in crate::transfer) fn prefix(&self) -> u64 {
        match self.0.first() {
            Some(Span { from: 0, to }) => *to,
            _ => 0,
        }
    }

    pub(in crate::transfer) fn spans(&self) -> &[Span] {
        &self.0
    }

    /// The first gap at or after `at`, below `size`.
    pub(super) fn gap_from(&self, at: u64, size: u64) -> Option<Span> {
        let next = self.0.partition_point(|old| old.to <= at);
        let (from, after) = match self.0.get(next) {
            Some(span) if span.from <= at => (span.to, self.0.get(next + 1)),
            after => (at, after),
        };
        let to = after.map_or(size, |span| span.from.min(size));
        (from < to).then_some(Span { from, to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: u64, to: u64) -> Span {
        Span { from, to }
    }

    #[test]
    fn spans_join_whatever_the_order() {
        let mut coverage = Coverage::default();
        for (from, to) in [(10, 20), (40, 50), (20, 30), (0, 5), (28, 41), (7, 7)] {
            coverage.add(span(from, to));
        }
        assert_eq!(coverage.spans(), [span(0, 5), span(10, 50)]);
        assert_eq!((coverage.bytes(), coverage.prefix()), (45, 5));
        coverage.add(span(5, 10));
        assert_eq!(coverage.spans(), [span(0, 50)]);
    }

    #[test]
    fn gaps_are_what_is_not_there() {
        let coverage = Coverage::sound(&[span(30, 40), span(10, 20)], 35);
        assert_eq!(coverage.gap_from(0, 35), Some(span(0, 10)));
        assert_eq!(coverage.gap_from(5, 35), Some(span(5, 10)));
        assert_eq!(coverage.gap_from(10, 35), Some(span(20, 30)));
        assert_eq!(coverage.gap_from(25, 35), Some(span(25, 30)));
        assert_eq!(coverage.gap_from(30, 35), None);
        assert_eq!(Coverage::default().gap_from(0, 0), None);
    }

    #[test]
    fn every_byte_is_in_a_span_or_in_a_gap() {
        let mut seed = 7_u64;
        for _ in 0..500 {
            let mut coverage = Coverage::default();
            let mut there = [false; 64];
            for _ in 0..6 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let (from, to) = ((seed >> 33) % 64, (seed >> 45) % 65);
                coverage.add(span(from, to));
                (from..to).for_each(|at| there[usize::try_from(at).expect("is small")] = true);
            }
            let mut seen = [true; 64];
            let mut at = 0;
            while let Some(gap) = coverage.gap_from(at, 64) {
                (gap.from..gap.to)
                    .for_each(|n| seen[usize::try_from(n).expect("is small")] = false);
                at = gap.to;
            }
            assert_eq!(seen, there);
            assert_eq!(
                coverage.bytes(),
                there.iter().filter(|is| **is).count() as u64
            );
        }
    }
}
