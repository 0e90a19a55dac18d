//! Whether the service keeps an image's data close at hand, for administrators.

use std::sync::Arc;

use leptos::prelude::*;

use crate::api::{Error, Operation, cache};
use crate::bulk::Act;
use crate::i18n::Lang;
use crate::model::{CacheListing, Image, ImageStatus};
use crate::query::{Query, follow, use_query};
use crate::ui::Button;
use crate::views::Console;
use crate::views::context::abort_with;
use crate::views::image::acting::Acting;
use crate::views::query_problem::QueryProblem;

/// How often the cache is looked at.
const LOOK_EVERY_MS: u32 = 5_000;

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
pub(super) fn CacheCard(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let acting = Acting::here();
    let is_busy = acting.is_busy();
    let query = use_cache(&console);
    // What waits is cached by the service in its own time; on its way from the queue into
    // the cache it is in neither for a moment.
    follow(query, LOOK_EVERY_MS, |_| true);
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
            <QueryProblem query=query />
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
