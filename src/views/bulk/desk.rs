//! What the bar and its dialog share: the action that was chosen, the images it
//! is for, and how far it is.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::results::summary;
use super::{BulkDone, Selection};
use crate::bulk::{Action, Batch, Kind, start};
use crate::model::Image;
use crate::session::{Session, Who};
use crate::views::Console;

/// Where the dialog is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Resting,
    Asking(Kind),
    Running,
    Over,
}

#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub selection: Selection,
    pub is_open: RwSignal<bool>,
    kind: RwSignal<Option<Kind>>,
    /// As they were when the action was chosen: the list goes on changing.
    pub images: RwSignal<Vec<Arc<Image>>>,
    pub batch: RwSignal<Option<ArcRwSignal<Batch>>>,
}

impl Desk {
    pub fn new(selection: Selection) -> Self {
        Self {
            selection,
            is_open: RwSignal::new(false),
            kind: RwSignal::new(None),
            images: RwSignal::new(Vec::new()),
            batch: RwSignal::new(None),
        }
    }

    /// Opens the dialog of an action for what is selected now.
    pub fn choose(self, kind: Kind) {
        self.images.set(self.selection.images.get_untracked());
        self.kind.set(Some(kind));
        self.is_open.set(true);
    }

    pub fn kind(self) -> Option<Kind> {
        self.kind.get()
    }

    pub fn phase(self) -> Memo<Phase> {
        Memo::new(move |_| match (self.batch.get(), self.kind.get()) {
            (Some(batch), _) if batch.with(Batch::is_over) => Phase::Over,
            (Some(_), _) => Phase::Running,
            (None, Some(kind)) => Phase::Asking(kind),
            (None, None) => Phase::Resting,
        })
    }

    /// Reads the batch, and tracks it.
    pub fn with_batch<T>(self, read: impl FnOnce(&Batch) -> T) -> Option<T> {
        self.batch.get().map(|batch| batch.with(read))
    }

    pub fn go(self, console: &Console, action: Action) {
        let who = who_now(console);
        let images = self.images.get_untracked();
        let batch = ArcRwSignal::new(Batch::new(action, &images, who.as_ref()));
        self.batch.set(Some(batch.clone()));
        self.run(console, batch);
    }

    /// Those that failed or were stopped once more.
    pub fn go_again(self, console: &Console) {
        if let Some(batch) = self.batch.get_untracked() {
            let who = who_now(console);
            self.images
                .with_untracked(|images| batch.update(|b| b.again(images, who.as_ref())));
            self.run(console, batch);
        }
    }

    pub fn stop(self) {
        // Also while the bar is going away.
        if let Some(batch) = self.batch.try_get_untracked().flatten() {
            batch.update(Batch::stop);
        }
    }

    /// The dialog was closed, by whomever.
    pub fn closed(self, phase: Phase) {
        match phase {
            Phase::Resting | Phase::Asking(_) => self.kind.set(None),
            // It goes on; the bar shows how far it is.
            Phase::Running => {}
            Phase::Over => self.finish(),
        }
    }

    fn run(self, console: &Console, batch: ArcRwSignal<Batch>) {
        let Some(client) = console.client_now() else {
            return batch.update(Batch::stop);
        };
        let download = {
            let console = console.clone();
            Rc::new(move |image: &Image| console.download(image, Vec::new()))
        };
        let console = console.clone();
        let on_over = {
            let batch = batch.clone();
            move || {
                if batch.with_untracked(|b| *b.action() != Action::Download) {
                    console.center.images_changed.notify();
                }
                self.settle(&console, &batch);
            }
        };
        start(batch, client, download, on_over);
    }

    /// What went well needs nobody's look.
    fn settle(self, console: &Console, batch: &ArcRwSignal<Batch>) {
        let is_well = batch.with_untracked(|batch| {
            let ends = &mut batch.outcomes().iter().map(|outcome| &outcome.end);
            ends.all(|end| !end.is_open())
        });
        if is_well {
            let text = batch.with_untracked(|batch| summary(console.lang, batch));
            console.toasts.good(text);
            self.finish();
        }
    }

    /// May run when the bar is gone.
    fn finish(self) {
        let Some(batch) = self.batch.try_get_untracked().flatten() else {
            return;
        };
        self.batch.set(None);
        self.kind.set(None);
        self.is_open.set(false);
        let done = batch.with_untracked(BulkDone::of);
        self.selection.on_done.try_run(done);
    }
}

pub(super) fn who_now(console: &Console) -> Option<Who> {
    let who = |session: &Option<Session>| session.as_ref()?.who.clone();
    console.session.with_untracked(who)
}
