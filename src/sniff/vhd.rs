//! Virtual PC disks (VHD, QEMU's "vpc"), big-endian. A dynamic disk has its
//! footer at both ends; a fixed one is raw data with the footer at the end, and
//! Glance looks for it at the beginning only.

use super::finding::{Detail, Finding, Kind, Layout, Warning};
use super::inspection::{Seen, Sighting};
use super::sample::Sample;
use crate::model::DiskFormat;

const MAGIC: &[u8] = b"conectix";
const FOOTER_BYTES: u64 = 512;

/// Disk types in a footer.
const FIXED: u32 = 2;
const DIFFERENCING: u32 = 4;

pub(super) fn inspect(sample: &Sample) -> Option<Sighting> {
    sample.has(0, MAGIC).then_some(())?;
    let is_cut = sample.at(0, 512).is_none();
    Some(Sighting::of(Seen::Vhd).failing_if(is_cut, Warning::HeaderCutOff))
}

pub(super) fn describe(sample: &Sample, finding: &mut Finding) -> Option<()> {
    sample.has(0, MAGIC).then_some(())?;
    finding.is(Kind::Vhd, DiskFormat::Vhd);
    finding.virtual_size = sample.be_u64(48);
    let layout = match sample.be_u32(60) {
        Some(DIFFERENCING) => Layout::Differencing,
        _ => Layout::Dynamic,
    };
    finding.tell(Some(Detail::Layout(layout)));
    finding.warn_if(layout == Layout::Differencing, Warning::NeedsParent);
    finding.warn_if(footer(sample).is_none(), Warning::DataCutOff);
    Some(())
}

/// A fixed disk, which has to be stored as raw.
pub(super) fn describe_fixed(sample: &Sample, finding: &mut Finding) -> Option<()> {
    let footer = footer(sample).filter(|at| *at != 0)?;
    let size = sample.be_u64(footer + 48)?;
    // More than the magic, as raw data may end in anything.
    (sample.be_u32(footer + 60)? == FIXED && size <= footer).then_some(())?;
    finding.is(Kind::Vhd, DiskFormat::Raw);
    finding.virtual_size = Some(size);
    finding.warn(Warning::FixedVhd);
    finding.tell(Some(Detail::Layout(Layout::Fixed)));
    Some(())
}

/// Where the footer at the file's end is.
fn footer(sample: &Sample) -> Option<u64> {
    let at = sample.file_bytes().checked_sub(FOOTER_BYTES)?;
    sample.has(at, MAGIC).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{finding_of, with_bytes};
    use super::*;

    const SIZE: [u8; 8] = (1024_u64).to_be_bytes();

    #[test]
    fn a_dynamic_disk_has_its_footer_at_both_ends() {
        let head: [(usize, &[u8]); 3] = [(0, MAGIC), (48, &SIZE), (63, &[4])];
        let finding = finding_of(with_bytes(2048, &head));
        assert_eq!(finding.disk_format, DiskFormat::Vhd);
        assert_eq!(finding.virtual_size, Some(1024));
        assert_eq!(
            finding.warnings,
            [Warning::NeedsParent, Warning::DataCutOff]
        );
        let whole: [(usize, &[u8]); 3] = [(0, MAGIC), (63, &[3]), (1536, MAGIC)];
        let finding = finding_of(with_bytes(2048, &whole));
        assert_eq!(finding.details, [Detail::Layout(Layout::Dynamic)]);
        assert_eq!(finding.warnings, []);
    }

    #[test]
    fn a_fixed_disk_goes_as_raw() {
        let parts: [(usize, &[u8]); 3] = [(1536, MAGIC), (1584, &SIZE), (1599, &[2])];
        let finding = finding_of(with_bytes(2048, &parts));
        assert_eq!(
            (finding.kind, &finding.disk_format),
            (Kind::Vhd, &DiskFormat::Raw)
        );
        assert_eq!(finding.virtual_size, Some(1024));
        assert_eq!(finding.warnings, [Warning::FixedVhd]);
        // The footer's claim has to fit.
        let finding = finding_of(with_bytes(
            2048,
            &[(1536, MAGIC), (1584, &[1]), (1599, &[2])],
        ));
        assert_eq!(finding.kind, Kind::Raw);
    }
}
