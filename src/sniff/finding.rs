//! What can be said about a file: its kind, details worth showing, and what a
//! person should know before sending it.

use super::inspection::{Inspection, Seen};
use crate::model::{ContainerFormat, DiskFormat};

/// What a file's bytes say it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub kind: Kind,
    /// The formats under which the file is best stored.
    pub disk_format: DiskFormat,
    pub container_format: ContainerFormat,
    /// What a guest would see, in bytes, where the file says.
    pub virtual_size: Option<u64>,
    pub details: Vec<Detail>,
    /// What gets it refused comes first.
    pub warnings: Vec<Warning>,
    pub(super) inspection: Inspection,
}

/// What was recognised; finer than `disk_format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Qcow2,
    Qed,
    Vmdk,
    Vhd,
    Vhdx,
    Vdi,
    /// A disk of Parallels or Virtuozzo (ploop).
    Parallels,
    Luks,
    /// ISO 9660, perhaps with UDF beside it.
    Iso,
    /// UDF alone.
    Udf,
    /// A raw disk with a GPT.
    RawGpt,
    /// A raw disk with an MBR partition table or boot sector.
    RawMbr,
    /// A filesystem without a partition table around it.
    Filesystem(Filesystem),
    /// Nothing known: to Glance, every such file is a raw disk.
    Raw,
    /// A Linux kernel.
    Kernel,
    /// A cpio archive, as kernels take for their first filesystem.
    Initramfs,
    /// An appliance: a tar that begins with an OVF descriptor.
    Ova,
    /// A tar that holds a container image, as docker and podman save it.
    ContainerImage,
    Tar,
    Compressed(Compression),
    Empty,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filesystem {
    Ext,
    Xfs,
    Btrfs,
    Fat,
    Exfat,
    Ntfs,
    Squashfs,
    Swap,
    /// A physical volume of LVM; no filesystem, yet used like one.
    Lvm,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    Gzip,
    Xz,
    Zstd,
    Bzip2,
    Lz4,
    Zip,
    SevenZip,
}

/// Something worth showing beside the kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The version that the header names (qcow2, LUKS).
    Version(u32),
    /// The name of the file that this one builds on.
    BackingFile(String),
    /// The name of the file that has the data.
    DataFile(String),
    /// The `createType` of a VMDK.
    CreateType(String),
    Layout(Layout),
    Encryption(Encryption),
    /// Clusters are compressed with deflate.
    DeflateClusters,
    /// With Zstandard.
    ZstdClusters,
    /// Snapshots inside the file.
    Snapshots(u32),
    /// A disc that can also be written to a USB stick: it has a partition table.
    Hybrid,
    /// The name that its maker gave a disc.
    Label(String),
}

/// How a disk's blocks lie in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Every block has its place.
    Fixed,
    /// Blocks come when they are written.
    Dynamic,
    /// Only what differs from a parent.
    Differencing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// The old way of qcow2, long found weak.
    Aes,
    Luks,
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
    /// Version 1 of qcow; refused.
    OldQcow,
    /// QED is refused as such.
    Qed,
    /// A VMDK of a kind that isn't one file with its own map; refused.
    VmdkSubformat,
    /// The text in a VMDK is missing, elsewhere, or not understood; refused.
    VmdkDescriptor,
    /// The end of a stream-optimized VMDK is missing or wrong; refused.
    VmdkFooter,
    /// The first sector has a boot signature, but a partition entry that no
    /// sound table has; refused.
    BadPartitionTable,
    /// The first sector has a boot signature and not one partition; refused.
    NoPartition,
    /// LUKS version 2; refused.
    Luks2,
    /// More than one format at once; refused.
    SeveralFormats,
    /// The file ends within its own header; refused.
    HeaderCutOff,
    /// The header contradicts itself; refused.
    HeaderDamaged,

    /// The file ends before what its header speaks of. Accepted, and broken.
    DataCutOff,
    /// Was open when it was copied, or never closed.
    NotClosed,
    /// Marked as corrupt by the program that wrote it.
    Corrupt,
    /// Needs another file. Accepted, and useless alone.
    NeedsParent,
    /// The text of a VMDK alone; the data is in other files.
    ExtentsElsewhere,
    /// A fixed VHD, which Glance takes for raw data.
    FixedVhd,
    /// UDF without ISO 9660, which Glance takes for raw data.
    PlainUdf,
    /// Only who has the key can use it.
    Encrypted,
    /// Stored as it is, so that no instance will boot from it.
    WillNotBoot,
    /// There is nothing to upload.
    Empty,
}

