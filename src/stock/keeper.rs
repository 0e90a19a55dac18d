//! Loads a list and keeps it true: pages to the end, then what changed since, what
//! is in transition, and, when asked, what has gone. One request at a time.

use std::collections::HashSet;

use futures::StreamExt as _;
use futures::channel::mpsc::UnboundedReceiver;
use futures::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::Update as _;

use super::{Kept, Progress, Stock};
use crate::api::images::ListImages;
use crate::api::{Abort, Client, Error, Pager, Retry};
use crate::model::{Image, ImageFilter, Span, Timestamp};

/// How often what changed is asked for while somebody looks.
const LOOK_EVERY_MS: u32 = 60_000;
/// How soon an image in transition is looked at again; half as long again each
/// time that nothing has changed, up to the longest.
const FOLLOW_MS: u32 = 2_000;
const LONGEST_FOLLOW_MS: u32 = 20_000;
/// Who comes back to a list that was seen whole so lately isn't told of what others
/// deleted since; to find out costs the service a look at every image.
const WALK_AGAIN_MS: f64 = 5.0 * 60_000.0;
/// A page that nobody sees looks this often whether somebody does.
const HIDDEN_MS: u32 = 2_000;
/// Ids in one question: an address of 4 KiB passes everywhere.
const IDS_AT_ONCE: usize = 80;

pub(super) enum Order {
    /// What changed, and what has gone: these first.
    Refresh(Vec<String>),
    /// What changed, and these.
    Look(Vec<String>),
    TryAgain,
}

pub(super) struct Keeper {
    pub(super) stock: Stock,
    pub(super) client: Client,
    pub(super) filter: ImageFilter,
    pub(super) abort: Abort,
}

impl Keeper {
    pub(super) async fn run(self, mut orders: UnboundedReceiver<Order>) {
        let is_new = self.kept(|kept| kept.shelf.is_empty()).unwrap_or(true);
        let mut outcome = match self.is_whole() {
            true => self.come_back().await,
            false if is_new => self.load().await,
            false => self.go_on().await,
        };
        let mut wait_ms = FOLLOW_MS;
        while !self.abort.is_aborted() {
            self.tell(&outcome);
            let moving = self.kept(|kept| kept.shelf.in_transition(now()));
            let moving = moving.unwrap_or_default();
            let pause_ms = if moving.is_empty() || outcome.is_err() {
                LOOK_EVERY_MS
            } else {
                wait_ms
            };
            let Some(order) = self.next(&mut orders, pause_ms, &outcome).await else {
                return;
            };
            outcome = self.follow(order, moving).await;
            let longer = (wait_ms + wait_ms / 2).min(LONGEST_FOLLOW_MS);
            let is_news = matches!(outcome, Ok(true));
            wait_ms = if is_news { FOLLOW_MS } else { longer };
        }
    }

    /// What is to be done next: what somebody asks for, or a look by itself after
    /// a while. `None` when there is nobody to ask.
    async fn next(
        &self,
        orders: &mut UnboundedReceiver<Order>,
        pause_ms: u32,
        outcome: &Result<bool, Error>,
    ) -> Option<Order> {
        if matches!(outcome, Err(error) if error.retry() != Retry::MayHelp) {
            return orders.next().await;
        }
        let mut pause_ms = pause_ms;
        loop {
            match select(orders.next(), TimeoutFuture::new(pause_ms)).await {
                Either::Left((order, _)) => return order,
                Either::Right(_) if is_hidden() => pause_ms = HIDDEN_MS,
                Either::Right(_) => return Some(Order::Look(Vec::new())),
            }
        }
    }

    /// Gives whether anything changed.
    async fn follow(&self, order: Order, moving: Vec<String>) -> Result<bool, Error> {
        if !self.is_whole() {
            return self.load().await;
        }
        match order {
            Order::Refresh(first) => self.refresh([first, moving].concat()).await,
            Order::Look(ids) => {
                let changed = self.ask_changed().await?;
                Ok(self.ask([ids, moving].concat()).await? || changed)
            }
            Order::TryAgain => self.refresh(moving).await,
        }
    }

    /// Kept from another page: what this console deleted is gone already, but for records
    /// of uploads that were given up, and somebody else may have deleted any.
    async fn come_back(&self) -> Result<bool, Error> {
        let walked_ms = self.kept(|kept| kept.walked_ms).unwrap_or_default();
        if js_sys::Date::now() - walked_ms > WALK_AGAIN_MS {
            return self.refresh(Vec::new()).await;
        }
        self.set_progress(Progress::Refreshing);
        let changed = self.ask_changed().await?;
        let unfinished = self.kept(|kept| kept.shelf.unfinished());
        Ok(self.ask(unfinished.unwrap_or_default()).await? || changed)
    }

    /// Left while it was loading: what has changed since may belong to pages that are here.
    async fn go_on(&self) -> Result<bool, Error> {
        let changed = self.ask_changed().await?;
        Ok(self.load().await? || changed)
    }

