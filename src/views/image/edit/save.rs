//! Saves an edit: looks first whether the image is still what the form began with.

use crate::api::{Abort, Client, Error, ErrorKind, Operation, images};
use crate::model::ImageDraft;

/// What came of it.
pub(super) enum Saved {
    Done,
    /// Somebody else changed the image meanwhile; nothing was sent.
    NotYet,
}

/// The service has no way to say "only if nobody changed it"; so it is read just before.
pub(super) async fn save(
    client: &Client,
    id: &str,
    base: &ImageDraft,
    wanted: &ImageDraft,
) -> Result<Saved, Error> {
    if !is_still(client, id, base).await? {
        return Ok(Saved::NotYet);
    }
    let abort = Abort::new(Operation::UpdateImage)?;
    let patch = base.patch_to(wanted);
    match client.send(&images::update(id, &patch), &abort).await {
        Ok(_) => Ok(Saved::Done),
        // A property that was to be replaced went away between the two.
        Err(error) if error.kind == ErrorKind::Conflict => match is_still(client, id, base).await {
            Ok(false) => Ok(Saved::NotYet),
            _ => Err(error),
        },
        Err(error) => Err(error),
    }
}

async fn is_still(client: &Client, id: &str, base: &ImageDraft) -> Result<bool, Error> {
    let abort = Abort::new(Operation::ShowImage)?;
    let now = client.send(&images::show(id), &abort).await?;
    Ok(ImageDraft::of(&now) == *base)
}
