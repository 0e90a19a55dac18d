//! Recognises a disk image from its first bytes, so that a form can fill itself
//! in and a refusal can be foretold before a byte is sent. Pure: bytes in, a
//! finding out. It may not touch the browser or the network, and it may never
//! trust a length that it read from a file.

mod qcow2;

use crate::model::{ContainerFormat, DiskFormat};

/// How much of a file's beginning [`recognise`] wants to see, in bytes. Reaches
/// past the volume descriptor of ISO 9660 at 32 KiB.
pub const HEAD_BYTES: u64 = 64 * 1024;

/// What the first bytes of a file say it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub kind: Kind,
    pub disk_format: DiskFormat,
    pub container_format: ContainerFormat,
    /// What a guest would see, in bytes, where the header says.
    pub virtual_size: Option<u64>,
    pub warnings: Vec<Warning>,
}

/// What was recognised; finer than `disk_format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Qcow2,
    Vmdk,
    Vhd,
    Vhdx,
    Vdi,
    Iso,
    /// A raw disk with a GPT.
    RawGpt,
    /// A raw disk with an MBR partition table or boot sector.
    RawMbr,
    /// Nothing known: to Glance, every such file is a raw disk.
    Raw,
    Compressed(Compression),
    Tar,
    Empty,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    Gzip,
    Xz,
    Zstd,
    Bzip2,
    Lz4,
    Zip,
}

/// Something a person should know before sending the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The disk needs another file; Glance refuses it.
    BackingFile,
    /// The data is in another file; Glance refuses it.
    ExternalDataFile,
    /// A feature that Glance's safety check doesn't know; refused.
    UnknownFeatures,
    /// The header stops short: the file was cut off.
    Truncated,
    /// Stored as it is, so that no instance will boot from it.
    WillNotBoot,
    /// There is nothing to upload.
    Empty,
}

impl Warning {
    /// Whether Glance 30 and later answer 415 to this after the last byte.
    #[must_use]
    pub fn will_be_refused(self) -> bool {
        matches!(
            self,
            Self::BackingFile | Self::ExternalDataFile | Self::UnknownFeatures
        )
    }
}

/// Recognises a file from its first [`HEAD_BYTES`] (fewer if it is shorter) and
/// its whole length in bytes.
#[must_use]
pub fn recognise(head: &[u8], file_bytes: u64) -> Finding {
    if file_bytes == 0 {
        return Finding::of(Kind::Empty, DiskFormat::Raw).with(Warning::Empty);
    }
    if head.starts_with(qcow2::MAGIC) {
        return qcow2::read(head);
    }
    by_magic(head)
        .or_else(|| by_partition_table(head, file_bytes))
        .unwrap_or_else(|| Finding {
            virtual_size: Some(file_bytes),
            ..Finding::of(Kind::Raw, DiskFormat::Raw)
        })
}

fn by_magic(head: &[u8]) -> Option<Finding> {
    let at = |offset: usize, magic: &[u8]| head.get(offset..).is_some_and(|h| h.starts_with(magic));
    let compressed =
        |c| Finding::of(Kind::Compressed(c), DiskFormat::Raw).with(Warning::WillNotBoot);
    let finding = if at(0, b"KDMV") || at(0, b"# Disk DescriptorFile") {
        Finding::of(Kind::Vmdk, DiskFormat::Vmdk)
    } else if at(0, b"vhdxfile") {
        Finding::of(Kind::Vhdx, DiskFormat::Vhdx)
    } else if at(0, b"conectix") {
        Finding {
            virtual_size: be_u64(head, 48),
            ..Finding::of(Kind::Vhd, DiskFormat::Vhd)
        }
    } else if at(0x40, &0xBEDA_107F_u32.to_le_bytes()) {
        Finding {
            virtual_size: le_u64(head, 0x170),
            ..Finding::of(Kind::Vdi, DiskFormat::Vdi)
        }
    } else if at(0x8001, b"CD001") || at(0x8001, b"NSR02") || at(0x8001, b"NSR03") {
        Finding::of(Kind::Iso, DiskFormat::Iso)
    } else if at(0, &[0x1f, 0x8b]) {
        compressed(Compression::Gzip)
    } else if at(0, &[0xfd, b'7', b'z', b'X', b'Z', 0]) {
        compressed(Compression::Xz)
    } else if at(0, &[0x28, 0xb5, 0x2f, 0xfd]) {
        compressed(Compression::Zstd)
    } else if at(0, b"BZh") {
        compressed(Compression::Bzip2)
    } else if at(0, &[0x04, 0x22, 0x4d, 0x18]) {
        compressed(Compression::Lz4)
    } else if at(0, b"PK\x03\x04") {
        compressed(Compression::Zip)
    } else if at(257, b"ustar") {
        tar(head)
    } else {
        return None;
    };
    Some(finding)
}

