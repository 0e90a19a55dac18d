//! The service itself, rather than its images: stores, tasks, cache and metadata
//! definitions. Each page is there only where the cloud has what it shows.

mod cache;
mod cache_more;
mod definitions;
mod namespace;
mod namespace_editor;
mod namespace_steps;
mod stores;
mod tasks;

use leptos::prelude::*;

pub(super) use self::cache::CachePage;
pub(super) use self::definitions::DefinitionsPage;
pub(super) use self::stores::StoresPage;
pub(super) use self::tasks::TasksPage;
use crate::session::{Capabilities, Offer};
use crate::ui::{EmptyState, IconName, Skeleton};
use crate::views::Console;

/// The heading of each of these pages, with a line that says what it shows.
#[component]
fn Heading(
    title: &'static str,
    lead: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="v-page-head">
            <h1 tabindex="-1">{title}</h1>
            {children.map(|children| view! { <div class="v-page-actions">{children()}</div> })}
            <p class="v-page-lead v-muted">{lead}</p>
        </div>
    }
}

/// Instead of a page that this cloud, or this person, hasn't got.
#[component]
fn NotHere(is_forbidden: bool) -> impl IntoView {
    let lang = Console::here().lang;
    let text = match is_forbidden {
        true => lang.service_forbidden(),
        false => lang.service_not_here_text(),
    };
    view! { <EmptyState icon=IconName::Info title=lang.service_not_here() text=text /> }
}

/// A page of something that this cloud may lack, or keep from this person: then it says
/// which. The children have a heading of their own.
#[component]
fn Gate(
    offer: fn(&Capabilities) -> &Offer<()>,
    title: &'static str,
    lead: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    // Outer: not known yet. Inner: whether it is forbidden, where it isn't there.
    let closed = Memo::new(move |_| {
        let can = console.capabilities()?;
        Some(match offer(&can) {
            Offer::NotOffered => Some(false),
            Offer::NotAllowed => Some(true),
            Offer::Offered(()) | Offer::Unknown(_) => None,
        })
    });
    move || match closed.get() {
        None => view! { <Skeleton rows=4 label=lang.loading() /> }.into_any(),
        Some(None) => children().into_any(),
        Some(Some(is_forbidden)) => view! {
            <Heading title=title lead=lead />
            <NotHere is_forbidden=is_forbidden />
        }
        .into_any(),
    }
}
