//! What this browser has begun to download, kept beyond a reload: which bytes of
//! which image lie in which staging file. The bytes themselves are there, not here.
//! In IndexedDB, which is on the disk at once: local storage may be lost by a crash.

use std::cell::OnceCell;

use futures::StreamExt as _;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::channel::oneshot;
use idb::TransactionMode;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::database::{DOWNLOADS, open};
use super::download_machine::{Coverage, Span};
use super::export;
use super::hold::claimed_staging;
use crate::model::Expected;
use crate::query::spawn;

/// A download that hasn't come to its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Partial {
    /// In the origin-private file system.
    pub staging_name: String,
    pub image_id: String,
    /// The image's name.
    pub title: String,
    /// The file that it is to become.
    pub file_name: String,
    /// Of the whole, in bytes.
    pub size: u64,
    pub expected: Option<Expected>,
    pub prefer: Vec<String>,
    pub have: Vec<Span>,
    /// The image service.
    pub endpoint: String,
    /// When it was begun, in milliseconds since 1970 by this browser's clock.
    pub begun_ms: f64,
    /// When it was handed, proven, to the browser to be copied; by the same clock.
    #[serde(default)]
    pub saved_ms: Option<f64>,
}

impl Partial {
    /// Bytes that are there.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        Coverage::sound(&self.have, self.size).bytes()
    }

    /// Whether the browser's copy must have been made by now.
    pub(super) fn is_copied(&self) -> bool {
        self.saved_ms
            .is_some_and(|ms| js_sys::Date::now() - ms > f64::from(export::copy_ms(self.size)))
    }
}

/// Downloads from a service that wait for somebody to go on with them, newest
/// first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waiting {
    pub partials: Vec<Partial>,
    /// Some tab of this browser is at others; it may be one that is just closing.
    pub has_claimed: bool,
}

/// Looks for downloads that wait.
pub async fn waiting(endpoint: &str) -> Waiting {
    let claimed = claimed_staging().await.unwrap_or_default();
    let mut partials = all().await;
    partials.retain(|one| one.endpoint == endpoint && !one.is_copied());
    let is_claimed = |one: &Partial| claimed.contains(&one.staging_name);
    let has_claimed = partials
        .iter()
        .any(|one| one.saved_ms.is_none() && is_claimed(one));
    partials.retain(|one| !is_claimed(one));
    partials.reverse();
    Waiting {
        has_claimed,
        partials,
    }
}

/// Lets go of a download and of what it has brought, unless another tab is at it by now.
pub async fn forget_partial(partial: &Partial) {
    let claimed = claimed_staging().await.unwrap_or_default();
    if claimed.contains(&partial.staging_name) {
        return;
    }
    forget(&partial.staging_name);
    export::discard(&partial.staging_name).await;
}

/// All that is noted, oldest first. What another release wrote otherwise is left out.
pub(super) async fn all() -> Vec<Partial> {
    let (answer, answered) = oneshot::channel();
    tell(Deed::List(answer));
    answered.await.unwrap_or_default()
}

pub(super) fn note(partial: Partial) {
    tell(Deed::Note(Box::new(partial)));
}

pub(super) fn forget(staging_name: &str) {
    tell(Deed::Forget(staging_name.to_owned()));
}

enum Deed {
    Note(Box<Partial>),
    Forget(String),
    List(oneshot::Sender<Vec<Partial>>),
}

thread_local! {
    /// Who does deeds one after the other, in the order in which they were told: what
    /// is forgotten must not be noted again by an older word.
    static KEEPER: OnceCell<UnboundedSender<Deed>> = const { OnceCell::new() };
}

fn tell(deed: Deed) {
    KEEPER.with(|keeper| {
        let keeper = keeper.get_or_init(|| {
            let (told, deeds) = unbounded();
            spawn(keep(deeds));
            told
        });
        // It listens for as long as the page is there.
        keeper.unbounded_send(deed).ok();
    });
}

async fn keep(mut deeds: UnboundedReceiver<Deed>) {
    while let Some(deed) = deeds.next().await {
        // A forbidden or full storage costs the offer after a reload, nothing else.
        match deed {
            Deed::Note(partial) => drop(write(&partial).await),
            Deed::Forget(staging_name) => drop(delete(&staging_name).await),
            Deed::List(answer) => drop(answer.send(list().await.unwrap_or_default())),
        }
    }
}

async fn write(partial: &Partial) -> Result<(), idb::Error> {
    let Ok(text) = serde_json::to_string(partial) else {
        return Ok(());
    };
    let database = open().await?;
    let transaction = database.transaction(&[DOWNLOADS], TransactionMode::ReadWrite)?;
    let store = transaction.object_store(DOWNLOADS)?;
    let key = JsValue::from(&partial.staging_name);
    store.put(&text.into(), Some(&key))?.await?;
    transaction.commit()?.await?;
    database.close();
    Ok(())
}

async fn delete(staging_name: &str) -> Result<(), idb::Error> {
    let database = open().await?;
    let transaction = database.transaction(&[DOWNLOADS], TransactionMode::ReadWrite)?;
    let store = transaction.object_store(DOWNLOADS)?;
    store.delete(JsValue::from(staging_name))?.await?;
    transaction.commit()?.await?;
    database.close();
    Ok(())
}

async fn list() -> Result<Vec<Partial>, idb::Error> {
    let database = open().await?;
    let transaction = database.transaction(&[DOWNLOADS], TransactionMode::ReadOnly)?;
    let store = transaction.object_store(DOWNLOADS)?;
    let values = store.get_all(None, None)?.await?;
    database.close();
    let values = values.iter().filter_map(JsValue::as_string);
    let mut partials: Vec<Partial> = values
        .filter_map(|text| serde_json::from_str(&text).ok())
        .collect();
    partials.sort_by(|a, b| a.begun_ms.total_cmp(&b.begun_ms));
    Ok(partials)
}
