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
        let refuse = |store: &Store| {
            if store.read_only {
                Some(lang.upload_store_read_only().to_owned())
            } else {
                is_closed.then(|| lang.upload_store_closed().to_owned())
            }
        };
        let mut choices = vec![Choice::new("", default_words(&stores, lang))];
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

/// The service's choice, by name where it says so.
fn default_words(stores: &[Store], lang: crate::i18n::Lang) -> String {
    let default = stores.iter().find(|store| store.default);
    lang.upload_store_default(default.map(|store| store.id.as_str()))
}
