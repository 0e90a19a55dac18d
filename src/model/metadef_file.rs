//! A namespace of metadata definitions as a file: what operators keep beside their
//! configuration, import and export. And what it takes to make one of another.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    MetadefObject, MetadefTag, NamedProperty, Namespace, NamespaceBody, PropertySchema,
    ResourceTypeAssociation,
};

/// A namespace with all that is in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NamespaceFile {
    #[serde(flatten)]
    pub body: NamespaceBody,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_type_associations: Vec<ResourceTypeAssociation>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub properties: BTreeMap<String, PropertySchema>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objects: Vec<MetadefObject>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<MetadefTag>,
}

impl From<Namespace> for NamespaceFile {
    fn from(namespace: Namespace) -> Self {
        let Namespace {
            body,
            resource_type_associations,
            properties,
            objects,
            tags,
            ..
        } = namespace;
        Self {
            body,
            resource_type_associations,
            properties,
            objects,
            tags,
        }
    }
}

/// One request on the way from a namespace to another.
#[derive(Clone, Debug, PartialEq)]
pub enum MetadefStep {
    /// Name, description and the like.
    Update(NamespaceBody),
    AddProperty(NamedProperty),
    ChangeProperty(NamedProperty),
    DeleteProperty(String),
    AddObject(MetadefObject),
    ChangeObject(MetadefObject),
    DeleteObject(String),
    SetTags(Vec<MetadefTag>),
    Associate(ResourceTypeAssociation),
    /// The name of a resource type.
    Dissociate(String),
}

impl NamespaceFile {
    /// # Errors
    /// The parser's words.
    pub fn parse(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// What makes `wanted` of `self`. The namespace itself comes last: it may get another
    /// name, or be protected from then on.
    #[must_use]
    pub fn steps_to(&self, wanted: &Self) -> Vec<MetadefStep> {
        let mut steps = Vec::new();
        self.associations_to(wanted, &mut steps);
        self.properties_to(wanted, &mut steps);
        self.objects_to(wanted, &mut steps);
        if self.tags != wanted.tags {
            steps.push(MetadefStep::SetTags(wanted.tags.clone()));
        }
        if self.body != wanted.body {
            steps.push(MetadefStep::Update(wanted.body.clone()));
        }
        steps
    }

    fn associations_to(&self, wanted: &Self, steps: &mut Vec<MetadefStep>) {
        let (old, new) = (
            &self.resource_type_associations,
            &wanted.resource_type_associations,
        );
        // One that changed can't be written anew: it is ended and made again.
        let ended = old.iter().filter(|one| !new.contains(one));
        steps.extend(ended.map(|one| MetadefStep::Dissociate(one.name.clone())));
        let begun = new.iter().filter(|one| !old.contains(one));
        steps.extend(begun.map(|one| MetadefStep::Associate(one.clone())));
    }

    fn properties_to(&self, wanted: &Self, steps: &mut Vec<MetadefStep>) {
        let gone = self.properties.keys();
        let gone = gone.filter(|name| !wanted.properties.contains_key(*name));
        steps.extend(gone.map(|name| MetadefStep::DeleteProperty(name.clone())));
        for (name, schema) in &wanted.properties {
            let named = || NamedProperty {
                name: name.clone(),
                schema: schema.clone(),
            };
            match self.properties.get(name) {
                Some(old) if old == schema => {}
                Some(_) => steps.push(MetadefStep::ChangeProperty(named())),
                None => steps.push(MetadefStep::AddProperty(named())),
            }
        }
    }

    fn objects_to(&self, wanted: &Self, steps: &mut Vec<MetadefStep>) {
        let find = |file: &Self, name: &str| file.objects.iter().find(|o| o.name == name).cloned();
        let gone = self
            .objects
            .iter()
            .filter(|o| find(wanted, &o.name).is_none());
        steps.extend(gone.map(|object| MetadefStep::DeleteObject(object.name.clone())));
        for object in &wanted.objects {
            match find(self, &object.name) {
                Some(old) if old == *object => {}
                Some(_) => steps.push(MetadefStep::ChangeObject(object.clone())),
                None => steps.push(MetadefStep::AddObject(object.clone())),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{"namespace": "OS::Test", "display_name": "Test", "visibility": "public",
        "protected": false, "resource_type_associations": [{"name": "OS::Glance::Image"}],
        "properties": {"a": {"title": "A", "type": "string"}, "b": {"title": "B", "type": "integer",
            "minimum": 1}},
        "objects": [{"name": "o", "description": "", "required": [], "properties": {}}],
        "tags": [{"name": "t"}]}"#;

    fn file() -> NamespaceFile {
        NamespaceFile::parse(FILE).expect("is one")
    }

    #[test]
    fn a_file_reads_back_as_it_was_written() {
        assert_eq!(NamespaceFile::parse(&file().text()), Ok(file()));
        assert!(file().text().contains("\"minimum\": 1"));
        assert!(NamespaceFile::parse("{}").is_err());
    }

    #[test]
    fn only_what_differs_is_sent() {
        assert_eq!(file().steps_to(&file()), []);
        let mut wanted = file();
        wanted.properties.remove("a");
        let mut b = wanted.properties["b"].clone();
        b.title = Some("Bee".to_owned());
        wanted.properties.insert("b".to_owned(), b.clone());
        wanted.properties.insert("c".to_owned(), b.clone());
        wanted.objects.clear();
        wanted.tags.clear();
        wanted.body.protected = true;
        wanted.resource_type_associations[0].prefix = Some("x_".to_owned());
        let named = |name: &str| NamedProperty {
            name: name.to_owned(),
            schema: b.clone(),
        };
        assert_eq!(
            file().steps_to(&wanted),
            [
                MetadefStep::Dissociate("OS::Glance::Image".to_owned()),
                MetadefStep::Associate(wanted.resource_type_associations[0].clone()),
                MetadefStep::DeleteProperty("a".to_owned()),
                MetadefStep::ChangeProperty(named("b")),
                MetadefStep::AddProperty(named("c")),
                MetadefStep::DeleteObject("o".to_owned()),
                MetadefStep::SetTags(Vec::new()),
                MetadefStep::Update(wanted.body.clone()),
            ]
        );
    }
}
