//! Where the data of an image is, what proves it, and how close at hand the service
//! keeps it.

use std::sync::Arc;

use leptos::prelude::*;

use super::acting::Acting;
use super::copy_as::CopyAs;
use super::facts::{FactCard, IntegrityCard};
use super::import::ImportCard;
use crate::api::{Error, Operation, cache};
use crate::bulk::Act;
use crate::i18n::Lang;
use crate::model::{CacheListing, Image, ImageStatus, ImportMethod, Store};
use crate::query::{Query, follow, use_query};
use crate::session::{Capabilities, Offer};
use crate::transfer::{Direction, Stage, Transfer, Verdict};
use crate::ui::{Badge, Button, ButtonKind, Dialog, IconName, Tone};
use crate::views::Console;
use crate::views::context::abort_with;
use crate::views::fact::Fact;
use crate::views::show_as::ShowAs;

/// How often an image that waits to be cached is looked for.
const FOLLOW_EVERY_MS: u32 = 3_000;

#[component]
pub(super) fn Data(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let is_downloadable = Memo::new(move |_| image.with(|image| image.is_downloadable()));
    let can_cache = Memo::new({
        let console = console.clone();
        move |_| {
            console
                .capabilities()
                .is_some_and(|can| can.cache == Offer::Offered(()))
        }
    });
    let links = move || {
        let facts: Vec<Fact> = image.with(|image| {
            let plumbing = image.plumbing();
            plumbing
                .map(|(name, value)| Fact::code(name, &value))
                .collect()
        });
        view! { <FactCard title=console.lang.image_links() facts=facts /> }
    };
    view! {
        <div class="v-stack">
            {move || {
                is_downloadable
                    .get()
                    .then(|| view! { <CopyAs image=(*image.get_untracked()).clone() /> })
            }}
            <div class="v-facts-grid">
                <div class="v-facts-column">
                    <ImportCard image=image />
                    <Stores image=image />
                    {move || can_cache.get().then(|| view! { <CacheCard image=image /> })}
                </div>
                <div class="v-facts-column">
                    <IntegrityCard image=image />
                    {move || is_downloadable.get().then(|| view! { <VerifyAgain image=image /> })}
                    {links}
                </div>
            </div>
        </div>
    }
}

/// Reads the data once more, to see that it is still what it should be.
#[component]
fn VerifyAgain(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let check = RwSignal::new(None::<Transfer>);
    let stage = Memo::new(move |_| {
        let check = check.get()?;
        Some(check.snapshot.with(|snapshot| snapshot.stage.clone()))
    });
    let is_running = Signal::derive(move || stage.get().is_some_and(|stage| !stage.is_ended()));
    {
        let console = console.clone();
        Effect::new(move |_| {
            if let Some(Stage::Done(Verdict::Verified(_))) = stage.get() {
                image.with_untracked(|image| {
                    let words = lang.verified_again(image.title());
                    console.diary.note(&image.id, &words);
                });
            }
        });
    }
    let begin = move |()| {
        let Some(client) = console.client_now() else {
            return;
        };
        let begun = image.with_untracked(|image| console.center.check(client, image));
        check.set(begun);
        console.drawer_open.set(true);
    };
    view! {
        <section class="v-card">
            <div class="v-card-head">
                <h2>{lang.verify_again()}</h2>
                <Button icon=IconName::Shield busy=is_running on_click=begin>
                    {lang.verify_again()}
                </Button>
            </div>
            <p class="v-muted">{lang.verify_again_text()}</p>
            <p role="status">
                {move || stage.get().map(|stage| lang.stage(Direction::Download, &stage))}
            </p>
        </section>
    }
}

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
fn Stores(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let is_admin = console.session.with_untracked(|s| {
        s.as_ref()
            .is_some_and(|s| s.who.is_none() || s.seems_admin())
    });
    let places = Memo::new(move |_| {
        let can = console.capabilities()?;
        Some(image.with(|image| places(image, &can, is_admin)))
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
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if store.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            store.set(None);
        }
    });
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

fn use_cache(console: &Console) -> Query<CacheListing, Error> {
    let console = console.clone();
    use_query(
        move || {
            console.center.images_changed.track();
            console.client()
        },
        |client, cancel, _| async move {
            let abort = abort_with(&cancel, Operation::ReadCache)?;
            client.send(&cache::list(), &abort).await
        },
    )
}

/// For administrators: whether the node that answered keeps the data close at hand.
#[component]
fn CacheCard(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let acting = Acting::here();
    let is_busy = acting.is_busy();
    let query = use_cache(&console);
    // What waits is cached by the service in its own time.
    let id = Memo::new(move |_| image.with(|image| image.id.clone()));
    follow(query, FOLLOW_EVERY_MS, move |listing: &CacheListing| {
        id.with_untracked(|id| listing.queued_images.contains(id))
    });
    let state = move || {
        let id = image.with(|image| image.id.clone());
        query.state.with(|state| {
            state
                .value
                .as_ref()
                .map(|listing| state_in(lang, listing, &id))
        })
    };
    let is_active = Memo::new(move |_| image.with(|image| image.status == ImageStatus::Active));
    view! {
        <section class="v-card">
            <div class="v-card-head">
                <h2>{lang.data_cache()}</h2>
                {move || {
                    let (is_held, _) = state()?;
                    let acting = acting.clone();
                    let (act, label) = match is_held {
                        true => (Act::Uncache, lang.data_uncache()),
                        false => (Act::Cache, lang.data_to_cache()),
                    };
                    let act = move |()| acting.act(image.get_untracked(), act.clone());
                    is_active
                        .get()
                        .then(|| {
                            view! {
                                <Button busy=is_busy on_click=act>
                                    {label}
                                </Button>
                            }
                        })
                }}
            </div>
            <p>{move || state().map(|(_, words)| words)}</p>
            <p class="v-muted">{lang.data_cache_meaning()}</p>
        </section>
    }
}

/// Whether it is in the cache or waits for it, and in words.
fn state_in(lang: Lang, listing: &CacheListing, id: &str) -> (bool, String) {
    let cached = listing
        .cached_images
        .iter()
        .find(|image| image.image_id == id);
    if let Some(cached) = cached {
        return (true, lang.data_cached(cached));
    }
    match listing.queued_images.iter().any(|queued| queued == id) {
        true => (true, lang.data_queued().to_owned()),
        false => (false, lang.data_not_cached().to_owned()),
    }
}
