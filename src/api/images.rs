//! `/v2/images`: the records, their data, and where the data lies. Members, tags
//! and tasks of an image are next door.

use serde::Deserialize;
use serde_json::json;

use super::request::{Call, Method, Operation, Request};
use crate::model::{
    FilterProblem, Image, ImageFilter, Import, Location, MemberStatus, NewImage, PatchOperation,
    ValidationData, encode_component,
};

/// One page of the list.
#[derive(Clone, Debug, Deserialize)]
pub struct ImagePage {
    pub images: Vec<Image>,
    /// Only its presence counts: the link itself drops repeated query keys and
    /// ignores the path that a proxy serves Glance under.
    #[serde(default)]
    next: Option<String>,
}

/// What to list, checked: the service would take it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListImages {
    filter: ImageFilter,
    parameters: Vec<(String, String)>,
}

impl ListImages {
    /// # Errors
    /// What the service would refuse or choke on.
    pub fn new(filter: ImageFilter) -> Result<Self, FilterProblem> {
        let parameters = filter.parameters()?;
        Ok(Self { filter, parameters })
    }

    /// Images of others that were offered to this project and answered so. The
    /// service adds the project's own `shared` ones, and shows administrators
    /// every `shared` image whatever is asked: the caller sorts them out.
    #[must_use]
    pub fn offered(status: &MemberStatus) -> Self {
        let pair = |key: &str, word: &str| (key.to_owned(), word.to_owned());
        Self {
            filter: ImageFilter::default(),
            parameters: vec![
                pair("visibility", "shared"),
                pair("member_status", status.as_str()),
            ],
        }
    }

    /// The page after `marker` (an image id), of at most `limit` images; the
    /// service caps `limit` in silence (`api_limit_max`, 1000 as shipped).
    #[must_use]
    pub fn page(&self, limit: u32, marker: Option<&str>) -> Call<ImagePage> {
        let mut request = Request::new(Operation::ListImages, Method::Get, "/v2/images")
            .query("limit", limit.to_string());
        request.query.extend(self.parameters.iter().cloned());
        if let Some(marker) = marker {
            request = request.query("marker", marker);
        }
        Call::json(request)
    }

    /// Whether an image that the service listed is one that was wanted: some of
    /// the filter can't be said to the service.
    #[must_use]
    pub fn wants(&self, image: &Image) -> bool {
        self.filter.completes(image)
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
    Call::json(request(Operation::ShowImage, Method::Get, id, ""))
}

#[must_use]
pub fn create(new: &NewImage) -> Call<Image> {
    Call::json(Request::new(Operation::CreateImage, Method::Post, "/v2/images").json(new))
}

/// Changes what the patch names and nothing else; all of it or none. There is
/// no check against somebody else's change meanwhile.
#[must_use]
pub fn update(id: &str, patch: &[PatchOperation]) -> Call<Image> {
    let request = request(Operation::UpdateImage, Method::Patch, id, "");
    Call::json(request.json_as(PATCH_MEDIA_TYPE, &patch))
}

#[must_use]
pub fn delete(id: &str) -> Call<()> {
    Call::done(request(Operation::DeleteImage, Method::Delete, id, ""))
}

/// Keeps everybody but administrators from the data. Twice is once.
#[must_use]
pub fn deactivate(id: &str) -> Call<()> {
    let path = "/actions/deactivate";
    Call::done(request(Operation::DeactivateImage, Method::Post, id, path))
}

#[must_use]
pub fn reactivate(id: &str) -> Call<()> {
    let path = "/actions/reactivate";
    Call::done(request(Operation::ReactivateImage, Method::Post, id, path))
}

/// Asks for an image's data: the bytes `from..=to`, or all of them. `prefer`
/// names stores to read from (API 2.18; older services ignore it).
#[must_use]
pub fn data(id: &str, range: Option<(u64, u64)>, prefer: &[String]) -> Request {
    let mut request = request(Operation::DownloadData, Method::Get, id, "/file");
    if !prefer.is_empty() {
        request = request.query("prefer", prefer.join(","));
    }
    match range {
        Some((from, to)) => request.header("Range", format!("bytes={from}-{to}")),
        None => request,
    }
}

/// Takes image data as its body, the whole of it at once (there are no parts).
/// The store's header is one that clouds often refuse to pages of other origins.
#[must_use]
pub fn upload(id: &str, store: Option<&str>) -> Request {
    let request = body(request(Operation::UploadData, Method::Put, id, "/file"));
    match store {
        Some(store) => request.header(STORE_HEADER, store),
        None => request,
    }
}

/// Takes image data for a later import. What is staged can't be taken back.
#[must_use]
pub fn stage(id: &str) -> Request {
    body(request(Operation::StageData, Method::Put, id, "/stage"))
}

/// Starts an import; how it goes shows on the image and in its tasks.
#[must_use]
pub fn import(id: &str, import: &Import) -> Call<()> {
    let request = request(Operation::ImportImage, Method::Post, id, "/import");
    Call::done(request.json(&import.body()))
}

/// Takes the data out of one store; the last copy can't be taken. Administrators only.
#[must_use]
pub fn delete_from_store(id: &str, store: &str) -> Call<()> {
    let (store, id) = (encode_component(store), encode_component(id));
    let path = format!("/v2/stores/{store}/{id}");
    Call::done(Request::new(
        Operation::DeleteFromStore,
        Method::Delete,
        path,
    ))
}

/// Where the data lies. For administrators and services.
#[must_use]
pub fn locations(id: &str) -> Call<Vec<Location>> {
    Call::json(request(
        Operation::ReadLocations,
        Method::Get,
        id,
        "/locations",
    ))
}

/// Takes over data that lies somewhere already; the work goes on in a task.
#[must_use]
pub fn add_location(id: &str, url: &str, validation: Option<&ValidationData>) -> Call<()> {
    let mut body = json!({ "url": url });
    if let Some(validation) = validation {
        body["validation_data"] = json!(validation);
    }
    let request = request(Operation::AddLocation, Method::Post, id, "/locations");
    Call::done(request.json(&body))
}

/// Media type of [`update`]'s body; the service takes no other for this shape.
const PATCH_MEDIA_TYPE: &str = "application/openstack-images-v2.1-json-patch";

/// Says which store an upload goes to (API 2.8).
pub const STORE_HEADER: &str = "X-Image-Meta-Store";

fn body(request: Request) -> Request {
    request.header("Content-Type", "application/octet-stream")
}

/// A request to `/v2/images/{id}` and what comes after.
pub(super) fn request(operation: Operation, method: Method, id: &str, rest: &str) -> Request {
    let path = format!("/v2/images/{}{rest}", encode_component(id));
    Request::new(operation, method, path)
}

#[cfg(test)]
mod tests {
    use super::super::error::ErrorKind;
    use super::super::request::Response;
    use super::*;
    use crate::model::{OneOrAll, Visibility};

