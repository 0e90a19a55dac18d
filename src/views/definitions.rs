//! A cloud's metadata definitions for images: read once for each sign-in, when they
//! are first needed.

use std::sync::Arc;

use futures::future::join_all;
use leptos::prelude::*;

use super::Console;
use crate::api::{Abort, Client, Error, Operation, metadefs};
pub(super) use crate::model::Definitions;
use crate::model::IMAGE_RESOURCE_TYPE;
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
    let (shelf, console) = (console.definitions.0.clone(), console.clone());
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
            let held = read.map(|all| (client, Held::There(Arc::new(all))));
            asked.set(held);
        });
    });
    Signal::derive(move || {
        shelf.with(|held| match held {
            Some((_, Held::There(all))) => Some(Arc::clone(all)),
            _ => None,
        })
    })
}

async fn read(client: &Client) -> Result<Definitions, Error> {
    let abort = Abort::new(Operation::ReadMetadefs)?;
    let mut names = Vec::new();
    loop {
        let marker = names.last().map(String::as_str);
        let call = metadefs::namespaces(PAGE, marker, Some(IMAGE_RESOURCE_TYPE));
        let page = client.send(&call, &abort).await?;
        let before = names.len();
        let has_next = page.has_next();
        for namespace in page.namespaces {
            let name = namespace.body.namespace;
            if !names.contains(&name) {
                names.push(name);
            }
        }
        // A page without anything new would be followed by itself.
        if !has_next || names.len() == before {
            break;
        }
    }
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
