//! The pieces of a file that were read so far, addressed by their place in the
//! file. Every read is bounded by what is there: a field of a hostile file may
//! name any place, and gets nothing.

use std::ops::Range;

/// Some regions of a file, and its whole length.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    file_bytes: u64,
    regions: Vec<Region>,
}

#[derive(Clone, Debug)]
struct Region {
    at: u64,
    bytes: Vec<u8>,
}

impl Sample {
    /// Nothing read yet of a file of that length in bytes.
    #[must_use]
    pub fn new(file_bytes: u64) -> Self {
        Self {
            file_bytes,
            regions: Vec::new(),
        }
    }

    /// What was read from `at` on. Fewer bytes than were asked for is an answer
    /// too: the same place will not be asked for again.
    pub fn add(&mut self, at: u64, mut bytes: Vec<u8>) {
        let most = self.file_bytes.saturating_sub(at);
        bytes.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        self.regions.push(Region { at, bytes });
    }

    #[must_use]
    pub fn file_bytes(&self) -> u64 {
        self.file_bytes
    }

    pub(super) fn region_count(&self) -> usize {
        self.regions.len()
    }

    /// Whether a range was read, or was tried.
    pub(super) fn has_tried(&self, range: &Range<u64>) -> bool {
        self.regions.iter().any(|region| {
            let end = region.at.saturating_add(region.bytes.len() as u64);
            region.at == range.start || (region.at < range.start && range.end <= end)
        })
    }

    /// All that is known from `at` on without a gap.
    #[inline(never)]
    pub(super) fn from(&self, at: u64) -> &[u8] {
        let known = |region: &'_ Region| {
            let skip = usize::try_from(at.checked_sub(region.at)?).ok()?;
            Some(region.bytes.len().saturating_sub(skip))
        };
        let best = self.regions.iter().max_by_key(|region| known(region));
        best.and_then(|region| {
            let skip = usize::try_from(at.checked_sub(region.at)?).ok()?;
            region.bytes.get(skip..)
        })
        .unwrap_or_default()
    }

    /// Exactly `length` bytes, if they are known.
    #[inline(never)]
    pub(super) fn at(&self, at: u64, length: usize) -> Option<&[u8]> {
        self.from(at).get(..length)
    }

    /// Whether these bytes are at that place.
    #[inline(never)]
    pub(super) fn has(&self, at: u64, magic: &[u8]) -> bool {
        self.from(at).starts_with(magic)
    }

    fn array<const N: usize>(&self, at: u64) -> Option<[u8; N]> {
        self.from(at).first_chunk().copied()
    }

    #[inline(never)]
    pub(super) fn byte(&self, at: u64) -> Option<u8> {
        self.from(at).first().copied()
    }

    #[inline(never)]
    pub(super) fn le_u16(&self, at: u64) -> Option<u16> {
        self.array(at).map(u16::from_le_bytes)
    }

    #[inline(never)]
    pub(super) fn le_u32(&self, at: u64) -> Option<u32> {
        self.array(at).map(u32::from_le_bytes)
    }

    #[inline(never)]
    pub(super) fn le_u64(&self, at: u64) -> Option<u64> {
        self.array(at).map(u64::from_le_bytes)
    }

    #[inline(never)]
    pub(super) fn be_u16(&self, at: u64) -> Option<u16> {
        self.array(at).map(u16::from_be_bytes)
    }

    #[inline(never)]
    pub(super) fn be_u32(&self, at: u64) -> Option<u32> {
        self.array(at).map(u32::from_be_bytes)
    }

    #[inline(never)]
    pub(super) fn be_u64(&self, at: u64) -> Option<u64> {
        self.array(at).map(u64::from_be_bytes)
    }

    /// A number of 512-byte sectors as bytes; nothing when no file is that long.
    pub(super) fn sectors(count: Option<u64>) -> Option<u64> {
        count?.checked_mul(512)
    }

    /// Whether `length` bytes from `at` on would end beyond the file's end.
    #[inline(never)]
    pub(super) fn ends_before(&self, at: u64, length: u64) -> bool {
        at.checked_add(length)
            .is_none_or(|end| end > self.file_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::Sample;

    #[test]
    fn a_place_that_was_not_read_has_nothing() {
        let mut sample = Sample::new(100);
        sample.add(0, vec![1, 2, 3, 4]);
        sample.add(96, vec![5, 6, 7, 8, 9, 9]);
        assert_eq!(sample.be_u32(0), Some(0x0102_0304));
        assert_eq!(sample.be_u32(1), None);
        assert_eq!(sample.be_u16(98), Some(0x0708), "cut at the file's end");
        assert_eq!(sample.byte(100), None);
        assert_eq!(sample.le_u64(u64::MAX), None);
        assert!(sample.ends_before(u64::MAX, 1));
        assert!(!sample.ends_before(96, 4));
    }

    #[test]
    fn the_longest_run_answers_where_regions_overlap() {
        let mut sample = Sample::new(100);
        sample.add(0, vec![1; 8]);
        sample.add(4, vec![1; 60]);
        assert_eq!(sample.from(6).len(), 58);
        assert!(sample.has_tried(&(4..90)), "tried, and got less");
        assert!(sample.has_tried(&(10..60)));
        assert!(!sample.has_tried(&(10..80)));
    }
}
