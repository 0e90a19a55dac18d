//! Acting on many images: a bar while some are selected, and one dialog for each
//! action: its inputs, a dry run, consent, progress, results. Only [`BulkBar`]
//! is in the console's first program; the rest is one of its own.

mod asking;
mod bar;
mod consent;
mod desk;
mod dry;
mod inputs;
mod progress;
mod results;
mod tools;

use std::sync::Arc;

use leptos::prelude::*;

pub(super) use self::tools::BulkTools;
use super::later::{Later, Part};
use crate::api::ErrorKind;
use crate::bulk::{Action, Batch, End};
use crate::model::Image;

/// What an action left behind, by image id. What was skipped is in none of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BulkDone {
    /// As it was wanted.
    pub changed: Vec<String>,
    /// Deleted, now or by somebody else before.
    pub gone: Vec<String>,
    /// Failed, or stopped before its turn: to stay selected.
    pub failed: Vec<String>,
}

impl BulkDone {
    fn of(batch: &Batch) -> Self {
        let mut done = Self::default();
        for outcome in batch.outcomes() {
            let list = match &outcome.end {
                End::Done if *batch.action() == Action::Delete => &mut done.gone,
                End::Done | End::LeftToService => &mut done.changed,
                End::AlreadyGone => &mut done.gone,
                End::Failed(error) if error.kind == ErrorKind::NotFound => &mut done.gone,
                End::Failed(_) | End::NotInStores(_) | End::Stopped => &mut done.failed,
                End::Skipped(_) => continue,
            };
            list.push(outcome.id.clone());
        }
        done
    }
}

/// What the bar is about; one value, since a program of its own takes one.
#[derive(Clone, Copy, Debug)]
pub struct Selection {
    images: Signal<Vec<Arc<Image>>>,
    on_clear: Callback<()>,
    on_done: Callback<BulkDone>,
}

/// Shows itself while something is selected; to be mounted all the time, so that
/// an action and its results outlive the selection. `on_done` runs once for each
/// action, when its dialog has done its work; the list is told to ask again
/// before that. When the bar goes, an action under way begins nothing more.
#[component]
pub fn BulkBar(
    selected: Signal<Vec<Arc<Image>>>,
    on_clear: Callback<()>,
    on_done: Callback<BulkDone>,
) -> impl IntoView {
    let selection = Selection {
        images: selected,
        on_clear,
        on_done,
    };
    // From the first selection on.
    let is_wanted = Memo::new(move |was: Option<&bool>| {
        was == Some(&true) || selected.with(|images| !images.is_empty())
    });
    move || {
        is_wanted
            .get()
            .then(|| view! { <Later part=Part::Bulk(selection) /> })
    }
}
