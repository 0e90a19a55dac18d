//! `/v2/cache` (API 2.14; clean, prune and nodes 2.18): what a Glance node keeps
//! close at hand. For administrators, where the cache is on.

use super::request::{Call, Method, Operation, Request};
use crate::model::{CacheListing, CacheTarget, Pruned, encode_component};

/// Says what [`clear`] clears.
pub const CLEAR_TARGET_HEADER: &str = "x-image-cache-clear-target";

#[must_use]
pub fn list() -> Call<CacheListing> {
    Call::json(Request::new(Operation::ReadCache, Method::Get, "/v2/cache"))
}

/// Asks the node to fetch an image's data into its cache.
#[must_use]
pub fn queue(image_id: &str) -> Call<()> {
    Call::done(change(Method::Put, &one(image_id)))
}

/// Takes an image out of cache and queue; fine if it is in neither.
#[must_use]
pub fn remove(image_id: &str) -> Call<()> {
    Call::done(change(Method::Delete, &one(image_id)))
}

/// Empties cache, queue or both. All but both need a header that clouds often
/// refuse to pages of other origins.
#[must_use]
pub fn clear(target: CacheTarget) -> Call<()> {
    let request = change(Method::Delete, "/v2/cache");
    Call::done(match target {
        CacheTarget::Cached => request.header(CLEAR_TARGET_HEADER, "cache"),
        CacheTarget::Queued => request.header(CLEAR_TARGET_HEADER, "queue"),
        CacheTarget::Both => request,
    })
}

/// Removes what is invalid or stalled (API 2.18).
#[must_use]
pub fn clean() -> Call<()> {
    Call::done(change(Method::Post, "/v2/cache/clean"))
}

/// Makes room down to the site's limit (API 2.18).
#[must_use]
pub fn prune() -> Call<Pruned> {
    Call::json(change(Method::Post, "/v2/cache/prune"))
}

/// Addresses of the nodes that have an image cached (API 2.18, where the nodes
/// share one database).
#[must_use]
pub fn nodes(image_id: &str) -> Call<Vec<String>> {
    let path = format!("/v2/cache/nodes/{}", encode_component(image_id));
    Call::json(Request::new(Operation::ReadCache, Method::Get, path))
}

fn one(image_id: &str) -> String {
    format!("/v2/cache/{}", encode_component(image_id))
}

fn change(method: Method, path: &str) -> Request {
    Request::new(Operation::ChangeCache, method, path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Response;

    #[test]
    fn clearing_says_what() {
        let header = |target| clear(target).request.headers;
        assert_eq!(
            header(CacheTarget::Queued),
            [(CLEAR_TARGET_HEADER, "queue".to_owned())]
        );
        assert_eq!(header(CacheTarget::Both), []);
        assert_eq!(queue("a/b").request.target(), "/v2/cache/a%2Fb");
    }

    #[test]
    fn pruning_tells_what_went() {
        let answer = Response {
            status: 200,
            body: r#"{"total_files_pruned":1,"total_bytes_pruned":9007199254740993}"#.to_owned(),
            ..Response::default()
        };
        let pruned = prune().read(&answer).expect("decodes");
        assert_eq!(pruned.total_bytes_pruned, 9_007_199_254_740_993);
    }
}
