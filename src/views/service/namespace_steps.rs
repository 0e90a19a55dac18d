//! Makes a namespace of metadata definitions, or of one another: which requests that
//! takes, and the sending.

use crate::api::metadefs::{self, Part};
use crate::api::{Abort, Call, Client, Error, ErrorKind, Method, Operation, Request};
use crate::model::{MetadefStep, NamespaceFile};

/// The requests in their order. A new namespace comes at once, with all that is in it; one
/// that is there is changed step by step, since the service has no other way.
pub(super) fn requests(old: Option<&NamespaceFile>, new: &NamespaceFile) -> Vec<Request> {
    let Some(old) = old else {
        return vec![metadefs::import_namespace(new).request];
    };
    let name = &old.body.namespace;
    let steps = old.steps_to(new).into_iter();
    steps.map(|step| request(name, &step)).collect()
}

fn request(namespace: &str, step: &MetadefStep) -> Request {
    match step {
        MetadefStep::Update(body) => metadefs::update_namespace(namespace, body).request,
        MetadefStep::AddProperty(property) => metadefs::create(namespace, property).request,
        MetadefStep::ChangeProperty(property) => {
            metadefs::update(namespace, &property.name, property).request
        }
        MetadefStep::DeleteProperty(name) => {
            metadefs::delete(namespace, Part::Properties, name).request
        }
        MetadefStep::AddObject(object) => metadefs::create(namespace, object).request,
        MetadefStep::ChangeObject(object) => {
            metadefs::update(namespace, &object.name, object).request
        }
        MetadefStep::DeleteObject(name) => metadefs::delete(namespace, Part::Objects, name).request,
        MetadefStep::SetTags(tags) if tags.is_empty() => {
            metadefs::delete_all(namespace, Part::Tags).request
        }
        MetadefStep::SetTags(tags) => metadefs::replace_tags(namespace, tags).request,
        MetadefStep::Associate(association) => metadefs::associate(namespace, association).request,
        MetadefStep::Dissociate(name) => {
            metadefs::delete(namespace, Part::ResourceTypes, name).request
        }
    }
}

/// One after the other. What was done before a failure stays.
pub(super) async fn send_all(client: &Client, requests: Vec<Request>) -> Result<(), Error> {
    for request in requests {
        let abort = Abort::new(Operation::ChangeMetadefs)?;
        let is_deletion = request.method == Method::Delete;
        match client.send(&Call::done(request), &abort).await {
            // Gone is gone, whoever did it.
            Err(error) if is_deletion && error.kind == ErrorKind::NotFound => {}
            outcome => outcome?,
        }
    }
    Ok(())
}
