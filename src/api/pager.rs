//! Follows a list to its end. The next page is our own query with the last id
//! as marker; the end is a page without `next`, or one that brings nothing new
//! (some sort orders make the service repeat itself for ever). When the marker
//! was deleted meanwhile, the way goes on from an earlier one.

use std::collections::HashSet;

use super::error::{Error, ErrorKind};
use super::images::{ImagePage, ListImages};
use super::request::Call;
use crate::model::Image;

/// First page: small, so that rows are on the screen at once.
const FIRST_LIMIT: u32 = 100;
/// Later pages: as large as services give.
const LIMIT: u32 = 1000;

/// Where in a list we are.
#[derive(Debug)]
pub struct Pager {
    list: ListImages,
    limits: (u32, u32),
    seen: HashSet<String>,
    /// Ids in the order in which they came; the last one is the marker.
    trail: Vec<String>,
    /// How far back along the trail the next deleted marker sends us.
    step_back: usize,
    ended: bool,
}

impl Pager {
    #[must_use]
    pub fn new(list: ListImages) -> Self {
        Self::with_limits(list, FIRST_LIMIT, LIMIT)
    }

    /// With limits other than the usual ones, for the first page and the later ones.
    #[must_use]
    pub fn with_limits(list: ListImages, first: u32, later: u32) -> Self {
        Self {
            list,
            limits: (first, later),
            seen: HashSet::new(),
            trail: Vec::new(),
            step_back: 1,
            ended: false,
        }
    }

    /// The call that brings the next page; `None` when the list has ended.
    #[must_use]
    pub fn next(&self) -> Option<Call<ImagePage>> {
        let (first, later) = self.limits;
        let marker = self.trail.last().map(String::as_str);
        let limit = if self.seen.is_empty() { first } else { later };
        (!self.ended).then(|| self.list.page(limit, marker))
    }

    /// Takes a page in and gives the images that are wanted and were not seen before.
    pub fn take(&mut self, page: ImagePage) -> Vec<Image> {
        let has_next = page.has_next();
        let before = self.seen.len();
        self.trail
            .extend(page.images.iter().map(|image| image.id.clone()));
        let fresh: Vec<Image> = page
            .images
            .into_iter()
            .filter(|image| self.seen.insert(image.id.clone()))
            .collect();
        // After a step back a whole page may be known and yet not the last.
        let is_stuck = self.seen.len() == before && self.step_back == 1;
        self.ended = !has_next || is_stuck;
        self.step_back = 1;
        fresh
            .into_iter()
            .filter(|image| self.list.wants(image))
            .collect()
    }

    /// Whether a refused page is to be asked for again, from an earlier image:
    /// the one that the page was to begin after is gone.
    ///
    /// # Errors
    /// The refusal, when it is about something else.
    pub fn refused(&mut self, error: Error) -> Result<(), Error> {
        let is_about_marker = error.kind == ErrorKind::BadRequest
            && self.trail.last().is_some_and(|marker| {
                let words = error.message.as_deref().unwrap_or_default();
                words.contains(marker.as_str())
            });
        if !is_about_marker {
            return Err(error);
        }
        // Somebody may be deleting a thousand: ever longer steps, at last to the start.
        let kept = self.trail.len().saturating_sub(self.step_back);
        self.trail.truncate(kept);
        self.step_back = self.step_back.saturating_mul(8);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Operation;

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

    fn pager() -> Pager {
        Pager::new(ListImages::default())
    }

    fn ids(images: &[Image]) -> Vec<&str> {
        images.iter().map(|image| image.id.as_str()).collect()
    }

    fn asks(pager: &Pager) -> Option<String> {
        pager.next().map(|call| call.request.target())
    }

    fn gone(marker: &str) -> Error {
        Error {
            status: Some(400),
            message: Some(format!("No image found with ID {marker}")),
            ..Error::without_answer(Operation::ListImages, ErrorKind::BadRequest)
        }
    }

    #[test]
    fn goes_on_by_the_last_id_until_there_is_no_next() {
        let mut pager = pager();
        assert_eq!(asks(&pager).as_deref(), Some("/v2/images?limit=100"));
        assert_eq!(ids(&pager.take(page(&["a", "b"], true))), ["a", "b"]);
        assert_eq!(
            asks(&pager).as_deref(),
            Some("/v2/images?limit=1000&marker=b")
        );
        assert_eq!(ids(&pager.take(page(&["c"], false))), ["c"]);
        assert_eq!(asks(&pager), None);
    }

    #[test]
    fn an_exactly_full_last_page_is_followed_by_an_empty_one() {
        let mut pager = pager();
        pager.take(page(&["a"], true));
        assert!(pager.take(page(&[], false)).is_empty());
        assert_eq!(asks(&pager), None);
    }

    #[test]
    fn a_list_that_repeats_itself_ends() {
        let mut pager = pager();
        pager.take(page(&["a", "b"], true));
        assert_eq!(ids(&pager.take(page(&["b", "c"], true))), ["c"]);
        assert!(pager.take(page(&["a", "c"], true)).is_empty());
        assert_eq!(asks(&pager), None);
    }

    #[test]
    fn a_deleted_marker_is_stepped_over() {
        let mut pager = pager();
        pager.take(page(&["a", "b", "c"], true));
        assert_eq!(pager.refused(gone("c")), Ok(()));
        assert!(asks(&pager).expect("goes on").ends_with("marker=b"));
        // Then from the very start: the next step is longer than the trail.
        assert_eq!(pager.refused(gone("b")), Ok(()));
        assert_eq!(asks(&pager).as_deref(), Some("/v2/images?limit=1000"));
        // What was seen is not shown twice, and its page is not taken for the end.
        assert!(pager.take(page(&["a"], true)).is_empty());
        assert_eq!(ids(&pager.take(page(&["d"], false))), ["d"]);
        assert_eq!(asks(&pager), None);
    }

    #[test]
    fn any_other_refusal_is_the_callers() {
        let mut pager = pager();
        assert_eq!(pager.refused(gone("a")), Err(gone("a")));
        pager.take(page(&["a"], true));
        let denied = Error::without_answer(Operation::ListImages, ErrorKind::Forbidden);
        assert_eq!(pager.refused(denied.clone()), Err(denied));
    }

    #[test]
    fn images_that_the_filter_leaves_to_the_page_are_sorted_out() {
        let list = ListImages::new(crate::model::ImageFilter {
            names: vec!["a\"b".to_owned(), "c".to_owned()],
            ..Default::default()
        });
        let mut pager = Pager::new(list.expect("can be asked"));
        assert!(pager.take(page(&["nameless"], true)).is_empty());
        assert!(asks(&pager).is_some(), "took an unwanted page for the end");
    }
}
