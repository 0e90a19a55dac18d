//! Disks of Parallels and Virtuozzo (ploop), little-endian.

use super::finding::{Finding, Kind, Warning};
use super::sample::Sample;
use crate::model::DiskFormat;

/// The older counts sectors in 32 bits.
const OLD_MAGIC: &[u8] = b"WithoutFreeSpace";
const MAGIC: &[u8] = b"WithouFreSpacExt";
/// The mark of a disk in use ("Yont", backwards).
const IN_USE: u32 = 0x746F_6E59;

pub(super) fn describe(sample: &Sample, finding: &mut Finding) -> Option<()> {
    let sectors = if sample.has(0, OLD_MAGIC) {
        sample.le_u32(36).map(u64::from)
    } else if sample.has(0, MAGIC) {
        sample.le_u64(36)
    } else {
        return None;
    };
    finding.is(Kind::Parallels, DiskFormat::Ploop);
    finding.virtual_size = Sample::sectors(sectors);
    finding.warn_if(sample.le_u32(44) == Some(IN_USE), Warning::NotClosed);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{finding_of, with_bytes};
    use super::*;

    #[test]
    fn both_generations_say_their_size() {
        for (magic, size) in [(OLD_MAGIC, 512), (MAGIC, (1 << 41) + 512)] {
            let parts: [(usize, &[u8]); 3] = [(0, magic), (36, &[1]), (40, &[1])];
            let finding = finding_of(with_bytes(4096, &parts));
            assert_eq!(finding.disk_format, DiskFormat::Ploop);
            assert_eq!(finding.virtual_size, Some(size));
            assert_eq!(finding.warnings, []);
        }
    }
}
