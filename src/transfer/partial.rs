//! What this browser has begun to download, kept beyond a reload: which bytes of
//! which image lie in which staging file. The bytes themselves are there, not here.

use serde::{Deserialize, Serialize};

use super::download_machine::{Coverage, Span};
use super::export;
use super::hold::claimed_staging;
use super::stored;
use crate::model::Expected;

/// Key in the page's local storage.
const KEY: &str = "vitrine.downloads";

/// A download that hasn't come to its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Partial {
    /// In the origin-private file system.
    pub staging_name: String,
    pub image_id: String,
    /// The image's name.
    pub title: String,
    /// The file that it is to become.
    pub file_name: String,
    /// Of the whole, in bytes.
    pub size: u64,
    pub expected: Option<Expected>,
    pub prefer: Vec<String>,
    pub have: Vec<Span>,
    /// The image service.
    pub endpoint: String,
}

impl Partial {
    /// Bytes that are there.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        Coverage::sound(&self.have, self.size).bytes()
    }
}

/// Downloads from a service that wait for somebody to go on with them, newest
/// first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waiting {
    pub partials: Vec<Partial>,
    /// Some tab of this browser is at others; it may be one that is just closing.
    pub has_claimed: bool,
}

/// Looks for downloads that wait.
pub async fn waiting(endpoint: &str) -> Waiting {
    let claimed = claimed_staging().await.unwrap_or_default();
    let mut partials = all();
    partials.retain(|one| one.endpoint == endpoint);
    let noted = partials.len();
    partials.retain(|one| !claimed.contains(&one.staging_name));
    partials.reverse();
    Waiting {
        has_claimed: partials.len() < noted,
        partials,
    }
}

/// Lets go of a download and of what it has brought.
pub async fn forget_partial(partial: &Partial) {
    forget(&partial.staging_name);
    export::discard(&partial.staging_name).await;
}

pub(super) fn all() -> Vec<Partial> {
    stored::all(KEY)
}

pub(super) fn note(partial: Partial) {
    let name = partial.staging_name.clone();
    stored::note(KEY, partial, |other: &Partial| other.staging_name == name);
}

pub(super) fn forget(staging_name: &str) {
    stored::forget(KEY, |one: &Partial| one.staging_name == staging_name);
}
