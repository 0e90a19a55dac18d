//! The list of images: home.

mod peek;
mod table;

use std::sync::Arc;

use leptos::prelude::*;

pub(super) use self::peek::{Peek, PeekContents};
use self::table::ImagesTable;
use super::context::abort_with;
use super::query_problem::QueryProblem;
use super::{Console, Link};
use crate::api::images::ListImages;
use crate::api::{Client, Error, Operation, Pager};
use crate::model::{Image, ImageFilter, OneOrAll, Visibility};
use crate::query::{Cancel, Publish, Query, follow, use_query};
use crate::route::{ImagesFilter, Route};
use crate::ui::{Choice, EmptyState, Icon, IconButton, IconName, SelectField, Skeleton};

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
    let filter = {
        let route = console.router.route.clone();
        Memo::new(move |_| match route.get() {
            Route::Images(filter) => filter,
            _ => ImagesFilter::default(),
        })
    };
    let query = use_images(
        &console,
        Signal::derive(move || filter.with(|f| f.visibility.clone())),
    );
    follow(query, FOLLOW_EVERY_MS, |all: &Images| {
        all.iter().any(Image::is_in_transition)
    });
    let shown = Memo::new(move |_| {
        let search = filter.with(|f| f.search.to_lowercase());
        query.state.with(|state| {
            let all = state.value.clone().unwrap_or_default();
            all.iter()
                .filter(|image| matches(image, &search))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let is_loading = Signal::derive(move || query.state.with(|state| state.is_loading));
    let all_count = move || query.state.with(|s| s.value.as_ref().map(|all| all.len()));
    // A memo, so that asking again doesn't build the table anew under somebody's hands.
    let body = Memo::new(move |_| {
        let is_filtered = filter.with(|f| *f != ImagesFilter::default());
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
        <FilterBar filter=filter />
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

/// Substring of name, id or a tag, without regard to case. `search` is in lower case.
fn matches(image: &Image, search: &str) -> bool {
    search.is_empty()
        || image.title().to_lowercase().contains(search)
        || image.id.contains(search)
        || image
            .tags
            .iter()
            .any(|tag| tag.to_lowercase().contains(search))
}

fn use_images(console: &Console, visibility: Signal<String>) -> Query<Images, Error> {
    let console = console.clone();
    use_query(
        move || {
            console.center.images_changed.track();
            Some((console.client()?, visibility.get()))
        },
        |(client, visibility), cancel, publish| {
            let visibility = visibility.as_str();
            let filter = ImageFilter {
                visibility: (!visibility.is_empty()).then(|| OneOrAll::One(visibility.into())),
                ..ImageFilter::default()
            };
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
fn FilterBar(filter: Memo<ImagesFilter>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let router = console.router;
    let visibility = RwSignal::new(filter.get_untracked().visibility);
    Effect::new(move |_| visibility.set(filter.with(|f| f.visibility.clone())));
    let choose = router.clone();
    Effect::new(move |_| {
        let chosen = visibility.get();
        if filter.with_untracked(|f| f.visibility != chosen) {
            let search = filter.with_untracked(|f| f.search.clone());
            choose.go(&Route::Images(ImagesFilter {
                search,
                visibility: chosen,
            }));
        }
    });
    let type_search = move |event| {
        let visibility = filter.with_untracked(|f| f.visibility.clone());
        let search = event_target_value(&event);
        router.replace(&Route::Images(ImagesFilter { search, visibility }));
    };
    let mut choices = vec![Choice::new("", lang.images_visibility_any())];
    choices.extend(
        Visibility::KNOWN
            .iter()
            .map(|v| Choice::new(v.as_str(), lang.visibility(v))),
    );
    view! {
        <div class="v-toolbar" role="search">
            <label class="v-search">
                <Icon name=IconName::Search />
                <span class="v-visually-hidden">{lang.images_search()}</span>
                <input
                    class="v-input"
                    type="search"
                    placeholder=lang.images_search()
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=move || filter.with(|f| f.search.clone())
                    on:input=type_search
                />
            </label>
            <SelectField
                label=lang.images_visibility()
                label_hidden=true
                value=visibility
                choices=choices
            />
        </div>
    }
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
