//! QED, QEMU's short-lived format between qcow2 versions 2 and 3, little-endian.

use super::finding::{Finding, Kind, Warning};
use super::inspection::{Seen, Sighting};
use super::sample::Sample;
use crate::model::DiskFormat;

const MAGIC: &[u8] = b"QED\0";

pub(super) fn inspect(sample: &Sample) -> Option<Sighting> {
    sample.at(0, 512)?.starts_with(MAGIC).then_some(())?;
    Some(Sighting::of(Seen::Qed).failing_if(true, Warning::Qed))
}

/// Glance has no `disk_format` for it, and takes it as none.
pub(super) fn describe(sample: &Sample, finding: &mut Finding) -> Option<()> {
    sample.has(0, MAGIC).then_some(())?;
    finding.is(Kind::Qed, DiskFormat::Raw);
    finding.virtual_size = sample.le_u64(48);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{finding_of, with_bytes};
    use super::*;

    #[test]
    fn qed_is_known_and_refused() {
        let size = (3_u64 << 30).to_le_bytes();
        let finding = finding_of(with_bytes(4096, &[(0, MAGIC), (48, &size)]));
        assert_eq!(finding.kind, Kind::Qed);
        assert_eq!(finding.virtual_size, Some(3 << 30));
        assert_eq!(finding.warnings, [Warning::Qed]);
    }
}
