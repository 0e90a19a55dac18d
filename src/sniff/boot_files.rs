//! Kernels and first filesystems of Linux, which clouds store beside a disk that
//! can't boot by itself. Their containers are never inspected.

use super::finding::{Finding, Kind};
use super::sample::Sample;
use crate::model::{ContainerFormat, DiskFormat};

/// x86 (Documentation/arch/x86/boot.rst) and 64-bit ARM (arm64/booting.rst).
const KERNELS: [(u64, &[u8]); 2] = [(0x202, b"HdrS"), (56, b"ARM\x64")];
/// cpio, "new ASCII", without and with checksums.
const ARCHIVES: [&[u8]; 2] = [b"070701", b"070702"];

pub(super) fn describe(sample: &Sample, finding: &mut Finding) -> Option<()> {
    if KERNELS.iter().any(|(at, magic)| sample.has(*at, magic)) {
        finding.is(Kind::Kernel, DiskFormat::Aki);
        finding.container_format = ContainerFormat::Aki;
    } else if ARCHIVES.iter().any(|magic| sample.has(0, magic)) {
        finding.is(Kind::Initramfs, DiskFormat::Ari);
        finding.container_format = ContainerFormat::Ari;
    } else {
        return None;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{finding_of, with_bytes};
    use super::*;

    #[test]
    fn a_kernel_is_no_disk_though_it_has_a_boot_sector() {
        let parts: [(usize, &[u8]); 2] = [(510, b"\x55\xaa"), (0x202, b"HdrS")];
        let finding = finding_of(with_bytes(4096, &parts));
        assert_eq!(finding.kind, Kind::Kernel);
        assert_eq!(finding.disk_format, DiskFormat::Aki);
        assert_eq!(finding.warnings, []);
        let finding = finding_of(with_bytes(4096, &[(0, b"070701")]));
        assert_eq!(finding.container_format, ContainerFormat::Ari);
    }
}
