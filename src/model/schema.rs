//! JSON schemas as the service publishes them: of images (`/v2/schemas/image`,
//! with the site's own formats and properties) and in metadata definitions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ContainerFormat, DiskFormat};

/// `/v2/schemas/image` and its relatives.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(from = "Value")]
pub struct Schema {
    pub name: String,
    pub properties: BTreeMap<String, PropertySchema>,
    /// Properties that an operator demands (release 32 and later).
    pub required: Vec<String>,
}

/// By hand: the derived code would weigh ten times as much in a page that reads
/// one schema.
impl From<Value> for Schema {
    fn from(json: Value) -> Self {
        let text = |json: &Value, name: &str| json.get(name)?.as_str().map(str::to_owned);
        let flag = |json: &Value, name: &str| json.get(name)?.as_bool();
        let property = |json: &Value| PropertySchema {
            title: text(json, "title"),
            description: text(json, "description"),
            kind: json.get("type").cloned().unwrap_or_default(),
            allowed: json.get("enum").and_then(Value::as_array).cloned(),
            default: json.get("default").cloned(),
            read_only: flag(json, "readOnly"),
            is_base: flag(json, "is_base"),
            other: BTreeMap::new(),
        };
        let properties = json.get("properties").and_then(Value::as_object);
        let required = json.get("required").and_then(Value::as_array);
        Self {
            name: text(&json, "name").unwrap_or_default(),
            properties: properties
                .into_iter()
                .flatten()
                .map(|(name, json)| (name.clone(), property(json)))
                .collect(),
            required: required
                .into_iter()
                .flatten()
                .filter_map(|name| name.as_str().map(str::to_owned))
                .collect(),
        }
    }
}

/// One property. What has no field here is kept in `other`, so that writing a
/// definition back loses nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PropertySchema {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// A name of a JSON type, or a list of such names.
    #[serde(default, rename = "type", skip_serializing_if = "Value::is_null")]
    pub kind: Value,
    #[serde(default, rename = "enum", skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Vec<Value>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    #[serde(default, rename = "readOnly", skip_serializing_if = "Option::is_none")]
    pub read_only: Option<bool>,
    /// False for what a site added to the base attributes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_base: Option<bool>,
    #[serde(flatten)]
    pub other: BTreeMap<String, Value>,
}

impl PropertySchema {
    /// JSON types that a value may have, `null` left out.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        let many = self.kind.as_array().into_iter().flatten();
        many.chain(std::iter::once(&self.kind))
            .filter_map(Value::as_str)
            .filter(|kind| *kind != "null")
    }

    /// The words that a value may be; empty when any will do.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.allowed.iter().flatten().filter_map(Value::as_str)
    }
}

impl Schema {
    /// The site's disk formats; empty if the schema names none.
    #[must_use]
    pub fn disk_formats(&self) -> Vec<DiskFormat> {
        self.words_of("disk_format").map(DiskFormat::from).collect()
    }

    #[must_use]
    pub fn container_formats(&self) -> Vec<ContainerFormat> {
        self.words_of("container_format")
            .map(ContainerFormat::from)
            .collect()
    }

    /// Properties that the site's operator defined beyond the base attributes.
    pub fn site_properties(&self) -> impl Iterator<Item = (&str, &PropertySchema)> {
        self.properties
            .iter()
            .filter(|(_, property)| property.is_base == Some(false))
            .map(|(name, property)| (name.as_str(), property))
    }

    fn words_of(&self, name: &str) -> impl Iterator<Item = &str> {
        self.properties
            .get(name)
            .into_iter()
            .flat_map(PropertySchema::words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: &str = r#"{"name":"image","properties":{
        "disk_format":{"type":["null","string"],"description":"Format of the disk",
            "enum":[null,"ami","qcow2","zfs"]},
        "container_format":{"type":["null","string"],"enum":[null,"bare"]},
        "size":{"type":["null","integer"],"readOnly":true,"description":"Size"},
        "kernel_id":{"type":["null","string"],"pattern":"^x$","is_base":false}},
        "additionalProperties":{"type":"string"},"links":[],"required":["os_distro"]}"#;

    fn schema() -> Schema {
        serde_json::from_str(SCHEMA).expect("decodes")
    }

    #[test]
    fn formats_are_the_sites_own() {
        assert_eq!(
            schema().disk_formats(),
            [
                DiskFormat::Ami,
                DiskFormat::Qcow2,
                DiskFormat::Other("zfs".to_owned())
            ]
        );
        assert_eq!(schema().container_formats(), [ContainerFormat::Bare]);
    }

    #[test]
    fn site_properties_and_types_are_told_apart() {
        let schema = schema();
        let names: Vec<_> = schema.site_properties().map(|(name, _)| name).collect();
        assert_eq!(names, ["kernel_id"]);
        assert_eq!(
            schema.properties["size"].kinds().collect::<Vec<_>>(),
            ["integer"]
        );
        assert_eq!(schema.required, ["os_distro"]);
    }

    #[test]
    fn a_definition_is_written_back_as_it_came() {
        let text = r#"{"title":"T","description":"d","operators":["<in>"],"type":"array",
            "items":{"type":"string","enum":["a"]},"minimum":0}"#;
        let before: Value = serde_json::from_str(text).expect("is JSON");
        let property: PropertySchema = serde_json::from_str(text).expect("decodes");
        assert_eq!(serde_json::to_value(property).expect("encodes"), before);
    }
}
