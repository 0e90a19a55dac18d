//! What `POST /v2/images/{id}/import` asks for (API 2.6; stores since 2.8).

use serde_json::{Map, Value, json};

use super::ImportMethod;

/// One import. Method and parameters are one value, so that none can miss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    pub source: ImportSource,
    pub stores: ImportStores,
}

/// Where the data comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportSource {
    /// What was staged on the image before.
    Staged,
    /// An address that the service itself fetches.
    Web { uri: String },
    /// One of the image's own stores; the image stays `active` throughout.
    OwnStores,
    /// An image of another region's service in the same catalogue.
    OtherRegion {
        region: String,
        image_id: String,
        /// `public` unless said.
        interface: Option<String>,
    },
}

/// Where the data goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ImportStores {
    /// The site's default store; sites with one store know no other.
    #[default]
    Default,
    /// Store ids. `all_must_succeed` false: one is enough, and a failed
    /// `glance-direct` import goes back to `queued` instead of being stuck.
    These {
        ids: Vec<String>,
        all_must_succeed: bool,
    },
    All {
        all_must_succeed: bool,
    },
}

impl ImportSource {
    #[must_use]
    pub fn method(&self) -> ImportMethod {
        match self {
            Self::Staged => ImportMethod::GlanceDirect,
            Self::Web { .. } => ImportMethod::WebDownload,
            Self::OwnStores => ImportMethod::CopyImage,
            Self::OtherRegion { .. } => ImportMethod::GlanceDownload,
        }
    }
}

impl Import {
    /// The request's body.
    #[must_use]
    pub fn body(&self) -> Value {
        let mut method = Map::new();
        method.insert("name".to_owned(), self.source.method().as_str().into());
        match &self.source {
            ImportSource::Staged | ImportSource::OwnStores => {}
            ImportSource::Web { uri } => {
                method.insert("uri".to_owned(), uri.as_str().into());
            }
            ImportSource::OtherRegion {
                region,
                image_id,
                interface,
            } => {
                method.insert("glance_region".to_owned(), region.as_str().into());
                method.insert("glance_image_id".to_owned(), image_id.as_str().into());
                if let Some(interface) = interface {
                    let name = "glance_service_interface".to_owned();
                    method.insert(name, interface.as_str().into());
                }
            }
        }
        let mut body = json!({ "method": method });
        match &self.stores {
            ImportStores::Default => {}
            ImportStores::These {
                ids,
                all_must_succeed,
            } => {
                body["stores"] = json!(ids);
                body["all_stores_must_succeed"] = json!(all_must_succeed);
            }
            ImportStores::All { all_must_succeed } => {
                body["all_stores"] = json!(true);
                body["all_stores_must_succeed"] = json!(all_must_succeed);
            }
        }
        body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_method_has_its_parameters() {
        let web = Import {
            source: ImportSource::Web {
                uri: "https://h/a.qcow2".to_owned(),
            },
            stores: ImportStores::Default,
        };
        assert_eq!(
            web.body(),
            json!({"method": {"name": "web-download", "uri": "https://h/a.qcow2"}})
        );
        let region = Import {
            source: ImportSource::OtherRegion {
                region: "Two".to_owned(),
                image_id: "i1".to_owned(),
                interface: Some("internal".to_owned()),
            },
            stores: ImportStores::These {
                ids: vec!["a".to_owned(), "b".to_owned()],
                all_must_succeed: false,
            },
        };
        assert_eq!(
            region.body(),
            json!({"method": {"name": "glance-download", "glance_region": "Two",
                    "glance_image_id": "i1", "glance_service_interface": "internal"},
                "stores": ["a", "b"], "all_stores_must_succeed": false})
        );
        let copy = Import {
            source: ImportSource::OwnStores,
            stores: ImportStores::All {
                all_must_succeed: true,
            },
        };
        assert_eq!(
            copy.body(),
            json!({"method": {"name": "copy-image"}, "all_stores": true,
                "all_stores_must_succeed": true})
        );
    }
}
