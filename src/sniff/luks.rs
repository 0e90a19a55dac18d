//! Disks encrypted with LUKS, big-endian.

use super::finding::{Detail, Finding, Kind, Warning};
use super::inspection::{Seen, Sighting};
use super::sample::Sample;
use crate::model::DiskFormat;

const MAGIC: &[u8] = b"LUKS\xba\xbe";
/// Header and key slots of version 1.
const HEADER_BYTES: usize = 592;

pub(super) fn inspect(sample: &Sample) -> Option<Sighting> {
    sample.has(0, MAGIC).then_some(())?;
    let mut sighting = Sighting::of(Seen::Luks);
    if sample.at(0, HEADER_BYTES).is_none() {
        // The size is read from the header, and that raises first.
        sighting.is_size_unreadable = sample.at(0, 168).is_none();
        return Some(sighting.failing_if(true, Warning::HeaderCutOff));
    }
    Some(sighting.failing_if(sample.be_u16(6) != Some(1), Warning::Luks2))
}

/// Few sites have a `disk_format` for it; raw is what they all take.
pub(super) fn describe(sample: &Sample, finding: &mut Finding) -> Option<()> {
    sample.has(0, MAGIC).then_some(())?;
    let version = sample.be_u16(6)?;
    let payload = Sample::sectors(sample.be_u32(104).map(u64::from));
    // Version 2 says where the payload is in JSON; nothing hangs on it here.
    let payload = payload.filter(|_| version == 1);
    let size = payload.and_then(|at| sample.file_bytes().checked_sub(at));
    finding.is(Kind::Luks, DiskFormat::Raw);
    finding.virtual_size = size;
    finding.tell(Some(Detail::Version(u32::from(version))));
    finding.warn_if(payload.is_some() && size.is_none(), Warning::DataCutOff);
    finding.warn(Warning::Encrypted);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{finding_of, with_bytes};
    use super::*;

    #[test]
    fn version_1_passes_and_version_2_is_refused() {
        let one: [(usize, &[u8]); 3] = [(0, MAGIC), (7, &[1]), (107, &[2])];
        let finding = finding_of(with_bytes(4096, &one));
        assert_eq!(finding.kind, Kind::Luks);
        assert_eq!(finding.virtual_size, Some(3072));
        assert_eq!(finding.warnings, [Warning::Encrypted]);
        let finding = finding_of(with_bytes(4096, &[(0, MAGIC), (7, &[2])]));
        assert_eq!(finding.warnings, [Warning::Luks2, Warning::Encrypted]);
        assert_eq!(finding.virtual_size, None);
    }
}
