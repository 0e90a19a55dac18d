//! What the node that answers keeps close at hand, for administrators: cached and queued
//! images, and ways to have more or less of them.

use leptos::prelude::*;

use super::cache_more::QueueMore;
use super::{Gate, Heading};
use crate::api::{Abort, Call, Error, Operation, cache};
use crate::bulk::Spoken;
use crate::model::{CacheListing, CacheTarget, CachedImage, ImageFilter, OpenstackCommand};
use crate::query::{Query, follow, spawn, use_query};
use crate::route::Route;
use crate::ui::{Button, IconButton, IconName, Skeleton};
use crate::views::context::abort_with;
use crate::views::diagnosis::use_explained;
use crate::views::query_problem::QueryProblem;
use crate::views::show_as::ShowAs;
use crate::views::{Console, Link, Problem};

/// How often the cache is looked at.
const LOOK_EVERY_MS: u32 = 5_000;

type Asked = Query<CacheListing, Error>;

/// Sends what is asked for, says what came of it, and asks anew.
#[derive(Clone)]
pub(super) struct Desk {
    pub(super) console: Console,
    pub(super) query: Asked,
    failure: RwSignal<Option<Error>>,
    is_busy: RwSignal<bool>,
}

impl Desk {
    pub(super) fn send<T: 'static>(&self, call: Call<T>, said: impl FnOnce(T) -> String + 'static) {
        let (Some(client), Ok(abort)) = (
            self.console.client_now(),
            Abort::new(Operation::ChangeCache),
        ) else {
            return;
        };
        self.is_busy.set(true);
        self.failure.set(None);
        let desk = self.clone();
        spawn(async move {
            let outcome = client.send(&call, &abort).await;
            desk.is_busy.try_set(false);
            match outcome {
                Ok(value) => {
                    desk.console.toasts.good(said(value));
                    desk.query.reload();
                }
                Err(error) => {
                    desk.failure.try_set(Some(error));
                }
            }
        });
    }

    /// What an image is called, where the list has it. Tracks.
    fn title(&self, id: &str) -> String {
        let image = self.console.stock.image(id);
        image.map_or_else(|| id.to_owned(), |image| image.title().to_owned())
    }
}

#[component]
pub fn CachePage() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    // Names of what is cached.
    {
        let console = console.clone();
        Effect::new(move |_| {
            if let Some(client) = console.client() {
                console.stock.keep(client, ImageFilter::default());
            }
        });
    }
    view! {
        <Gate offer=|can| &can.cache title=lang.cache_title() lead=lang.data_cache_meaning()>
            <Whole />
        </Gate>
    }
}

#[component]
fn Whole() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let query: Asked = {
        let console = console.clone();
        use_query(
            move || console.client(),
            |client, cancel, _| async move {
                let abort = abort_with(&cancel, Operation::ReadCache)?;
                client.send(&cache::list(), &abort).await
            },
        )
    };
    // What waits is cached by the service in its own time.
    follow(query, LOOK_EVERY_MS, |_| true);
    let desk = Desk {
        console: console.clone(),
        query,
        failure: RwSignal::new(None),
        is_busy: RwSignal::new(false),
    };
    let failure = desk.failure;
    let explained = use_explained(&console, move || failure.get());
    provide_context(desk.clone());
    let listing = Memo::new(move |_| query.state.with(|state| state.value.clone()));
    view! {
        <Heading title=lang.cache_title() lead=lang.data_cache_meaning()>
            <QueueMore />
            <IconButton
                icon=IconName::Refresh
                label=lang.images_refresh().to_owned()
                on_click=move |()| query.reload()
            />
        </Heading>
        <QueryProblem query=query />
        {move || explained.get().map(|explained| view! { <Problem explained=explained /> })}
        {move || match listing.get() {
            Some(listing) => Some(view! { <Lists listing=listing /> }.into_any()),
            None if query.state.with(|state| state.error.is_some()) => None,
            None => Some(view! { <Skeleton rows=4 label=lang.loading() /> }.into_any()),
        }}
    }
}