impl Warning {
    /// Whether Glance 33 answers 415 to this after the last byte, when the file
    /// is stored under the formats that its finding names. 30 to 32 do as well,
    /// except for partition tables, which only later releases insist on.
    #[must_use]
    pub fn will_be_refused(self) -> bool {
        matches!(
            self,
            Self::BackingFile
                | Self::ExternalDataFile
                | Self::UnknownFeatures
                | Self::OldQcow
                | Self::Qed
                | Self::VmdkSubformat
                | Self::VmdkDescriptor
                | Self::VmdkFooter
                | Self::BadPartitionTable
                | Self::NoPartition
                | Self::Luks2
                | Self::SeveralFormats
                | Self::HeaderCutOff
                | Self::HeaderDamaged
        )
    }
}

// Called from every format, and small only where they aren't copied there.
impl Finding {
    /// Nothing known yet: to Glance, a raw disk as large as its file.
    pub(super) fn new(file_bytes: u64) -> Self {
        Self {
            kind: Kind::Raw,
            disk_format: DiskFormat::Raw,
            container_format: ContainerFormat::Bare,
            virtual_size: Some(file_bytes),
            details: Vec::new(),
            warnings: Vec::new(),
            inspection: Inspection::default(),
        }
    }

    /// Anything but a raw disk, of unknown size so far.
    #[inline(never)]
    pub(super) fn is(&mut self, kind: Kind, disk_format: DiskFormat) {
        self.kind = kind;
        self.disk_format = disk_format;
        self.virtual_size = None;
    }

    /// Adds what is known.
    #[inline(never)]
    pub(super) fn tell(&mut self, detail: Option<Detail>) {
        self.details.extend(detail);
    }

    #[inline(never)]
    pub(super) fn warn(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    pub(super) fn warn_if(&mut self, is_so: bool, warning: Warning) {
        if is_so {
            self.warn(warning);
        }
    }

    /// All formats that Glance sees in the file; nothing when its inspector fails
    /// on it, and Glance takes the file as anything.
    #[must_use]
    pub fn seen(&self) -> Option<Vec<Seen>> {
        let inspection = &self.inspection;
        (!inspection.is_skipped).then(|| match inspection.sightings.as_slice() {
            [] => vec![Seen::Raw],
            several => several.iter().map(|sighting| sighting.seen).collect(),
        })
    }

    /// Whether the file passes the safety check of each of them.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        let mut sightings = self.inspection.sightings.iter();
        sightings.all(|sighting| sighting.failures.is_empty())
    }

    /// The smallest disk that the image fits on, in whole GiB, for `min_disk`.
    #[must_use]
    pub fn suggested_min_disk_gib(&self) -> Option<u32> {
        let gib = self.virtual_size?.div_ceil(1 << 30);
        // The service keeps the number in 31 bits; and 0 says nothing.
        let gib = u32::try_from(gib).ok()?;
        (1..=i32::MAX.unsigned_abs()).contains(&gib).then_some(gib)
    }
}

#[cfg(test)]
mod tests {
    use super::Finding;

    #[test]
    fn the_smallest_disk_is_counted_in_whole_gibibytes() {
        let gib = |size| {
            let mut finding = Finding::new(0);
            finding.virtual_size = size;
            finding.suggested_min_disk_gib()
        };
        assert_eq!(gib(None), None);
        assert_eq!(gib(Some(0)), None);
        assert_eq!(gib(Some(1)), Some(1));
        assert_eq!(gib(Some(10 << 30)), Some(10));
        assert_eq!(gib(Some((10 << 30) + 1)), Some(11));
        assert_eq!(gib(Some(u64::MAX)), None);
    }
}
