//! Where the list's images come from, and what keeps them true.

use std::sync::Arc;

use leptos::prelude::*;

use crate::api::Error;
use crate::listing::Question;
use crate::model::ImageFilter;
use crate::stock::{Held, Images, Progress, Stock};
use crate::views::Console;

/// The images that there are, for whatever is asked now.
#[derive(Clone, Copy)]
pub(super) struct Shelf {
    pub(super) stock: RwSignal<Stock>,
    pub(super) images: Memo<Images>,
    pub(super) progress: Memo<Progress>,
    pub(super) error: Memo<Option<Error>>,
}

impl Shelf {
    /// Whether there may be more than is there. Tracks.
    pub(super) fn is_growing(&self) -> bool {
        matches!(self.progress.get(), Progress::Nothing | Progress::Growing)
    }
}

/// What is listed by default is kept in one place, and everything else in another:
/// to look elsewhere for a moment drops nothing.
pub(super) fn use_shelf(console: &Console, question: Memo<Question>) -> Shelf {
    let filter = Memo::new(move |_| question.with(|question| question.source().filter()));
    let (home, elsewhere) = (console.stock.clone(), console.elsewhere.clone());
    let stock_of = move |filter: &ImageFilter| {
        let is_home = *filter == ImageFilter::default();
        if is_home {
            home.clone()
        } else {
            elsewhere.clone()
        }
    };
    let stock = RwSignal::new(filter.with_untracked(&stock_of));
    let console = console.clone();
    Effect::new(move |_| {
        let filter = filter.get();
        let Some(client) = console.client() else {
            return;
        };
        let now = stock_of(&filter);
        now.keep(client, filter);
        stock.set(now);
    });
    Shelf {
        stock,
        images: Memo::new_with_compare(
            move |_| stock.with(|stock| stock.held.with(|held| Arc::clone(&held.images))),
            |a, b| !matches!((a, b), (Some(a), Some(b)) if Arc::ptr_eq(a, b)),
        ),
        progress: Memo::new(move |_| stock.with(|stock| stock.held.with(|held| held.progress))),
        error: Memo::new(move |_| stock.with(|stock| stock.held.with(|held| held.error.clone()))),
    }
}

/// What is in sight is looked at again whenever something of this console changed
/// what the service holds; images that have gone are selected no more.
pub(super) fn follow_changes(console: &Console, shelf: Shelf, in_sight: StoredValue<Vec<String>>) {
    let changed = console.center.images_changed.clone();
    Effect::new(move |before: Option<()>| {
        changed.track();
        if before.is_some() {
            let ids = in_sight.get_value();
            shelf.stock.with_untracked(|stock| stock.look(ids));
        }
    });
    let selection = console.list.selection.clone();
    Effect::new(move |before: Option<(u32, Images)>| {
        let (list, images) = shelf.stock.with(|stock| {
            let listed = |held: &Held| (held.list, Arc::clone(&held.images));
            stock.held.with(listed)
        });
        if let Some((list_before, before)) = before
            && list_before == list
            && !Arc::ptr_eq(&before, &images)
        {
            selection.maybe_update(|selection| selection.drop_gone(&before, &images));
        }
        (list, images)
    });
}
