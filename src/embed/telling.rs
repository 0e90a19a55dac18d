//! What the page around an embedded console hears of it, beside what pages tell
//! themselves; and what it may say to a console that is there.

use std::collections::HashMap;

use leptos::prelude::*;

use crate::api::Renewal;
use crate::query::spawn;
use crate::route::{Route, Step};
use crate::transfer::{Direction, Stage, Transfer};
use crate::ui::ThemeChoice;
use crate::views::{Console, HostEvent, TransferNews, stage_name};

/// Between two words about the same transfer, in milliseconds.
const PROGRESS_EVERY_MS: f64 = 500.0;

/// How the page around changes a console while it is there.
#[derive(Clone, Default)]
pub(super) struct Remote {
    /// `None`: the person chooses.
    pub(super) theme: Option<ArcRwSignal<ThemeChoice>>,
    /// Where to be.
    pub(super) to: ArcRwSignal<Option<Route>>,
    /// Told how many transfers run.
    pub(super) running: ArcRwSignal<usize>,
}

/// For as long as the calling owner lives.
pub(super) fn tell_host(console: &Console) {
    tell_steps(console);
    tell_deeds(console);
    tell_transfers(console);
    tell_refusals(console);
    let guest = console.guest.clone();
    // Once what is shown first is on the page.
    Effect::new(move |_| guest.tell(&HostEvent::Ready {}));
}

fn tell_steps(console: &Console) {
    let (guest, step) = (console.guest.clone(), console.router.step.clone());
    Effect::new(move |_| {
        if let Some((route, step)) = step.get() {
            guest.tell(&HostEvent::Navigate {
                path: route.href(),
                replace: step == Step::Replace,
            });
        }
    });
}

fn tell_deeds(console: &Console) {
    let (guest, session) = (console.guest.clone(), console.session.clone());
    Effect::new(move |_| {
        session.with(|session| {
            if let Some(session) = session {
                let guest = guest.clone();
                session.deeds.listen(move |deed| guest.tell(&deed.into()));
            }
        });
    });
}

fn tell_refusals(console: &Console) {
    let (guest, lang) = (console.guest.clone(), console.lang);
    let sign_in = console.center.sign_in.clone();
    let is_refused = Memo::new(move |_| sign_in.with(|term| term.renewal == Renewal::Refused));
    Effect::new(move |_| {
        if is_refused.get() {
            let message = lang.host_token_refused().to_owned();
            guest.tell(&HostEvent::AuthRequired { message });
        }
    });
}

/// What was said of a transfer last, and when.
type Told = HashMap<u32, (&'static str, f64)>;

fn tell_transfers(console: &Console) {
    let (guest, lang) = (console.guest.clone(), console.lang);
    let transfers = console.center.transfers.clone();
    Effect::new(move |told: Option<Told>| {
        let mut told = told.unwrap_or_default();
        let now = js_sys::Date::now();
        for transfer in transfers.get() {
            let stage = transfer.snapshot.with(|snapshot| snapshot.stage.clone());
            let name = stage_name(&stage);
            let is_news = told
                .get(&transfer.id)
                .is_none_or(|(was, at)| *was != name || now - at >= PROGRESS_EVERY_MS);
            let has_ended = told.get(&transfer.id).is_some_and(|(was, _)| *was == name);
            if !is_news || (stage.is_ended() && has_ended) {
                continue;
            }
            told.insert(transfer.id, (name, now));
            let words = stage
                .is_ended()
                .then(|| lang.transfer_announcement(&transfer, &stage));
            guest.tell(&news(&transfer, &stage, words));
            // Its data came past the calls that are listened to.
            if transfer.direction == Direction::Upload && matches!(stage, Stage::Done(_)) {
                let id = transfer.image_id();
                guest.tell(&HostEvent::ImageChanged { id });
            }
        }
        told
    });
}

fn news(transfer: &Transfer, stage: &Stage, message: Option<String>) -> HostEvent {
    let news = TransferNews {
        id: transfer.id,
        direction: match transfer.direction {
            Direction::Upload => "upload",
            Direction::Download => "download",
        },
        image_id: transfer.image_id(),
        title: transfer.title.clone(),
        stage: stage_name(stage).to_owned(),
        moved_bytes: transfer
            .snapshot
            .with(|snapshot| snapshot.moved_bytes.to_string()),
        total_bytes: transfer.total_bytes().to_string(),
        message,
    };
    match stage {
        Stage::Done(_) => HostEvent::TransferFinished(news),
        Stage::Failed(_) | Stage::Cancelled | Stage::Withdrawn | Stage::Stopped => {
            HostEvent::TransferFailed(news)
        }
        _ => HostEvent::TransferProgress(news),
    }
}

/// The page around may say where to be, asks what runs, and takes the console away: then
/// what runs is ended, for nobody would see it.
pub(super) fn follow_remote(console: &Console, remote: &Remote) {
    let (router, to) = (console.router.clone(), remote.to.clone());
    Effect::new(move |_| {
        if let Some(route) = to.get() {
            router.arrive(route);
        }
    });
    let (center, running) = (console.center.clone(), remote.running.clone());
    Effect::new(move |_| running.set(center.running()));
    let (center, session) = (console.center.clone(), console.session.clone());
    on_cleanup(move || {
        if let Some(session) = session.get_untracked() {
            session.stop_renewing();
        }
        spawn(async move { center.end_all().await });
    });
}
