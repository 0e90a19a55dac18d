//! A cloud's metadata definitions for images: read once for each sign-in, when they
//! are first needed.

use std::sync::Arc;

use futures::future::join_all;
use leptos::prelude::*;

use super::Console;
use crate::api::{Abort, Client, Error, Operation, metadefs};
pub(super) use crate::model::Definitions;
use crate::model::{IMAGE_RESOURCE_TYPE, Namespace};
use crate::query::spawn;
use crate::session::Offer;

/// Namespaces to a page.
const PAGE: u32 = 100;
/// Namespaces that are read at the same time.
const AT_ONCE: usize = 4;

/// What has been read, and where.
#[derive(Clone, Default)]
pub struct DefinitionShelf(ArcRwSignal<Option<(Client, Held)>>);

#[derive(Clone)]
enum Held {
    /// They are being read.
    Coming,
    There(Arc<Definitions>),
}

impl DefinitionShelf {
    /// Somebody changed them: they are read anew when they are next needed.
    pub(super) fn forget(&self) {
        self.0.set(None);
    }
}

/// `None` until they are there, and where the cloud has none. What could not be read is
/// read again when they are needed next: an editor works without them, too.
pub(super) fn use_definitions(console: &Console) -> Signal<Option<Arc<Definitions>>> {
    let (shelf, console, here) = (
        console.definitions.0.clone(),
        console.clone(),
        console.clone(),
    );
    let asked = shelf.clone();
    Effect::new(move |_| {
        let is_offered = console
            .capabilities()
            .is_some_and(|can| matches!(can.metadefs, Offer::Offered(())));
        let Some(client) = console.client().filter(|_| is_offered) else {
            return;
        };
        let is_known =
            asked.with_untracked(|held| held.as_ref().is_some_and(|(of, _)| *of == client));
        if is_known {
            return;
        }
        asked.set(Some((client.clone(), Held::Coming)));
        let asked = asked.clone();
        spawn(async move {
            let read = read(&client).await.ok();
            // Another cloud or region may have been asked meanwhile.
            let is_wanted =
                asked.with_untracked(|held| held.as_ref().is_some_and(|(of, _)| *of == client));
            if is_wanted {
                asked.set(read.map(|all| (client, Held::There(Arc::new(all)))));
            }
        });
    });
    Signal::derive(move || {
        let client = here.client()?;
        shelf.with(|held| match held {
            Some((of, Held::There(all))) if *of == client => Some(Arc::clone(all)),
            _ => None,
        })
    })
}

async fn read(client: &Client) -> Result<Definitions, Error> {
    let abort = Abort::new(Operation::ReadMetadefs)?;
    let listed = read_namespaces(client, &abort, Some(IMAGE_RESOURCE_TYPE)).await?;
    let names: Vec<String> = listed.into_iter().map(|it| it.body.namespace).collect();
    let mut namespaces = Vec::new();
    for some in names.chunks(AT_ONCE) {
        let reads = some.iter().map(|name| async {
            let call = metadefs::namespace(name, Some(IMAGE_RESOURCE_TYPE));
            client.send(&call, &abort).await
        });
        // One that went away meanwhile is no loss.
        namespaces.extend(join_all(reads).await.into_iter().flatten());
    }
    Ok(Definitions::new(namespaces))
}

/// All pages of namespaces, without their contents.
pub(super) async fn read_namespaces(
    client: &Client,
    abort: &Abort,
    resource_type: Option<&str>,
) -> Result<Vec<Namespace>, Error> {
    let mut all: Vec<Namespace> = Vec::new();
    loop {
        let marker = all.last().map(|last| last.body.namespace.clone());
        let call = metadefs::namespaces(PAGE, marker.as_deref(), resource_type);
        let page = client.send(&call, abort).await?;
        let (before, has_next) = (all.len(), page.has_next());
        for namespace in page.namespaces {
            let is_known = |it: &Namespace| it.body.namespace == namespace.body.namespace;
            if !all.iter().any(is_known) {
                all.push(namespace);
            }
        }
        // A page without anything new would be followed by itself.
        if !has_next || all.len() == before {
            return Ok(all);
        }
    }
}
