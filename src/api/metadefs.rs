//! `/v2/metadefs`: namespaces, and what is in them. Reading is for everybody,
//! writing for administrators.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::request::{Call, Method, Operation, Request, json as decode_json};
use crate::model::{
    MetadefObject, MetadefTag, NamedProperty, Namespace, NamespaceBody, NamespaceFile,
    NamespacePage, PropertySchema, ResourceType, ResourceTypeAssociation, encode_component,
};

/// A page of namespaces, without their contents, after the namespace `marker`;
/// only those for a resource type, if one is given.
#[must_use]
pub fn namespaces(
    limit: u32,
    marker: Option<&str>,
    resource_type: Option<&str>,
) -> Call<NamespacePage> {
    let mut request = read("/namespaces").query("limit", limit.to_string());
    if let Some(resource_type) = resource_type {
        request = request.query("resource_types", resource_type);
    }
    if let Some(marker) = marker {
        request = request.query("marker", marker);
    }
    Call::json(request)
}

/// A namespace with all its contents. With a resource type, the names of its
/// properties come with the prefix that they have there.
#[must_use]
pub fn namespace(name: &str, resource_type: Option<&str>) -> Call<Namespace> {
    let request = read(&namespace_path(name));
    Call::json(match resource_type {
        Some(resource_type) => request.query("resource_type", resource_type),
        None => request,
    })
}

#[must_use]
pub fn create_namespace(body: &NamespaceBody) -> Call<Namespace> {
    Call::json(change(Method::Post, "/namespaces").json(body))
}

/// Makes a namespace with all that is in it.
#[must_use]
pub fn import_namespace(file: &NamespaceFile) -> Call<Namespace> {
    Call::json(change(Method::Post, "/namespaces").json(file))
}

#[must_use]
pub fn update_namespace(name: &str, body: &NamespaceBody) -> Call<Namespace> {
    Call::json(change(Method::Put, &namespace_path(name)).json(body))
}

/// Deletes a namespace and all that is in it.
#[must_use]
pub fn delete_namespace(name: &str) -> Call<()> {
    Call::done(change(Method::Delete, &namespace_path(name)))
}

/// What the site's resources are, for associations.
#[must_use]
pub fn resource_types() -> Call<Vec<ResourceType>> {
    #[derive(Deserialize)]
    struct Body {
        resource_types: Vec<ResourceType>,
    }
    Call {
        request: read("/resource_types"),
        decode: |response| decode_json::<Body>(response).map(|body| body.resource_types),
    }
}

#[must_use]
pub fn associations(namespace: &str) -> Call<Vec<ResourceTypeAssociation>> {
    #[derive(Deserialize)]
    struct Body {
        resource_type_associations: Vec<ResourceTypeAssociation>,
    }
    Call {
        request: read(&within(namespace, Part::ResourceTypes)),
        decode: |response| {
            decode_json::<Body>(response).map(|body| body.resource_type_associations)
        },
    }
}

#[must_use]
pub fn associate(
    namespace: &str,
    association: &ResourceTypeAssociation,
) -> Call<ResourceTypeAssociation> {
    let path = within(namespace, Part::ResourceTypes);
    Call::json(change(Method::Post, &path).json(association))
}

/// The properties of a namespace by name.
#[must_use]
pub fn properties(namespace: &str) -> Call<BTreeMap<String, PropertySchema>> {
    #[derive(Deserialize)]
    struct Body {
        properties: BTreeMap<String, PropertySchema>,
    }
    Call {
        request: read(&within(namespace, Part::Properties)),
        decode: |response| decode_json::<Body>(response).map(|body| body.properties),
    }
}

#[must_use]
pub fn objects(namespace: &str) -> Call<Vec<MetadefObject>> {
    #[derive(Deserialize)]
    struct Body {
        objects: Vec<MetadefObject>,
    }
    Call {
        request: read(&within(namespace, Part::Objects)),
        decode: |response| decode_json::<Body>(response).map(|body| body.objects),
    }
}

#[must_use]
pub fn tags(namespace: &str) -> Call<Vec<MetadefTag>> {
    Call {
        request: read(&within(namespace, Part::Tags)),
        decode: |response| decode_json::<TagsBody>(response).map(|body| body.tags),
    }
}

/// Puts these tags in the place of all that are there.
#[must_use]
pub fn replace_tags(namespace: &str, tags: &[MetadefTag]) -> Call<Vec<MetadefTag>> {
    let path = within(namespace, Part::Tags);
    Call {
        request: change(Method::Post, &path).json(&json!({ "tags": tags })),
        decode: |response| decode_json::<TagsBody>(response).map(|body| body.tags),
    }
}

