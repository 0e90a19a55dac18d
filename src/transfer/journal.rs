//! What this browser has begun to upload, kept beyond a reload: so that no
//! record stays behind unmentioned. Holds names and ids, no secret and no data.

use serde::{Deserialize, Serialize};
use web_sys::File;

use super::stored;
use super::way::Way;

/// Key in the page's local storage.
const KEY: &str = "vitrine.uploads";

/// An upload that has a record and hasn't come to its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unfinished {
    pub image_id: String,
    /// The image's name.
    pub name: String,
    pub file_name: String,
    pub file_bytes: u64,
    /// Milliseconds since 1970, by the file system.
    pub last_modified_ms: f64,
    /// SHA-256 of the first MiB, in hexadecimal; empty until it is known.
    pub head_sha256: String,
    /// Whether the finished image is to be protected.
    pub protects: bool,
    #[serde(default)]
    pub way: Way,
    /// The image service that has the record.
    pub endpoint: String,
    /// As of the last look: the service has all of it, and only the proof is lacking.
    #[serde(skip)]
    pub is_stored: bool,
}

/// Why a file isn't the one that was chosen then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    Name,
    Size,
    Time,
    Content,
}

impl Unfinished {
    /// Compares a file with the one of then, by all but its content.
    #[must_use]
    pub fn differs_from(&self, file: &File) -> Option<Difference> {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // exact below 8 PiB
        let bytes = file.size() as u64;
        if file.name() != self.file_name {
            Some(Difference::Name)
        } else if bytes != self.file_bytes {
            Some(Difference::Size)
        } else if (file.last_modified() - self.last_modified_ms).abs() > 1.0 {
            Some(Difference::Time)
        } else {
            None
        }
    }
}

/// All that is noted, oldest first.
#[must_use]
pub fn unfinished() -> Vec<Unfinished> {
    stored::all(KEY)
}

/// Notes an upload, or what is known of it now.
pub(super) fn note(entry: Unfinished) {
    let image_id = entry.image_id.clone();
    stored::note(KEY, entry, |other: &Unfinished| other.image_id == image_id);
}

/// The record is finished, deleted or gone.
pub(super) fn forget(image_id: &str) {
    stored::forget(KEY, |entry: &Unfinished| entry.image_id == image_id);
}
