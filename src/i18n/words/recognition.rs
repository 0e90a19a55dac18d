//! What a file is, what that means for its upload, and what to do about it.

use crate::i18n::Lang;
use crate::model::DiskFormat;
use crate::sniff::{
    Compression, Detail, Encryption, Filesystem, Finding, Kind, Layout, Refusal, Warning,
};

impl Lang {
    /// What a file was recognised as.
    #[must_use]
    pub fn finding(self, finding: &Finding) -> String {
        let Self::En = self;
        let what = self.kind(finding.kind);
        match finding.virtual_size {
            Some(size) => format!("{what}, {} for a guest", self.size(size)),
            None => what.to_owned(),
        }
    }

    #[must_use]
    pub fn kind(self, kind: Kind) -> &'static str {
        let Self::En = self;
        match kind {
            Kind::Qcow2 => "QEMU disk (qcow2)",
            Kind::Qed => "QEMU disk (QED)",
            Kind::Vmdk => "VMware disk (VMDK)",
            Kind::Vhd => "Virtual PC disk (VHD)",
            Kind::Vhdx => "Hyper-V disk (VHDX)",
            Kind::Vdi => "VirtualBox disk (VDI)",
            Kind::Parallels => "Parallels or Virtuozzo disk (ploop)",
            Kind::Luks => "Disk encrypted with LUKS",
            Kind::Iso => "Optical disc (ISO 9660)",
            Kind::Udf => "Optical disc (UDF)",
            Kind::RawGpt => "Raw disk with a GPT partition table",
            Kind::RawMbr => "Raw disk with an MBR",
            Kind::Filesystem(Filesystem::Ext) => "Bare ext2, ext3 or ext4 filesystem",
            Kind::Filesystem(Filesystem::Xfs) => "Bare XFS filesystem",
            Kind::Filesystem(Filesystem::Btrfs) => "Bare Btrfs filesystem",
            Kind::Filesystem(Filesystem::Fat) => "Bare FAT filesystem",
            Kind::Filesystem(Filesystem::Exfat) => "Bare exFAT filesystem",
            Kind::Filesystem(Filesystem::Ntfs) => "Bare NTFS filesystem",
            Kind::Filesystem(Filesystem::Squashfs) => "Bare SquashFS filesystem",
            Kind::Filesystem(Filesystem::Swap) => "Linux swap area",
            Kind::Filesystem(Filesystem::Lvm) => "LVM physical volume",
            Kind::Raw => "Raw data without a known signature",
            Kind::Kernel => "Linux kernel",
            Kind::Initramfs => "Initramfs (cpio archive)",
            Kind::Ova => "Appliance (OVA)",
            Kind::ContainerImage => "Container image (tar archive)",
            Kind::Tar => "tar archive",
            Kind::Compressed(Compression::Gzip) => "File compressed with gzip",
            Kind::Compressed(Compression::Xz) => "File compressed with xz",
            Kind::Compressed(Compression::Zstd) => "File compressed with Zstandard",
            Kind::Compressed(Compression::Bzip2) => "File compressed with bzip2",
            Kind::Compressed(Compression::Lz4) => "File compressed with LZ4",
            Kind::Compressed(Compression::Zip) => "ZIP archive",
            Kind::Compressed(Compression::SevenZip) => "7-Zip archive",
            Kind::Empty => "Empty file",
        }
    }

    #[must_use]
    pub fn sniff_detail(self, detail: &Detail) -> String {
        let Self::En = self;
        match detail {
            Detail::Version(version) => format!("Version {version}"),
            Detail::BackingFile(name) => format!("Builds on “{name}”"),
            Detail::DataFile(name) => format!("Data in “{name}”"),
            Detail::CreateType(word) => format!("Type {word}"),
            Detail::Layout(Layout::Fixed) => "Fixed size".to_owned(),
            Detail::Layout(Layout::Dynamic) => "Grows as it is written".to_owned(),
            Detail::Layout(Layout::Differencing) => "Only differences from a parent".to_owned(),
            Detail::Encryption(Encryption::Aes) => "Encrypted (old AES)".to_owned(),
            Detail::Encryption(Encryption::Luks) => "Encrypted (LUKS)".to_owned(),
            Detail::DeflateClusters => "Compressed with deflate".to_owned(),
            Detail::ZstdClusters => "Compressed with Zstandard".to_owned(),
            Detail::Snapshots(1) => "1 snapshot inside".to_owned(),
            Detail::Snapshots(count) => {
                format!("{} snapshots inside", self.number(u64::from(*count)))
            }
            Detail::Hybrid => "Boots from a USB stick too".to_owned(),
            Detail::Label(label) => format!("Label {label}"),
        }
    }

    #[must_use]
    pub fn sniff_warning(self, warning: Warning) -> &'static str {
        let Self::En = self;
        match warning {
            Warning::BackingFile => {
                "This disk needs a backing file. Image services refuse it, after the whole upload. Make it complete first: qemu-img convert -O qcow2 this.qcow2 complete.qcow2"
            }
            Warning::ExternalDataFile => {
                "This disk keeps its data in another file. Image services refuse it. Make it complete first: qemu-img convert -O qcow2 this.qcow2 complete.qcow2"
            }
            Warning::UnknownFeatures => {
                "This disk uses features that image services refuse, such as extended L2 entries. Write it anew: qemu-img convert -O qcow2 this.qcow2 plain.qcow2"
            }
            Warning::OldQcow => {
                "This is version 1 of qcow, from before 2008. Image services refuse it. Convert it: qemu-img convert -f qcow -O qcow2 this.qcow new.qcow2"
            }
            Warning::Qed => {
                "Image services refuse every QED disk. Convert it: qemu-img convert -f qed -O qcow2 this.qed new.qcow2"
            }
            Warning::VmdkSubformat => {
                "Image services take only VMDKs that are one file: monolithicSparse or streamOptimized. They refuse this one. With all its files beside it: qemu-img convert -O vmdk -o subformat=streamOptimized this.vmdk new.vmdk"
            }
            Warning::VmdkDescriptor => {
                "The description inside this VMDK is missing or has lines that image services don't understand. They refuse the file. Write it anew: qemu-img convert -O vmdk -o subformat=streamOptimized this.vmdk new.vmdk"
            }
            Warning::VmdkFooter => {
                "The end of this VMDK is missing or damaged, so the file was probably cut off. Image services refuse it. Export or download it again."
            }
            Warning::BadPartitionTable => {
                "The first sector looks like a boot sector, but its partition table isn't sound. Glance 33 and later refuse the file, after the whole upload. Repair the table, or wrap the data: qemu-img convert -f raw -O qcow2 this.img new.qcow2"
            }
            Warning::NoPartition => {
                "The first sector looks like a boot sector, but its table has no partition. Glance 33 and later refuse the file, after the whole upload. Wrap the data: qemu-img convert -f raw -O qcow2 this.img new.qcow2"
            }
            Warning::Luks2 => {
                "Image services know version 1 of LUKS only and refuse version 2. Go back to version 1, if the disk allows it: cryptsetup convert --type luks1 this.img"
            }
            Warning::SeveralFormats => {
                "The file looks like several formats at once. Image services refuse that as a disguise. Write it anew with qemu-img convert, and name the true format with -f."
            }
            Warning::HeaderCutOff => {
                "The file ends within its own header: it was cut off. Image services refuse it. Copy or download it again."
            }
            Warning::HeaderDamaged => {
                "The header is damaged: services can't read the disk's size from it, and refuse the file. Copy or download it again."
            }
            Warning::DataCutOff => {
                "The file ends before its data does: it was cut off. The service won't notice, and no instance will work. Copy or download it again, and compare its checksum."
            }
            Warning::NotClosed => {
                "The disk was still in use when it was copied, so it may be incomplete. Shut its machine down and copy it again, or check it: qemu-img check this-file"
            }
            Warning::Corrupt => {
                "The disk is marked as corrupt. The service won't notice, and instances may fail. Repair it first: qemu-img check -r all this.qcow2"
            }
            Warning::NeedsParent => {
                "This disk holds only what differs from a parent. The service takes it, and no instance will work. Merge it with its parent in the program that made it, and upload the result."
            }
            Warning::ExtentsElsewhere => {
                "This is only the description of a disk; the data is in other files, and none of it would be uploaded. With all files in one folder: qemu-img convert -O qcow2 this.vmdk new.qcow2"
            }
            Warning::FixedVhd => {
                "A fixed VHD: image services see raw data, and refuse it as “vhd”. As “raw” it is accepted, with 512 bytes after the disk that do no harm. Or convert it, which also saves space: qemu-img convert -f vpc -O qcow2 this.vhd new.qcow2"
            }
            Warning::PlainUdf => {
                "A disc with UDF alone: image services see raw data, and refuse it as “iso”. Stored as “raw”, it will be a disk to instances, not a disc."
            }
            Warning::Encrypted => {
                "The content is encrypted. The service takes it, but instances only start from it if the cloud has the key."
            }
            Warning::WillNotBoot => {
                "The service stores the file as it is, packed, and no instance can boot from it. Unpack it first."
            }
            Warning::Empty => "The file is empty. The image will have no data.",
        }
    }

    /// Why the service will refuse the file under the chosen formats.
    #[must_use]
    pub fn refusal(self, refusal: Refusal, chosen: &DiskFormat) -> String {
        let Self::En = self;
        match refusal {
            Refusal::Mismatch(seen) => format!(
                "The service will see “{}”, not “{chosen}”, and refuse the file after the whole upload.",
                seen.as_str()
            ),
            Refusal::Unsafe(warning) => self.sniff_warning(warning).to_owned(),
        }
    }

    /// The chosen format isn't the one that the bytes show.
    #[must_use]
    pub fn format_conflict(self, recognised: &DiskFormat, chosen: &str) -> String {
        let Self::En = self;
        match chosen {
            "raw" => format!(
                "As “raw”, instances see the {recognised} file itself instead of the disk in it. Choose {recognised}."
            ),
            _ => format!(
                "As “{chosen}”, most services refuse the file after the whole upload. Choose {recognised}."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ContainerFormat;
    use crate::sniff::{Sample, Verdict, recognise, verdict};

    fn found(head: &[u8]) -> Finding {
        let mut sample = Sample::new(head.len() as u64);
        sample.add(0, head.to_vec());
        recognise(&sample)
    }

    #[test]
    fn a_finding_is_told_with_its_size() {
        let lang = Lang::En;
        let finding = found(&[0; 2048]);
        let words = "Raw data without a known signature, 2 KiB for a guest";
        assert_eq!(lang.finding(&finding), words);
        assert_eq!(lang.finding(&found(b"BZh9")), "File compressed with bzip2");
        let snapshots = |count| lang.sniff_detail(&Detail::Snapshots(count));
        assert_eq!(snapshots(1), "1 snapshot inside");
        assert_eq!(snapshots(1200), "1,200 snapshots inside");
    }

    #[test]
    fn a_refusal_names_what_the_service_sees() {
        let finding = found(&[0; 2048]);
        let verdict = verdict(&finding, &DiskFormat::Vhd, &ContainerFormat::Bare);
        let Verdict::Refused(refusal) = verdict else {
            panic!("{verdict:?}");
        };
        assert_eq!(
            Lang::En.refusal(refusal, &DiskFormat::Vhd),
            "The service will see “raw”, not “vhd”, and refuse the file after the whole upload."
        );
        let unsafe_ = Refusal::Unsafe(Warning::Qed);
        assert_eq!(
            Lang::En.refusal(unsafe_, &DiskFormat::Raw),
            Lang::En.sniff_warning(Warning::Qed)
        );
    }
}
