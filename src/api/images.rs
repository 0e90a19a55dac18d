//! `/v2/images`: list, show, create, delete; and the addresses of image data.

use serde::Deserialize;

use super::request::{Call, Method, Operation, Request, json, nothing};
use crate::model::{Image, NewImage, Visibility, encode_component};

/// One page of the list.
#[derive(Clone, Debug, Deserialize)]
pub struct ImagePage {
    pub images: Vec<Image>,
    /// Only its presence counts: the link itself drops repeated query keys and
    /// ignores the path that a proxy serves Glance under.
    #[serde(default)]
    next: Option<String>,
}

/// What to list. Images of others that are `community`, and hidden ones, are
/// listed only when asked for by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListImages {
    pub visibility: Option<Visibility>,
    pub os_hidden: bool,
}

impl ListImages {
    /// The page after `marker` (an image id), of at most `limit` images; the
    /// service caps `limit` in silence (`api_limit_max`, 1000 as shipped).
    #[must_use]
    pub fn page(&self, limit: u32, marker: Option<&str>) -> Call<ImagePage> {
        let mut request = Request::new(Operation::ListImages, Method::Get, "/v2/images")
            .query("limit", limit.to_string());
        if let Some(visibility) = &self.visibility {
            request = request.query("visibility", visibility.as_str());
        }
        if self.os_hidden {
            request = request.query("os_hidden", "true");
        }
        if let Some(marker) = marker {
            request = request.query("marker", marker);
        }
        Call {
            request,
            decode: json,
        }
    }
}

impl ImagePage {
    /// Whether the service offers another page. The last one may be empty.
    #[must_use]
    pub fn has_next(&self) -> bool {
        self.next.is_some()
    }
}

#[must_use]
pub fn show(id: &str) -> Call<Image> {
    Call {
        request: Request::new(Operation::ShowImage, Method::Get, image_path(id)),
        decode: json,
    }
}

#[must_use]
pub fn create(new: &NewImage) -> Call<Image> {
    // A struct of strings, numbers and enums always encodes.
    let body = serde_json::to_value(new).unwrap_or_default();
    Call {
        request: Request::new(Operation::CreateImage, Method::Post, "/v2/images").json(&body),
        decode: json,
    }
}

#[must_use]
pub fn delete(id: &str) -> Call<()> {
    Call {
        request: Request::new(Operation::DeleteImage, Method::Delete, image_path(id)),
        decode: nothing,
    }
}

/// Asks for an image's data: the bytes `from..=to`, or all of them.
#[must_use]
pub fn data(id: &str, range: Option<(u64, u64)>) -> Request {
    let request = Request::new(Operation::DownloadData, Method::Get, data_path(id));
    match range {
        Some((from, to)) => request.header("Range", format!("bytes={from}-{to}")),
        None => request,
    }
}

/// Path of an image's data, for upload (`PUT`) and download (`GET`).
#[must_use]
pub fn data_path(id: &str) -> String {
    format!("{}/file", image_path(id))
}

fn image_path(id: &str) -> String {
    format!("/v2/images/{}", encode_component(id))
}

#[cfg(test)]
mod tests {
    use super::super::error::ErrorKind;
    use super::super::request::Response;
    use super::*;

    fn ok(body: &str) -> Response {
        Response {
            status: 200,
            body: body.to_owned(),
            ..Response::default()
        }
    }

    #[test]
    fn a_page_asks_with_its_own_query_and_marker() {
        let list = ListImages {
            visibility: Some(Visibility::Community),
            os_hidden: true,
        };
        assert_eq!(
            list.page(100, Some("a b")).request.target(),
            "/v2/images?limit=100&visibility=community&os_hidden=true&marker=a%20b"
        );
    }

    #[test]
    fn a_page_of_the_real_shape_decodes() {
        let call = ListImages::default().page(1, None);
        let page = call
            .read(&ok(
                r#"{"images":[{"id":"1","status":"active","visibility":"public",
                "name":"x","os_distro":"debian"}],"first":"/v2/images?limit=1",
                "next":"/v2/images?marker=1&limit=1","schema":"/v2/schemas/images"}"#,
            ))
            .expect("decodes");
        assert!(page.has_next());
        assert_eq!(page.images.len(), 1);
    }

    #[test]
    fn another_services_answer_is_told_as_such() {
        let call = ListImages::default().page(1, None);
        let error = call
            .read(&ok("<html>Welcome</html>"))
            .expect_err("is no page");
        assert_eq!(error.kind, ErrorKind::NotTheApi);
        // Any mistyped path of Glance itself answers 300 with its versions.
        let versions = Response {
            status: 300,
            body: r#"{"versions":[]}"#.to_owned(),
            ..Response::default()
        };
        let error = call.read(&versions).expect_err("is no page");
        assert_eq!(error.kind, ErrorKind::NotTheApi);
    }

    #[test]
    fn an_id_cannot_leave_its_segment() {
        assert_eq!(show("../x?y").request.path, "/v2/images/..%2Fx%3Fy");
        assert_eq!(data_path("78ff"), "/v2/images/78ff/file");
    }
}
