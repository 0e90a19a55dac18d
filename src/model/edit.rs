//! What a person wants an image to be, and the smallest JSON patch from what
//! was shown to that (media type `application/openstack-images-v2.1-json-patch`).
//! Only what a person may change has a field here, so nothing else can be asked for.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Value, json};

use super::{ContainerFormat, DiskFormat, Image, PropertyName, Visibility};

/// The part of an image that can be edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageDraft {
    pub name: Option<String>,
    /// May change only while the image is `queued`.
    pub disk_format: Option<DiskFormat>,
    /// May change only while the image is `queued`.
    pub container_format: Option<ContainerFormat>,
    pub visibility: Visibility,
    pub protected: bool,
    pub os_hidden: bool,
    /// GiB.
    pub min_disk: u64,
    /// MiB.
    pub min_ram: u64,
    /// A project id; only administrators may change it.
    pub owner: Option<String>,
    pub tags: BTreeSet<String>,
    pub properties: BTreeMap<PropertyName, String>,
}

/// One step of a patch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "op", rename_all = "lowercase")]
pub enum PatchOperation {
    Add { path: String, value: Value },
    Replace { path: String, value: Value },
    Remove { path: String },
}

impl ImageDraft {
    /// The image as it is.
    #[must_use]
    pub fn of(image: &Image) -> Self {
        let properties = image
            .other
            .iter()
            // A schema's property that nobody has set shows as null.
            .filter(|(_, value)| !value.is_null())
            .filter_map(|(name, value)| {
                let name = PropertyName::parse(name).ok()?;
                let text = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                Some((name, text))
            })
            .collect();
        Self {
            name: image.name.clone(),
            disk_format: image.disk_format.clone(),
            container_format: image.container_format.clone(),
            visibility: image.visibility.clone(),
            protected: image.protected,
            os_hidden: image.os_hidden,
            min_disk: image.min_disk,
            min_ram: image.min_ram,
            owner: image.owner.clone(),
            tags: image.tags.iter().cloned().collect(),
            properties,
        }
    }

    /// What turns `self` into `wanted`; empty when they are the same.
    #[must_use]
    pub fn patch_to(&self, wanted: &Self) -> Vec<PatchOperation> {
        let mut patch = Vec::new();
        let mut replace = |name: &str, differs: bool, value: Value| {
            if differs {
                let path = pointer(name);
                patch.push(PatchOperation::Replace { path, value });
            }
        };
        macro_rules! attributes {
            ($($field:ident),+) => {
                $(replace(stringify!($field), self.$field != wanted.$field, json!(wanted.$field));)+
            };
        }
        attributes!(
            name,
            disk_format,
            container_format,
            visibility,
            protected,
            os_hidden,
            min_disk,
            min_ram,
            owner,
            // As a whole: the addresses of single tags garble what isn't ASCII.
            tags
        );
        self.patch_properties(wanted, &mut patch);
        patch
    }

    fn patch_properties(&self, wanted: &Self, patch: &mut Vec<PatchOperation>) {
        for name in self.properties.keys() {
            if !wanted.properties.contains_key(name) {
                let path = pointer(name.as_str());
                patch.push(PatchOperation::Remove { path });
            }
        }
        for (name, value) in &wanted.properties {
            let path = pointer(name.as_str());
            let value_json = Value::from(value.as_str());
            match self.properties.get(name) {
                Some(shown) if shown == value => {}
                // Refused if somebody else removed the property meanwhile, and rightly.
                Some(_) => patch.push(PatchOperation::Replace {
                    path,
                    value: value_json,
                }),
                None => patch.push(PatchOperation::Add {
                    path,
                    value: value_json,
                }),
            }
        }
    }
}

/// JSON pointer to an attribute (RFC 6901). The service knows one level alone.
fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image() -> Image {
        serde_json::from_value(json!({
            "id": "1", "status": "active", "visibility": "shared", "name": "old",
            "disk_format": "raw", "container_format": "bare", "tags": ["b", "a"],
            "checksum": "abc", "stores": "fast", "os_glance_failed_import": "",
            "os_distro": "debian", "a/b~c": "1", "kernel_id": null, "odd": 5
        }))
        .expect("decodes")
    }

    fn name(text: &str) -> PropertyName {
        PropertyName::parse(text).expect("is legal")
    }

    fn patch(change: impl FnOnce(&mut ImageDraft)) -> Value {
        let shown = ImageDraft::of(&image());
        let mut wanted = shown.clone();
        change(&mut wanted);
        serde_json::to_value(shown.patch_to(&wanted)).expect("encodes")
    }

    #[test]
    fn nothing_changed_is_no_patch() {
        assert_eq!(patch(|_| {}), json!([]));
        // Tags are a set: their order is nothing.
        assert_eq!(
            patch(|wanted| wanted.tags = ["a", "b"].map(str::to_owned).into()),
            json!([])
        );
    }

    #[test]
    fn only_what_changed_is_said() {
        let said = patch(|wanted| {
            wanted.name = None;
            wanted.min_disk = 9_007_199_254_740_993;
            wanted.tags.insert("ü/x".to_owned());
            wanted.visibility = Visibility::Community;
        });
        assert_eq!(
            said,
            json!([
                {"op": "replace", "path": "/name", "value": null},
                {"op": "replace", "path": "/visibility", "value": "community"},
                {"op": "replace", "path": "/min_disk", "value": 9_007_199_254_740_993_u64},
                {"op": "replace", "path": "/tags", "value": ["a", "b", "ü/x"]},
            ])
        );
    }

    #[test]
    fn properties_are_added_replaced_and_removed_by_escaped_name() {
        let said = patch(|wanted| {
            wanted.properties.remove(&name("os_distro"));
            wanted.properties.insert(name("a/b~c"), "2".to_owned());
            wanted.properties.insert(name("new"), String::new());
            wanted.properties.insert(name("kernel_id"), "k".to_owned());
        });
        assert_eq!(
            said,
            json!([
                {"op": "remove", "path": "/os_distro"},
                {"op": "replace", "path": "/a~1b~0c", "value": "2"},
                {"op": "add", "path": "/kernel_id", "value": "k"},
                {"op": "add", "path": "/new", "value": ""},
            ])
        );
    }

    #[test]
    fn what_belongs_to_the_service_is_no_part_of_a_draft() {
        let draft = ImageDraft::of(&image());
        let names: Vec<_> = draft.properties.keys().map(PropertyName::as_str).collect();
        assert_eq!(names, ["a/b~c", "odd", "os_distro"]);
    }
}
