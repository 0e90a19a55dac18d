//! Finds the uploads that this browser began, that wait for their file, and that nobody
//! works on: neither this tab nor another one, nor the service.

use super::center::TransferCenter;
use super::hold::claimed;
use super::journal::{Unfinished, unfinished};
use super::uploads::forget_upload;
use crate::api::{Abort, Client, Error, images};
use crate::model::{Image, ImageStatus, Timestamp};

/// A store may take its time over the last bytes that were sent.
const ABANDONED_AFTER_S: i64 = 600;

/// What was left behind, as of a look.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LeftUploads {
    pub waiting: Vec<Unfinished>,
    /// Somebody is still at work on another one, or seems to be.
    pub is_more_to_come: bool,
}

/// Asks the service about each that is noted. What is on this tab's list is asked about
/// there.
pub async fn left_uploads(client: &Client, center: &TransferCenter, abort: &Abort) -> LeftUploads {
    let endpoint = client.endpoint.to_string();
    let claims = claimed().await;
    let is_known = claims.is_some();
    let busy = claims.unwrap_or_default();
    let mut left = LeftUploads::default();
    for mut entry in unfinished() {
        let id = &entry.image_id;
        if entry.endpoint != endpoint || center.is_open(id) {
            continue;
        }
        if busy.contains(id) {
            left.is_more_to_come = true;
            continue;
        }
        match client.send(&images::show(&entry.image_id), abort).await {
            // Poisoned ones can at least be deleted.
            Ok(image) if image.status == ImageStatus::Queued => left.waiting.push(entry),
            // Staged whole: what is left to do is the import.
            Ok(image) if is_staged(&image) || is_known && is_abandoned(&image) => {
                left.waiting.push(entry);
            }
            Ok(image) if image.is_in_transition() => left.is_more_to_come = true,
            // Its page ended before the bytes were compared, or the image was protected.
            Ok(image) if image.status == ImageStatus::Active => {
                entry.is_stored = true;
                left.waiting.push(entry);
            }
            Ok(_) => forget_upload(&entry.image_id),
            // Not found, too: perhaps it belongs to another project of the same person.
            Err(_) => {}
        }
    }
    left
}

/// Whether it still waits, so that deleting its record takes nothing from anybody.
///
/// # Errors
/// Those of reading the record.
pub async fn still_waits(
    client: &Client,
    entry: &Unfinished,
    abort: &Abort,
) -> Result<bool, Error> {
    let image = client.send(&images::show(&entry.image_id), abort).await?;
    let busy = claimed().await.unwrap_or_default();
    let is_waiting =
        image.status == ImageStatus::Queued || is_staged(&image) || is_abandoned(&image);
    Ok(is_waiting && !busy.contains(&entry.image_id))
}

/// At work by its own words, but no tab of this browser sends to it any more: the
/// service went away in the middle.
fn is_abandoned(image: &Image) -> bool {
    let since = image.updated_at.as_deref().and_then(Timestamp::parse);
    #[allow(clippy::cast_possible_truncation)] // far from the limits
    let now_s = (js_sys::Date::now() / 1000.0) as i64;
    image.status == ImageStatus::Saving
        && since.is_some_and(|since| now_s - since.0 > ABANDONED_AFTER_S)
}

fn is_staged(image: &Image) -> bool {
    image.status == ImageStatus::Uploading && image.size.is_some() && !image.is_being_imported()
}