    fn ok(body: &str) -> Response {
        Response {
            status: 200,
            body: body.to_owned(),
            ..Response::default()
        }
    }

    #[test]
    fn a_page_asks_with_its_own_query_and_marker() {
        let list = ListImages::new(ImageFilter {
            tags: vec!["a".to_owned(), "b".to_owned()],
            os_hidden: Some(true),
            ..ImageFilter::default()
        })
        .expect("can be asked");
        assert_eq!(
            list.page(100, Some("a b")).request.target(),
            "/v2/images?limit=100&os_hidden=true&tag=a&tag=b&marker=a%20b"
        );
    }

    #[test]
    fn offers_are_asked_for_as_any_list_would_be() {
        let asked = ListImages::new(ImageFilter {
            visibility: Some(OneOrAll::One(Visibility::Shared)),
            member_status: Some(OneOrAll::One(MemberStatus::Rejected)),
            ..ImageFilter::default()
        })
        .expect("can be asked");
        let offered = ListImages::offered(&MemberStatus::Rejected);
        assert_eq!(offered.parameters, asked.parameters);
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
        assert_eq!(upload("78ff", None).path, "/v2/images/78ff/file");
        assert_eq!(
            delete_from_store("1", "a/b").request.path,
            "/v2/stores/a%2Fb/1"
        );
    }

    #[test]
    fn a_patch_goes_as_its_own_media_type() {
        let patch = [PatchOperation::Remove {
            path: "/x".to_owned(),
        }];
        let request = update("1", &patch).request;
        assert_eq!(request.method, Method::Patch);
        assert_eq!(
            request.headers,
            [("Content-Type", PATCH_MEDIA_TYPE.to_owned())]
        );
        let body = request.body.expect("has one");
        assert_eq!(body, r#"[{"op":"remove","path":"/x"}]"#);
    }

    #[test]
    fn actions_have_no_body() {
        // "A body is not expected with this request": 400.
        for call in [deactivate("1"), reactivate("1"), delete("1")] {
            assert_eq!(call.request.body, None);
        }
    }

    #[test]
    fn data_is_asked_for_by_range_and_by_store() {
        let stores = ["a".to_owned(), "b".to_owned()];
        let request = data("1", Some((5, 9)), &stores);
        assert_eq!(request.target(), "/v2/images/1/file?prefer=a%2Cb");
        assert_eq!(request.headers, [("Range", "bytes=5-9".to_owned())]);
        assert_eq!(data("1", None, &[]).headers, []);
    }

    #[test]
    fn an_upload_says_its_type_and_perhaps_its_store() {
        let request = upload("1", Some("slow"));
        let names: Vec<_> = request.headers.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["Content-Type", STORE_HEADER]);
        assert_eq!(stage("1").target(), "/v2/images/1/stage");
    }

    #[test]
    fn locations_of_the_real_shape_decode() {
        let places = locations("1")
            .read(&ok(
                r#"[{"url":"file:///fast/1","metadata":{"store":"fast"}}]"#,
            ))
            .expect("decodes");
        assert_eq!(places[0].metadata["store"], "fast");
        let proof = ValidationData {
            os_hash_algo: "sha512".to_owned(),
            os_hash_value: "ab".to_owned(),
        };
        let body = add_location("1", "http://h/x", Some(&proof)).request.body;
        assert_eq!(
            body.as_deref(),
            Some(
                r#"{"url":"http://h/x","validation_data":{"os_hash_algo":"sha512","os_hash_value":"ab"}}"#
            )
        );
    }
}
