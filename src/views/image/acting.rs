//! Does what is asked for to the image on its page: one thing at a time, with what
//! came of it said, and the way back offered where there is one.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use crate::api::{Abort, Call, Client, Error, Operation, images};
use crate::bulk::{Act, Action, Batch, End, start};
use crate::model::Image;
use crate::query::spawn;
use crate::session::Who;
use crate::ui::ToastAction;
use crate::views::diagnosis::use_explained;
use crate::views::{Console, Problem};

/// The way to act, for all of the page.
#[derive(Clone)]
pub(super) struct Acting {
    console: Console,
    failure: ArcRwSignal<Option<Error>>,
    is_busy: ArcRwSignal<bool>,
    /// The way back from what was done last: after something else, it would lead elsewhere.
    last_undo: ArcRwSignal<Option<u32>>,
}

impl Acting {
    pub(super) fn new(console: &Console) -> Self {
        Self {
            console: console.clone(),
            failure: ArcRwSignal::new(None),
            is_busy: ArcRwSignal::new(false),
            last_undo: ArcRwSignal::new(None),
        }
    }

    /// That of the page that this view is on.
    pub(super) fn here() -> Self {
        expect_context()
    }

    /// Something is under way. Tracks.
    pub(super) fn is_busy(&self) -> Signal<bool> {
        let is_busy = self.is_busy.clone();
        Signal::derive(move || is_busy.get())
    }

    pub(super) fn who(&self) -> Option<Who> {
        let session = &self.console.session;
        session.with_untracked(|session| session.as_ref().and_then(|s| s.who.clone()))
    }

    /// Begins it; does nothing while something else is under way.
    pub(super) fn act(&self, image: Arc<Image>, act: Act) {
        let is_busy = self.is_busy.get_untracked();
        let Some(client) = self.console.client_now().filter(|_| !is_busy) else {
            return;
        };
        self.is_busy.set(true);
        self.failure.set(None);
        if let Some(toast) = self.last_undo.get_untracked() {
            self.console.toasts.dismiss(toast);
        }
        match &act {
            Act::Of(action) => self.act_as_one_of_many(client, image, action.clone()),
            other => {
                let (acting, act) = (self.clone(), other.clone());
                spawn(async move {
                    let outcome = send(&client, &image.id, &act).await;
                    acting.end(&image, &act, outcome);
                });
            }
        }
    }

    /// With the care that is taken for many: what was changed meanwhile is read first.
    fn act_as_one_of_many(&self, client: Client, image: Arc<Image>, action: Action) {
        let images = [Arc::clone(&image)];
        let batch = Batch::new(action.clone(), &images, self.who().as_ref());
        let batch = ArcRwSignal::new(batch);
        let acting = self.clone();
        let on_over = {
            let batch = batch.clone();
            move || {
                let end = batch.with_untracked(|b| b.outcomes().first().map(|o| o.end.clone()));
                let lang = acting.console.lang;
                let outcome = match end {
                    Some(End::Failed(error)) => Err(error),
                    Some(End::Skipped(reason)) => {
                        acting.is_busy.set(false);
                        acting.console.toasts.warning(lang.act_skipped(reason));
                        return;
                    }
                    Some(End::NotInStores(stores)) => {
                        acting
                            .console
                            .toasts
                            .warning(lang.act_not_in_stores(&stores));
                        acting.is_busy.set(false);
                        acting.console.center.images_changed.notify();
                        return;
                    }
                    _ => Ok(()),
                };
                acting.end(&image, &Act::Of(action), outcome);
            }
        };
        start(batch, client, Rc::new(|_| {}), on_over);
    }

    /// What is taken back is judged by what the image is by then. The page may be gone.
    fn take_back(&self, id: String, undo: Act) {
        let acting = self.clone();
        spawn(async move {
            let Some(client) = acting.console.client_now() else {
                return;
            };
            let read = async {
                let abort = Abort::new(Operation::ShowImage)?;
                client.send(&images::show(&id), &abort).await
            };
            match read.await {
                Ok(image) => acting.act(Arc::new(image), undo),
                Err(error) => acting.failure.set(Some(error)),
            }
        });
    }

    fn end(&self, image: &Arc<Image>, act: &Act, outcome: Result<(), Error>) {
        self.is_busy.set(false);
        if let Err(error) = outcome {
            return self.failure.set(Some(error));
        }
        let lang = self.console.lang;
        let text = lang.act_done(act, image.title());
        self.console.diary.note(&image.id, &text);
        match act.undo(image) {
            None => self.console.toasts.good(text),
            Some(undo) => {
                let (acting, id) = (self.clone(), image.id.clone());
                let back = move || acting.take_back(id.clone(), undo.clone());
                let action = ToastAction::new(lang.undo(), back);
                let toast = self.console.toasts.good_with(text, action);
                self.last_undo.set(Some(toast));
            }
        }
        self.console.center.images_changed.notify();
    }
}

/// Sends what [`Act::spoken`] shows.
async fn send(client: &Client, id: &str, act: &Act) -> Result<(), Error> {
    let Some(request) = act.request(id) else {
        return Ok(());
    };
    let abort = Abort::new(request.operation)?;
    client.send(&Call::done(request), &abort).await
}

/// What could not be done, and why; nothing while all is well.
#[component]
pub(super) fn ActProblem() -> impl IntoView {
    let acting = Acting::here();
    let failure = acting.failure.clone();
    let explained = use_explained(&acting.console, move || failure.get());
    move || {
        explained
            .get()
            .map(|explained| view! { <Problem explained=explained /> })
    }
}
