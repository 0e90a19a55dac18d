//! One attempt of a download: a worker from its start to its end, with the
//! person's say, and a new token when the old one is refused.

use std::pin::pin;

use futures::StreamExt as _;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::channel::oneshot;
use futures::future::{Either, pending, select};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::Blob;

use super::super::afresh::Afresh;
use super::super::center::Control;
use super::super::crew::Hand;
use super::super::failure::Why;
use super::super::hold::Claim;
use super::super::meter::now_ms;
use super::super::partial;
use super::super::protocol::{FetchJob, Fetching, Job, Note, Report, WorkerFailure};
use super::super::stage::Stage;
use super::super::turn::{Turn, unless_cancelled};
use super::{End, Run};
use crate::api::{Abort, Error, Operation, images};
use crate::query::spawn;

/// A silence shorter than this is nothing unusual.
const QUIET_MS: f64 = 10_000.0;
/// A token that is refused so often, though it was new each time, will always be.
const MOST_RENEWALS: u32 = 2;

enum Event {
    Report(Report, Option<Blob>),
    /// Whether another token is in place; the refusal that asked for it.
    Renewed(bool, Error),
}

/// What an attempt waits for; `None` once the console is gone.
enum Wake {
    Event(Option<Event>),
    Asked(Option<Control>),
    Turn,
}

/// What an attempt remembers.
struct Watch {
    hand: Hand,
    events: UnboundedSender<Event>,
    is_paused: bool,
    /// After a pause, until it is this transfer's turn again.
    turn: Option<oneshot::Receiver<()>>,
    is_renewing: bool,
    /// Without a new byte in between.
    renewals: u32,
    landed: u64,
    landed_ms: f64,
}

