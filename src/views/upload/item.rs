//! One chosen file and what is wanted of it; filled in from the file itself as
//! far as its bytes tell.

use leptos::prelude::*;
use web_sys::{File, FileSystemFileHandle};

use super::file_title::name_of;
use super::same_bytes::SameBytes;
use crate::model::{ContainerFormat, DiskFormat, NewImage};
use crate::query::spawn;
use crate::sniff::Finding;
use crate::transfer::{Chosen, recognise_file};

pub(super) type Reading = RwSignal<Option<Result<Finding, String>>>;

/// A chosen file and what is wanted of it. The signals end with the page.
#[derive(Clone)]
pub(super) struct Item {
    pub(super) id: u32,
    pub(super) file: File,
    pub(super) handle: Option<FileSystemFileHandle>,
    pub(super) reading: Reading,
    pub(super) name: RwSignal<String>,
    /// The name that the template gives.
    pub(super) given_name: RwSignal<String>,
    pub(super) disk_format: RwSignal<String>,
    pub(super) container_format: RwSignal<String>,
    pub(super) min_disk: RwSignal<String>,
    pub(super) same_bytes: SameBytes,
}

/// What is wanted of one image, as it is typed.
#[derive(Clone, Copy)]
pub(super) struct Record {
    pub(super) name: RwSignal<String>,
    pub(super) disk_format: RwSignal<String>,
    pub(super) container_format: RwSignal<String>,
    pub(super) min_disk: RwSignal<String>,
}

impl Record {
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: RwSignal::new(name.to_owned()),
            disk_format: RwSignal::new(DiskFormat::Raw.to_string()),
            container_format: RwSignal::new(ContainerFormat::Bare.to_string()),
            min_disk: RwSignal::new("0".to_owned()),
        }
    }
}

impl Item {
    pub(super) fn record(&self) -> Record {
        Record {
            name: self.name,
            disk_format: self.disk_format,
            container_format: self.container_format,
            min_disk: self.min_disk,
        }
    }

    /// Fills itself in once the file's beginning is read.
    pub(super) fn new(id: u32, chosen: Chosen) -> Self {
        let Chosen { file, handle } = chosen;
        let name = name_of(&file.name());
        let item = Self {
            id,
            reading: RwSignal::new(None),
            given_name: RwSignal::new(name.clone()),
            name: RwSignal::new(name),
            disk_format: RwSignal::new(DiskFormat::Raw.to_string()),
            container_format: RwSignal::new(ContainerFormat::Bare.to_string()),
            min_disk: RwSignal::new("0".to_owned()),
            same_bytes: SameBytes::new(),
            file,
            handle,
        };
        let filled = item.clone();
        spawn(async move {
            let finding = recognise_file(&filled.file).await;
            if let Ok(finding) = &finding {
                filled.disk_format.try_set(finding.disk_format.to_string());
                filled
                    .container_format
                    .try_set(finding.container_format.to_string());
                if let Some(gib) = finding.suggested_min_disk_gib() {
                    filled.min_disk.try_set(gib.to_string());
                }
            }
            filled.reading.try_set(Some(finding));
        });
        item
    }

    pub(super) fn bytes(&self) -> u64 {
        // A browser counts bytes in an `f64`, exact up to 2^53 (8 PiB).
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let bytes = self.file.size() as u64;
        bytes
    }

    /// Whether everything that was typed can be sent.
    pub(super) fn is_good(&self) -> bool {
        self.name
            .with_untracked(|name| NewImage::check_name(name).is_ok())
            && whole(&self.min_disk.get_untracked()).is_some()
    }
}

/// The disk that a guest needs, in GiB, where `min_disk` as typed promises less.
pub(super) fn needs_more_disk(reading: Reading, min_disk: RwSignal<String>) -> Option<u32> {
    let typed = whole(&min_disk.read())?;
    let needed = reading.with(|reading| match reading {
        Some(Ok(finding)) => finding.suggested_min_disk_gib(),
        _ => None,
    })?;
    (typed < needed).then_some(needed)
}

/// A whole number, 0 or more; nothing counts as 0.
pub(super) fn whole(text: &str) -> Option<u32> {
    match text.trim() {
        "" => Some(0),
        text => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn numbers_as_people_type_them() {
        assert_eq!(whole(" 12 "), Some(12));
        assert_eq!(whole(""), Some(0));
        assert_eq!(whole("1.5"), None);
        assert_eq!(whole("-1"), None);
    }
}
