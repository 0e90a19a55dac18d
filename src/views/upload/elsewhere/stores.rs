//! The stores that an import is to bring the data to, on a site with more than one.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::model::{ImportStores, Store};
use crate::ui::CheckField;
use crate::views::Console;

/// What was chosen; nothing is the service's choice.
#[derive(Clone, Copy)]
pub(super) struct Stores {
    chosen: RwSignal<BTreeSet<String>>,
    all_must_succeed: RwSignal<bool>,
}

impl Stores {
    pub(super) fn new() -> Self {
        Self {
            chosen: RwSignal::new(BTreeSet::new()),
            all_must_succeed: RwSignal::new(true),
        }
    }

    /// Tracks.
    pub(super) fn read(self) -> ImportStores {
        let ids: Vec<String> = self.chosen.get().into_iter().collect();
        if ids.is_empty() {
            return ImportStores::Default;
        }
        ImportStores::These {
            all_must_succeed: ids.len() == 1 || self.all_must_succeed.get(),
            ids,
        }
    }
}

/// Nothing where there is no choice.
#[component]
pub(super) fn StoresField(stores: Stores) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    // A store that takes no data accepts an import, and fails later.
    let offered = Memo::new(move |_| {
        let can = console.capabilities()?;
        let all = can.stores.offered()?.iter();
        let open: Vec<Store> = all.filter(|store| !store.read_only).cloned().collect();
        (open.len() > 1).then_some(open)
    });
    let is_several = Memo::new(move |_| stores.chosen.with(|chosen| chosen.len() > 1));
    let choice = move |store: Store| {
        let is_chosen = RwSignal::new(stores.chosen.with_untracked(|all| all.contains(&store.id)));
        let words = lang.upload_store(&store.id, store.description.as_deref());
        let id = store.id;
        Effect::new(move |_| {
            let is = is_chosen.get();
            stores.chosen.update(|chosen| {
                if is {
                    chosen.insert(id.clone());
                } else {
                    chosen.remove(&id);
                }
            });
        });
        view! { <CheckField label=words value=is_chosen /> }
    };
    move || {
        let offered = offered.get()?;
        Some(view! {
            <fieldset class="v-plain-fieldset">
                <legend>{lang.field_stores()}</legend>
                <p class="v-hint">{lang.create_stores_hint()}</p>
                {offered.into_iter().map(choice).collect_view()}
                {move || {
                    is_several
                        .get()
                        .then(|| {
                            view! {
                                <CheckField
                                    label=lang.create_all_must_succeed()
                                    value=stores.all_must_succeed
                                    hint=lang.create_all_must_succeed_hint()
                                />
                            }
                        })
                }}
            </fieldset>
        })
    }
}