/// A tar whose first member is an OVF descriptor is an appliance (OVA).
fn tar(head: &[u8]) -> Finding {
    let name = head.get(..100).unwrap_or_default();
    let name = name.split(|b| *b == 0).next().unwrap_or_default();
    if name.to_ascii_lowercase().ends_with(b".ovf") {
        return Finding {
            container_format: ContainerFormat::Ova,
            ..Finding::of(Kind::Tar, DiskFormat::Vmdk)
        };
    }
    Finding::of(Kind::Tar, DiskFormat::Raw).with(Warning::WillNotBoot)
}

fn by_partition_table(head: &[u8], file_bytes: u64) -> Option<Finding> {
    let gpt = |sector: usize| {
        head.get(sector..)
            .is_some_and(|h| h.starts_with(b"EFI PART"))
    };
    let kind = if gpt(512) || gpt(4096) {
        Kind::RawGpt
    } else if head.get(510..512) == Some(&[0x55, 0xaa]) {
        Kind::RawMbr
    } else {
        return None;
    };
    Some(Finding {
        virtual_size: Some(file_bytes),
        ..Finding::of(kind, DiskFormat::Raw)
    })
}

impl Finding {
    fn of(kind: Kind, disk_format: DiskFormat) -> Self {
        Self {
            kind,
            disk_format,
            container_format: ContainerFormat::Bare,
            virtual_size: None,
            warnings: Vec::new(),
        }
    }

    fn with(mut self, warning: Warning) -> Self {
        self.warnings.push(warning);
        self
    }
}

fn be_u64(bytes: &[u8], at: usize) -> Option<u64> {
    let field = bytes.get(at..at.checked_add(8)?)?;
    Some(u64::from_be_bytes(field.try_into().ok()?))
}

fn be_u32(bytes: &[u8], at: usize) -> Option<u32> {
    let field = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes(field.try_into().ok()?))
}

fn le_u64(bytes: &[u8], at: usize) -> Option<u64> {
    be_u64(bytes, at).map(u64::swap_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_bytes(parts: &[(usize, &[u8])]) -> Vec<u8> {
        let mut head = vec![0; 64 * 1024];
        for (at, bytes) in parts {
            head[*at..at + bytes.len()].copy_from_slice(bytes);
        }
        head
    }

    fn seen(parts: &[(usize, &[u8])]) -> Finding {
        recognise(&with_bytes(parts), 5 << 30)
    }

    #[test]
    fn formats_by_their_magic() {
        for (parts, kind, format) in [
            (vec![(0_usize, &b"KDMV"[..])], Kind::Vmdk, DiskFormat::Vmdk),
            (vec![(0, b"vhdxfile")], Kind::Vhdx, DiskFormat::Vhdx),
            (vec![(0, b"conectix")], Kind::Vhd, DiskFormat::Vhd),
            (
                vec![(0x40, b"\x7f\x10\xda\xbe")],
                Kind::Vdi,
                DiskFormat::Vdi,
            ),
            (vec![(0x8001, b"CD001")], Kind::Iso, DiskFormat::Iso),
            (vec![(510, b"\x55\xaa")], Kind::RawMbr, DiskFormat::Raw),
            (
                vec![(510, b"\x55\xaa"), (512, b"EFI PART")],
                Kind::RawGpt,
                DiskFormat::Raw,
            ),
        ] {
            let finding = seen(&parts);
            assert_eq!((finding.kind, finding.disk_format), (kind, format));
        }
    }

    #[test]
    fn an_iso_that_is_also_a_disk_is_an_iso() {
        let finding = seen(&[(0x8001, b"CD001"), (510, b"\x55\xaa"), (512, b"EFI PART")]);
        assert_eq!(finding.kind, Kind::Iso);
    }

    #[test]
    fn what_is_not_known_is_raw_and_as_large_as_the_file() {
        let finding = recognise(b"hello", 3 << 30);
        assert_eq!(finding.kind, Kind::Raw);
        assert_eq!(finding.virtual_size, Some(3 << 30));
        assert!(finding.warnings.is_empty());
    }

    #[test]
    fn packed_files_are_told_apart_from_disks() {
        let finding = seen(&[(0, &[0x1f, 0x8b, 8])]);
        assert_eq!(finding.kind, Kind::Compressed(Compression::Gzip));
        assert_eq!(finding.warnings, [Warning::WillNotBoot]);
        let ova = seen(&[(0, b"appliance.ovf\0"), (257, b"ustar")]);
        assert_eq!(ova.container_format, ContainerFormat::Ova);
    }

    #[test]
    fn an_empty_file_says_so() {
        assert_eq!(recognise(&[], 0).warnings, [Warning::Empty]);
    }
}
