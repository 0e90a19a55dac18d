//! Asks which images other projects offer to this one.

use crate::api::images::ListImages;
use crate::api::{Abort, Client, Error, Pager};
use crate::model::{Image, MemberStatus};

/// Those that were answered so, in the service's order. `project` is the asking
/// one, by id: its own images come with the answer and are left out.
///
/// # Errors
/// The first page that doesn't come.
pub async fn offers(
    client: &Client,
    project: &str,
    status: &MemberStatus,
    abort: &Abort,
) -> Result<Vec<Image>, Error> {
    // Nobody waits for a first page here: as few requests as can be.
    let list = ListImages::offered(status);
    let mut pager = Pager::with_limits(list, PAGE_LIMIT, PAGE_LIMIT);
    let mut offered = Vec::new();
    while let Some(call) = pager.next() {
        match client.send(&call, abort).await {
            Ok(page) => offered.extend(
                pager
                    .take(page)
                    .into_iter()
                    .filter(|image| image.owner.as_deref() != Some(project)),
            ),
            Err(error) => pager.refused(error)?,
        }
    }
    Ok(offered)
}

/// As large as services give.
const PAGE_LIMIT: u32 = 1000;
