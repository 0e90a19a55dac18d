//! Metadata definitions: the catalogue of properties that images and other
//! resources may carry (`/v2/metadefs`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{NamespaceVisibility, PropertySchema};

/// The resource type that stands for images.
pub const IMAGE_RESOURCE_TYPE: &str = "OS::Glance::Image";

/// A namespace as it is written. Its name is its address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamespaceBody {
    pub namespace: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub visibility: NamespaceVisibility,
    #[serde(default)]
    pub protected: bool,
    /// A project id; the caller's unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

/// A namespace as it is read. Lists leave the contents out.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Namespace {
    #[serde(flatten)]
    pub body: NamespaceBody,
    #[serde(default)]
    pub resource_type_associations: Vec<ResourceTypeAssociation>,
    #[serde(default)]
    pub properties: BTreeMap<String, PropertySchema>,
    #[serde(default)]
    pub objects: Vec<MetadefObject>,
    #[serde(default)]
    pub tags: Vec<MetadefTag>,
    #[serde(default)]
    pub created_at: Option<String>,
    #[serde(default)]
    pub updated_at: Option<String>,
}

/// What a namespace is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceTypeAssociation {
    /// A resource type, such as [`IMAGE_RESOURCE_TYPE`].
    pub name: String,
    /// Stands before each property's name on such a resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub properties_target: Option<String>,
}

/// A kind of resource that exists at the site.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ResourceType {
    pub name: String,
}

/// A property with its name, as it is written and as a single one is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NamedProperty {
    pub name: String,
    #[serde(flatten)]
    pub schema: PropertySchema,
}

/// A group of properties.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetadefObject {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(default)]
    pub required: Vec<String>,
    #[serde(default)]
    pub properties: BTreeMap<String, PropertySchema>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetadefTag {
    pub name: String,
}

/// A page of namespaces. The next one begins after the last namespace's name.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct NamespacePage {
    pub namespaces: Vec<Namespace>,
    /// Only its presence counts, as in a page of images.
    #[serde(default)]
    next: Option<Value>,
}

impl NamespacePage {
    #[must_use]
    pub fn has_next(&self) -> bool {
        self.next.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_namespace_with_its_contents_decodes() {
        let namespace: Namespace = serde_json::from_str(
            r#"{"namespace":"OS::Compute::Watchdog","display_name":"Watchdog","description":"d",
                "visibility":"public","protected":true,"owner":"admin",
                "resource_type_associations":[{"name":"OS::Glance::Image","created_at":"2026-11-21T00:00:00Z"},
                    {"name":"OS::Cinder::Volume","prefix":"hw_","properties_target":"image"}],
                "properties":{"hw_watchdog_action":{"title":"Action","type":"string","enum":["disabled","reset"]}},
                "objects":[{"name":"o","description":"","required":[],"properties":{"x":{"type":"integer","title":"X"}},
                    "self":"/v2/x","schema":"/v2/y"}],
                "tags":[{"name":"t"}],"self":"/v2/metadefs/namespaces/OS::Compute::Watchdog",
                "schema":"/v2/schemas/metadefs/namespace","created_at":"2026-11-21T00:00:00Z"}"#,
        )
        .expect("decodes");
        assert_eq!(namespace.body.visibility, NamespaceVisibility::Public);
        let prefix = &namespace.resource_type_associations[1].prefix;
        assert_eq!(prefix.as_deref(), Some("hw_"));
        let action = &namespace.properties["hw_watchdog_action"];
        assert_eq!(action.words().collect::<Vec<_>>(), ["disabled", "reset"]);
        assert_eq!(
            namespace.objects[0].properties["x"].kinds().next(),
            Some("integer")
        );
    }

    #[test]
    fn a_body_says_only_what_is_set() {
        let body = NamespaceBody {
            namespace: "N".to_owned(),
            display_name: None,
            description: None,
            visibility: NamespaceVisibility::Private,
            protected: false,
            owner: None,
        };
        assert_eq!(
            serde_json::to_value(body).expect("encodes"),
            serde_json::json!({"namespace": "N", "visibility": "private", "protected": false})
        );
    }
}