    /// What is left of the list, page by page.
    async fn load(&self) -> Result<bool, Error> {
        loop {
            let Some(call) = self
                .kept(|kept| kept.pager.as_ref().and_then(Pager::next))
                .flatten()
            else {
                self.kept(|kept| {
                    // A list that was whole before hasn't been walked now.
                    if kept.pager.take().is_some() {
                        kept.walked_ms = js_sys::Date::now();
                    }
                });
                return Ok(true);
            };
            self.set_progress(Progress::Growing);
            match self.client.send(&call, &self.abort).await {
                Ok(page) => self.change(|kept| {
                    let Some(pager) = kept.pager.as_mut() else {
                        return false;
                    };
                    let images = pager.take(page);
                    kept.shelf.take(images)
                }),
                Err(error) => {
                    let refused =
                        |kept: &mut Kept| kept.pager.as_mut().map(|pager| pager.refused(error));
                    match self.kept(refused).flatten() {
                        Some(Err(error)) => return Err(error),
                        _ => false,
                    }
                }
            };
        }
    }

    /// What changed, then `first`, and then all, to see what has gone. (The service
    /// doesn't tell of deletions, nor that somebody shares an image no more.)
    async fn refresh(&self, first: Vec<String>) -> Result<bool, Error> {
        self.set_progress(Progress::Refreshing);
        let changed = self.ask_changed().await?;
        let gone = self.ask(first).await?;
        let before = self.kept(|kept| kept.shelf.ids()).unwrap_or_default();
        let mut seen = HashSet::new();
        let walked_ms = js_sys::Date::now();
        let mut pager = Pager::new(self.list(self.filter.clone()));
        let more = self.walk(&mut pager, |image| {
            seen.insert(image.id.clone());
        });
        let more = more.await?;
        self.kept(|kept| kept.walked_ms = walked_ms);
        // What came meanwhile by another way isn't gone.
        let fewer = self.change(|kept| {
            kept.shelf
                .remove(|id| before.contains(id) && !seen.contains(id))
        });
        Ok(changed || gone || more || fewer)
    }

    async fn ask_changed(&self) -> Result<bool, Error> {
        let Some(from) = self.kept(|kept| kept.shelf.latest_update()).flatten() else {
            // Nothing is there: whatever there is has changed.
            let mut pager = Pager::new(self.list(self.filter.clone()));
            return self.walk(&mut pager, |_| {}).await;
        };
        let mut filter = self.filter.clone();
        filter.updated_at = Span {
            from: Some(from),
            to: None,
        };
        let mut pager = Pager::new(self.list(filter));
        self.walk(&mut pager, |_| {}).await
    }

    /// Images by their ids. Those that aren't told of have gone.
    async fn ask(&self, mut ids: Vec<String>) -> Result<bool, Error> {
        ids.sort_unstable();
        ids.dedup();
        let mut has_changed = false;
        for some in ids.chunks(IDS_AT_ONCE) {
            let mut filter = self.filter.clone();
            filter.ids = some.to_vec();
            let mut pager = Pager::new(self.list(filter));
            let mut seen = HashSet::new();
            has_changed |= self
                .walk(&mut pager, |image| {
                    seen.insert(image.id.clone());
                })
                .await?;
            let is_gone = |id: &str| some.iter().any(|asked| asked == id) && !seen.contains(id);
            has_changed |= self.change(|kept| kept.shelf.remove(is_gone));
        }
        Ok(has_changed)
    }

    /// Takes in what a list brings.
    async fn walk(&self, pager: &mut Pager, mut see: impl FnMut(&Image)) -> Result<bool, Error> {
        let mut has_changed = false;
        while let Some(call) = pager.next() {
            match self.client.send(&call, &self.abort).await {
                Ok(page) => {
                    let images = pager.take(page);
                    images.iter().for_each(&mut see);
                    has_changed |= self.change(|kept| kept.shelf.take(images));
                }
                Err(error) => pager.refused(error)?,
            }
        }
        Ok(has_changed)
    }

    fn list(&self, filter: ImageFilter) -> ListImages {
        ListImages::new(filter).unwrap_or_default()
    }

    fn is_whole(&self) -> bool {
        self.kept(|kept| kept.pager.is_none()).unwrap_or_default()
    }

    fn tell(&self, outcome: &Result<bool, Error>) {
        if self.abort.is_aborted() {
            return;
        }
        let is_whole = self.is_whole();
        let is_empty = self.kept(|kept| kept.shelf.is_empty()).unwrap_or(true);
        let progress = match (is_whole, is_empty) {
            (true, _) => Progress::Whole,
            (false, true) => Progress::Nothing,
            (false, false) => Progress::Growing,
        };
        self.show(progress, outcome.as_ref().err().cloned());
    }

    fn set_progress(&self, progress: Progress) {
        if !self.abort.is_aborted() {
            self.show(progress, None);
        }
    }

    fn show(&self, progress: Progress, error: Option<Error>) {
        self.stock.held.maybe_update(|held| {
            let has_changed = held.progress != progress || held.error != error;
            (held.progress, held.error) = (progress, error);
            has_changed
        });
    }

    /// `None` once this keeper's list is no longer the one that is kept.
    fn kept<T>(&self, look: impl FnOnce(&mut Kept) -> T) -> Option<T> {
        if self.abort.is_aborted() {
            return None;
        }
        let mut slot = self.stock.kept.lock().ok()?;
        slot.as_mut().map(look)
    }

    fn change(&self, change: impl FnOnce(&mut Kept) -> bool) -> bool {
        !self.abort.is_aborted() && self.stock.change(change)
    }
}

#[allow(clippy::cast_possible_truncation)] // seconds
fn now() -> Timestamp {
    Timestamp((js_sys::Date::now() / 1000.0) as i64)
}

fn is_hidden() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| document.hidden())
}
