//! What other projects share with this one: offers to answer, and the answers
//! that were given.

mod answer;
mod group;
mod load;

use std::sync::Arc;

use leptos::prelude::*;

use self::answer::{Answers, FailureNotice};
use self::group::GroupCard;
use self::load::{Book, Standing, use_book};
use super::Console;
use super::query_problem::QueryProblem;
use crate::model::MemberStatus;
use crate::ui::{CopyButton, EmptyState, IconButton, IconName, Notice, Skeleton, Tone};

/// What stands below the heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Body {
    Waiting,
    Offers,
    NoOffers,
    Administrator,
    NoProject,
    /// The question failed; the problem says so.
    Nothing,
}

#[component]
pub(super) fn SharedPage() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let query = use_book(&console);
    provide_context(Answers::new(console.clone(), query));
    let body = Memo::new(move |_| {
        query.state.with(|state| match &state.value {
            None if state.error.is_some() => Body::Nothing,
            None => Body::Waiting,
            Some(Standing::Administrator) => Body::Administrator,
            Some(Standing::NoProject) => Body::NoProject,
            Some(Standing::Member(book)) if book.offers.is_empty() => Body::NoOffers,
            Some(Standing::Member(_)) => Body::Offers,
        })
    });
    let project = Memo::new(move |_| {
        query.state.with(|state| {
            let book = state.value.as_ref().and_then(Standing::book)?;
            Some(book.project.clone())
        })
    });
    let is_reader = console
        .session
        .with_untracked(|session| session.as_ref().is_some_and(|s| s.seems_reader()));
    view! {
        <div class="v-page-head">
            <h1 tabindex="-1">{lang.shared_title()}</h1>
            <div class="v-page-actions">
                <IconButton
                    icon=IconName::Refresh
                    label=lang.images_refresh().to_owned()
                    on_click=move |()| query.reload()
                />
            </div>
            {move || project.get().map(|project| view! { <ProjectLine project=project /> })}
        </div>
        {is_reader
            .then(|| {
                view! {
                    <Notice tone=Tone::Warning title=lang.shared_reader_title()>
                        <p>{lang.shared_reader_text()}</p>
                    </Notice>
                }
            })}
        <QueryProblem query=query />
        <FailureNotice />
        {move || match body.get() {
            Body::Waiting => Some(view! { <Skeleton rows=6 label=lang.loading() /> }.into_any()),
            Body::Offers => Some(view! { <Groups query=query /> }.into_any()),
            Body::NoOffers => {
                Some(
                    view! {
                        <EmptyState
                            icon=IconName::Share
                            title=lang.shared_empty_title()
                            text=lang.shared_empty_text()
                        />
                    }
                        .into_any(),
                )
            }
            Body::Administrator => {
                Some(
                    view! {
                        <Notice tone=Tone::Neutral title=lang.shared_admin_title()>
                            <p>{lang.shared_admin_text()}</p>
                        </Notice>
                    }
                        .into_any(),
                )
            }
            Body::NoProject => {
                Some(
                    view! {
                        <Notice tone=Tone::Warning title=lang.shared_no_project_title()>
                            <p>{lang.shared_no_project_text()}</p>
                        </Notice>
                    }
                        .into_any(),
                )
            }
            Body::Nothing => None,
        }}
    }
}

/// The id that others need to share with this project.
#[component]
fn ProjectLine(project: String) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    view! {
        <p class="v-page-lead v-muted v-copy-line">
            <span>{lang.shared_project_id()}</span>
            <code>{project.clone()}</code>
            <CopyButton
                text=project
                label=lang.copy_named(lang.shared_project_id_name())
                texts=console.copy_texts()
            />
        </p>
    }
}

#[component]
fn Groups(query: load::Asked) -> impl IntoView {
    let book = Signal::derive(move || {
        query
            .state
            .with(|state| state.value.as_ref().and_then(Standing::book).cloned())
    });
    let group = move |status: MemberStatus| {
        let wanted = status.clone();
        let offers = Memo::new(move |_| {
            book.with(|book| {
                book.as_ref()
                    .map_or_else(Vec::new, |book: &Arc<Book>| book.answered(&wanted))
            })
        });
        let is_shown = Memo::new({
            let is_pending = status == MemberStatus::Pending;
            move |_| is_pending || !offers.with(Vec::is_empty)
        });
        move || {
            is_shown
                .get()
                .then(|| view! { <GroupCard status=status.clone() offers=offers /> })
        }
    };
    view! {
        <div class="v-stack">
            {group(MemberStatus::Pending)}
            {group(MemberStatus::Accepted)}
            {group(MemberStatus::Rejected)}
        </div>
    }
}
