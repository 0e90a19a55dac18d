//! Where the data of an image is, what proves it, and how close at hand the service
//! keeps it.

mod cache;
mod stores;
mod verify;

use std::sync::Arc;

use leptos::prelude::*;

use self::cache::CacheCard;
use self::stores::Stores;
use self::verify::VerifyAgain;
use super::copy_as::CopyAs;
use super::facts::{FactCard, IntegrityCard};
use super::import::ImportCard;
use crate::model::Image;
use crate::session::Offer;
use crate::views::Console;
use crate::views::fact::Fact;

#[component]
pub(super) fn Data(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let without = console.guest.without;
    let is_downloadable = Memo::new({
        let console = console.clone();
        move |_| !without.download && image.with(|image| console.may_download(image))
    });
    let can_cache = Memo::new({
        let console = console.clone();
        move |_| {
            console
                .capabilities()
                .is_some_and(|can| can.cache == Offer::Offered(()) && !without.service)
        }
    });
    let links = move || {
        let facts: Vec<Fact> = image.with(|image| {
            let plumbing = image.plumbing();
            // What an import leaves behind it is blank.
            plumbing
                .filter(|(_, value)| !value.is_empty())
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
