//! Follows a list to its end. The next page is our own query with the last id
//! as marker; the end is a page without `next`, or one that brings nothing new
//! (some sort orders make the service repeat itself for ever).

use std::collections::HashSet;

use super::images::ImagePage;
use crate::model::Image;

/// First page: small, so that rows are on the screen at once.
const FIRST_LIMIT: u32 = 100;
/// Later pages: as large as services give.
const LIMIT: u32 = 1000;

/// Where in the list we are.
#[derive(Debug, Default)]
pub struct Pager {
    seen: HashSet<String>,
    marker: Option<String>,
    ended: bool,
}

impl Pager {
    /// Limit and marker to ask with; `None` when the list has ended.
    #[must_use]
    pub fn next(&self) -> Option<(u32, Option<&str>)> {
        let limit = if self.marker.is_none() {
            FIRST_LIMIT
        } else {
            LIMIT
        };
        (!self.ended).then_some((limit, self.marker.as_deref()))
    }

    /// Takes a page in and gives the images that were not seen before.
    pub fn take(&mut self, page: ImagePage) -> Vec<Image> {
        let has_next = page.has_next();
        let last = page.images.last().map(|image| image.id.clone());
        let fresh: Vec<Image> = page
            .images
            .into_iter()
            .filter(|image| self.seen.insert(image.id.clone()))
            .collect();
        self.ended = !has_next || fresh.is_empty();
        self.marker = last.or(self.marker.take());
        fresh
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(ids: &[&str], next: bool) -> ImagePage {
        let images: Vec<_> = ids
            .iter()
            .map(|id| serde_json::json!({"id": id, "status": "active", "visibility": "shared"}))
            .collect();
        let mut json = serde_json::json!({ "images": images });
        if next {
            json["next"] = "/v2/images?marker=other".into();
        }
        serde_json::from_value(json).expect("decodes")
    }

    fn ids(images: &[Image]) -> Vec<&str> {
        images.iter().map(|image| image.id.as_str()).collect()
    }

    #[test]
    fn goes_on_by_the_last_id_until_there_is_no_next() {
        let mut pager = Pager::default();
        assert_eq!(pager.next(), Some((100, None)));
        assert_eq!(ids(&pager.take(page(&["a", "b"], true))), ["a", "b"]);
        assert_eq!(pager.next(), Some((1000, Some("b"))));
        assert_eq!(ids(&pager.take(page(&["c"], false))), ["c"]);
        assert_eq!(pager.next(), None);
    }

    #[test]
    fn an_exactly_full_last_page_is_followed_by_an_empty_one() {
        let mut pager = Pager::default();
        pager.take(page(&["a"], true));
        assert!(pager.take(page(&[], false)).is_empty());
        assert_eq!(pager.next(), None);
    }

    #[test]
    fn a_list_that_repeats_itself_ends() {
        let mut pager = Pager::default();
        pager.take(page(&["a", "b"], true));
        assert_eq!(ids(&pager.take(page(&["b", "c"], true))), ["c"]);
        assert!(pager.take(page(&["a", "c"], true)).is_empty());
        assert_eq!(pager.next(), None);
    }
}
