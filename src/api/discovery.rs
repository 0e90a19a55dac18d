//! What a cloud can do: versions, `/v2/info/…` and the image schemas.

use serde::Deserialize;

use super::images::ImagePage;
use super::request::{Call, Method, Operation, Request, Response, json};
use crate::model::{ApiVersion, ImportMethod, Schema, Store, Usage};

/// One entry of `GET /versions`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Version {
    /// `v2.18`
    pub id: String,
    /// `CURRENT`, `SUPPORTED`, …
    pub status: String,
}

/// All versions on offer, in no order that means anything. Needs no token.
#[must_use]
pub fn versions() -> Call<Vec<Version>> {
    #[derive(Deserialize)]
    struct Body {
        versions: Vec<Version>,
    }
    Call {
        request: ask("/versions"),
        decode: |response| json::<Body>(response).map(|body| body.versions),
    }
}

/// The version that the service calls current.
#[must_use]
pub fn current(versions: &[Version]) -> Option<ApiVersion> {
    versions
        .iter()
        .filter(|version| version.status.eq_ignore_ascii_case("CURRENT"))
        .find_map(|version| ApiVersion::parse(&version.id))
}

/// Import methods, where there are any (API 2.6).
#[must_use]
pub fn import_methods() -> Call<Vec<ImportMethod>> {
    #[derive(Deserialize)]
    struct Body {
        #[serde(rename = "import-methods")]
        import_methods: Methods,
    }
    #[derive(Deserialize)]
    struct Methods {
        value: Vec<ImportMethod>,
    }
    Call {
        request: ask("/v2/info/import"),
        decode: |response| json::<Body>(response).map(|body| body.import_methods.value),
    }
}

/// Stores (API 2.8); 404 where there is only one. The service's own, for
/// staging and tasks, are left out.
#[must_use]
pub fn stores() -> Call<Vec<Store>> {
    Call {
        request: ask("/v2/info/stores"),
        decode: decode_stores,
    }
}

/// Stores with type, weight and properties (API 2.15). Administrators only.
#[must_use]
pub fn stores_detail() -> Call<Vec<Store>> {
    Call {
        request: ask("/v2/info/stores/detail"),
        decode: decode_stores,
    }
}

/// The project's quotas (API 2.13). Several questions to Keystone each time:
/// not to be asked often.
#[must_use]
pub fn usage() -> Call<Usage> {
    #[derive(Deserialize)]
    struct Body {
        usage: Usage,
    }
    Call {
        request: ask("/v2/info/usage"),
        decode: |response| json::<Body>(response).map(|body| body.usage),
    }
}

/// What the service publishes schemas of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaOf {
    Image,
    Images,
    Member,
    Members,
    Task,
    Tasks,
}

/// `/v2/schemas/…`; that of `image` has the site's own formats and properties.
#[must_use]
pub fn schema(of: SchemaOf) -> Call<Schema> {
    Call::json(ask(match of {
        SchemaOf::Image => "/v2/schemas/image",
        SchemaOf::Images => "/v2/schemas/images",
        SchemaOf::Member => "/v2/schemas/member",
        SchemaOf::Members => "/v2/schemas/members",
        SchemaOf::Task => "/v2/schemas/task",
        SchemaOf::Tasks => "/v2/schemas/tasks",
    }))
}

/// A part of the API that a cloud may not have, or not for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Cache,
    Tasks,
    Metadefs,
}

/// Whether a part is there for the caller; what it answers isn't looked at.
#[must_use]
pub fn has(part: Part) -> Call<()> {
    Call::done(match part {
        Part::Cache => ask("/v2/cache"),
        Part::Tasks => ask("/v2/tasks").query("limit", "1"),
        Part::Metadefs => ask("/v2/metadefs/namespaces").query("limit", "1"),
    })
}

/// Names (in lower case) of the headers that this page's origin may read from
/// an ordinary answer: that of the cheapest call which needs a token.
#[must_use]
pub fn readable_headers() -> Call<Vec<String>> {
    Call {
        request: ask("/v2/images").query("limit", "1"),
        decode: |response| {
            json::<ImagePage>(response)?;
            let names = response.headers.iter().map(|(name, _)| name.clone());
            Ok(names.collect())
        },
    }
}

fn ask(path: &str) -> Request {
    Request::new(Operation::Discover, Method::Get, path)
}

fn decode_stores(response: &Response) -> Result<Vec<Store>, String> {
    #[derive(Deserialize)]
    struct Body {
        stores: Vec<Store>,
    }
    let Body { mut stores } = json(response)?;
    stores.retain(|store| !store.id.starts_with("os_glance_"));
    Ok(stores)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ok(body: &str) -> Response {
        Response {
            status: 200,
            body: body.to_owned(),
            ..Response::default()
        }
    }

    #[test]
    fn current_is_where_the_service_says() {
        // As releases 30 and 32 order them.
        let listed = versions()
            .read(&ok(
                r#"{"versions":[{"id":"v2.16","status":"SUPPORTED","links":[]},
                    {"id":"v2.17","status":"CURRENT","links":[]},
                    {"id":"v2.9","status":"SUPPORTED","links":[]}]}"#,
            ))
            .expect("decodes");
        assert_eq!(current(&listed), Some(ApiVersion { minor: 17 }));
        assert_eq!(current(&[]), None);
    }

    #[test]
    fn import_methods_keep_what_they_do_not_know() {
        let methods = import_methods()
            .read(&ok(
                r#"{"import-methods":{"description":"Import methods available.",
                    "type":"array","value":["glance-direct","teleport"]}}"#,
            ))
            .expect("decodes");
        let other = ImportMethod::Other("teleport".to_owned());
        assert_eq!(methods, [ImportMethod::GlanceDirect, other]);
    }

    #[test]
    fn the_services_own_stores_are_left_out() {
        let stores = stores()
            .read(&ok(
                r#"{"stores":[{"id":"fast","default":"true"},{"id":"os_glance_staging_store"}]}"#,
            ))
            .expect("decodes");
        assert_eq!(stores.len(), 1);
        assert!(stores[0].default);
    }

    #[test]
    fn no_limits_are_no_quotas() {
        let none = usage().read(&ok(r#"{"usage":{}}"#)).expect("decodes");
        assert!(none.0.is_empty());
    }
}
