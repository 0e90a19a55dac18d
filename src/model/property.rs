//! Names and values that a person may give to an image's custom properties.

use serde::Serialize;

use super::text::four_byte_character;

/// Longest name of a property, in characters.
pub const PROPERTY_NAME_MAX_CHARS: usize = 255;

/// Most properties of an image, unless a site says otherwise
/// (`image_property_quota`).
pub const PROPERTIES_MAX: usize = 128;

/// Attributes that only the service writes (403 "Attribute … is read-only").
const READ_ONLY: [&str; 13] = [
    "id",
    "status",
    "size",
    "checksum",
    "created_at",
    "updated_at",
    "self",
    "file",
    "schema",
    "direct_url",
    "os_hash_algo",
    "os_hash_value",
    "virtual_size",
];

/// Names that the service keeps for itself (403 "Attribute … is reserved").
const RESERVED: [&str; 3] = ["deleted", "deleted_at", "location"];

/// Attributes of every image, which are no properties, and what lists stores.
const ATTRIBUTES: [&str; 12] = [
    "name",
    "disk_format",
    "container_format",
    "visibility",
    "protected",
    "os_hidden",
    "min_disk",
    "min_ram",
    "owner",
    "tags",
    "locations",
    "stores",
];

/// A name that the service takes for a custom property.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct PropertyName(String);

/// Why a name or value is refused before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PropertyProblem {
    Empty,
    /// The service cuts blanks off the ends of a name.
    BlankAtEnd,
    /// More than [`PROPERTY_NAME_MAX_CHARS`].
    TooLong,
    /// The service answers 400 to characters beyond U+FFFF, such as emoji.
    FourByteCharacter(char),
    /// Only the service writes it.
    ReadOnly,
    /// `deleted`, `location`, and whatever begins with `os_glance`.
    Reserved,
    /// An attribute with a field of its own, such as `name`.
    Attribute,
}

impl PropertyName {
    /// # Errors
    /// The first of the service's rules that the name breaks.
    pub fn parse(name: &str) -> Result<Self, PropertyProblem> {
        if name.is_empty() {
            return Err(PropertyProblem::Empty);
        }
        if name.trim() != name {
            return Err(PropertyProblem::BlankAtEnd);
        }
        if name.chars().count() > PROPERTY_NAME_MAX_CHARS {
            return Err(PropertyProblem::TooLong);
        }
        if let Some(wide) = four_byte_character(name) {
            return Err(PropertyProblem::FourByteCharacter(wide));
        }
        if READ_ONLY.contains(&name) {
            return Err(PropertyProblem::ReadOnly);
        }
        if RESERVED.contains(&name) || name.starts_with("os_glance") {
            return Err(PropertyProblem::Reserved);
        }
        if ATTRIBUTES.contains(&name) {
            return Err(PropertyProblem::Attribute);
        }
        Ok(Self(name.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Values may be empty and long; only wide characters are refused.
///
/// # Errors
/// The rule that the value breaks.
pub fn check_property_value(value: &str) -> Result<(), PropertyProblem> {
    four_byte_character(value).map_or(Ok(()), |wide| Err(PropertyProblem::FourByteCharacter(wide)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_the_service_refuses_are_refused_by_name() {
        for (name, problem) in [
            ("", PropertyProblem::Empty),
            (" hw_disk_bus", PropertyProblem::BlankAtEnd),
            ("🐧", PropertyProblem::FourByteCharacter('🐧')),
            ("status", PropertyProblem::ReadOnly),
            ("os_hash_value", PropertyProblem::ReadOnly),
            ("deleted_at", PropertyProblem::Reserved),
            ("os_glance_import_task", PropertyProblem::Reserved),
            ("name", PropertyProblem::Attribute),
            ("stores", PropertyProblem::Attribute),
        ] {
            assert_eq!(PropertyName::parse(name), Err(problem), "{name}");
        }
        let long = "x".repeat(256);
        assert_eq!(PropertyName::parse(&long), Err(PropertyProblem::TooLong));
    }

    #[test]
    fn any_other_name_will_do() {
        for name in ["hw_disk_bus", "a/b", "~", "größe", "trait:HW_CPU", "a b"] {
            assert_eq!(
                PropertyName::parse(name).map(|name| name.as_str().to_owned()),
                Ok(name.to_owned())
            );
        }
    }
}
