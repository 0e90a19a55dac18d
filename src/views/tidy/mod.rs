//! A board of what costs space or is broken, each with its action, and where the
//! space goes.

mod act;
mod charts;
mod load;
mod open_group;
mod quota;
mod row;

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;

use self::act::Changes;
use self::charts::Charts;
use self::load::{Images, use_loaded};
use self::open_group::OpenGroup;
use self::quota::QuotaCard;
use super::query_problem::QueryProblem;
use super::{Console, Link, focus};
use crate::listing::{Amount, Board, Group, Kind, board};
use crate::model::Timestamp;
use crate::query::spawn;
use crate::route::Route;
use crate::ui::{EmptyState, Icon, IconButton, IconName, Skeleton};
use crate::views::context::now_s;

/// Names of projects by id.
type Names = Memo<Arc<BTreeMap<String, String>>>;

#[component]
pub(super) fn TidyPage() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let query = use_loaded(&console);
    let images = Signal::derive(move || {
        query
            .state
            .with(|state| Some(Arc::clone(&state.value.as_ref()?.images)))
    });
    let project = Signal::derive(move || {
        query
            .state
            .with(|state| state.value.as_ref()?.project.clone())
    });
    // A memo: rows that are built anew lose the focus.
    let names: Names = Memo::new(move |_| {
        let names = query
            .state
            .with(|state| Some(Arc::clone(&state.value.as_ref()?.names)));
        names.unwrap_or_default()
    });
    let has_failed = Memo::new(move |_| query.state.with(|state| state.error.is_some()));
    let is_there = Memo::new(move |_| images.with(Option::is_some));
    view! {
        <div class="v-page-head">
            <h1 tabindex="-1">{lang.tidy_title()}</h1>
            <p class="v-count" role="status">
                {move || {
                    images.with(|images| images.as_ref().map(|all| lang.image_count(all.len(), all.len())))
                }}
            </p>
            <div class="v-page-actions">
                <IconButton
                    icon=IconName::Refresh
                    label=lang.images_refresh().to_owned()
                    on_click=move |()| query.reload()
                />
            </div>
            <p class="v-page-lead v-muted">{lang.tidy_lead()}</p>
        </div>
        <QueryProblem query=query />
        {move || {
            if is_there.get() {
                Some(view! { <TidyBoard images=images project=project names=names /> }.into_any())
            } else if has_failed.get() {
                None
            } else {
                Some(view! { <Skeleton rows=8 label=lang.loading() /> }.into_any())
            }
        }}
    }
}

/// `project`: the only one whose images this person can change, by id.
#[component]
fn TidyBoard(
    images: Signal<Option<Images>>,
    project: Signal<Option<String>>,
    names: Names,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let changes = Changes::new(images);
    provide_context(changes);
    // A memo of what it says, so that asking again builds nothing anew.
    let board = Memo::new(move |_| {
        let all = changes.applied();
        project.with(|project| board(&all, Timestamp(now_s()), project.as_deref()))
    });
    let is_empty = Memo::new(move |_| board.with(|board| board.total.count == 0));
    let open = open_kind(&console);
    move || {
        if is_empty.get() {
            return view! {
                <QuotaCard />
                <EmptyState
                    icon=IconName::Check
                    title=lang.tidy_empty_title()
                    text=lang.tidy_empty_text()
                />
            }
            .into_any();
        }
        view! {
            <div class="v-stack">
                <QuotaCard />
                <Cards board=board open=open />
                {move || {
                    open.get().map(|kind| view! { <OpenGroup kind=kind board=board names=names /> })
                }}
                <Charts board=board names=names />
            </div>
        }
        .into_any()
    }
}

/// Which group is open; it is in the address. Who opens one goes on there.
fn open_kind(console: &Console) -> Memo<Option<Kind>> {
    let (route, tree) = (console.router.route.clone(), console.tree.clone());
    let open = Memo::new(move |_| {
        route.with(|route| match route {
            Route::Tidy { group } => Kind::parse(group),
            _ => None,
        })
    });
    Effect::new(move |before: Option<Option<Kind>>| {
        let now = open.get();
        if before.is_some_and(|before| before != now) && now.is_some() {
            let tree = tree.clone();
            spawn(async move {
                // Until it is on the page.
                gloo_timers::future::TimeoutFuture::new(20).await;
                focus(tree.by_id(open_group::HEADING));
            });
        }
        now
    });
    open
}

/// One for each reason to be on the board; a click opens or closes it.
#[component]
fn Cards(board: Memo<Board>, open: Memo<Option<Kind>>) -> impl IntoView {
    let lang = Console::here().lang;
    let card = move |kind: Kind| {
        let amount = Memo::new(move |_| {
            board.with(|board| {
                board
                    .group(kind)
                    .map(|group: &Group| group.amount)
                    .unwrap_or_default()
            })
        });
        // What services hardly ever have needs no place of its own.
        let is_shown = Memo::new(move |_| kind != Kind::Leftovers || amount.get().count > 0);
        move || {
            is_shown
                .get()
                .then(|| view! { <Card kind=kind amount=amount open=open /> })
        }
    };
    view! {
        <nav class="v-tidy-cards" aria-label=lang.tidy_groups()>
            {Kind::ALL.into_iter().map(card).collect_view()}
        </nav>
    }
}

#[component]
fn Card(kind: Kind, amount: Memo<Amount>, open: Memo<Option<Kind>>) -> impl IntoView {
    let lang = Console::here().lang;
    let is_open = Signal::derive(move || open.get() == Some(kind));
    let to = Signal::derive(move || {
        if is_open.get() {
            Route::tidy()
        } else {
            Route::Tidy {
                group: kind.key().to_owned(),
            }
        }
    });
    let is_clean = move || amount.get().count == 0;
    view! {
        <Link to=to current=is_open class="v-tidy-card">
            <span class="v-tidy-card-title">{lang.tidy_kind(kind)}</span>
            <span class="v-tidy-card-count" data-clean=move || is_clean().then_some("")>
                {move || {
                    if is_clean() {
                        view! { <Icon name=IconName::Check /> {lang.tidy_clean()} }.into_any()
                    } else {
                        lang.number(amount.get().count as u64).into_any()
                    }
                }}
            </span>
            <span class="v-tidy-card-bytes">
                {move || {
                    let bytes = amount.get().bytes;
                    (bytes > 0).then(|| lang.tidy_bytes(kind, bytes))
                }}
            </span>
        </Link>
    }
}
