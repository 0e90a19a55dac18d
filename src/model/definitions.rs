//! What a cloud's metadata definitions say of the properties of images, by the name
//! that a property has on an image. The service itself holds nobody to them: what
//! doesn't fit is taken all the same, and compute ignores it or fails later.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Namespace, PropertySchema};

/// One property as it is defined.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// With the prefix that it has on an image.
    pub name: String,
    pub schema: PropertySchema,
    /// The group of its namespace that it stands in.
    pub object: Option<String>,
}

/// A namespace with all its properties, those of its groups among them.
#[derive(Clone, Debug, PartialEq)]
pub struct DefinedNamespace {
    pub name: String,
    /// What people call it.
    pub title: String,
    pub description: Option<String>,
    pub properties: Vec<Definition>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Definitions {
    pub namespaces: Vec<DefinedNamespace>,
    /// Place of the namespace, and of the property in it.
    places: BTreeMap<String, (usize, usize)>,
}

/// Why a value isn't what a definition asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Misfit {
    NotWhole,
    NotNumber,
    NotBoolean,
    NotOneOf(Vec<String>),
    Below(f64),
    Above(f64),
}

impl Definition {
    /// Title and description in one line.
    #[must_use]
    pub fn summary(&self) -> String {
        let title = self.schema.title.as_deref().unwrap_or_default().trim();
        let description = self
            .schema
            .description
            .as_deref()
            .unwrap_or_default()
            .trim();
        match (title, description) {
            ("", description) => description.to_owned(),
            (title, "") => title.to_owned(),
            (title, description) => format!("{title}: {description}"),
        }
    }

    /// `string`, `integer`, …; `string` where it isn't said.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.schema.kinds().next().unwrap_or("string")
    }

    /// The value to begin with: the default, or else the first of the words.
    #[must_use]
    pub fn first_value(&self) -> String {
        let default = self.schema.default.as_ref().and_then(text_of);
        default
            .or_else(|| self.schema.words().next().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Values to offer; empty where anything may be typed.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        if self.kind() == "boolean" {
            return ["true", "false"].map(str::to_owned).to_vec();
        }
        self.schema
            .allowed
            .iter()
            .flatten()
            .filter_map(text_of)
            .collect()
    }

    /// # Errors
    /// What about the value the definition doesn't allow.
    pub fn check(&self, value: &str) -> Result<(), Misfit> {
        // A list, which compute reads as "one of these".
        if value.starts_with("<in>") || value.starts_with("<or>") || value.starts_with("<all-in>") {
            return Ok(());
        }
        let number = match self.kind() {
            "integer" => Some(as_float(value.parse().map_err(|_| Misfit::NotWhole)?)),
            "number" => Some(value.parse::<f64>().map_err(|_| Misfit::NotNumber)?),
            "boolean" => {
                let is_one = ["true", "false"].contains(&value.to_ascii_lowercase().as_str());
                return if is_one {
                    Ok(())
                } else {
                    Err(Misfit::NotBoolean)
                };
            }
            // Several values in one text.
            "array" => return Ok(()),
            _ => None,
        };
        let words = self.words();
        if !words.is_empty() && !words.iter().any(|word| word == value) {
            return Err(Misfit::NotOneOf(words));
        }
        let limit = |name: &str| self.schema.other.get(name).and_then(Value::as_f64);
        match (number, limit("minimum"), limit("maximum")) {
            (Some(number), Some(least), _) if number < least => Err(Misfit::Below(least)),
            (Some(number), _, Some(most)) if number > most => Err(Misfit::Above(most)),
            _ => Ok(()),
        }
    }
}

/// Only to be compared with a limit.
#[allow(clippy::cast_precision_loss)]
fn as_float(number: i64) -> f64 {
    number as f64
}

/// A plain value as a property holds it.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        _ => None,
    }
}

