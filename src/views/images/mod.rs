//! The list of images: home.

mod blank;
mod body;
mod built;
mod columns;
pub(super) mod filter;
mod grid;
mod head;
mod keys;
mod layout;
mod listed;
mod peek;
mod place;
mod reuse;
mod row;
mod shelf;
mod state;
mod table;
mod told;
mod viewport;
mod written;

use std::sync::Arc;

use leptos::prelude::*;

use self::blank::RowButton;
use self::columns::ColumnsMenu;
use self::filter::{FilterBar, Step};
use self::grid::RowAct;
use self::layout::Layout;
use self::listed::{Listed, use_listed};
use self::peek::PeekPanel;
pub(super) use self::peek::{Peek, PeekContents};
use self::shelf::{Shelf, follow_changes, use_shelf};
pub use self::state::ListState;
use self::table::{ImagesTable, Rows};
use super::bulk::{BulkBar, BulkDone};
use super::image::DeleteDialog;
use super::query_problem::RequestProblem;
use super::{Console, Link};
use crate::listing::{Facets, Field, Question};
use crate::model::Image;
use crate::route::Route;
use crate::stock::{Progress, Stock};
use crate::ui::{EmptyState, Icon, IconButton, IconName, Skeleton};
use crate::views::focus_heading;
use crate::views::guest::HostEvent;

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

/// The page around hears of what is selected.
fn tell_selection(console: &Console) {
    let (guest, selection) = (console.guest.clone(), console.list.selection.clone());
    if guest.host.is_none() {
        return;
    }
    Effect::new(move |before: Option<Vec<String>>| {
        let ids = selection.with(state::Selection::ids);
        if before.is_some_and(|before| before != ids) {
            guest.tell(&HostEvent::ImageSelected { ids: ids.clone() });
        }
        ids
    });
}

#[component]
pub fn ImagesPage() -> impl IntoView {
    let console = Console::here();
    let question = {
        let route = console.router.route.clone();
        Memo::new(move |before: Option<&Question>| match route.get() {
            Route::Images(question) => question,
            // On the way to another page: the list is left as it is.
            _ => before.cloned().unwrap_or_default(),
        })
    };
    let shelf = use_shelf(&console, question);
    let Listed {
        rows,
        is_guessed,
        facets,
    } = use_listed(shelf, question);
    let layout = RwSignal::new(Layout::remembered());
    let columns = Signal::derive(move || {
        let mut columns = vec![Field::Name];
        layout.with(|layout| columns.extend_from_slice(&layout.columns));
        columns
    });
    let properties = Signal::derive(move || {
        let names = |facets: &Arc<Facets>| {
            let names = facets.properties().iter();
            names.map(|(name, _)| name.clone()).collect::<Vec<_>>()
        };
        facets.with(names)
    });
    let in_sight = StoredValue::new(Vec::new());
    follow_changes(&console, shelf, in_sight);
    let router = console.router.clone();
    let on_filter = {
        let router = router.clone();
        move |question, step| match step {
            Step::Push => router.go(&Route::Images(question)),
            Step::Replace => router.replace(&Route::Images(question)),
        }
    };
    let on_question = Callback::new(move |question| router.go(&Route::Images(question)));
    let to_delete = RwSignal::new(None::<Image>);
    let act = {
        let console = console.clone();
        Callback::new(move |act| match act {
            RowAct::Open(image) => console.router.go(&Route::image(&image.id)),
            RowAct::Button(RowButton::Download, image) => console.download(&image, Vec::new()),
            RowAct::Button(RowButton::Delete, image) => to_delete.set(Some((*image).clone())),
            RowAct::Button(RowButton::Pick, image) => console.guest.pick(&image),
            RowAct::Button(RowButton::Host(action), image) => console.guest.act(&action, &image),
        })
    };
    let is_growing = Memo::new(move |_| shelf.is_growing());
    let body = use_body(shelf, rows, question);
    let is_peeking = RwSignal::new(false);
    let close_peek = Callback::new(move |()| is_peeking.set(false));
    let peeked = use_peeked(&console, rows);
    let tree = console.tree.clone();
    tell_selection(&console);
    view! {
        <div class="v-list-page">
            <Heading shelf=shelf rows=rows is_guessed=is_guessed in_sight=in_sight />
            <FilterBar
                question=question
                on_question=on_filter
                facets=facets
                rows=rows
                columns=columns
            >
                <IconButton
                    icon=IconName::Info
                    label=console.lang.panel_toggle().to_owned()
                    on_click=move |()| is_peeking.update(|is| *is = !*is)
                />
                <ColumnsMenu layout=layout properties=properties />
            </FilterBar>
            {(!console.guest.without.many())
                .then(|| view! { <Selected console=console.clone() shelf=shelf /> })}
            <RequestProblem
                error=shelf.error
                retry=Callback::new(move |()| shelf.stock.with_untracked(Stock::try_again))
            />
            {move || match body.get() {
                Body::Waiting => {
                    let label = console.lang.loading();
                    Some(view! { <Skeleton rows=8 label=label /> }.into_any())
                }
                Body::NoMatch => Some(view! { <NoMatch /> }.into_any()),
                Body::NoImages => Some(view! { <NoImages /> }.into_any()),
                Body::Rows => {
                    Some(
                        view! {
                            <div class="v-beside">
                                <ImagesTable
                                    rows=rows
                                    is_growing=is_growing
                                    layout=layout
                                    question=question
                                    on_question=on_question
                                    act=act
                                    in_sight=in_sight
                                />
                                {move || {
                                    is_peeking
                                        .get()
                                        .then(|| {
                                            view! { <PeekPanel images=peeked on_close=close_peek /> }
                                        })
                                }}
                            </div>
                        }
                            .into_any(),
                    )
                }
                Body::Nothing => None,
            }}
        </div>
        <DeleteDialog image=to_delete on_deleted=Callback::new(move |()| focus_heading(&tree)) />
    }
}

