//! One image as the service shows it (`/v2/schemas/image`): base attributes by
//! name, and every other attribute kept as it came.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ContainerFormat, DigestAlgorithm, DiskFormat, Expected, ImageStatus, Visibility};

/// An image record. Sizes in bytes unless the field says otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Image {
    pub id: String,
    /// `None` for a record that was created without a name.
    #[serde(default)]
    pub name: Option<String>,
    pub status: ImageStatus,
    pub visibility: Visibility,
    /// Known once the data has arrived.
    #[serde(default)]
    pub size: Option<u64>,
    /// What the disk measures for a guest, where the service could read that.
    #[serde(default)]
    pub virtual_size: Option<u64>,
    #[serde(default)]
    pub disk_format: Option<DiskFormat>,
    #[serde(default)]
    pub container_format: Option<ContainerFormat>,
    /// MD5 in hexadecimal, for as long as services keep it.
    #[serde(default)]
    pub checksum: Option<String>,
    #[serde(default)]
    pub os_hash_algo: Option<String>,
    #[serde(default)]
    pub os_hash_value: Option<String>,
    /// A project id.
    #[serde(default)]
    pub owner: Option<String>,
    #[serde(default)]
    pub protected: bool,
    #[serde(default)]
    pub os_hidden: bool,
    /// GiB.
    #[serde(default)]
    pub min_disk: u64,
    /// MiB.
    #[serde(default)]
    pub min_ram: u64,
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default)]
    pub created_at: Option<String>,
    #[serde(default)]
    pub updated_at: Option<String>,
    /// Everything else: custom properties, and links such as `self` and `file`.
    #[serde(flatten)]
    pub other: BTreeMap<String, Value>,
}

/// Attributes in [`Image::other`] that are the service's own plumbing.
const PLUMBING: [&str; 6] = [
    "self",
    "file",
    "schema",
    "stores",
    "locations",
    "direct_url",
];

impl Image {
    /// What proves the bytes: `os_hash_value` where we can compute its
    /// algorithm, else the MD5 in `checksum`, else nothing.
    #[must_use]
    pub fn expected_digest(&self) -> Option<Expected> {
        let strong = || {
            let algorithm = DigestAlgorithm::from_os_hash_algo(self.os_hash_algo.as_deref()?)?;
            let hex = self.os_hash_value.as_deref()?.to_ascii_lowercase();
            (!hex.is_empty()).then_some(Expected { algorithm, hex })
        };
        let weak = || {
            let hex = self.checksum.as_deref()?.to_ascii_lowercase();
            (!hex.is_empty()).then_some(Expected {
                algorithm: DigestAlgorithm::Md5,
                hex,
            })
        };
        strong().or_else(weak)
    }

    /// A record that an upload refused after its last byte has left `queued`
    /// with hashes set: it takes no data any more and can only be deleted.
    #[must_use]
    pub fn is_poisoned(&self) -> bool {
        self.status == ImageStatus::Queued
            && (self.checksum.is_some() || self.other.contains_key("stores"))
    }

    /// Whether the service would hand out the data to the owner now.
    #[must_use]
    pub fn is_downloadable(&self) -> bool {
        self.status == ImageStatus::Active && self.size.is_some()
    }

    /// Whether the service would hand out the data to an administrator now: also what was
    /// deactivated for everybody else.
    #[must_use]
    pub fn is_downloadable_for_admin(&self) -> bool {
        matches!(self.status, ImageStatus::Active | ImageStatus::Deactivated) && self.size.is_some()
    }

    /// Whether somebody is at work on the image, so that a look a little later
    /// will show something else. An import that failed leaves `importing`
    /// without its lock, for ever.
    #[must_use]
    pub fn is_in_transition(&self) -> bool {
        match self.status {
            ImageStatus::Importing => self.is_being_imported(),
            ref status => status.is_in_transition(),
        }
    }

    /// Whether the service is at work on it in any way. An image whose data is copied
    /// to another store stays `active` and can be used meanwhile.
    #[must_use]
    pub fn is_worked_on(&self) -> bool {
        self.is_in_transition() || self.is_being_imported()
    }

    /// Whether an import holds its lock on the image. (The property goes when
    /// the import ends, however it ends.)
    #[must_use]
    pub fn is_being_imported(&self) -> bool {
        self.other.contains_key("os_glance_import_task")
    }

    /// Stores that hold the data; empty on a site with one store.
    pub fn stores(&self) -> impl Iterator<Item = &str> {
        self.names_in("stores")
    }

    /// Stores that an import is still to bring the data to.
    pub fn importing_to(&self) -> impl Iterator<Item = &str> {
        self.names_in("os_glance_importing_to_stores")
    }

    /// Stores that an import could not bring the data to. The service doesn't say why.
    pub fn failed_imports(&self) -> impl Iterator<Item = &str> {
        self.names_in("os_glance_failed_import")
    }