#[derive(Deserialize)]
struct TagsBody {
    tags: Vec<MetadefTag>,
}

/// Something in a namespace that has a name, and so an address of its own.
pub trait Named: Serialize + DeserializeOwned {
    const PART: Part;
    /// The name that it has, or is to have.
    fn name(&self) -> &str;
}

/// The parts of a namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    ResourceTypes,
    Properties,
    Objects,
    Tags,
}

impl Named for NamedProperty {
    const PART: Part = Part::Properties;
    fn name(&self) -> &str {
        &self.name
    }
}

impl Named for MetadefObject {
    const PART: Part = Part::Objects;
    fn name(&self) -> &str {
        &self.name
    }
}

impl Named for MetadefTag {
    const PART: Part = Part::Tags;
    fn name(&self) -> &str {
        &self.name
    }
}

#[must_use]
pub fn show<T: Named>(namespace: &str, name: &str) -> Call<T> {
    Call::json(read(&one(namespace, T::PART, name)))
}

#[must_use]
pub fn create<T: Named>(namespace: &str, new: &T) -> Call<T> {
    Call::json(match T::PART {
        // A tag is its name, which the address says.
        Part::Tags => change(Method::Post, &one(namespace, T::PART, new.name())),
        part => change(Method::Post, &within(namespace, part)).json(new),
    })
}

/// Writes a property, object or tag anew, perhaps under a new name.
#[must_use]
pub fn update<T: Named>(namespace: &str, name: &str, new: &T) -> Call<T> {
    Call::json(change(Method::Put, &one(namespace, T::PART, name)).json(new))
}

/// Deletes one property, object or tag, or ends an association.
#[must_use]
pub fn delete(namespace: &str, part: Part, name: &str) -> Call<()> {
    Call::done(change(Method::Delete, &one(namespace, part, name)))
}

/// Deletes all properties, objects or tags of a namespace. Associations can
/// only be ended one by one.
#[must_use]
pub fn delete_all(namespace: &str, part: Part) -> Call<()> {
    Call::done(change(Method::Delete, &within(namespace, part)))
}

fn read(path: &str) -> Request {
    let path = format!("/v2/metadefs{path}");
    Request::new(Operation::ReadMetadefs, Method::Get, path)
}

fn change(method: Method, path: &str) -> Request {
    let path = format!("/v2/metadefs{path}");
    Request::new(Operation::ChangeMetadefs, method, path)
}

fn namespace_path(name: &str) -> String {
    format!("/namespaces/{}", encode_component(name))
}

fn within(namespace: &str, part: Part) -> String {
    let part = match part {
        Part::ResourceTypes => "resource_types",
        Part::Properties => "properties",
        Part::Objects => "objects",
        Part::Tags => "tags",
    };
    format!("{}/{part}", namespace_path(namespace))
}

fn one(namespace: &str, part: Part, name: &str) -> String {
    format!("{}/{}", within(namespace, part), encode_component(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::IMAGE_RESOURCE_TYPE;

    #[test]
    fn addresses_are_built_of_encoded_names() {
        let path = namespace("OS::Compute::Watchdog", Some(IMAGE_RESOURCE_TYPE));
        assert_eq!(
            path.request.target(),
            "/v2/metadefs/namespaces/OS%3A%3ACompute%3A%3AWatchdog?resource_type=OS%3A%3AGlance%3A%3AImage"
        );
        assert_eq!(
            delete("N", Part::Properties, "a/b").request.target(),
            "/v2/metadefs/namespaces/N/properties/a%2Fb"
        );
        assert_eq!(
            namespaces(20, Some("M"), None).request.target(),
            "/v2/metadefs/namespaces?limit=20&marker=M"
        );
    }

    #[test]
    fn a_tag_is_made_at_its_own_address_and_has_no_body() {
        let tag = MetadefTag {
            name: "t".to_owned(),
        };
        let request = create("N", &tag).request;
        assert_eq!(request.target(), "/v2/metadefs/namespaces/N/tags/t");
        assert_eq!(request.body, None);
        let request = update(
            "N",
            "t",
            &MetadefTag {
                name: "u".to_owned(),
            },
        )
        .request;
        assert_eq!(request.body.as_deref(), Some(r#"{"name":"u"}"#));
    }
}