#[component]
fn Lists(listing: CacheListing) -> impl IntoView {
    let desk: Desk = expect_context();
    let lang = desk.console.lang;
    let bytes = listing.cached_images.iter().map(|image| image.size);
    let bytes = bytes.fold(0, u64::saturating_add);
    let (cached, queued) = (listing.cached_images.len(), listing.queued_images.len());
    let is_busy = desk.is_busy;
    let act = |call: fn() -> Call<()>, said: &'static str| {
        let desk = desk.clone();
        move |()| desk.send(call(), move |()| said.to_owned())
    };
    let clear_cache = act(|| cache::clear(CacheTarget::Cached), lang.cache_cleared());
    let clear_queue = act(
        || cache::clear(CacheTarget::Queued),
        lang.cache_queue_cleared(),
    );
    let clean = act(cache::clean, lang.cache_cleaned());
    let prune = {
        let desk = desk.clone();
        move |()| desk.send(cache::prune(), move |pruned| lang.cache_pruned(pruned))
    };
    let mut images = listing.cached_images;
    images.sort_by(|a, b| b.last_accessed.total_cmp(&a.last_accessed));
    let rows = images
        .into_iter()
        .map(|image| view! { <CachedRow image=image /> })
        .collect_view();
    let waiting = listing.queued_images.into_iter();
    let waiting = waiting
        .map(|id| view! { <QueuedRow id=id /> })
        .collect_view();
    view! {
        <div class="v-stack">
            <section class="v-card">
                <div class="v-card-head">
                    <h2>{lang.cache_cached()} " " <span class="v-count">{cached}</span></h2>
                    <div class="v-row-actions">
                        <Button busy=is_busy title=lang.cache_prune_hint() on_click=prune>
                            {lang.cache_prune()}
                        </Button>
                        <Button busy=is_busy title=lang.cache_clean_hint() on_click=clean>
                            {lang.cache_clean()}
                        </Button>
                        <Button
                            busy=is_busy
                            disabled=cached == 0
                            icon=IconName::Trash
                            on_click=clear_cache
                        >
                            {lang.cache_clear()}
                        </Button>
                    </div>
                </div>
                <p class="v-muted">{lang.cache_amount(cached, bytes)}</p>
                <ul class="v-rows">{rows}</ul>
            </section>
            <section class="v-card">
                <div class="v-card-head">
                    <h2>{lang.cache_queued()} " " <span class="v-count">{queued}</span></h2>
                    <Button busy=is_busy disabled=queued == 0 on_click=clear_queue>
                        {lang.cache_clear_queue()}
                    </Button>
                </div>
                <ul class="v-rows">{waiting}</ul>
            </section>
            <ShowAs spoken=Signal::stored(spoken()) />
        </div>
    }
}

/// What the buttons for all of the cache send.
fn spoken() -> Spoken {
    let command = |option: &str| OpenstackCommand::new(["cached", "image", "clear", option]);
    Spoken {
        requests: vec![
            cache::prune().request,
            cache::clean().request,
            cache::clear(CacheTarget::Cached).request,
            cache::clear(CacheTarget::Queued).request,
        ],
        commands: vec![command("--cache"), command("--queue")],
    }
}

#[component]
fn CachedRow(image: CachedImage) -> impl IntoView {
    let desk: Desk = expect_context();
    let lang = desk.console.lang;
    let id = image.image_id.clone();
    let title = {
        let (desk, id) = (desk.clone(), id.clone());
        Signal::derive(move || desk.title(&id))
    };
    let size = lang.size(image.size);
    let used = lang.data_cached(&image);
    view! {
        <li class="v-row">
            <div class="v-row-text">
                <p class="v-row-title">
                    <Link to=Route::image(&id)>{move || title.get()}</Link>
                </p>
                <p class="v-row-facts">
                    <span>{size}</span>
                    <span>{used}</span>
                </p>
            </div>
            <Evict id=id title=title />
        </li>
    }
}

#[component]
fn QueuedRow(id: String) -> impl IntoView {
    let desk: Desk = expect_context();
    let title = {
        let id = id.clone();
        Signal::derive(move || desk.title(&id))
    };
    view! {
        <li class="v-row">
            <p class="v-row-text v-row-title">
                <Link to=Route::image(&id)>{move || title.get()}</Link>
            </p>
            <Evict id=id title=title />
        </li>
    }
}

#[component]
fn Evict(id: String, title: Signal<String>) -> impl IntoView {
    let desk: Desk = expect_context();
    let lang = desk.console.lang;
    let is_busy = desk.is_busy;
    let evict = move |()| {
        let title = title.get_untracked();
        desk.send(cache::remove(&id), move |()| lang.cache_evicted(&title));
    };
    view! {
        <IconButton
            icon=IconName::Close
            label=Signal::derive(move || lang.cache_evict(&title.get()))
            disabled=is_busy
            on_click=evict
        />
    }
}
