//! The qcow2 header (QEMU's docs/interop/qcow2.txt): versions 2 and 3, big-endian.

use super::{Finding, Kind, Warning, be_u32, be_u64};
use crate::model::DiskFormat;

pub(super) const MAGIC: &[u8] = b"QFI\xfb";

/// Bytes of a version 2 header; version 3 goes on to 104.
const V2_HEADER_BYTES: usize = 72;

/// Incompatible feature: data lives in an external file.
const EXTERNAL_DATA: u64 = 1 << 2;
/// Incompatible features that oslo.utils accepts: dirty, corrupt, external data
/// (refused by its own check), compression type.
const KNOWN_FEATURES: u64 = 0b1111;

pub(super) fn read(head: &[u8]) -> Finding {
    let mut finding = Finding::of(Kind::Qcow2, DiskFormat::Qcow2);
    let (Some(version), Some(backing_offset), true) = (
        be_u32(head, 4),
        be_u64(head, 8),
        head.len() >= V2_HEADER_BYTES,
    ) else {
        return finding.with(Warning::Truncated);
    };
    finding.virtual_size = be_u64(head, 24);
    if backing_offset != 0 {
        finding = finding.with(Warning::BackingFile);
    }
    let features = match version {
        2 => Some(0),
        3 => be_u64(head, 72),
        _ => return finding.with(Warning::UnknownFeatures),
    };
    let Some(features) = features else {
        return finding.with(Warning::Truncated);
    };
    if features & EXTERNAL_DATA != 0 {
        finding = finding.with(Warning::ExternalDataFile);
    }
    if features & !KNOWN_FEATURES != 0 {
        finding = finding.with(Warning::UnknownFeatures);
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::super::recognise;
    use super::*;

    fn header(version: u32, backing: u64, features: u64) -> Vec<u8> {
        let mut head = vec![0; 4096];
        head[..4].copy_from_slice(MAGIC);
        head[4..8].copy_from_slice(&version.to_be_bytes());
        head[8..16].copy_from_slice(&backing.to_be_bytes());
        head[24..32].copy_from_slice(&(10_u64 << 30).to_be_bytes());
        head[72..80].copy_from_slice(&features.to_be_bytes());
        head
    }

    #[test]
    fn an_ordinary_disk_has_no_warnings() {
        for version in [2, 3] {
            let finding = recognise(&header(version, 0, 0), 200_000);
            assert_eq!(finding.disk_format, DiskFormat::Qcow2);
            assert_eq!(finding.virtual_size, Some(10 << 30));
            assert_eq!(finding.warnings, []);
        }
    }

    #[test]
    fn what_glance_refuses_is_foretold() {
        let refused = |head: Vec<u8>| recognise(&head, 200_000).warnings;
        assert_eq!(refused(header(3, 0x200, 0)), [Warning::BackingFile]);
        assert_eq!(refused(header(3, 0, 1 << 2)), [Warning::ExternalDataFile]);
        // Extended L2 entries: a legal disk that the safety check doesn't know.
        assert_eq!(refused(header(3, 0, 1 << 4)), [Warning::UnknownFeatures]);
        assert_eq!(refused(header(1, 0, 0)), [Warning::UnknownFeatures]);
        // Compression type and the dirty bit pass.
        assert_eq!(refused(header(3, 0, 0b1001)), []);
    }

    #[test]
    fn a_cut_header_is_told_and_read_no_further() {
        for length in 4..72 {
            let finding = recognise(&header(3, 0x200, 0)[..length], length as u64);
            assert_eq!(finding.warnings, [Warning::Truncated], "{length} bytes");
        }
    }
}
