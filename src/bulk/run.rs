//! Carries a batch out: a few lanes that each take an image, make its requests
//! one after the other, and bring back what came of it. Decides nothing.

use std::collections::BTreeSet;
use std::rc::Rc;

use futures::future::join4;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

use super::batch::{Batch, End};
use super::deed::{Deed, Next, Step};
use crate::api::{Abort, Client, Error, Operation, images, members};
use crate::model::{Image, Import, ImportSource, ImportStores};
use crate::query::spawn;

/// How soon a copy is looked at; half as long again each time, up to the longest.
const FOLLOW_MS: u32 = 1_000;
const LONGEST_FOLLOW_MS: u32 = 5_000;

/// Starts a download, which goes on by itself.
pub type Download = Rc<dyn Fn(&Image)>;

/// Works until nobody waits; `on_over` runs then. It goes on whatever becomes of
/// the view that started it: who wants it to end calls [`Batch::stop`].
pub fn start(
    batch: ArcRwSignal<Batch>,
    client: Client,
    download: Download,
    on_over: impl FnOnce() + 'static,
) {
    let lane = move || lane(batch.clone(), client.clone(), Rc::clone(&download));
    spawn(async move {
        // Four at a time: browsers open six connections to a service, and the rest
        // of the console needs some.
        join4(lane(), lane(), lane(), lane()).await;
        on_over();
    });
}

async fn lane(batch: ArcRwSignal<Batch>, client: Client, download: Download) {
    while let Some(mut deed) = batch.try_update(Batch::take).flatten() {
        let end = carry_out(&mut deed, &batch, &client, &download).await;
        batch.update(|batch| batch.end(&deed.image, end));
    }
}

async fn carry_out(
    deed: &mut Deed,
    batch: &ArcRwSignal<Batch>,
    client: &Client,
    download: &Download,
) -> End {
    let mut next = deed.begin();
    let mut pause_ms = FOLLOW_MS;
    loop {
        match next {
            Next::End(end) => return end,
            Next::Step(step) => {
                if matches!(step, Step::Follow(_)) {
                    TimeoutFuture::new(pause_ms).await;
                    pause_ms = (pause_ms + pause_ms / 2).min(LONGEST_FOLLOW_MS);
                    if batch.with_untracked(|batch| batch.why_stopped().is_some()) {
                        return End::LeftToService;
                    }
                }
                let answer = make(&step, &deed.image, client, download).await;
                next = deed.answered(&step, answer);
            }
        }
    }
}

async fn make(
    step: &Step,
    image: &Image,
    client: &Client,
    download: &Download,
) -> Result<Option<Image>, Error> {
    let id = &image.id;
    // One for each request: a request that takes too long ends its own.
    let abort = Abort::new(Operation::UpdateImage)?;
    let done = match step {
        Step::Read | Step::Follow(_) => {
            return client.send(&images::show(id), &abort).await.map(Some);
        }
        Step::Patch(patch) => {
            let call = images::update(id, patch);
            return client.send(&call, &abort).await.map(Some);
        }
        Step::AddMember(project) => {
            let call = members::add(id, project);
            return client.send(&call, &abort).await.map(|_| None);
        }
        Step::Download => {
            download(image);
            return Ok(None);
        }
        Step::Delete => images::delete(id),
        Step::Deactivate => images::deactivate(id),
        Step::Reactivate => images::reactivate(id),
        Step::CopyToStores(stores) => images::import(id, &copy_to(stores)),
    };
    client.send(&done, &abort).await.map(|()| None)
}

/// What arrived stays, even where another store failed.
pub(super) fn copy_to(stores: &[String]) -> Import {
    Import {
        source: ImportSource::OwnStores,
        stores: ImportStores::These {
            ids: stores.to_vec(),
            all_must_succeed: false,
        },
    }
}

/// Which of the images are shared with anybody. Where that can't be read, it
/// has to be reckoned with.
pub async fn have_members(client: Client, ids: Vec<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for id in ids {
        let answer = match Abort::new(Operation::ReadMembers) {
            Ok(abort) => client.send(&members::list(&id), &abort).await,
            Err(error) => Err(error),
        };
        if answer.is_ok_and(|members| members.is_empty()) {
            continue;
        }
        found.insert(id);
    }
    found
}
