//! A question that failed: what happened, and the ways on.

use leptos::prelude::*;

use super::diagnosis::use_explained;
use super::{Console, Link, Problem};
use crate::api::{Error, ErrorKind};
use crate::query::Query;
use crate::route::Route;
use crate::ui::{Button, ButtonKind, IconName};

/// Nothing while there is no error.
#[component]
pub(super) fn QueryProblem<T: Send + Sync + 'static>(
    query: Query<T, Error>,
    /// Further ways on, as buttons or links.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let error = Memo::new(move |_| query.state.with(|state| state.error.clone()));
    view! { <RequestProblem error=error retry=Callback::new(move |()| query.reload()) further=children /> }
}

/// The same for whatever can fail and be tried again.
#[component]
pub(super) fn RequestProblem(
    error: Memo<Option<Error>>,
    retry: Callback<()>,
    /// Further ways on, as buttons or links.
    #[prop(optional_no_strip)]
    further: Option<ChildrenFn>,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let explained = use_explained(&console, move || error.get());
    move || {
        let explained = explained.get()?;
        let session = console.session.clone();
        let further = further.clone();
        let kind = error.with_untracked(|error| error.as_ref().map(|error| error.kind));
        let has_ended = kind == Some(ErrorKind::Unauthorized);
        let is_unreachable = kind == Some(ErrorKind::NoAnswer);
        Some(view! {
            <Problem explained=explained>
                <Button icon=IconName::Refresh on_click=retry>
                    {lang.try_again()}
                </Button>
                {has_ended
                    .then(|| {
                        view! {
                            <Button kind=ButtonKind::Primary on_click=move |()| session.set(None)>
                                {lang.sign_in_again()}
                            </Button>
                        }
                    })}
                {is_unreachable
                    .then(|| {
                        view! {
                            <Link to=Route::connection() class="v-button">
                                {lang.connection_check()}
                            </Link>
                        }
                    })}
                {further.map(|further| further())}
            </Problem>
        })
    }
}
