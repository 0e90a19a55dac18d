//! The record a person asks for when creating an image, and what may be asked for.

use std::collections::BTreeMap;

use serde::Serialize;

use super::text::four_byte_character;
use super::{ContainerFormat, DiskFormat, Image, PropertyName, Visibility};

/// Body of `POST /v2/images`. The id is ours (a client may choose it), so that
/// a lost answer leaves no record we can't name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewImage {
    /// A lower-case UUID; the service looks ids up by case.
    pub id: String,
    pub name: String,
    pub disk_format: DiskFormat,
    pub container_format: ContainerFormat,
    pub visibility: Visibility,
    /// Data is taken all the same.
    #[serde(skip_serializing_if = "is_false")]
    pub protected: bool,
    /// GiB.
    #[serde(skip_serializing_if = "is_zero")]
    pub min_disk: u32,
    /// MiB.
    #[serde(skip_serializing_if = "is_zero")]
    pub min_ram: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Custom properties, beside the attributes in the body.
    #[serde(flatten)]
    pub properties: BTreeMap<PropertyName, String>,
}

// serde hands the field over by reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(flag: &bool) -> bool {
    !flag
}

// The same.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// Longest name the service takes, in characters (`/v2/schemas/image`).
pub const NAME_MAX_CHARS: usize = 255;

/// Why a name is refused before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameProblem {
    Empty,
    /// More than [`NAME_MAX_CHARS`].
    TooLong,
    /// The service answers 400 to characters beyond U+FFFF, such as emoji.
    FourByteCharacter(char),
}

impl NewImage {
    /// What makes a record like one that takes no data any more; its id is the
    /// old one's, until another is chosen.
    #[must_use]
    pub fn like(image: &Image) -> Self {
        let text = |(name, value): (&str, String)| Some((PropertyName::parse(name).ok()?, value));
        Self {
            id: image.id.clone(),
            name: image.name.clone().unwrap_or_default(),
            disk_format: image.disk_format.clone().unwrap_or(DiskFormat::Raw),
            container_format: image
                .container_format
                .clone()
                .unwrap_or(ContainerFormat::Bare),
            visibility: image.visibility.clone(),
            protected: false,
            min_disk: u32::try_from(image.min_disk).unwrap_or_default(),
            min_ram: u32::try_from(image.min_ram).unwrap_or_default(),
            tags: image.tags.clone(),
            properties: image.properties().filter_map(text).collect(),
        }
    }

    /// The service's own rules for `name`, plus that a person should give one.
    ///
    /// # Errors
    /// The first rule that the name breaks.
    pub fn check_name(name: &str) -> Result<(), NameProblem> {
        if name.trim().is_empty() {
            return Err(NameProblem::Empty);
        }
        if let Some(wide) = four_byte_character(name) {
            return Err(NameProblem::FourByteCharacter(wide));
        }
        if name.chars().count() > NAME_MAX_CHARS {
            return Err(NameProblem::TooLong);
        }
        Ok(())
    }
}

/// Container formats that make sense around a disk format, the usual one first.
/// Amazon's three kinds only go with themselves (glance/api/v2/images.py).
#[must_use]
pub fn container_formats_for(disk_format: &DiskFormat) -> Vec<ContainerFormat> {
    match disk_format {
        DiskFormat::Ami => vec![ContainerFormat::Ami],
        DiskFormat::Aki => vec![ContainerFormat::Aki],
        DiskFormat::Ari => vec![ContainerFormat::Ari],
        DiskFormat::Raw => vec![
            ContainerFormat::Bare,
            ContainerFormat::Docker,
            ContainerFormat::Compressed,
        ],
        DiskFormat::Vmdk => vec![
            ContainerFormat::Bare,
            ContainerFormat::Ova,
            ContainerFormat::Ovf,
        ],
        _ => vec![ContainerFormat::Bare, ContainerFormat::Compressed],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_says_only_what_was_asked_for() {
        let new = NewImage {
            id: "5f0c".to_owned(),
            name: "disk".to_owned(),
            disk_format: DiskFormat::Qcow2,
            container_format: ContainerFormat::Bare,
            visibility: Visibility::Shared,
            protected: true,
            min_disk: 0,
            min_ram: 512,
            tags: vec![],
            properties: BTreeMap::from([(
                PropertyName::parse("os_distro").expect("is legal"),
                "debian".to_owned(),
            )]),
        };
        assert_eq!(
            serde_json::to_value(new).expect("encodes"),
            serde_json::json!({"id": "5f0c", "name": "disk", "disk_format": "qcow2",
                "container_format": "bare", "visibility": "shared", "protected": true, "min_ram": 512,
                "os_distro": "debian"})
        );
    }

    #[test]
    fn names_follow_the_services_rules() {
        assert_eq!(NewImage::check_name("Ubuntu 24.04 – née"), Ok(()));
        assert_eq!(NewImage::check_name("  "), Err(NameProblem::Empty));
        assert_eq!(
            NewImage::check_name("🐧"),
            Err(NameProblem::FourByteCharacter('🐧'))
        );
        assert_eq!(NewImage::check_name(&"é".repeat(255)), Ok(()));
        assert_eq!(
            NewImage::check_name(&"é".repeat(256)),
            Err(NameProblem::TooLong)
        );
    }
}
