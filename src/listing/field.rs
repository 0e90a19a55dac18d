//! What of an image a list can be filtered and sorted by, and the comparisons
//! that each takes.

use serde_json::Value;

use super::Op;
use crate::model::Image;

/// Something that can be said of every image.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Name,
    Id,
    Status,
    Visibility,
    /// A project, by id or by name.
    Owner,
    Tag,
    DiskFormat,
    ContainerFormat,
    /// Bytes.
    Size,
    /// Bytes.
    VirtualSize,
    /// GiB.
    MinDisk,
    /// MiB.
    MinRam,
    Created,
    Updated,
    Protected,
    Hidden,
    Store,
    /// What this project answered to an image that another shares with it. It
    /// stands in no image: the service is asked for it ([`super::Source`]).
    MemberStatus,
    Checksum,
    /// A custom property, or another attribute by its own name.
    Property(String),
}

/// What the values of a field are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Any text, by case.
    Text,
    /// A word of the service, in lower case.
    Word,
    /// `yes` or `no`.
    Flag,
    /// A number; without a unit it counts so many bytes.
    Amount(u64),
    /// A date, or an age such as `90d`.
    Time,
}

impl Field {
    /// Every field but the properties, in the order in which they are offered.
    pub const FIXED: [Self; 19] = [
        Self::Name,
        Self::Status,
        Self::Visibility,
        Self::Owner,
        Self::Tag,
        Self::DiskFormat,
        Self::Size,
        Self::Created,
        Self::Updated,
        Self::Protected,
        Self::Hidden,
        Self::ContainerFormat,
        Self::VirtualSize,
        Self::MinDisk,
        Self::MinRam,
        Self::Store,
        Self::MemberStatus,
        Self::Id,
        Self::Checksum,
    ];

    /// The name in links: the service's own, and `property:` before a property's.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Property(name) => {
                let mut key = PROPERTY.to_owned();
                key.push_str(name);
                key
            }
            fixed => fixed.fixed_key().to_owned(),
        }
    }

    /// Reads a [`Field::key`]. What is no field of its own is a property;
    /// `None` for nothing at all.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        let name = match key {
            // How the service calls what has another name here.
            "os_hidden" => return Some(Self::Hidden),
            "tags" => return Some(Self::Tag),
            "stores" => return Some(Self::Store),
            key => key.strip_prefix(PROPERTY).unwrap_or(key),
        };
        if name.len() == key.len()
            && let Some(fixed) = Self::FIXED.iter().find(|field| field.fixed_key() == key)
        {
            return Some(fixed.clone());
        }
        (!name.is_empty()).then(|| Self::Property(name.to_owned()))
    }

    /// The comparisons that make sense, the usual one first.
    #[must_use]
    pub fn ops(&self) -> &'static [Op] {
        use Op::{AllOf, AtLeast, AtMost, Contains, Is, IsNot, NewerThan, OlderThan, StartsWith};
        match self {
            Self::Name => &[Contains, Is, IsNot, StartsWith],
            Self::Id | Self::Checksum => &[StartsWith, Is, IsNot, Contains],
            Self::Owner | Self::Property(_) => &[Is, IsNot, Contains, StartsWith],
            Self::Tag => &[Is, AllOf, IsNot, Contains, StartsWith],
            Self::Store => &[Is, AllOf, IsNot],
            Self::Status | Self::Visibility | Self::DiskFormat | Self::ContainerFormat => {
                &[Is, IsNot]
            }
            Self::Size | Self::VirtualSize | Self::MinDisk | Self::MinRam => &[AtLeast, AtMost, Is],
            Self::Created | Self::Updated => &[NewerThan, OlderThan],
            Self::Protected | Self::Hidden | Self::MemberStatus => &[Is],
        }
    }

    #[must_use]
    pub fn kind(&self) -> FieldKind {
        match self {
            Self::Status
            | Self::Visibility
            | Self::DiskFormat
            | Self::ContainerFormat
            | Self::MemberStatus => FieldKind::Word,
            Self::Protected | Self::Hidden => FieldKind::Flag,
            Self::Size | Self::VirtualSize => FieldKind::Amount(1),
            Self::MinDisk => FieldKind::Amount(1 << 30),
            Self::MinRam => FieldKind::Amount(1 << 20),
            Self::Created | Self::Updated => FieldKind::Time,
            Self::Name
            | Self::Id
            | Self::Owner
            | Self::Tag
            | Self::Store
            | Self::Checksum
            | Self::Property(_) => FieldKind::Text,
        }
    }

    /// Shows `see` each value that an image has, as a link and a file hold it:
    /// numbers without unit, times as the service wrote them. Shows nothing
    /// where there is none.
    pub fn each(&self, image: &Image, see: &mut dyn FnMut(&str)) {
        let mut some = |text: Option<&str>| {
            if let Some(text) = text {
                see(text);
            }
        };
        match self {
            Self::Name => some(image.name.as_deref()),
            Self::Id => some(Some(&image.id)),
            Self::Status => some(Some(image.status.as_str())),
            Self::Visibility => some(Some(image.visibility.as_str())),
            Self::Owner => some(image.owner.as_deref()),
            Self::Tag => image.tags.iter().for_each(|tag| some(Some(tag))),
            Self::DiskFormat => some(image.disk_format.as_ref().map(|word| word.as_str())),
            Self::ContainerFormat => some(image.container_format.as_ref().map(|w| w.as_str())),
            Self::Size | Self::VirtualSize | Self::MinDisk | Self::MinRam => {
                some(self.number(image).map(|n| n.to_string()).as_deref());
            }
            Self::Created => some(image.created_at.as_deref()),
            Self::Updated => some(image.updated_at.as_deref()),
            Self::Protected => some(Some(yes_or_no(image.protected))),
            Self::Hidden => some(Some(yes_or_no(image.os_hidden))),
            Self::Store => image.stores().for_each(|store| some(Some(store))),
            Self::MemberStatus => {}
            Self::Checksum => some(image.checksum.as_deref()),
            Self::Property(name) => match name.as_str() {
                "os_hash_algo" => some(image.os_hash_algo.as_deref()),
                "os_hash_value" => some(image.os_hash_value.as_deref()),
                name => match image.other.get(name) {
                    None | Some(Value::Null) => {}
                    Some(Value::String(text)) => some(Some(text)),
                    Some(other) => some(Some(&other.to_string())),
                },
            },
        }
    }

    /// The number of a field that is one, in the field's own unit.
    pub(super) fn number(&self, image: &Image) -> Option<u64> {
        match self {
            Self::Size => image.size,
            Self::VirtualSize => image.virtual_size,
            Self::MinDisk => Some(image.min_disk),
            Self::MinRam => Some(image.min_ram),
            _ => None,
        }
    }

    pub(super) fn fixed_key(&self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Id => "id",
            Self::Status => "status",
            Self::Visibility => "visibility",
            Self::Owner => "owner",
            Self::Tag => "tag",
            Self::DiskFormat => "disk_format",
            Self::ContainerFormat => "container_format",
            Self::Size => "size",
            Self::VirtualSize => "virtual_size",
            Self::MinDisk => "min_disk",
            Self::MinRam => "min_ram",
            Self::Created => "created_at",
            Self::Updated => "updated_at",
            Self::Protected => "protected",
            Self::Hidden => "hidden",
            Self::Store => "store",
            Self::MemberStatus => "member_status",
            Self::Checksum => "checksum",
            Self::Property(_) => "",
        }
    }
}

