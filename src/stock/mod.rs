//! The images of a cloud as this page knows them: every page of the list followed
//! to its end, then kept true by asking for what changed. Knows no views; what of
//! it is shown, and in which order, is decided elsewhere.

mod keeper;
mod shelf;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use futures::channel::mpsc::{UnboundedSender, unbounded};
use leptos::prelude::*;

use self::keeper::{Keeper, Order};
use self::shelf::Shelf;
use crate::api::images::ListImages;
use crate::api::{Abort, Client, Error, Operation, Pager};
use crate::model::{Image, ImageFilter};
use crate::query::spawn;

/// The number of the next list that is begun.
static LISTS: AtomicU32 = AtomicU32::new(1);

/// Images in no particular order. Those that didn't change stay the same `Arc`.
pub type Images = Arc<Vec<Arc<Image>>>;

/// What is known by now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Held {
    /// Which list it is: what another question or cloud brought has another number.
    pub list: u32,
    pub images: Images,
    pub progress: Progress,
    /// Why it isn't the latest; what is there stays.
    pub error: Option<Error>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Progress {
    /// No answer yet.
    #[default]
    Nothing,
    /// Pages are still to come.
    Growing,
    /// All of them, and what changed is being asked for.
    Refreshing,
    /// All of them, as of the last look.
    Whole,
}

/// The images of one place in one cloud. Kept while its page isn't shown, and
/// brought up to date when it is shown again. Clones are the same.
#[derive(Clone, Default)]
pub struct Stock {
    pub held: ArcRwSignal<Held>,
    kept: Arc<Mutex<Option<Kept>>>,
    orders: Arc<Mutex<Option<UnboundedSender<Order>>>>,
}

/// What outlives a page.
struct Kept {
    client: Client,
    filter: ImageFilter,
    shelf: Shelf,
    /// Until the list has ended.
    pager: Option<Pager>,
    /// When the list was last followed from its beginning to its end, by this
    /// browser's clock.
    walked_ms: f64,
}

impl Stock {
    /// An image that is there already. Tracks.
    #[must_use]
    pub fn image(&self, id: &str) -> Option<Arc<Image>> {
        self.held
            .with(|held| held.images.iter().find(|image| image.id == id).cloned())
    }

    /// Loads what `filter` asks for and keeps it true until the owner that this is
    /// called under has gone. What another cloud or filter brought is dropped.
    pub fn keep(&self, client: Client, filter: ImageFilter) {
        let Ok(abort) = Abort::new(Operation::ListImages) else {
            return;
        };
        self.begin(&client, &filter);
        let (order, orders) = unbounded();
        let orders_end = order.clone();
        if let Ok(mut slot) = self.orders.lock() {
            *slot = Some(order);
        }
        let keeper = Keeper {
            stock: self.clone(),
            client,
            filter,
            abort: abort.clone(),
        };
        spawn(keeper.run(orders));
        let abort = StoredValue::new_local(abort);
        on_cleanup(move || {
            abort.with_value(Abort::abort);
            // It may be waiting for a minute to pass, with all images in its hands.
            orders_end.close_channel();
        });
    }

    /// Asks for what changed, and looks whether anything has gone: the images
    /// `first` at once, then all others.
    pub fn refresh(&self, first: Vec<String>) {
        self.order(Order::Refresh(first));
    }

    /// Asks for what changed, and again for the images `ids`.
    pub fn look(&self, ids: Vec<String>) {
        self.order(Order::Look(ids));
    }

    /// Goes on after a failure.
    pub fn try_again(&self) {
        self.order(Order::TryAgain);
    }

    /// Somebody has deleted them, or may see them no more.
    pub fn forget(&self, ids: &[String]) {
        self.change(|kept| kept.shelf.remove(|id| ids.iter().any(|gone| gone == id)));
    }

    fn order(&self, order: Order) {
        if let Ok(slot) = self.orders.lock()
            && let Some(orders) = slot.as_ref()
        {
            // Nobody is listening: the next page asks for everything anyway.
            orders.unbounded_send(order).ok();
        }
    }

    fn begin(&self, client: &Client, filter: &ImageFilter) {
        let Ok(mut kept) = self.kept.lock() else {
            return;
        };
        let is_same = |kept: &Kept| {
            kept.client.endpoint == client.endpoint
                && kept.filter == *filter
                && kept.client.token == client.token
        };
        if kept.as_ref().is_some_and(is_same) {
            return;
        }
        *kept = Some(Kept {
            client: client.clone(),
            filter: filter.clone(),
            shelf: Shelf::default(),
            // A filter that can't be asked for lists what is listed by default.
            pager: Some(Pager::new(
                ListImages::new(filter.clone()).unwrap_or_default(),
            )),
            walked_ms: 0.0,
        });
        drop(kept);
        self.held.try_set(Held {
            list: LISTS.fetch_add(1, Ordering::Relaxed),
            ..Held::default()
        });
    }

    /// Changes what is there, and tells.
    fn change(&self, change: impl FnOnce(&mut Kept) -> bool) -> bool {
        let Ok(mut slot) = self.kept.lock() else {
            return false;
        };
        let Some(kept) = slot.as_mut() else {
            return false;
        };
        let has_changed = change(kept);
        let images = has_changed.then(|| kept.shelf.images());
        drop(slot);
        if let Some(images) = images {
            self.held.try_update(|held| held.images = images);
        }
        has_changed
    }
}
