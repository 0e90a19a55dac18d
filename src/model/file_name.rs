//! The name under which an image lands on somebody's disk: the image's own,
//! with the right ending, safe on every file system.

use super::{ContainerFormat, DiskFormat, Image};

/// Longest name in bytes of UTF-8; file systems stop at 255, and browsers add
/// " (1)" and ".crdownload".
const MAX_BYTES: usize = 200;

/// A file name for the image's data, never empty, never a path.
#[must_use]
pub fn download_name(image: &Image) -> String {
    let extension = extension(image);
    let mut stem = safe_stem(image.title());
    if let Some(extension) = &extension {
        // "debian.qcow2" stays as it is; "Debian.img" of a raw disk does too.
        let lower = stem.to_ascii_lowercase();
        let already = lower.ends_with(&format!(".{extension}"))
            || (extension == "raw" && lower.ends_with(".img"));
        if !already {
            stem.push('.');
            stem.push_str(extension);
        }
    }
    stem
}

/// What a file of this name most likely is; `None` where the name doesn't say.
#[must_use]
pub fn disk_format_by_name(file_name: &str) -> Option<DiskFormat> {
    let (_, ending) = file_name.rsplit_once('.')?;
    Some(match ending.to_ascii_lowercase().as_str() {
        "qcow2" | "qcow" => DiskFormat::Qcow2,
        "raw" | "img" | "dd" => DiskFormat::Raw,
        "iso" => DiskFormat::Iso,
        "vmdk" => DiskFormat::Vmdk,
        "vhd" => DiskFormat::Vhd,
        "vhdx" => DiskFormat::Vhdx,
        "vdi" => DiskFormat::Vdi,
        _ => return None,
    })
}

/// A name for bytes that aren't what the image's should be: nobody is to take
/// them for the image, and no tool is to open them by their ending.
#[must_use]
pub fn unproven_name(file_name: &str) -> String {
    format!("{file_name}.unproven")
}

fn extension(image: &Image) -> Option<String> {
    match &image.container_format {
        Some(ContainerFormat::Ova) => return Some("ova".to_owned()),
        Some(ContainerFormat::Docker) => return Some("tar".to_owned()),
        _ => {}
    }
    let word = image.disk_format.as_ref()?.extension();
    // A site may name a format anything; only a plain word becomes an ending.
    let plain = !word.is_empty() && word.len() <= 16;
    (plain && word.bytes().all(|b| b.is_ascii_alphanumeric())).then(|| word.to_ascii_lowercase())
}

fn safe_stem(title: &str) -> String {
    let replaced: String = title
        .chars()
        .map(|c| match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
            // Controls, and the marks that turn text around to disguise an ending.
            c if c.is_control() => '_',
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '_',
            c => c,
        })
        .collect();
    let trimmed = replaced.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let mut end = trimmed.len().min(MAX_BYTES);
    while !trimmed.is_char_boundary(end) {
        end -= 1;
    }
    let stem = trimmed[..end].trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    if stem.is_empty() {
        return "image".to_owned();
    }
    if is_windows_device(stem) {
        return format!("_{stem}");
    }
    stem.to_owned()
}

/// Windows keeps these names for devices, whatever ending follows.
fn is_windows_device(stem: &str) -> bool {
    let base = stem.split('.').next().unwrap_or(stem).to_ascii_uppercase();
    matches!(base.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || base
            .strip_prefix("COM")
            .or_else(|| base.strip_prefix("LPT"))
            .is_some_and(|n| matches!(n.as_bytes(), [b'1'..=b'9']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, disk_format: &str) -> String {
        let image: Image = serde_json::from_value(serde_json::json!({
            "id": "8a1f", "status": "active", "visibility": "shared", "name": name,
            "disk_format": disk_format, "container_format": "bare",
        }))
        .expect("decodes");
        download_name(&image)
    }

    #[test]
    fn the_ending_fits_the_format_and_comes_once() {
        assert_eq!(named("Debian 12", "qcow2"), "Debian 12.qcow2");
        assert_eq!(named("debian.QCOW2", "qcow2"), "debian.QCOW2");
        assert_eq!(named("cirros.img", "raw"), "cirros.img");
        assert_eq!(named("cirros.img", "qcow2"), "cirros.img.qcow2");
        assert_eq!(named("x", "../evil"), "x");
    }

    #[test]
    fn no_name_can_leave_the_folder_or_disguise_itself() {
        assert_eq!(named("../../etc/passwd", "raw"), "_.._etc_passwd.raw");
        assert_eq!(named("a\u{202e}gpj.exe", "iso"), "a_gpj.exe.iso");
        assert_eq!(named("NUL", "raw"), "_NUL.raw");
        assert_eq!(named(" . ", "raw"), "image.raw");
        assert_eq!(named("", "raw"), "8a1f.raw");
    }

    #[test]
    fn long_names_are_cut_between_characters() {
        let name = named(&"日".repeat(200), "vhdx");
        assert!(name.len() <= MAX_BYTES + 5, "{}", name.len());
        assert!(name.ends_with("日.vhdx"));
    }
}