/// What a property's key begins with.
const PROPERTY: &str = "property:";

/// How links and files write a flag.
pub(super) fn yes_or_no(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_reads_back_as_its_field() {
        let property = |name: &str| Field::Property(name.to_owned());
        let properties = ["os_distro", "name", "property:x", "tags", "size>=1,2"].map(property);
        for field in Field::FIXED.into_iter().chain(properties) {
            assert_eq!(Field::parse(&field.key()), Some(field));
        }
    }

    #[test]
    fn what_is_no_field_is_a_property() {
        let distro = Field::Property("os_distro".to_owned());
        assert_eq!(Field::parse("os_distro"), Some(distro));
        assert_eq!(Field::parse("os_hidden"), Some(Field::Hidden));
        assert_eq!(Field::parse("tags"), Some(Field::Tag));
        assert_eq!(Field::parse(""), None);
        assert_eq!(Field::parse("property:"), None);
    }

    #[test]
    fn an_image_shows_what_it_has_and_nothing_else() {
        let image: Image = serde_json::from_value(serde_json::json!({
            "id": "1", "status": "active", "visibility": "shared", "size": 9_007_199_254_740_993_u64,
            "tags": ["b", "a"], "stores": "fast,slow", "os_distro": "debian", "hw_odd": 7,
            "os_hash_value": "7dc1", "protected": true,
        }))
        .expect("decodes");
        let values = |key: &str| {
            let mut values = Vec::new();
            let field = Field::parse(key).expect("is a field");
            field.each(&image, &mut |value| values.push(value.to_owned()));
            values.join("|")
        };
        for (key, expected) in [
            ("name", ""),
            ("size", "9007199254740993"),
            ("virtual_size", ""),
            ("min_disk", "0"),
            ("tag", "b|a"),
            ("store", "fast|slow"),
            ("os_distro", "debian"),
            ("hw_odd", "7"),
            ("os_hash_value", "7dc1"),
            ("protected", "yes"),
            ("hidden", "no"),
            ("member_status", ""),
        ] {
            assert_eq!(values(key), expected, "{key}");
        }
    }
}
