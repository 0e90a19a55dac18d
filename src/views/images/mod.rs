//! The list of images: home.

pub(super) mod filter;
mod table;

use std::sync::Arc;

use leptos::prelude::*;

use self::filter::{FilterBar, Step};
use self::table::ImagesTable;
use super::context::abort_with;
use super::query_problem::QueryProblem;
use super::{Console, Link};
use crate::api::images::ListImages;
use crate::api::{Client, Error, Operation, Pager};
use crate::listing::{Context, Facets, Field, Index, Question, Source};
use crate::model::Image;
use crate::query::{Cancel, Publish, Query, follow, use_query};
use crate::route::Route;
use crate::ui::{EmptyState, Icon, IconButton, IconName, Skeleton};

type Images = Arc<Vec<Image>>;

/// While an image is in transition, the list looks again this often.
const FOLLOW_EVERY_MS: u32 = 4_000;

/// What stands below the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Body {
    Waiting,
    Rows,
    NoMatch,
    NoImages,
    /// The first question failed; the problem says so.
    Nothing,
}

#[component]
pub fn ImagesPage() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let question = {
        let route = console.router.route.clone();
        Memo::new(move |_| match route.get() {
            Route::Images(question) => question,
            _ => Question::default(),
        })
    };
    let query = use_images(
        &console,
        Signal::derive(move || question.with(Question::source)),
    );
    follow(query, FOLLOW_EVERY_MS, |all: &Images| {
        all.iter().any(Image::is_in_transition)
    });
    let records = Memo::new(move |_| {
        let all = query
            .state
            .with(|state| state.value.clone().unwrap_or_default());
        all.iter().cloned().map(Arc::new).collect::<Vec<_>>()
    });
    let session = console.session.clone();
    let rows = Memo::new(move |_| {
        let project = session.with(|s| s.as_ref()?.who.as_ref().map(|who| who.project.id.clone()));
        let context = Context {
            now: crate::session::now(),
            project: &project.unwrap_or_default(),
            owner_name: &|_| None,
        };
        let mut index = Index::default();
        records.with(|records| index.update(records));
        let answer = question.with(|question| index.answer(question, &context));
        records.with(|records| {
            Arc::new(
                answer
                    .rows
                    .iter()
                    .map(|at| records[*at as usize].clone())
                    .collect::<Vec<_>>(),
            )
        })
    });
    let shown = Memo::new(move |_| {
        rows.with(|rows| rows.iter().map(|row| (**row).clone()).collect::<Vec<_>>())
    });
    let facets = Memo::new(move |_| records.with(|records| Arc::new(Facets::of(records))));
    let columns = Signal::stored(vec![Field::Name, Field::Status, Field::Size]);
    let on_question = {
        let router = console.router.clone();
        move |question, step| match step {
            Step::Push => router.go(&Route::Images(question)),
            Step::Replace => router.replace(&Route::Images(question)),
        }
    };
    let is_loading = Signal::derive(move || query.state.with(|state| state.is_loading));
    let all_count = move || query.state.with(|s| s.value.as_ref().map(|all| all.len()));
    // A memo, so that asking again doesn't build the table anew under somebody's hands.
    let body = Memo::new(move |_| {
        let is_filtered = question.with(Question::is_filtered);
        let has_failed = query.state.with(|state| state.error.is_some());
        match all_count() {
            None if has_failed => Body::Nothing,
            None => Body::Waiting,
            Some(_) if !shown.with(Vec::is_empty) => Body::Rows,
            Some(_) if is_filtered => Body::NoMatch,
            Some(_) if is_loading.get() => Body::Waiting,
            Some(_) => Body::NoImages,
        }
    });
    view! {
        <div class="v-page-head">
            <h1 tabindex="-1">{lang.images_title()}</h1>
            <p class="v-count">
                <span role="status">
                    {move || all_count().map(|all| lang.image_count(shown.with(Vec::len), all))}
                </span>
                {move || {
                    (is_loading.get() && all_count().is_some())
                        .then(|| view! { <span class="v-muted">" · " {lang.images_still_loading()}</span> })
                }}
            </p>
            <div class="v-page-actions">
                <IconButton
                    icon=IconName::Refresh
                    label=lang.images_refresh().to_owned()
                    on_click=move |()| query.reload()
                />
                <Link to=Route::Upload class="v-button v-button-primary">
                    <Icon name=IconName::Upload />
                    <span class="v-button-label">{lang.images_upload()}</span>
                </Link>
            </div>
        </div>
        <FilterBar question=question on_question=on_question facets=facets rows=rows columns=columns />
        <QueryProblem query=query />
        {move || match body.get() {
            Body::Waiting => Some(view! { <Skeleton rows=8 label=lang.loading() /> }.into_any()),
            Body::NoMatch => Some(view! { <NoMatch /> }.into_any()),
            Body::NoImages => Some(view! { <NoImages /> }.into_any()),
            Body::Rows => Some(view! { <ImagesTable images=shown /> }.into_any()),
            Body::Nothing => None,
        }}
    }
}

fn use_images(console: &Console, source: Signal<Source>) -> Query<Images, Error> {
    let console = console.clone();
    use_query(
        move || {
            console.center.images_changed.track();
            Some((console.client()?, source.get()))
        },
        |(client, source), cancel, publish| {
            let filter = source.filter();
            // A link may name a visibility that there isn't: then all are listed.
            let list = ListImages::new(filter).unwrap_or_default();
            load_all(client, list, cancel, publish)
        },
    )
}

/// Every page, one after the other; the first ones show while the rest is on its way.
async fn load_all(
    client: Client,
    list: ListImages,
    cancel: Cancel,
    publish: Publish<Images, Error>,
) -> Result<Images, Error> {
    let abort = abort_with(&cancel, Operation::ListImages)?;
    let mut pager = Pager::new(list);
    let mut all = Vec::new();
    while let Some(call) = pager.next() {
        match client.send(&call, &abort).await {
            Ok(page) => all.extend(pager.take(page)),
            Err(error) => pager.refused(error)?,
        }
        if publish.is_first() {
            publish.publish(Arc::new(all.clone()));
        }
    }
    Ok(Arc::new(all))
}

#[component]
fn NoImages() -> impl IntoView {
    let lang = Console::here().lang;
    view! {
        <EmptyState
            icon=IconName::Disc
            title=lang.images_empty_title()
            text=lang.images_empty_text()
        >
            <Link to=Route::Upload class="v-button v-button-primary">
                <Icon name=IconName::Upload />
                <span class="v-button-label">{lang.images_upload()}</span>
            </Link>
        </EmptyState>
    }
}

#[component]
fn NoMatch() -> impl IntoView {
    let lang = Console::here().lang;
    view! {
        <EmptyState
            icon=IconName::Search
            title=lang.images_no_match_title()
            text=lang.images_no_match_text()
        >
            <Link to=Route::images() class="v-button">
                {lang.images_clear_filter()}
            </Link>
        </EmptyState>
    }
}