    fn names_in(&self, attribute: &str) -> impl Iterator<Item = &str> + use<'_> {
        let text = self.other.get(attribute).and_then(Value::as_str);
        let names = text.unwrap_or_default().split(',');
        names.map(str::trim).filter(|name| !name.is_empty())
    }

    /// Custom properties in order of name, as text. The service keeps them as
    /// strings; anything else is shown as its JSON.
    pub fn properties(&self) -> impl Iterator<Item = (&str, String)> {
        self.property_texts()
            .map(|(name, text)| (name, text.into_owned()))
    }

    /// The same without a copy of each, for what looks at very many images.
    pub fn property_texts(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        self.others(|name| !is_plumbing(name))
    }

    /// The service's own attributes beyond the named ones, as text: addresses,
    /// `locations`, `stores`, and what begins with `os_glance`.
    pub fn plumbing(&self) -> impl Iterator<Item = (&str, String)> {
        self.others(is_plumbing)
            .map(|(name, text)| (name, text.into_owned()))
    }

    fn others(&self, wanted: fn(&str) -> bool) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        self.other
            .iter()
            .filter(move |(name, _)| wanted(name))
            .map(|(name, value)| (name.as_str(), as_text(value)))
    }

    /// The name, or the id where there is none.
    #[must_use]
    pub fn title(&self) -> &str {
        match self.name.as_deref() {
            Some(name) if !name.trim().is_empty() => name,
            _ => &self.id,
        }
    }
}

fn is_plumbing(name: &str) -> bool {
    PLUMBING.contains(&name) || name.starts_with("os_glance")
}

fn as_text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTIVE: &str = r#"{"name":"up1","disk_format":"raw","container_format":"bare",
        "visibility":"shared","size":9007199254740993,"virtual_size":null,"status":"active",
        "checksum":"BAA9","protected":false,"min_ram":0,"min_disk":0,"owner":"022b",
        "os_hidden":false,"os_hash_algo":"sha512","os_hash_value":"7DC1","id":"78ff",
        "created_at":"2026-11-21T00:07:19Z","updated_at":"2026-11-21T00:07:20Z","tags":["a"],
        "self":"/v2/images/78ff","file":"/v2/images/78ff/file","schema":"/v2/schemas/image",
        "stores":"fast,slow","os_distro":"debian","os_glance_importing_to_stores":"",
        "hw_odd":12345678901234567890}"#;

    fn image() -> Image {
        serde_json::from_str(ACTIVE).expect("the sample decodes")
    }

    #[test]
    fn sizes_above_two_to_the_53_stay_exact() {
        assert_eq!(image().size, Some(9_007_199_254_740_993));
    }

    #[test]
    fn nothing_of_the_record_is_lost() {
        let before: Value = serde_json::from_str(ACTIVE).expect("is JSON");
        let after = serde_json::to_value(image()).expect("encodes");
        assert_eq!(after, before);
    }

    #[test]
    fn properties_are_what_people_set() {
        let image = image();
        let properties: Vec<_> = image.properties().collect();
        assert_eq!(
            properties,
            [
                ("hw_odd", "12345678901234567890".to_owned()),
                ("os_distro", "debian".to_owned())
            ]
        );
        assert_eq!(image.stores().collect::<Vec<_>>(), ["fast", "slow"]);
        let plumbing: Vec<_> = image.plumbing().map(|(name, _)| name).collect();
        assert_eq!(
            plumbing,
            [
                "file",
                "os_glance_importing_to_stores",
                "schema",
                "self",
                "stores"
            ]
        );
    }

    #[test]
    fn the_strongest_hash_is_expected_and_in_lower_case() {
        let mut image = image();
        let expected = image.expected_digest().expect("has a hash");
        assert_eq!(expected.algorithm, DigestAlgorithm::Sha512);
        assert_eq!(expected.hex, "7dc1");
        image.os_hash_algo = Some("sm3".to_owned());
        let expected = image.expected_digest().expect("falls back");
        assert_eq!(expected.algorithm, DigestAlgorithm::Md5);
        image.checksum = None;
        assert_eq!(image.expected_digest(), None);
    }

    #[test]
    fn a_refused_upload_leaves_a_poisoned_record() {
        let mut image = image();
        assert!(!image.is_poisoned());
        image.status = ImageStatus::Queued;
        assert!(image.is_poisoned());
        image.checksum = None;
        image.other.remove("stores");
        assert!(!image.is_poisoned());
    }

    #[test]
    fn an_import_that_nobody_works_on_is_not_waited_for() {
        let mut image = image();
        image.status = ImageStatus::Importing;
        assert!(!image.is_in_transition());
        image
            .other
            .insert("os_glance_import_task".to_owned(), "task".into());
        assert!(image.is_in_transition());
    }

    #[test]
    fn a_bare_record_decodes() {
        let image: Image = serde_json::from_str(
            r#"{"id":"1","status":"queued","visibility":"shared","name":null,"disk_format":null}"#,
        )
        .expect("null formats and missing fields are legal");
        assert_eq!(image.title(), "1");
        assert_eq!(image.disk_format, None);
    }
}
