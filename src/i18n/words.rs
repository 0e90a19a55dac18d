//! The service's words in a person's words.

use super::Lang;
use crate::model::{DiskFormat, Image, ImageStatus, NAME_MAX_CHARS, NameProblem, Visibility};
use crate::sniff::{Compression, Finding, Kind, Warning};

impl Lang {
    #[must_use]
    pub fn status(self, status: &ImageStatus) -> String {
        let Self::En = self;
        match status {
            ImageStatus::Queued => "Queued",
            ImageStatus::Saving => "Saving",
            ImageStatus::Uploading => "Uploading",
            ImageStatus::Importing => "Importing",
            ImageStatus::Active => "Active",
            ImageStatus::Deactivated => "Deactivated",
            ImageStatus::PendingDelete => "Being deleted",
            ImageStatus::Deleted => "Deleted",
            ImageStatus::Killed => "Failed",
            ImageStatus::Other(word) => word,
        }
        .to_owned()
    }

    /// Why an image's data can't be had now.
    #[must_use]
    pub fn no_download(self, image: &Image) -> &'static str {
        let Self::En = self;
        match image.status {
            ImageStatus::Deactivated => {
                "Deactivated: the service keeps the data from everybody but administrators"
            }
            ImageStatus::Saving | ImageStatus::Uploading | ImageStatus::Importing => {
                "The data is still on its way into the service"
            }
            _ => "There is no data to download",
        }
    }

    #[must_use]
    pub fn visibility(self, visibility: &Visibility) -> String {
        let Self::En = self;
        match visibility {
            Visibility::Shared => "Shared",
            Visibility::Private => "Private",
            Visibility::Community => "Community",
            Visibility::Public => "Public",
            Visibility::Other(word) => word,
        }
        .to_owned()
    }

    /// Who can see an image of this visibility.
    #[must_use]
    pub fn visibility_meaning(self, visibility: &Visibility) -> &'static str {
        let Self::En = self;
        match visibility {
            Visibility::Shared => "This project, and projects that you share it with",
            Visibility::Private => "This project only",
            Visibility::Community => {
                "Every project of this cloud may use it, but it isn't in their lists unless they ask"
            }
            Visibility::Public => "Every project of this cloud",
            Visibility::Other(_) => "As this cloud defines it",
        }
    }

    /// What a file was recognised as.
    #[must_use]
    pub fn finding(self, finding: &Finding) -> String {
        let Self::En = self;
        let what = match finding.kind {
            Kind::Qcow2 => "QEMU disk (qcow2)",
            Kind::Vmdk => "VMware disk (VMDK)",
            Kind::Vhd => "Virtual PC disk (VHD)",
            Kind::Vhdx => "Hyper-V disk (VHDX)",
            Kind::Vdi => "VirtualBox disk (VDI)",
            Kind::Iso => "Optical disc (ISO 9660)",
            Kind::RawGpt => "Raw disk with a GPT partition table",
            Kind::RawMbr => "Raw disk with an MBR",
            Kind::Raw => "Raw data without a known signature",
            Kind::Compressed(Compression::Gzip) => "File compressed with gzip",
            Kind::Compressed(Compression::Xz) => "File compressed with xz",
            Kind::Compressed(Compression::Zstd) => "File compressed with Zstandard",
            Kind::Compressed(Compression::Bzip2) => "File compressed with bzip2",
            Kind::Compressed(Compression::Lz4) => "File compressed with LZ4",
            Kind::Compressed(Compression::Zip) => "ZIP archive",
            Kind::Tar => "tar archive",
            Kind::Empty => "Empty file",
        };
        match finding.virtual_size {
            Some(size) => format!("{what}, {} for a guest", self.size(size)),
            None => what.to_owned(),
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
                "This disk uses features that image services refuse. Write it anew: qemu-img convert -O qcow2 this.qcow2 plain.qcow2"
            }
            Warning::Truncated => "The header is incomplete: the file was cut off.",
            Warning::WillNotBoot => {
                "The service stores the file as it is, packed, and no instance can boot from it. Unpack it first."
            }
            Warning::Empty => "The file is empty. The image will have no data.",
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

    #[must_use]
    pub fn name_problem(self, problem: NameProblem) -> String {
        let Self::En = self;
        match problem {
            NameProblem::Empty => "Give the image a name.".to_owned(),
            NameProblem::TooLong => format!("At most {NAME_MAX_CHARS} characters."),
            NameProblem::FourByteCharacter(c) => {
                format!("The service takes no “{c}” (nor other emoji and rare characters).")
            }
        }
    }

    #[must_use]
    pub fn min_disk(self, gib: u64) -> String {
        let Self::En = self;
        if gib == 0 {
            self.no_minimum().to_owned()
        } else {
            format!("{} GiB", self.number(gib))
        }
    }

    #[must_use]
    pub fn min_ram(self, mib: u64) -> String {
        let Self::En = self;
        if mib == 0 {
            self.no_minimum().to_owned()
        } else {
            format!("{} MiB", self.number(mib))
        }
    }

    fn no_minimum(self) -> &'static str {
        let Self::En = self;
        "None"
    }

    /// "1 image", "2 images"; of how many, when a filter is on.
    #[must_use]
    pub fn image_count(self, shown: usize, all: usize) -> String {
        let Self::En = self;
        let count = |n: usize| self.number(n as u64);
        match (shown, all) {
            (1, 1) => "1 image".to_owned(),
            (shown, all) if shown == all => format!("{} images", count(all)),
            (shown, all) => format!("{} of {} images", count(shown), count(all)),
        }
    }

    #[must_use]
    pub fn deleted(self, title: &str) -> String {
        let Self::En = self;
        format!("“{title}” was deleted")
    }

    #[must_use]
    pub fn delete_named(self, title: &str) -> String {
        let Self::En = self;
        format!("Delete {title}")
    }

    #[must_use]
    pub fn download_named(self, title: &str) -> String {
        let Self::En = self;
        format!("Download {title}")
    }

    #[must_use]
    pub fn copy_named(self, what: &str) -> String {
        let Self::En = self;
        format!("Copy: {what}")
    }
}