impl Definitions {
    /// `namespaces` as they were read for images: names have their prefix.
    #[must_use]
    pub fn new(namespaces: Vec<Namespace>) -> Self {
        let mut namespaces: Vec<_> = namespaces.into_iter().map(defined).collect();
        namespaces.sort_by_key(|namespace| namespace.title.to_lowercase());
        let mut places = BTreeMap::new();
        for (at, namespace) in namespaces.iter().enumerate() {
            for (within, property) in namespace.properties.iter().enumerate() {
                // What two namespaces define is what the first of them says.
                places.entry(property.name.clone()).or_insert((at, within));
            }
        }
        Self { namespaces, places }
    }

    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Definition> {
        let (namespace, property) = self.places.get(name)?;
        self.namespaces.get(*namespace)?.properties.get(*property)
    }

    /// Names of all that is defined, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }
}

fn defined(namespace: Namespace) -> DefinedNamespace {
    let own = namespace
        .properties
        .into_iter()
        .map(|property| (None, property));
    let of_objects = namespace.objects.into_iter().flat_map(|object| {
        let properties = object.properties.into_iter();
        properties.map(move |property| (Some(object.name.clone()), property))
    });
    let properties = own
        .chain(of_objects)
        .map(|(object, (name, schema))| Definition {
            name,
            schema,
            object,
        });
    let name = namespace.body.namespace;
    DefinedNamespace {
        title: namespace.body.display_name.unwrap_or_else(|| name.clone()),
        description: namespace.body.description,
        properties: properties.collect(),
        name,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn definitions() -> Definitions {
        let namespaces = json!([
            {"namespace": "OS::Z", "display_name": "Zoo", "visibility": "public", "properties": {
                "hw_cpu": {"title": "CPUs", "type": "integer", "minimum": 1, "maximum": 8, "default": 2},
                "os_shutdown": {"title": "Shut down", "description": "In seconds.", "type": "number"}
            }},
            {"namespace": "OS::A", "visibility": "public", "properties": {
                "hw_boot": {"type": "boolean", "title": ""}
            }, "objects": [{"name": "Disk", "properties": {
                "hw_disk_bus": {"title": "Bus", "type": "string", "enum": ["scsi", "virtio"]},
                "hw_list": {"title": "L", "type": "array"}
            }}]}
        ]);
        Definitions::new(serde_json::from_value(namespaces).expect("decodes"))
    }

    #[test]
    fn properties_are_found_by_name_wherever_they_stand() {
        let all = definitions();
        let titles: Vec<_> = all.namespaces.iter().map(|n| n.title.as_str()).collect();
        assert_eq!(titles, ["OS::A", "Zoo"]);
        let bus = all.get("hw_disk_bus").expect("is defined");
        assert_eq!(bus.object.as_deref(), Some("Disk"));
        assert_eq!(bus.first_value(), "scsi");
        assert_eq!(
            all.get("hw_cpu").map(Definition::first_value),
            Some("2".to_owned())
        );
        let shutdown = all.get("os_shutdown").expect("is defined");
        assert_eq!(shutdown.summary(), "Shut down: In seconds.");
        assert_eq!(all.get("nothing"), None);
    }

    #[test]
    fn values_are_held_against_type_words_and_limits() {
        let all = definitions();
        let check = |name: &str, value: &str| all.get(name).expect("is defined").check(value);
        for (name, value) in [
            ("hw_cpu", "8"),
            ("hw_disk_bus", "virtio"),
            ("hw_disk_bus", "<in> scsi"),
            ("hw_boot", "True"),
            ("os_shutdown", "1.5"),
            ("hw_list", "a,b"),
        ] {
            assert_eq!(check(name, value), Ok(()), "{name}={value}");
        }
        assert_eq!(check("hw_cpu", "two"), Err(Misfit::NotWhole));
        assert_eq!(check("hw_cpu", "0"), Err(Misfit::Below(1.0)));
        assert_eq!(check("hw_cpu", "9"), Err(Misfit::Above(8.0)));
        assert_eq!(check("hw_boot", "yes"), Err(Misfit::NotBoolean));
        assert_eq!(check("os_shutdown", "x"), Err(Misfit::NotNumber));
        let words = ["scsi", "virtio"].map(str::to_owned).to_vec();
        assert_eq!(check("hw_disk_bus", "ide"), Err(Misfit::NotOneOf(words)));
    }
}
