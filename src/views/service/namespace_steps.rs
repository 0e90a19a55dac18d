//! Makes a namespace of metadata definitions, or of one another.

use crate::api::metadefs::{self, Part};
use crate::api::{Abort, Client, Error, ErrorKind, Operation};
use crate::model::{MetadefStep, NamespaceFile};

/// At once, with all that is in it.
pub(super) async fn create(client: &Client, file: &NamespaceFile) -> Result<(), Error> {
    let abort = Abort::new(Operation::ChangeMetadefs)?;
    let call = metadefs::import_namespace(file);
    client.send(&call, &abort).await.map(|_| ())
}

/// Step by step: the service has no other way. What was done before a failure stays.
pub(super) async fn change(
    client: &Client,
    old: &NamespaceFile,
    new: &NamespaceFile,
) -> Result<(), Error> {
    let name = &old.body.namespace;
    for step in old.steps_to(new) {
        let abort = Abort::new(Operation::ChangeMetadefs)?;
        let abort = &abort;
        match &step {
            MetadefStep::Update(body) => {
                client
                    .send(&metadefs::update_namespace(name, body), abort)
                    .await?;
            }
            MetadefStep::AddProperty(property) => {
                client
                    .send(&metadefs::create(name, property), abort)
                    .await?;
            }
            MetadefStep::ChangeProperty(property) => {
                let call = metadefs::update(name, &property.name, property);
                client.send(&call, abort).await?;
            }
            MetadefStep::AddObject(object) => {
                client.send(&metadefs::create(name, object), abort).await?;
            }
            MetadefStep::ChangeObject(object) => {
                client
                    .send(&metadefs::update(name, &object.name, object), abort)
                    .await?;
            }
            MetadefStep::SetTags(tags) if tags.is_empty() => {
                client
                    .send(&metadefs::delete_all(name, Part::Tags), abort)
                    .await?;
            }
            MetadefStep::SetTags(tags) => {
                client
                    .send(&metadefs::replace_tags(name, tags), abort)
                    .await?;
            }
            MetadefStep::Associate(association) => {
                client
                    .send(&metadefs::associate(name, association), abort)
                    .await?;
            }
            MetadefStep::DeleteProperty(which) => {
                delete_part(client, name, Part::Properties, which, abort).await?;
            }
            MetadefStep::DeleteObject(which) => {
                delete_part(client, name, Part::Objects, which, abort).await?;
            }
            MetadefStep::Dissociate(which) => {
                delete_part(client, name, Part::ResourceTypes, which, abort).await?;
            }
        }
    }
    Ok(())
}

/// Gone is gone, whoever did it.
async fn delete_part(
    client: &Client,
    namespace: &str,
    part: Part,
    name: &str,
    abort: &Abort,
) -> Result<(), Error> {
    match client
        .send(&metadefs::delete(namespace, part, name), abort)
        .await
    {
        Err(error) if error.kind == ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}
