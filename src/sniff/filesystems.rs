//! Filesystems that fill a whole file, without a partition table. Glance knows
//! none of them: all are raw.

use super::finding::{Filesystem, Finding, Kind};
use super::sample::Sample;

const MAGIC: [(Filesystem, u64, &[u8]); 12] = [
    (Filesystem::Xfs, 0, b"XFSB"),
    (Filesystem::Squashfs, 0, b"hsqs"),
    (Filesystem::Ntfs, 3, b"NTFS    "),
    (Filesystem::Exfat, 3, b"EXFAT   "),
    (Filesystem::Fat, 0x36, b"FAT12   "),
    (Filesystem::Fat, 0x36, b"FAT16   "),
    (Filesystem::Fat, 0x52, b"FAT32   "),
    (Filesystem::Lvm, 0x218, b"LVM2 001"),
    (Filesystem::Ext, 0x438, &[0x53, 0xef]),
    // At the end of a memory page, of 4 KiB or 64 KiB.
    (Filesystem::Swap, 4086, b"SWAPSPACE2"),
    (Filesystem::Swap, 65_526, b"SWAPSPACE2"),
    (Filesystem::Btrfs, 0x1_0040, b"_BHRfS_M"),
];

pub(super) fn describe(sample: &Sample, finding: &mut Finding) -> Option<()> {
    let (filesystem, _, _) = MAGIC.iter().find(|(_, at, magic)| sample.has(*at, magic))?;
    finding.kind = Kind::Filesystem(*filesystem);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::finding::Warning;
    use super::super::testing::{finding_of, with_bytes};
    use super::*;

    #[test]
    fn filesystems_by_their_magic() {
        for (filesystem, at, magic) in MAGIC {
            let at = usize::try_from(at).expect("is small");
            let finding = finding_of(with_bytes(128 * 1024, &[(at, magic)]));
            assert_eq!(finding.kind, Kind::Filesystem(filesystem));
            assert_eq!(finding.virtual_size, Some(128 * 1024));
            assert_eq!(finding.warnings, []);
        }
    }

    #[test]
    fn a_boot_sector_that_is_taken_for_a_table_is_told() {
        let ntfs: [(usize, &[u8]); 2] = [(3, b"NTFS    "), (510, b"\x55\xaa")];
        let finding = finding_of(with_bytes(4096, &ntfs));
        assert_eq!(finding.kind, Kind::Filesystem(Filesystem::Ntfs));
        assert_eq!(finding.warnings, [Warning::NoPartition]);
    }
}