impl Run {
    pub(super) async fn attempt(&mut self, asked: &mut UnboundedReceiver<Control>) -> End {
        self.show(Stage::Preparing, self.plan.partial.bytes(), 0);
        if self.plan.is_resumed && !self.has_claim().await {
            return End::Failed(WorkerFailure::InUse);
        }
        let again = self.transfer.control.clone();
        if self.plan.is_older {
            match unless_cancelled(self.look_again(), asked, &again).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => return End::Failed(error),
                Err(Turn::Gone) => return End::Gone,
                Err(_) => return End::Cancelled,
            }
        }
        let (events, inbox) = unbounded();
        let on_report = {
            let events = events.clone();
            move |report, blob| {
                events.unbounded_send(Event::Report(report, blob)).ok();
            }
        };
        let beside = self.chosen.clone().map(JsValue::from);
        let job = Job::Fetch(self.job());
        match self.center.hire(job, beside, on_report) {
            Ok(hand) => {
                let watch = Watch {
                    hand,
                    events,
                    is_paused: false,
                    turn: None,
                    is_renewing: false,
                    renewals: 0,
                    landed: self.plan.partial.bytes(),
                    landed_ms: now_ms(),
                };
                self.follow(watch, inbox, asked).await
            }
            Err(failure) => End::Failed(failure),
        }
    }

    /// Whether no other tab is at it, as far as the browser can tell.
    pub(super) async fn has_claim(&self) -> bool {
        match self.claim.as_ref().map(Claim::held) {
            Some(held) => held.soon().await,
            None => true,
        }
    }

    fn job(&self) -> FetchJob {
        let partial = &self.plan.partial;
        FetchJob {
            endpoint: partial.endpoint.clone(),
            token: self.token(),
            image_id: partial.image_id.clone(),
            size: partial.size,
            expected: partial.expected.clone(),
            staging_name: partial.staging_name.clone(),
            have: partial.have.clone(),
            prefer: partial.prefer.clone(),
            keeps: !self.plan.is_check,
            shares_line: self.center.downloads_beside(),
        }
    }

    fn token(&self) -> Option<String> {
        let token = self.client().token?;
        Some(token.now().expose().to_owned())
    }

    /// What is there is of use only if the image still has the same data.
    async fn look_again(&mut self) -> Result<(), WorkerFailure> {
        let abort = Abort::new(Operation::ShowImage).map_err(WorkerFailure::Api)?;
        let call = images::show(&self.plan.partial.image_id);
        let image = self.client().send(&call, &abort).await;
        let image = image.map_err(WorkerFailure::Api)?;
        let size = image.size.ok_or(WorkerFailure::NoData)?;
        let expected = image.expected_digest();
        let partial = &mut self.plan.partial;
        let then = (partial.size, partial.expected.as_ref());
        if let Some(afresh) = Afresh::between(then, (size, expected.as_ref())) {
            self.transfer.total_bytes.try_set(size);
            partial.size = size;
            partial.expected = expected;
            partial.have.clear();
            self.afresh = Some(afresh);
        }
        partial.saved_ms = None;
        self.plan.is_older = false;
        Ok(())
    }

    async fn follow(
        &mut self,
        mut watch: Watch,
        mut inbox: UnboundedReceiver<Event>,
        asked: &mut UnboundedReceiver<Control>,
    ) -> End {
        loop {
            let wake = {
                let turn = pin!(come(watch.turn.as_mut()));
                match select(inbox.next(), select(asked.next(), turn)).await {
                    Either::Left((event, _)) => Wake::Event(event),
                    Either::Right((Either::Left((control, _)), _)) => Wake::Asked(control),
                    Either::Right((Either::Right(_), _)) => Wake::Turn,
                }
            };
            let end = match wake {
                Wake::Event(Some(event)) => self.on_event(&mut watch, event),
                Wake::Asked(Some(control)) => self.on_control(&mut watch, control),
                Wake::Turn => {
                    self.go_on(&mut watch);
                    None
                }
                Wake::Event(None) | Wake::Asked(None) => Some(End::Gone),
            };
            if let Some(end) = end {
                return end;
            }
        }
    }

    fn on_event(&mut self, watch: &mut Watch, event: Event) -> Option<End> {
        match event {
            Event::Report(report, blob) => return self.on_report(watch, report, blob),
            Event::Renewed(true, _) => {
                watch.is_renewing = false;
                watch.hand.tell(&Note::Token(self.token()));
            }
            Event::Renewed(false, error) => {
                return Some(End::Failed(WorkerFailure::Api(error)));
            }
        }
        None
    }

    fn on_report(&mut self, watch: &mut Watch, report: Report, blob: Option<Blob>) -> Option<End> {
        match report {
            Report::Ready | Report::Progress { .. } => {}
            Report::Fetching(fetching) => self.show_fetching(watch, fetching),
            Report::Kept(have) => {
                self.plan.partial.have = have;
                // What is only proven leaves nothing for another visit.
                if !self.plan.partial.have.is_empty() && !self.plan.is_check {
                    partial::note(self.plan.partial.clone());
                }
            }
            Report::NothingThere => self.afresh = Some(Afresh::NothingThere),
            Report::TokenRefused(error) => return self.renew(watch, error),
            Report::Finished { digest, sink, .. } => {
                self.blob = blob;
                return Some(End::Arrived { digest, sink });
            }
            Report::Failed(failure) => return Some(End::Failed(failure)),
        }
        None
    }

    /// Requests are refused together; one renewal is for all of them.
    fn renew(&self, watch: &mut Watch, error: Error) -> Option<End> {
        if watch.is_renewing {
            return None;
        }
        if watch.renewals >= MOST_RENEWALS {
            return Some(End::Failed(WorkerFailure::Api(error)));
        }
        watch.renewals += 1;
        watch.is_renewing = true;
        let (center, events) = (self.center.clone(), watch.events.clone());
        spawn(async move {
            let is_renewed = center.renew().await;
            events
                .unbounded_send(Event::Renewed(is_renewed, error))
                .ok();
        });
        None
    }

    fn on_control(&mut self, watch: &mut Watch, control: Control) -> Option<End> {
        match control {
            Control::Cancel | Control::Stop => return Some(End::Cancelled),
            // Once all is there, nothing is left to be paused.
            Control::Pause if !watch.is_paused && watch.landed < self.plan.partial.size => {
                watch.is_paused = true;
                watch.hand.tell(&Note::Pause(true));
                self.center.leave_queue(&self.transfer);
                self.transfer.snapshot.try_update(|s| {
                    s.stage = Stage::Paused;
                    s.bytes_per_s = None;
                    s.seconds_left = None;
                });
            }
            Control::GoOn if watch.is_paused && watch.turn.is_none() => {
                watch.turn = Some(self.center.enter_queue(&self.transfer));
                self.transfer
                    .snapshot
                    .try_update(|s| s.stage = Stage::Queued);
            }
            Control::Retry => watch.hand.tell(&Note::TryNow),
            _ => {}
        }
        None
    }

    /// After a pause, once it is this transfer's turn again.
    fn go_on(&self, watch: &mut Watch) {
        watch.turn = None;
        watch.is_paused = false;
        watch.landed_ms = now_ms();
        watch.hand.tell(&Note::Pause(false));
        self.show(Stage::Preparing, watch.landed, 0);
    }

    fn show_fetching(&mut self, watch: &mut Watch, now: Fetching) {
        if now.landed != watch.landed {
            watch.landed = now.landed;
            watch.landed_ms = now_ms();
            watch.renewals = 0;
        }
        if watch.is_paused {
            return;
        }
        let stage = self.stage(&now);
        if stage == Stage::Moving {
            self.meter.sample(now_ms(), now.landed);
        }
        let is_moving = stage == Stage::Moving;
        let quiet_ms = now_ms() - watch.landed_ms;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // not negative
        let quiet_seconds =
            (is_moving && quiet_ms >= QUIET_MS).then_some((quiet_ms / 1000.0) as u32);
        self.show_quiet(stage, now.landed, now.hashed, quiet_seconds);
    }

    fn stage(&self, now: &Fetching) -> Stage {
        let total = self.plan.partial.size;
        match &now.waiting {
            Some(waiting) => Stage::Waiting {
                why: Why::Fetch(waiting.why.clone()),
                attempt: waiting.attempt,
                seconds: waiting.seconds,
            },
            None if now.landed < total && now.lanes == 0 => Stage::Preparing,
            None if now.landed < total => Stage::Moving,
            None if self.chosen.is_some() && now.hashed == total => Stage::Saving,
            None => Stage::Verifying,
        }
    }
}

/// Whoever waits for no turn gets none.
async fn come(turn: Option<&mut oneshot::Receiver<()>>) {
    match turn {
        Some(turn) => drop(turn.await),
        None => pending().await,
    }
}
