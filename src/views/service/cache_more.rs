//! Chooses an image to be cached.

use std::sync::Arc;

use leptos::prelude::*;

use super::cache::Desk;
use crate::api::cache;
use crate::model::{Image, ImageStatus};
use crate::ui::{Button, ButtonKind, Dialog, IconName};
use crate::views::Console;
use crate::views::image_picker::{ImagePicker, size_of};

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

/// Those with data that are neither cached nor wait for it.
#[component]
fn Choose(open: RwSignal<bool>) -> impl IntoView {
    let desk: Desk = expect_context();
    let lang = desk.console.lang;
    let held = desk.console.stock.held.clone();
    let query = desk.query;
    let images = Memo::new(move |_| {
        let is_known = |id: &str| {
            query.state.with(|state| {
                state
                    .value
                    .as_ref()
                    .is_some_and(|listing| listing.knows(id))
            })
        };
        let is_offered =
            |image: &&Arc<Image>| image.status == ImageStatus::Active && !is_known(&image.id);
        held.with(|held| {
            Some(
                held.images
                    .iter()
                    .filter(is_offered)
                    .cloned()
                    .collect::<Vec<_>>(),
            )
        })
    });
    let choose = Callback::new(move |image: Arc<Image>| {
        let title = image.title().to_owned();
        desk.send(cache::queue(&image.id), move |()| {
            lang.cache_queued_now(&title)
        });
        open.set(false);
    });
    view! {
        <ImagePicker
            label=lang.copy_from_search()
            images=images
            note=size_of
            on_choose=choose
        />
    }
}
