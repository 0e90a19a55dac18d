//! Sends the answers to offers, shows what came of them, and can take them back.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures::future::join_all;
use leptos::prelude::*;

use super::load::{Asked, Offer, Standing};
use crate::api::{Abort, Client, Error, ErrorKind, Operation, members};
use crate::bulk::{Act, Spoken};
use crate::model::MemberStatus;
use crate::query::spawn;
use crate::ui::ToastAction;
use crate::views::diagnosis::use_explained;
use crate::views::focus::focus_instead;
use crate::views::{Console, Problem};

/// How many requests run at a time.
const AT_ONCE: usize = 4;

/// An offer and the answer that it is to get.
type Wanted = (Offer, MemberStatus);

/// Answers that the service didn't take.
#[derive(Clone, PartialEq)]
struct Failures {
    /// The first one; the others most likely say the same.
    error: Error,
    titles: Vec<String>,
}

/// The way to answer, for all of the page.
#[derive(Clone)]
pub(super) struct Answers {
    console: Console,
    query: Asked,
    failures: ArcRwSignal<Option<Failures>>,
    /// Images whose answer is on its way.
    busy: ArcRwSignal<BTreeSet<String>>,
}

impl Answers {
    pub(super) fn new(console: Console, query: Asked) -> Self {
        Self {
            console,
            query,
            failures: ArcRwSignal::new(None),
            busy: ArcRwSignal::new(BTreeSet::new()),
        }
    }

    /// Whether the answer to this image is on its way. Tracks.
    pub(super) fn is_busy(&self, image_id: &str) -> bool {
        self.busy.with(|busy| busy.contains(image_id))
    }

    /// Whether any answer is on its way. Tracks.
    pub(super) fn is_any_busy(&self) -> bool {
        self.busy.with(|busy| !busy.is_empty())
    }

    /// What an answer sends; nothing before it is known for which project. Tracks.
    pub(super) fn spoken(&self, offer: &Offer, status: &MemberStatus) -> Spoken {
        let project = self.query.state.with(|state| {
            let book = state.value.as_ref().and_then(Standing::book);
            book.map(|book| book.project.clone())
        });
        let Some(project) = project else {
            return Spoken::default();
        };
        let act = Act::Answer {
            project,
            before: offer.status.clone(),
            status: status.clone(),
        };
        act.spoken(&offer.image, None)
    }

    /// Gives these offers one answer. `then_focus`: where the focus goes, by id,
    /// when what had it goes with its row.
    pub(super) fn give(&self, offers: Vec<Offer>, status: &MemberStatus, then_focus: Vec<String>) {
        let wanted = offers.into_iter().map(|offer| (offer, status.clone()));
        self.send(wanted.collect(), then_focus);
    }

    fn send(&self, wanted: Vec<Wanted>, then_focus: Vec<String>) {
        let (Some(client), Ok(abort)) = (
            self.console.client_now(),
            Abort::new(Operation::AnswerOffer),
        ) else {
            return;
        };
        self.failures.set(None);
        let ids = wanted.iter().map(|(offer, _)| offer.image.id.clone());
        self.busy.update(|busy| busy.extend(ids));
        let answers = self.clone();
        spawn(async move {
            let (done, failed) = answers.send_all(&client, &abort, wanted).await;
            answers.busy.set(BTreeSet::new());
            if let Some((_, error)) = failed.first() {
                answers.failures.set(Some(Failures {
                    error: error.clone(),
                    titles: failed.iter().map(|(title, _)| title.clone()).collect(),
                }));
            }
            if !done.is_empty() {
                answers.show(&done);
                answers.tell(done);
                answers.console.center.images_changed.notify();
                focus_instead(&answers.console.tree, then_focus);
            }
        });
    }

    /// What was done, and the titles of what wasn't, each with its error.
    async fn send_all(
        &self,
        client: &Client,
        abort: &Abort,
        wanted: Vec<Wanted>,
    ) -> (Vec<Wanted>, Vec<(String, Error)>) {
        let (mut done, mut failed) = (Vec::new(), Vec::new());
        let session = self.console.session.get_untracked();
        let who = match &session {
            Some(session) => session.find_who().await,
            None => None,
        };
        let project = who.map(|who| who.project.id).unwrap_or_default();
        for some in wanted.chunks(AT_ONCE) {
            let calls = some.iter().map(|(offer, status)| {
                let call = members::answer(&offer.image.id, &project, status);
                async move { client.send(&call, abort).await }
            });
            for (wanted, outcome) in some.iter().zip(join_all(calls).await) {
                match outcome {
                    Ok(_) => done.push(wanted.clone()),
                    Err(error) => failed.push((wanted.0.image.title().to_owned(), error)),
                }
            }
            // Nothing that follows would be taken.
            if failed
                .iter()
                .any(|(_, error)| error.kind == ErrorKind::Unauthorized)
            {
                break;
            }
        }
        (done, failed)
    }

    /// Moves the rows at once; the service is asked again anyway.
    fn show(&self, done: &[Wanted]) {
        self.query.state.try_update(|state| {
            let Some(Standing::Member(book)) = &mut state.value else {
                return;
            };
            let mut moved = (**book).clone();
            for offer in &mut moved.offers {
                let answer = done.iter().find(|(of, _)| of.image.id == offer.image.id);
                if let Some((_, status)) = answer {
                    offer.status = status.clone();
                }
            }
            *book = Arc::new(moved);
        });
    }

    /// Says what was done, with the way back.
    fn tell(&self, done: Vec<Wanted>) {
        let Some((first, status)) = done.first() else {
            return;
        };
        let lang = self.console.lang;
        let text = lang.shared_answered(status, first.image.title(), done.len());
        let undo: Vec<Wanted> = done
            .into_iter()
            .map(|(offer, status)| {
                let before = offer.status.clone();
                (Offer { status, ..offer }, before)
            })
            .collect();
        let answers = self.clone();
        let back = move || answers.send(undo.clone(), Vec::new());
        let action = ToastAction::new(lang.undo(), back);
        self.console.toasts.good_with(text, action);
    }
}

/// What the service didn't take, and why; nothing while all is well.
#[component]
pub(super) fn FailureNotice() -> impl IntoView {
    let answers: Answers = expect_context();
    let lang = answers.console.lang;
    let failures = answers.failures.clone();
    let error = failures.clone();
    let explained = use_explained(&answers.console, move || {
        error.with(|failures| failures.as_ref().map(|failures| failures.error.clone()))
    });
    move || {
        let explained = explained.get()?;
        let titles = failures.with(|failures| failures.as_ref().map(|f| f.titles.clone()))?;
        Some(view! {
            <Problem explained=explained>
                <p>{lang.shared_not_answered(&titles)}</p>
            </Problem>
        })
    }
}
