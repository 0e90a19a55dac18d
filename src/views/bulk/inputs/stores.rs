//! The stores to copy to: those that take data.

use leptos::prelude::*;

use crate::bulk::Action;
use crate::model::Store;
use crate::ui::CheckField;
use crate::views::Console;

#[component]
pub(super) fn StoresInput(action: RwSignal<Option<Action>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let can = untrack(|| console.capabilities());
    let stores = can.and_then(|can| can.stores.offered().cloned());
    let stores: Vec<(Store, RwSignal<bool>)> = stores
        .into_iter()
        .flatten()
        .filter(|store| !store.read_only)
        .map(|store| (store, RwSignal::new(false)))
        .collect();
    let fields = stores
        .iter()
        .map(|(store, is_chosen)| {
            let label = lang.upload_store(&store.id, store.description.as_deref());
            view! { <CheckField label=label value=*is_chosen /> }
        })
        .collect_view();
    Effect::new(move |_| {
        let chosen: Vec<_> = stores
            .iter()
            .filter(|(_, is_chosen)| is_chosen.get())
            .map(|(store, _)| store.id.clone())
            .collect();
        action.set((!chosen.is_empty()).then_some(Action::CopyToStores(chosen)));
    });
    view! {
        <div class="v-form" role="group" aria-label=lang.field_stores()>
            {fields}
        </div>
        <p class="v-hint">{lang.bulk_stores_hint()}</p>
    }
}
