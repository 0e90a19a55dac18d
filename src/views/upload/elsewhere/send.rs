//! Makes the record, and has the service begin to fetch its data.

use crate::api::{Abort, Client, Error, Operation, images};
use crate::model::{Import, NewImage, PatchOperation};

/// A record whose import is refused at once is deleted again: what was typed is still in
/// the form.
pub(super) async fn create(
    client: &Client,
    new: &NewImage,
    import: Option<&Import>,
    protects: bool,
) -> Result<(), Error> {
    let abort = Abort::new(Operation::CreateImage)?;
    client.send(&images::create(new), &abort).await?;
    if let Some(import) = import {
        let abort = Abort::new(Operation::ImportImage)?;
        if let Err(error) = client.send(&images::import(&new.id, import), &abort).await {
            let abort = Abort::new(Operation::DeleteImage)?;
            // If it stays, it is listed as waiting for data; the first error says more.
            client.send(&images::delete(&new.id), &abort).await.ok();
            return Err(error);
        }
    }
    if protects {
        let protect = PatchOperation::Replace {
            path: "/protected".to_owned(),
            value: true.into(),
        };
        let abort = Abort::new(Operation::UpdateImage)?;
        client
            .send(&images::update(&new.id, &[protect]), &abort)
            .await?;
    }
    Ok(())
}
