//! Disks of `VirtualBox` (VDI), little-endian.

use super::finding::{Detail, Finding, Kind, Layout, Warning};
use super::inspection::{Seen, Sighting};
use super::sample::Sample;
use crate::model::DiskFormat;

const MAGIC: &[u8] = &0xBEDA_107F_u32.to_le_bytes();
const MAGIC_AT: u64 = 0x40;

pub(super) fn inspect(sample: &Sample) -> Option<Sighting> {
    sample.at(0, 512)?;
    sample.has(MAGIC_AT, MAGIC).then(|| Sighting::of(Seen::Vdi))
}

pub(super) fn describe(sample: &Sample, finding: &mut Finding) -> Option<()> {
    sample.has(MAGIC_AT, MAGIC).then_some(())?;
    finding.is(Kind::Vdi, DiskFormat::Vdi);
    finding.virtual_size = sample.le_u64(0x170);
    let layout = match sample.le_u32(0x4c) {
        Some(1) => Some(Layout::Dynamic),
        Some(2) => Some(Layout::Fixed),
        // Undo and differencing disks.
        Some(3 | 4) => Some(Layout::Differencing),
        _ => None,
    };
    finding.tell(layout.map(Detail::Layout));
    finding.warn_if(layout == Some(Layout::Differencing), Warning::NeedsParent);
    finding.warn_if(is_cut_off(sample).unwrap_or(false), Warning::DataCutOff);
    Some(())
}

/// Whether the blocks that the header counts don't fit into the file.
fn is_cut_off(sample: &Sample) -> Option<bool> {
    let block_bytes = u64::from(sample.le_u32(0x178)?);
    let blocks = u64::from(sample.le_u32(0x184)?);
    // Two 32-bit numbers: the product fits.
    Some(sample.ends_before(u64::from(sample.le_u32(0x158)?), block_bytes * blocks))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{finding_of, with_bytes};
    use super::*;

    #[test]
    fn a_virtualbox_disk_says_its_size_and_layout() {
        let size = (7_u64 << 30).to_le_bytes();
        let parts: [(usize, &[u8]); 3] = [(0x40, MAGIC), (0x4c, &[4]), (0x170, &size)];
        let finding = finding_of(with_bytes(4096, &parts));
        assert_eq!(finding.disk_format, DiskFormat::Vdi);
        assert_eq!(finding.virtual_size, Some(7 << 30));
        assert_eq!(finding.details, [Detail::Layout(Layout::Differencing)]);
        assert_eq!(finding.warnings, [Warning::NeedsParent]);
    }

    #[test]
    fn missing_blocks_are_told() {
        let parts: [(usize, &[u8]); 3] = [
            (0x40, MAGIC),
            (0x178, &[0, 0, 0x10, 0]),
            (0x184, &[1, 0, 0, 0]),
        ];
        let finding = finding_of(with_bytes(4096, &parts));
        assert_eq!(finding.warnings, [Warning::DataCutOff]);
    }
}