/// What can be done to all that are selected, in sight or not.
#[component]
fn Selected(console: Console, shelf: Shelf) -> impl IntoView {
    let selection = console.list.selection.clone();
    let selected = {
        let selection = selection.clone();
        Signal::derive(move || {
            let images = shelf.images.get();
            selection.with(|selection| match selection.len() {
                0 => Vec::new(),
                _ => {
                    let images = images.iter();
                    images
                        .filter(|image| selection.has(&image.id))
                        .cloned()
                        .collect()
                }
            })
        })
    };
    let clear = {
        let selection = selection.clone();
        Callback::new(move |()| selection.update(|selection| selection.clear()))
    };
    let done = Callback::new(move |done: BulkDone| {
        shelf.stock.with_untracked(|stock| {
            stock.forget(&done.gone);
            stock.look(done.changed);
        });
        selection.update(|selection| selection.only(done.failed));
    });
    view! { <BulkBar selected=selected on_clear=clear on_done=done /> }
}

/// What the panel shows: what is selected, or else where the cursor is.
fn use_peeked(console: &Console, rows: Memo<Rows>) -> Signal<Vec<Arc<Image>>> {
    let (selection, cursor) = (console.list.selection.clone(), console.list.cursor.clone());
    Signal::derive(move || {
        let is_shown = |image: &&Arc<Image>| {
            selection.with(|selection| match selection.len() {
                0 => cursor.with(|cursor| cursor.as_ref() == Some(&image.id)),
                _ => selection.has(&image.id),
            })
        };
        rows.with(|rows| rows.iter().filter(is_shown).cloned().collect())
    })
}

// A memo, so that asking again doesn't build the table anew under somebody's hands.
fn use_body(shelf: Shelf, rows: Memo<Rows>, question: Memo<Question>) -> Memo<Body> {
    Memo::new(move |_| {
        let is_filtered = question.with(Question::is_filtered);
        let has_failed = shelf.error.with(Option::is_some);
        match shelf.progress.get() {
            _ if !rows.with(|rows| rows.is_empty()) => Body::Rows,
            Progress::Nothing if has_failed => Body::Nothing,
            Progress::Nothing => Body::Waiting,
            Progress::Growing if !has_failed => Body::Waiting,
            _ if is_filtered => Body::NoMatch,
            _ => Body::NoImages,
        }
    })
}

#[component]
fn Heading(
    shelf: Shelf,
    rows: Memo<Rows>,
    is_guessed: Memo<bool>,
    in_sight: StoredValue<Vec<String>>,
) -> impl IntoView {
    let Console { lang, guest, .. } = Console::here();
    let count = move || {
        let all = shelf.images.with(|images| images.len());
        let is_known = shelf.progress.get() != Progress::Nothing;
        is_known.then(|| lang.image_count(rows.with(|rows| rows.len()), all))
    };
    let state = move || match shelf.progress.get() {
        Progress::Growing if shelf.error.with(Option::is_none) => Some(lang.images_still_loading()),
        Progress::Growing => Some(lang.images_partly_loaded()),
        Progress::Refreshing => Some(lang.images_refreshing()),
        Progress::Nothing | Progress::Whole => None,
    };
    let refresh = move |()| {
        let first = in_sight.get_value();
        shelf.stock.with_untracked(|stock| stock.refresh(first));
    };
    view! {
        <div class="v-page-head">
            <h1 tabindex="-1">{lang.images_title()}</h1>
            <p class="v-count">
                <span role="status">{count}</span>
                {move || state().map(|words| view! { <span class="v-muted">" · " {words}</span> })}
                <span class="v-muted" role="status">
                    {move || is_guessed.get().then(|| [" · ", lang.images_guessed()].concat())}
                </span>
            </p>
            <div class="v-page-actions">
                <IconButton
                    icon=IconName::Refresh
                    label=lang.images_refresh().to_owned()
                    on_click=refresh
                />
                {(!guest.without.create).then(|| view! { <UploadLink /> })}
            </div>
        </div>
    }
}

#[component]
fn UploadLink() -> impl IntoView {
    let lang = Console::here().lang;
    view! {
        <Link to=Route::upload() class="v-button v-button-primary">
            <Icon name=IconName::Upload />
            <span class="v-button-label">{lang.images_upload()}</span>
        </Link>
    }
}

#[component]
fn NoImages() -> impl IntoView {
    let Console { lang, guest, .. } = Console::here();
    view! {
        <EmptyState
            icon=IconName::Disc
            title=lang.images_empty_title()
            text=lang.images_empty_text()
        >
            {(!guest.without.create).then(|| view! { <UploadLink /> })}
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
