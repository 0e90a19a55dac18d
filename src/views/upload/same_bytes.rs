//! Finds out whether the service has a file's bytes already: images of the same
//! size first, which costs nothing; only if there are any is the file read.

use std::rc::Rc;

use futures::channel::oneshot;
use futures::future::{Either, select};
use futures::lock::Mutex;
use leptos::prelude::*;

use super::item::Item;
use crate::api::images::ListImages;
use crate::api::{Abort, Client, Error, Operation, Pager};
use crate::i18n::Explained;
use crate::model::{DigestAlgorithm, Image, ImageFilter, OneOrAll};
use crate::query::spawn;
use crate::transfer::digest_file;
use crate::views::Console;

/// How far the search for one file is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Search {
    #[default]
    Idle,
    /// Another file's is under way.
    Waiting,
    /// The service is asked for images of the file's size.
    Listing,
    Reading(DigestAlgorithm),
    Found(Vec<Image>),
    /// Images of its size have other bytes.
    OtherBytes,
    NoneOfThisSize,
    /// So many have its size, and no digest to compare with.
    NoDigest(usize),
    Failed {
        title: String,
        advice: String,
    },
}

impl Search {
    pub(super) fn is_running(&self) -> bool {
        matches!(self, Self::Waiting | Self::Listing | Self::Reading(_))
    }

    pub(super) fn is_done(&self) -> bool {
        !self.is_running() && !matches!(self, Self::Idle | Self::Failed { .. })
    }
}

/// The search for one file. Ends with the page.
#[derive(Clone, Copy)]
pub(super) struct SameBytes {
    pub(super) search: RwSignal<Search>,
    /// Bytes read so far.
    pub(super) read: RwSignal<u64>,
    /// Dropped to stop.
    stop: StoredValue<Option<oneshot::Sender<()>>, LocalStorage>,
}

/// One file is read at a time.
#[derive(Clone, Copy)]
pub(super) struct Turns(StoredValue<Rc<Mutex<()>>, LocalStorage>);

impl Turns {
    pub(super) fn new() -> Self {
        Self(StoredValue::new_local(Rc::default()))
    }
}

impl SameBytes {
    pub(super) fn new() -> Self {
        Self {
            search: RwSignal::new(Search::Idle),
            read: RwSignal::new(0),
            stop: StoredValue::new_local(None),
        }
    }

    pub(super) fn start(self, console: &Console, item: &Item, turns: Turns) {
        if self.search.with_untracked(Search::is_running) {
            return;
        }
        let (Some(client), Some(turns)) = (console.client_now(), turns.0.try_get_value()) else {
            return;
        };
        let (stop, stopped) = oneshot::channel();
        self.stop.set_value(Some(stop));
        self.search.set(Search::Waiting);
        let (console, item) = (console.clone(), item.clone());
        spawn(async move {
            let looking = Box::pin(async {
                let _turn = turns.lock().await;
                self.look(&console, &client, &item).await
            });
            // Whoever is stopped has been set to rest already.
            if let Either::Left((outcome, _)) = select(looking, stopped).await {
                let failed = |explained: Explained| Search::Failed {
                    title: explained.title,
                    advice: explained.advice,
                };
                self.search.try_set(outcome.unwrap_or_else(failed));
            }
        });
    }

    /// Stops a search that runs.
    pub(super) fn stop(self) {
        self.stop.try_set_value(None);
        if self.search.with_untracked(Search::is_running) {
            self.search.set(Search::Idle);
        }
    }

    async fn look(
        self,
        console: &Console,
        client: &Client,
        item: &Item,
    ) -> Result<Search, Explained> {
        let lang = console.lang;
        self.search.try_set(Search::Listing);
        let bytes = item.bytes();
        let candidates = images_of_size(client, bytes)
            .await
            .map_err(|error| lang.api_error(&error))?;
        if candidates.is_empty() {
            return Ok(Search::NoneOfThisSize);
        }
        let algorithms = algorithms_of(&candidates);
        if algorithms.is_empty() {
            return Ok(Search::NoDigest(candidates.len()));
        }
        let mut found = Vec::new();
        for algorithm in algorithms {
            self.read.try_set(0);
            self.search.try_set(Search::Reading(algorithm));
            let read = self.read;
            let on_progress = move |bytes| {
                read.try_set(bytes);
            };
            let digest = digest_file(&console.center, &item.file, algorithm, on_progress)
                .await
                .map_err(|failure| lang.worker_failure(&failure))?;
            let is_same = |image: &&Image| {
                let expected = image.expected_digest();
                expected.is_some_and(|e| e.algorithm == algorithm && e.hex == digest)
            };
            found.extend(candidates.iter().filter(is_same).cloned());
        }
        Ok(if found.is_empty() {
            Search::OtherBytes
        } else {
            Search::Found(found)
        })
    }
}

/// The digests that it takes to compare with all of them.
fn algorithms_of(images: &[Image]) -> Vec<DigestAlgorithm> {
    let mut algorithms = Vec::new();
    for expected in images.iter().filter_map(Image::expected_digest) {
        if !algorithms.contains(&expected.algorithm) {
            algorithms.push(expected.algorithm);
        }
    }
    algorithms
}

/// Stops a request whose answer nobody waits for any more.
struct Stopping(Abort);

impl Drop for Stopping {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// All that this person can see, hidden ones included.
async fn images_of_size(client: &Client, bytes: u64) -> Result<Vec<Image>, Error> {
    let stopping = Stopping(Abort::new(Operation::ListImages)?);
    let mut found = Vec::new();
    for os_hidden in [None, Some(true)] {
        let filter = ImageFilter {
            visibility: Some(OneOrAll::All),
            os_hidden,
            size_min: Some(bytes),
            size_max: Some(bytes),
            ..ImageFilter::default()
        };
        // Sizes and fixed words can always be asked for.
        let Ok(list) = ListImages::new(filter) else {
            continue;
        };
        let mut pager = Pager::new(list);
        while let Some(call) = pager.next() {
            match client.send(&call, &stopping.0).await {
                Ok(page) => found.extend(pager.take(page)),
                Err(error) => pager.refused(error)?,
            }
        }
    }
    // Half an image that is being sent may have the size and no digest yet.
    found.retain(|image| image.size == Some(bytes) && !image.is_in_transition());
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_digest_is_computed_once() {
        let image = |json| serde_json::from_value::<Image>(json).expect("decodes");
        let images = [
            serde_json::json!({"id": "1", "status": "active", "visibility": "shared",
                "os_hash_algo": "sha512", "os_hash_value": "ab"}),
            serde_json::json!({"id": "2", "status": "active", "visibility": "shared",
                "os_hash_algo": "sha512", "os_hash_value": "cd", "checksum": "ef"}),
            serde_json::json!({"id": "3", "status": "active", "visibility": "shared",
                "checksum": "ef"}),
            serde_json::json!({"id": "4", "status": "active", "visibility": "shared"}),
        ]
        .map(image);
        let expected = [DigestAlgorithm::Sha512, DigestAlgorithm::Md5];
        assert_eq!(algorithms_of(&images), expected);
        assert_eq!(algorithms_of(&images[3..]), []);
    }
}
