//! A query that failed: what happened, and the ways on.

use leptos::prelude::*;

use super::{Console, Problem};
use crate::api::{Error, ErrorKind};
use crate::query::Query;
use crate::ui::{Button, ButtonKind, IconName};

/// Nothing while there is no error.
#[component]
pub(super) fn QueryProblem<T: Send + Sync + 'static>(
    query: Query<T, Error>,
    /// Further ways on, as buttons or links.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let error = Memo::new(move |_| query.state.with(|state| state.error.clone()));
    move || {
        let error = error.get()?;
        let session = console.session.clone();
        let children = children.clone();
        let has_ended = error.kind == ErrorKind::Unauthorized;
        Some(view! {
            <Problem explained=lang.api_error(&error)>
                <Button icon=IconName::Refresh on_click=move |()| query.reload()>
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
                {children.map(|children| children())}
            </Problem>
        })
    }
}
