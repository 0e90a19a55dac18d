//! `/v2/images/{id}/tags/{tag}`: one tag at a time. Fit for tags in ASCII
//! without a slash alone (the service garbles others): a patch of `/tags` is
//! right for any.

use super::images::request;
use super::request::{Call, Method, Operation, Request};
use crate::model::encode_component;

/// `None` for a tag that the service would garble or could not find.
#[must_use]
pub fn add(image_id: &str, tag: &str) -> Option<Call<()>> {
    one(Method::Put, image_id, tag).map(Call::done)
}

/// `None` as for [`add`].
#[must_use]
pub fn remove(image_id: &str, tag: &str) -> Option<Call<()>> {
    one(Method::Delete, image_id, tag).map(Call::done)
}

fn one(method: Method, image_id: &str, tag: &str) -> Option<Request> {
    // Browsers take a segment of dots for a way to another folder.
    let is_addressable = tag.is_ascii() && !tag.contains('/') && !matches!(tag, "" | "." | "..");
    let rest = format!("/tags/{}", encode_component(tag));
    is_addressable.then(|| request(Operation::ChangeTags, method, image_id, &rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_that_have_no_address_get_no_request() {
        let call = add("1", "a b").expect("has an address");
        assert_eq!(call.request.target(), "/v2/images/1/tags/a%20b");
        for tag in ["ü", "a/b", "", "..", "."] {
            assert!(remove("1", tag).is_none(), "{tag}");
        }
    }
}
