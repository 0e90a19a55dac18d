//! One image: every field that the service tells, and what can be done with it.

mod acting;
mod activity;
mod copy_as;
mod data;
mod delete;
mod edit;
mod facts;
mod head;
mod import;
mod json;
mod lineage;
mod more;
mod properties;
mod sharing;
mod state;
mod tabs;

use std::sync::Arc;

use leptos::prelude::*;

use self::acting::{ActProblem, Acting};
use self::activity::Activity;
pub(super) use self::activity::TaskRow;
use self::data::Data;
pub use self::delete::Deletion;
pub(super) use self::delete::{DeleteDialog, DeletionDialog};
pub(super) use self::edit::EditPage;
use self::facts::Overview;
use self::head::Head;
use self::json::Json;
use self::properties::Properties;
use self::sharing::Sharing;
use self::state::StateNotice;
use self::tabs::{Tabs, is_left};
use super::context::abort_with;
use super::query_problem::QueryProblem;
use super::{Console, Link};
use crate::api::{Error, Operation, images};
use crate::model::Image;
use crate::query::{Query, follow, use_query};
use crate::route::{ImageTab, Route};
use crate::ui::{Icon, IconName, Skeleton};

/// While the service is at work on the image, the page looks again this often.
const FOLLOW_EVERY_MS: u32 = 2_000;

#[component]
pub fn ImagePage(#[prop(into)] id: Signal<String>) -> impl IntoView {
    let console = Console::here();
    let query = use_image(&console, id);
    follow(query, FOLLOW_EVERY_MS, Image::is_worked_on);
    provide_context(Acting::new(&console));
    let lang = console.lang;
    // Memos, so that asking again builds nothing anew unless something changed.
    let image = Memo::new(move |_| query.state.with(|state| state.value.clone().map(Arc::new)));
    let is_there = Memo::new(move |_| image.with(Option::is_some));
    let has_failed = Memo::new(move |_| query.state.with(|state| state.error.is_some()));
    let list = console.list.clone();
    let as_left = Signal::derive(move || list.route());
    view! {
        <Crumbs id=id image=image />
        <QueryProblem query=query>
            <Link to=as_left class="v-button v-button-quiet">
                {lang.back_to_images()}
            </Link>
        </QueryProblem>
        {move || {
            // Tracked first: nothing else says when it comes.
            let is_there = is_there.get();
            if let Some(first) = image.get_untracked().filter(|_| is_there) {
                Some(view! { <Whole id=id first=first image=image /> }.into_any())
            } else if has_failed.get() {
                None
            } else {
                Some(view! { <Skeleton rows=6 label=lang.loading() /> }.into_any())
            }
        }}
    }
}

/// Where one is: below the list as it was left.
#[component]
pub(super) fn Crumbs(
    id: Signal<String>,
    image: Memo<Option<Arc<Image>>>,
    /// What of the image is open, if not its page.
    #[prop(optional, into)]
    further: Option<&'static str>,
) -> impl IntoView {
    let console = Console::here();
    let list = console.list.clone();
    let as_left = Signal::derive(move || list.route());
    let title = move || {
        let title = image.with(|image| image.as_ref().map(|image| image.title().to_owned()));
        title.unwrap_or_else(|| id.get())
    };
    view! {
        <nav class="v-crumbs">
            <Link to=as_left>{console.lang.images_title()}</Link>
            <Icon name=IconName::ChevronRight />
            {match further {
                None => view! { <span aria-current="page">{title}</span> }.into_any(),
                Some(further) => {
                    view! {
                        <Link to=Signal::derive(move || Route::image(id.get()))>{title}</Link>
                        <Icon name=IconName::ChevronRight />
                        <span aria-current="page">{further}</span>
                    }
                        .into_any()
                }
            }}
        </nav>
    }
}

pub(super) fn use_image(console: &Console, id: Signal<String>) -> Query<Image, Error> {
    let console = console.clone();
    use_query(
        move || {
            console.center.images_changed.track();
            Some((console.client()?, id.get()))
        },
        |(client, id), cancel, _| async move {
            let abort = abort_with(&cancel, Operation::ShowImage)?;
            client.send(&images::show(&id), &abort).await
        },
    )
}

/// The page of an image that is there. Its parts stay when the image changes, and so
/// does what is typed and opened in them.
#[component]
fn Whole(id: Signal<String>, first: Arc<Image>, image: Memo<Option<Arc<Image>>>) -> impl IntoView {
    let console = Console::here();
    let (route, without) = (console.router.route.clone(), console.guest.without);
    let tab = Memo::new(move |last: Option<&ImageTab>| match route.get() {
        Route::Image { tab, .. } if is_left(tab, without) => tab,
        Route::Image { .. } => ImageTab::default(),
        // On the way to another page.
        _ => last.copied().unwrap_or_default(),
    });
    // The last one, while the page goes.
    let image = Memo::new(move |last: Option<&Arc<Image>>| {
        let last = || last.unwrap_or(&first).clone();
        image.get().unwrap_or_else(last)
    });
    view! {
        <Head image=image />
        <ActProblem />
        <StateNotice image=image />
        <Tabs id=id image=image tab=tab />
        <div class="v-tab-panel">
            {move || match tab.get() {
                ImageTab::Overview => view! { <Overview image=image /> }.into_any(),
                ImageTab::Properties => view! { <Properties image=image /> }.into_any(),
                ImageTab::Sharing => view! { <Sharing image=image /> }.into_any(),
                ImageTab::Data => view! { <Data image=image /> }.into_any(),
                ImageTab::Activity => view! { <Activity image=image /> }.into_any(),
                ImageTab::Json => view! { <Json image=image /> }.into_any(),
            }}
        </div>
    }
}
