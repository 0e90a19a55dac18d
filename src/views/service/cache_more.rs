//! Chooses an image to be cached.

use std::sync::Arc;

use leptos::prelude::*;

use super::cache::Desk;
use crate::api::cache;
use crate::model::{Image, ImageStatus};
use crate::ui::{Button, ButtonKind, Dialog, IconName, TextField};
use crate::views::Console;

/// So many images are offered.
const OFFERED: usize = 8;

#[component]
pub(super) fn QueueMore() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let open = RwSignal::new(false);
    view! {
        <Button icon=IconName::Plus kind=ButtonKind::Primary on_click=move |()| open.set(true)>
            {lang.cache_more()}
        </Button>
        <Dialog open=open title=lang.cache_more().to_owned() close_label=lang.close()>
            <Choose open=open />
        </Dialog>
    }
}

#[component]
fn Choose(open: RwSignal<bool>) -> impl IntoView {
    let desk: Desk = expect_context();
    let lang = desk.console.lang;
    let search = RwSignal::new(String::new());
    let held = desk.console.stock.held.clone();
    let query = desk.query;
    let found = Memo::new(move |_| {
        let words = search.with(|words| words.trim().to_lowercase());
        let is_known = |id: &str| {
            query.state.with(|state| {
                state.value.as_ref().is_some_and(|listing| {
                    listing
                        .cached_images
                        .iter()
                        .any(|image| image.image_id == id)
                        || listing.queued_images.iter().any(|queued| queued == id)
                })
            })
        };
        let is_found = |image: &&Arc<Image>| {
            image.status == ImageStatus::Active
                && image.title().to_lowercase().contains(&words)
                && !is_known(&image.id)
        };
        held.with(|held| {
            let images = held.images.iter().filter(is_found);
            images.take(OFFERED).cloned().collect::<Vec<_>>()
        })
    });
    let offer = move |image: Arc<Image>| {
        let title = image.title().to_owned();
        let size = image.size.map(|bytes| lang.size(bytes));
        let desk = desk.clone();
        let choose = move |_| {
            let title = image.title().to_owned();
            desk.send(cache::queue(&image.id), move |()| {
                lang.cache_queued_now(&title)
            });
            open.set(false);
        };
        view! {
            <li>
                <button type="button" on:click=choose>
                    <span class="v-choice-name">{title}</span>
                    <span class="v-muted">{size}</span>
                </button>
            </li>
        }
    };
    view! {
        <TextField label=lang.copy_from_search() value=search />
        <ul class="v-choices">{move || found.get().into_iter().map(offer.clone()).collect_view()}</ul>
        {move || {
            found
                .with(Vec::is_empty)
                .then(|| view! { <p class="v-muted">{lang.images_no_match_title()}</p> })
        }}
    }
}
