//! Where the data is to lie, on a site with more than one store: named in a
//! header where the cloud lets a page send it, else by staging and importing.

use leptos::prelude::*;

use crate::model::{ImportMethod, Store};
use crate::session::Capabilities;
use crate::transfer::Way;
use crate::ui::{Choice, SelectField};
use crate::views::Console;

/// The way into a store; `None` where this page knows none.
fn way_to(can: &Capabilities, store: &str) -> Option<Way> {
    if store.is_empty() {
        return Some(Way::Default);
    }
    if can.store_header_passes {
        return Some(Way::Named(store.to_owned()));
    }
    can.can_import_by(&ImportMethod::GlanceDirect)
        .then(|| Way::Staged(Some(store.to_owned())))
}

/// What was chosen, as the way of an upload.
pub(super) fn chosen_way(console: &Console, store: &str) -> Way {
    untrack(|| console.capabilities())
        .and_then(|can| way_to(&can, store))
        .unwrap_or_default()
}

/// Nothing where there is no choice.
#[component]
pub(super) fn StoreField(value: RwSignal<String>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let stores = {
        let console = console.clone();
        Memo::new(move |_| {
            let can = console.capabilities()?;
            let stores = can.stores.offered().filter(|stores| stores.len() > 1)?;
            let is_staged = stores
                .first()
                .is_some_and(|store| matches!(way_to(&can, &store.id), Some(Way::Staged(_))));
            let is_closed = stores
                .first()
                .is_some_and(|store| way_to(&can, &store.id).is_none());
            Some((stores.clone(), is_staged, is_closed))
        })
    };
    move || {
        let (stores, is_staged, is_closed) = stores.get()?;
        let refuse_read_only =
            |store: &Store| (store.read_only).then(|| lang.upload_store_read_only().to_owned());
        let refuse = |store: &Store| {
            refuse_read_only(store)
                .or_else(|| is_closed.then(|| lang.upload_store_closed().to_owned()))
        };
        let default = stores.iter().find(|store| store.default);
        let words = lang.upload_store_default(default.map(|store| store.id.as_str()));
        let mut choices = vec![Choice::new("", words).refused(default.and_then(refuse_read_only))];
        choices.extend(stores.iter().map(|store| {
            let words = lang.upload_store(&store.id, store.description.as_deref());
            Choice::new(&store.id, words).refused(refuse(store))
        }));
        let hint = Signal::derive(move || {
            let is_named = value.with(|value| !value.is_empty());
            (is_named && is_staged).then(|| lang.upload_store_staged().to_owned())
        });
        Some(view! {
            <SelectField label=lang.upload_store_label() value=value choices=choices hint=hint />
        })
    }
}

/// Why nothing can go into the store that is chosen, if that is the service's default.
/// `chosen` is empty then.
pub(super) fn use_closed_default(
    console: &Console,
    chosen: RwSignal<String>,
) -> Memo<Option<String>> {
    let console = console.clone();
    Memo::new(move |_| {
        let can = console.capabilities()?;
        let stores = can.stores.offered()?;
        let closed = closed_default(stores).filter(|_| chosen.with(String::is_empty))?;
        let is_choice = |store: &Store| !store.read_only && way_to(&can, &store.id).is_some();
        let has_choice = stores.iter().any(is_choice);
        Some(console.lang.upload_default_closed(&closed.id, has_choice))
    })
}

/// A site may have a store for reading only as its default: it answers uploads with 410.
fn closed_default(stores: &[Store]) -> Option<&Store> {
    stores.iter().find(|store| store.default && store.read_only)
}
