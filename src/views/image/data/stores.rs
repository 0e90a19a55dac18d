//! The site's stores: which of them have an image's data, and what can be done there.

use std::sync::Arc;

use leptos::prelude::*;

use crate::bulk::Act;
use crate::model::{Image, ImageStatus, ImportMethod, Store};
use crate::session::Capabilities;
use crate::ui::{Badge, Button, ButtonKind, Dialog, IconName, Tone};
use crate::views::Console;
use crate::views::image::acting::Acting;
use crate::views::open_while_set::open_while_set;
use crate::views::show_as::ShowAs;

/// What a store has of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holding {
    Whole,
    Coming,
    Failed,
    Nothing,
}

/// A store of the site, and what can be done there.
#[derive(Clone, Debug, PartialEq)]
struct Place {
    id: String,
    description: Option<String>,
    is_default: bool,
    holding: Holding,
    can_copy: bool,
    can_delete: bool,
}

/// The site's stores, those with the data first.
fn places(image: &Image, can: &Capabilities, is_admin: bool) -> Vec<Place> {
    let known = can.stores.offered().cloned().unwrap_or_default();
    let has: Vec<&str> = image.stores().collect();
    let can_copy = is_admin
        && image.status == ImageStatus::Active
        && !image.is_being_imported()
        && can.can_import_by(&ImportMethod::CopyImage);
    let can_delete = is_admin && image.status == ImageStatus::Active && has.len() > 1;
    let place = |store: &Store| {
        let is_in = |names: Vec<&str>| names.contains(&store.id.as_str());
        let holding = if has.contains(&store.id.as_str()) {
            Holding::Whole
        } else if is_in(image.importing_to().collect()) {
            Holding::Coming
        } else if is_in(image.failed_imports().collect()) {
            Holding::Failed
        } else {
            Holding::Nothing
        };
        let is_free = matches!(holding, Holding::Nothing | Holding::Failed);
        Place {
            id: store.id.clone(),
            description: store.description.clone(),
            is_default: store.default,
            holding,
            can_copy: can_copy && is_free && !store.read_only,
            can_delete: can_delete && holding == Holding::Whole && !store.read_only,
        }
    };
    let mut places: Vec<Place> = known.iter().map(place).collect();
    // One that the site doesn't list any more may still hold it.
    let is_unlisted = |id: &&str| !known.iter().any(|store| store.id == *id);
    places.extend(has.iter().copied().filter(is_unlisted).map(|id| Place {
        id: id.to_owned(),
        description: None,
        is_default: false,
        holding: Holding::Whole,
        can_copy: false,
        can_delete: false,
    }));
    places.sort_by_key(|place| place.holding != Holding::Whole);
    places
}

#[component]
pub(super) fn Stores(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let is_admin = console.may_be_admin();
    let without = console.guest.without;
    let places = Memo::new(move |_| {
        let can = console.capabilities()?;
        let mut places = image.with(|image| places(image, &can, is_admin));
        for place in &mut places {
            place.can_copy &= !without.edit;
            place.can_delete &= !without.delete;
        }
        Some(places)
    });
    let to_delete = RwSignal::new(None::<String>);
    let rows = move || {
        let places = places.get()?;
        if places.is_empty() {
            return Some(view! { <p class="v-muted">{lang.data_one_store()}</p> }.into_any());
        }
        let row = |place: Place| view! { <PlaceRow image=image place=place to_delete=to_delete /> };
        Some(
            view! { <ul class="v-rows">{places.into_iter().map(row).collect_view()}</ul> }
                .into_any(),
        )
    };
    view! {
        <section class="v-card" aria-labelledby="v-stores">
            <h2 id="v-stores" tabindex="-1">{lang.field_stores()}</h2>
            {rows}
            <DeleteFromStore image=image store=to_delete />
        </section>
    }
}

#[component]
fn PlaceRow(
    image: Memo<Arc<Image>>,
    place: Place,
    to_delete: RwSignal<Option<String>>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let acting = Acting::here();
    let is_busy = acting.is_busy();
    let (tone, icon) = match place.holding {
        Holding::Whole => (Tone::Good, Some(IconName::Check)),
        Holding::Coming => (Tone::Working, Some(IconName::Spinner)),
        Holding::Failed => (Tone::Bad, Some(IconName::Alert)),
        Holding::Nothing => (Tone::Neutral, None),
    };
    let words = match place.holding {
        Holding::Whole => lang.data_whole(),
        Holding::Coming => lang.data_coming(),
        Holding::Failed => lang.data_failed(),
        Holding::Nothing => lang.data_nothing(),
    };
    let copy = place.can_copy.then(|| {
        let id = place.id.clone();
        let act = move |()| {
            acting.act(image.get_untracked(), Act::CopyToStore(id.clone()));
        };
        view! {
            <Button busy=is_busy on_click=act>
                {lang.data_copy_here()}
            </Button>
        }
    });
    let delete = place.can_delete.then(|| {
        let id = place.id.clone();
        view! {
            <Button on_click=move |()| to_delete.set(Some(id.clone()))>
                {lang.data_delete_here()}
            </Button>
        }
    });
    view! {
        <li class="v-row">
            <div class="v-row-text">
                <p class="v-row-title">
                    {place.id}
                    {place
                        .is_default
                        .then(|| view! { " " <span class="v-muted">{lang.data_default()}</span> })}
                </p>
                {place.description.map(|text| view! { <p class="v-muted">{text}</p> })}
            </div>
            <div class="v-row-actions">
                <Badge tone=tone icon=icon text=words /> {copy} {delete}
            </div>
        </li>
    }
}

/// Asks first: what is deleted there can only be copied back from another store.
#[component]
fn DeleteFromStore(image: Memo<Arc<Image>>, store: RwSignal<Option<String>>) -> impl IntoView {
    let lang = Console::here().lang;
    let acting = Acting::here();
    let open = open_while_set(store);
    let act = move || Act::DeleteFromStore(store.get().unwrap_or_default());
    let spoken = Memo::new(move |_| image.with(|image| act().spoken(image, None)));
    let go = move |()| {
        acting.act(image.get_untracked(), untrack(act));
        open.set(false);
    };
    view! {
        <Dialog open=open title=lang.data_delete_title().to_owned() close_label=lang.close()>
            <p class="v-dialog-subject">{move || image.with(|image| image.title().to_owned())}</p>
            <p>{move || lang.data_delete_text(&store.get().unwrap_or_default())}</p>
            <ShowAs spoken=spoken />
            <div class="v-dialog-actions">
                <Button on_click=move |()| open.set(false)>{lang.cancel()}</Button>
                <Button kind=ButtonKind::Danger icon=IconName::Trash on_click=go.clone()>
                    {lang.data_delete_here()}
                </Button>
            </div>
        </Dialog>
    }
}
