//! What a file's name gives for an image's name: pure text.

use crate::model::NAME_MAX_CHARS;

/// Endings of packed files, below which another ending may be.
const PACKED: [&str; 8] = ["gz", "xz", "zst", "bz2", "lz4", "zip", "7z", "lzma"];

/// Endings that a disk image has below the one of its packing.
const DISKS: [&str; 14] = [
    "qcow2", "qcow", "img", "raw", "iso", "vmdk", "vhd", "vhdx", "vdi", "ova", "tar", "qed", "hds",
    "bin",
];

/// The file's name without its endings and without what the service takes in no name.
pub(super) fn name_of(file_name: &str) -> String {
    let (stem, ending) = split(file_name);
    let is_packed = ending.is_some_and(|ending| is_one_of(ending, &PACKED));
    let stem = match split(stem) {
        (inner, Some(ending)) if is_packed && is_one_of(ending, &DISKS) => inner,
        _ => stem,
    };
    fit(stem)
}

/// The text without what the service takes in no name.
pub(super) fn fit(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|c| c.len_utf8() < 4 && !c.is_control())
        .take(NAME_MAX_CHARS)
        .collect();
    kept.trim().to_owned()
}

fn split(name: &str) -> (&str, Option<&str>) {
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem, Some(ending)),
        _ => (name, None),
    }
}

fn is_one_of(ending: &str, known: &[&str]) -> bool {
    known.iter().any(|k| ending.eq_ignore_ascii_case(k))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_from_the_files() {
        assert_eq!(name_of("debian-12.qcow2"), "debian-12");
        assert_eq!(name_of("debian-12.1.qcow2"), "debian-12.1");
        assert_eq!(name_of("debian-12.1.raw.XZ"), "debian-12.1");
        assert_eq!(name_of("backup-1.2.gz"), "backup-1.2");
        assert_eq!(name_of("disk"), "disk");
        assert_eq!(name_of(".hidden"), ".hidden");
        assert_eq!(name_of("🐧 linux 🐧.img"), "linux");
        assert_eq!(name_of("שלום.raw"), "שלום");
        assert_eq!(name_of(&"x".repeat(300)).len(), 255);
    }
}
