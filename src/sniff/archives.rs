//! Files that have others inside: tar, and what compression left behind.

use super::finding::{Compression, Finding, Kind, Warning};
use super::sample::Sample;
use crate::model::{ContainerFormat, DiskFormat};

const COMPRESSED: [(Compression, &[u8]); 7] = [
    (Compression::Gzip, &[0x1f, 0x8b]),
    (Compression::Xz, &[0xfd, b'7', b'z', b'X', b'Z', 0]),
    (Compression::Zstd, &[0x28, 0xb5, 0x2f, 0xfd]),
    (Compression::Bzip2, b"BZh"),
    (Compression::Lz4, &[0x04, 0x22, 0x4d, 0x18]),
    (Compression::Zip, b"PK\x03\x04"),
    (Compression::SevenZip, &[b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c]),
];

const RECORD: u64 = 512;
/// How far a tar is leafed through, in members.
const MOST_MEMBERS: usize = 64;
/// What tells a container image: docker's own layout, and OCI's.
const CONTAINER_IMAGE: [&[u8]; 3] = [b"manifest.json", b"oci-layout", b"blobs/sha256/"];

pub(super) fn describe(sample: &Sample, finding: &mut Finding) -> Option<()> {
    let packed = COMPRESSED.iter().find(|(_, magic)| sample.has(0, magic));
    if let Some((compression, _)) = packed {
        finding.is(Kind::Compressed(*compression), DiskFormat::Raw);
        finding.warn(Warning::WillNotBoot);
        return Some(());
    }
    sample.has(257, b"ustar").then_some(())?;
    if is_appliance(member_name(sample, 0)) {
        finding.is(Kind::Ova, DiskFormat::Vmdk);
        finding.container_format = ContainerFormat::Ova;
    } else if is_container_image(sample) {
        finding.is(Kind::ContainerImage, DiskFormat::Raw);
        finding.container_format = ContainerFormat::Docker;
    } else {
        finding.is(Kind::Tar, DiskFormat::Raw);
        finding.warn(Warning::WillNotBoot);
    }
    Some(())
}

/// Whether the first member describes an appliance.
fn is_appliance(name: &[u8]) -> bool {
    let ending = name.last_chunk::<4>();
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case(b".ovf"))
}

fn member_name(sample: &Sample, at: u64) -> &[u8] {
    let name = sample.at(at, 100).unwrap_or_default();
    name.split(|byte| *byte == 0).next().unwrap_or_default()
}

fn is_container_image(sample: &Sample) -> bool {
    let mut at = 0;
    for _ in 0..MOST_MEMBERS {
        let name = member_name(sample, at);
        if CONTAINER_IMAGE.iter().any(|start| name.starts_with(start))
            || name.ends_with(b"/layer.tar")
        {
            return true;
        }
        let next = member_bytes(sample, at).and_then(|size| {
            let size = size.checked_next_multiple_of(RECORD)?;
            u64::checked_add(at, RECORD)?.checked_add(size)
        });
        match next {
            Some(next) if !name.is_empty() => at = next,
            _ => return false,
        }
    }
    false
}

/// A member's size, written in octal.
fn member_bytes(sample: &Sample, at: u64) -> Option<u64> {
    let mut size = 0;
    // Twelve digits of three bits: no overflow.
    for digit in sample.at(at.checked_add(124)?, 12)? {
        match digit {
            b'0'..=b'7' => size = size * 8 + u64::from(digit - b'0'),
            b' ' | 0 => {}
            _ => return None,
        }
    }
    Some(size)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{finding_of, with_bytes};
    use super::*;

    fn tar(names: &[&[u8]]) -> Vec<u8> {
        let mut file = Vec::new();
        for name in names {
            let parts: [(usize, &[u8]); 3] = [(0, name), (124, b"00000000003\0"), (257, b"ustar")];
            file.extend(with_bytes(1024, &parts));
        }
        file
    }

    #[test]
    fn packed_files_are_told_apart_from_disks() {
        for (compression, magic) in COMPRESSED {
            let finding = finding_of(with_bytes(4096, &[(0, magic)]));
            assert_eq!(finding.kind, Kind::Compressed(compression));
            assert_eq!(finding.warnings, [Warning::WillNotBoot]);
            assert_eq!(finding.suggested_min_disk_gib(), None);
        }
    }

    #[test]
    fn a_tar_is_known_by_its_members() {
        let ova = finding_of(tar(&[b"Appliance.OVF", b"disk.vmdk"]));
        assert_eq!(
            (ova.kind, ova.container_format),
            (Kind::Ova, ContainerFormat::Ova)
        );
        for last in [
            &b"manifest.json"[..],
            b"0123abcd/layer.tar",
            b"blobs/sha256/00",
        ] {
            let image = finding_of(tar(&[b"0123abcd/", last]));
            assert_eq!(image.kind, Kind::ContainerImage);
            assert_eq!(image.container_format, ContainerFormat::Docker);
            assert_eq!(image.warnings, []);
        }
        let plain = finding_of(tar(&[b"etc/", b"etc/passwd"]));
        assert_eq!(
            (plain.kind, &plain.warnings[..]),
            (Kind::Tar, &[Warning::WillNotBoot][..])
        );
    }
}
