//! What stands in the way of all files together, said before a byte is sent: the project's
//! quota, and a default store that takes no data.

use leptos::prelude::*;

use super::quota::{Wanted, overrun};
use super::store::use_closed_default;
use crate::api::Error;
use crate::model::Usage;
use crate::query::Query;
use crate::ui::{Notice, Tone};
use crate::views::Console;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Obstacle {
    pub(super) title: &'static str,
    pub(super) words: String,
}

/// The first there is. `store`: the chosen one, empty for the service's default.
pub(super) fn use_obstacle(
    console: &Console,
    quota: Query<Usage, Error>,
    store: RwSignal<String>,
    wanted: Signal<Wanted>,
) -> Memo<Option<Obstacle>> {
    let lang = console.lang;
    let closed = use_closed_default(console, store);
    Memo::new(move |_| {
        if let Some(words) = closed.get() {
            let title = lang.upload_default_closed_title();
            return Some(Obstacle { title, words });
        }
        let words = overrun(lang, quota, wanted.get())?;
        let title = lang.quota_title();
        Some(Obstacle { title, words })
    })
}

#[component]
pub(super) fn ObstacleNotice(obstacle: Memo<Option<Obstacle>>) -> impl IntoView {
    move || {
        obstacle.get().map(|Obstacle { title, words }| {
            view! {
                <Notice tone=Tone::Bad title=title>
                    <p>{words}</p>
                </Notice>
            }
        })
    }
}
