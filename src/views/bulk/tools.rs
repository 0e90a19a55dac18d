//! The bar and the dialog together.

use leptos::prelude::*;

use super::Selection;
use super::asking::Asking;
use super::bar::Bar;
use super::desk::{Desk, Phase};
use super::progress::Running;
use super::results::Results;
use crate::query::spawn;
use crate::ui::{Dialog, Tree};
use crate::views::{Console, focus, focus_heading};

#[component]
pub(in crate::views) fn BulkTools(selection: Selection) -> impl IntoView {
    let lang = Console::here().lang;
    let desk = Desk::new(selection);
    let phase = desk.phase();
    let tree = Console::here().tree;
    Effect::new(move |was_open: Option<bool>| {
        let is_open = desk.is_open.get();
        if was_open == Some(true) && !is_open {
            desk.closed(phase.get_untracked());
            give_focus_back(&tree);
        }
        is_open
    });
    // Nobody would see it: what waits is left alone.
    on_cleanup(move || desk.stop());
    let title = Signal::derive(move || {
        let count = desk.images.with(Vec::len);
        desk.kind()
            .map(|kind| lang.bulk_title(kind, count))
            .unwrap_or_default()
    });
    view! {
        <Bar desk=desk phase=phase />
        <Dialog open=desk.is_open title=title close_label=lang.close()>
            {move || match phase.get() {
                Phase::Resting => None,
                Phase::Asking(kind) => Some(view! { <Asking desk=desk kind=kind /> }.into_any()),
                Phase::Running => Some(view! { <Running desk=desk /> }.into_any()),
                Phase::Over => Some(view! { <Results desk=desk /> }.into_any()),
            }}
        </Dialog>
    }
}

/// The browser gives the focus back to what opened the dialog; not where that
/// was in a menu, which has closed, or in the bar, which has gone.
fn give_focus_back(tree: &Tree) {
    let tree = tree.clone();
    spawn(async move {
        gloo_timers::future::TimeoutFuture::new(50).await;
        if !tree.is_focus_free() {
            return;
        }
        match tree.find(".v-bulk-bar summary, .v-bulk-bar button") {
            Some(control) => focus(Some(control)),
            None => focus_heading(&tree),
        }
    });
}
