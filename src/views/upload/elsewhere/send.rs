//! Makes the record, and has the service begin to fetch its data.

use crate::api::{Abort, Client, Error, Operation, images};
use crate::model::{Import, NewImage, PatchOperation};

/// A record whose import is refused at once is deleted again: what was typed is still in
/// the form. (A protection is asked for with the record: the service's import writes the
/// whole record, and would undo what a patch says meanwhile.)
pub(super) async fn create(
    client: &Client,
    new: &NewImage,
    import: Option<&Import>,
) -> Result<(), Error> {
    let abort = Abort::new(Operation::CreateImage)?;
    client.send(&images::create(new), &abort).await?;
    let Some(import) = import else {
        return Ok(());
    };
    let abort = Abort::new(Operation::ImportImage)?;
    let begun = client.send(&images::import(&new.id, import), &abort).await;
    if begun.is_err() {
        // If it stays, it is listed as waiting for data; the first error says more.
        delete(client, new).await.ok();
    }
    begun
}

async fn delete(client: &Client, new: &NewImage) -> Result<(), Error> {
    if new.protected {
        let unprotect = PatchOperation::Replace {
            path: "/protected".to_owned(),
            value: false.into(),
        };
        let abort = Abort::new(Operation::UpdateImage)?;
        let call = images::update(&new.id, &[unprotect]);
        client.send(&call, &abort).await?;
    }
    let abort = Abort::new(Operation::DeleteImage)?;
    client.send(&images::delete(&new.id), &abort).await
}
