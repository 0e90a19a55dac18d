//! Runs an [`UploadMachine`]: turns its commands into requests and workers, and
//! what comes of them into events.

mod calls;
mod noted;

use std::cell::RefCell;
use std::rc::Rc;

use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::channel::oneshot;
use futures::future::{Either, select};
use futures::{FutureExt as _, StreamExt as _};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

use super::center::{Control, Direction, Snapshot, Transfer, TransferCenter};
use super::crew::Hand;
use super::hold::{Claim, claimed};
use super::meter::{Meter, now_ms};
use super::protocol::{Job, Note, Report};
use super::queue::Halt;
use super::showing::Showing;
use super::stage::Stage;
use super::turn::{Turn, wait_for};
use super::upload_machine::{Command, Event, Order, UploadMachine};
use super::uploads::{Chosen, forget_upload};
use super::way::Way;
use crate::api::{self, Abort, Client, ErrorKind};
use crate::model::{DigestAlgorithm, NewImage};
use crate::query::spawn;

/// What is to be uploaded.
pub(super) struct Plan {
    pub(super) client: Client,
    pub(super) chosen: Chosen,
    /// The record to make; `None` where one waits already.
    pub(super) new: Option<NewImage>,
    pub(super) protects: bool,
    pub(super) way: Way,
    /// The body is in the carrier's hands already, under this id.
    pub(super) adopted: Option<(String, Claim)>,
}

pub(super) fn start(
    center: TransferCenter,
    transfer: Transfer,
    plan: Plan,
    turn: oneshot::Receiver<()>,
    asked: UnboundedReceiver<Control>,
) {
    let (events, inbox) = unbounded();
    let run = Run {
        center,
        transfer,
        plan,
        events,
        sending: None,
        reading: None,
        hand: None,
        digest_limit: None,
        claim: None,
        body_id: None,
        meter: Meter::default(),
        showing: Showing::default(),
        began_s: 0,
        head_sha256: Rc::default(),
        created_by: Rc::default(),
    };
    spawn(run.wait_for_turn(turn, inbox, asked));
}

struct Run {
    center: TransferCenter,
    transfer: Transfer,
    plan: Plan,
    events: UnboundedSender<Event>,
    /// Stops the request that creates or sends.
    sending: Option<Abort>,
    /// Stops the request that reads the record.
    reading: Option<Abort>,
    /// The worker that digests.
    hand: Option<Hand>,
    /// What that worker was told about how far it may go.
    digest_limit: Option<u64>,
    /// Held while something is done about the record; not while it waits for a
    /// person, who may come from another tab.
    claim: Option<Claim>,
    /// The body in the carrier's hands.
    body_id: Option<String>,
    meter: Meter,
    showing: Showing,
    /// When its turn came, in seconds since 1970.
    began_s: i64,
    /// For knowing the file again after a reload.
    head_sha256: Rc<RefCell<String>>,
    /// The service's name for the request that made the record.
    created_by: Rc<RefCell<Option<String>>>,
}

impl Run {
    async fn wait_for_turn(
        self,
        turn: oneshot::Receiver<()>,
        inbox: UnboundedReceiver<Event>,
        mut asked: UnboundedReceiver<Control>,
    ) {
        match wait_for(turn, &mut asked).await {
            Turn::Come => self.drive(inbox, asked).await,
            Turn::Cancelled => {
                self.transfer
                    .snapshot
                    .update(|s| s.stage = Stage::Withdrawn);
                self.center.leave_queue(&self.transfer);
            }
            Turn::Gone => {}
        }
    }

    /// For another attempt, behind those that run and wait.
    async fn wait_again(&self, asked: &mut UnboundedReceiver<Control>) -> Turn {
        let mut turn = self.center.enter_queue(&self.transfer);
        if matches!(turn.try_recv(), Ok(Some(()))) {
            return Turn::Come;
        }
        self.transfer.snapshot.update(|s| s.stage = Stage::Queued);
        wait_for(turn, asked).await
    }

    async fn drive(
        mut self,
        mut inbox: UnboundedReceiver<Event>,
        mut asked: UnboundedReceiver<Control>,
    ) {
        self.began_s = now_s();
        self.digest_head();
        let order = Order {
            file_bytes: self.transfer.total_bytes.get_untracked(),
            protects: self.plan.protects,
            is_staged: self.plan.way.is_staged(),
        };
        let adopted = self.plan.adopted.take();
        let (mut machine, commands) = match (&self.plan.new, adopted) {
            (_, Some((body_id, claim))) => {
                self.claim = Some(claim);
                self.body_id = Some(body_id);
                UploadMachine::adopt(order)
            }
            (Some(_), None) => UploadMachine::start(order),
            (None, None) => UploadMachine::resume(order),
        };
        self.carry_out(commands);
        loop {
            self.show(&machine);
            self.pace_digest(&machine);
            let wake = select(
                select(inbox.next(), asked.next()),
                TimeoutFuture::new(1000).fuse(),
            )
            .await;
            let event = match wake {
                Either::Left((Either::Left((Some(event), _)), _)) => Some(event),
                // What waits for a person is let go; it stays noted for another visit.
                Either::Left((Either::Right((Some(Control::Cancel), _)), _))
                    if machine.stage().is_ended() =>
                {
                    return;
                }
                Either::Left((Either::Right((Some(control), _)), _)) => Some(match control {
                    Control::Cancel => Event::CancelAsked,
                    Control::Stop => Event::StopAsked,
                    Control::Retry if machine.stage().can_try_again() => {
                        match self.wait_again(&mut asked).await {
                            Turn::Come => {
                                // The file as it is now is what is wanted.
                                self.digest_head();
                                Event::RetryAsked
                            }
                            // It is what it was.
                            Turn::Cancelled => continue,
                            Turn::Gone => return,
                        }
                    }
                    Control::Retry => Event::RetryAsked,
                    Control::DeleteRecord => Event::GiveUpAsked {
                        is_taken: self.is_taken().await,
                    },
                    // Of downloads.
                    _ => continue,
                }),
                _ => None,
            };
            if let Some(Event::RecordRead(image)) = &event {
                // Should another record have to take its place.
                self.plan.new.get_or_insert_with(|| NewImage::like(image));
            }
            // The event first: it may be the very sign of life that the tick would miss.
            let mut commands = event.map(|event| machine.on(event)).unwrap_or_default();
            commands.extend(machine.on(Event::Tick(now_ms())));
            self.carry_out(commands);
            if !matches!(machine.stage(), Stage::Moving | Stage::Storing) {
                self.drop_body();
            }
            if !machine.stage().is_open() {
                return self.show(&machine);
            }
        }
    }

    /// Whether another tab of this browser works on the record.
    async fn is_taken(&self) -> bool {
        let claimed = claimed().await.unwrap_or_default();
        self.claim.is_none() && claimed.contains(&self.image_id())
    }

    /// The service, with the token of who is signed in now, if it is the same cloud.
    fn client(&self) -> Client {
        self.center
            .client
            .get_untracked()
            .filter(|now| now.endpoint == self.plan.client.endpoint)
            .unwrap_or_else(|| self.plan.client.clone())
    }

    fn carry_out(&mut self, commands: Vec<Command>) {
        for command in commands {
            match command {
                Command::MakeRecord { anew } => self.make_record(anew),
                Command::Import => self.import(),
                Command::SendFile => {
                    self.note();
                    self.send_file();
                }
                Command::Follow => self.follow(),
                Command::Protect { after_ms } => self.protect(after_ms),
                Command::ReadRecord { after_ms } => self.read_record(after_ms),
                Command::ReadQuota => self.read_quota(),
                Command::Digest(algorithm) => self.digest(algorithm),
                Command::StopSending => {
                    self.stop_sending();
                    self.look_after_stall();
                }
                Command::StopAll => {
                    self.stop_sending();
                    stop(&mut self.reading);
                    self.hand = None;
                }
                Command::DeleteRecord { insist } => self.delete_record(insist),
            }
        }
    }

    /// Perhaps it is the carrier that is stuck; then all do without it. Or the file was cut
    /// short, of which Firefox says nothing.
    fn look_after_stall(&self) {
        let carrier = self.center.carrier();
        spawn(async move { carrier.must_answer().await });
        let (file, events) = (self.plan.chosen.file.clone(), self.events.clone());
        let head = self.head_sha256.borrow().clone();
        spawn(async move {
            if let Some(failure) = calls::lost(&file, &head).await {
                events.unbounded_send(Event::FileLost(failure)).ok();
            }
        });
    }

    fn digest(&mut self, algorithm: DigestAlgorithm) {
        let events = self.events.clone();
        let on_report = {
            let events = events.clone();
            move |report, _| {
                let event = match report {
                    Report::Progress { bytes } => Event::Hashed(bytes),
                    Report::Finished { digest, .. } => {
                        Event::Digest(algorithm, digest.unwrap_or_default())
                    }
                    Report::Failed(failure) => Event::DigestFailed(failure),
                    _ => return,
                };
                events.unbounded_send(event).ok();
            }
        };
        let job = Job::Digest { algorithm };
        let file = self.plan.chosen.file.clone().into();
        match self.center.hire(job, Some(file), on_report) {
            Ok(hand) => {
                self.hand = Some(hand);
                self.digest_limit = None;
            }
            Err(failure) => {
                events.unbounded_send(Event::DigestFailed(failure)).ok();
            }
        }
    }

    /// Keeps the digest in step with what is sent.
    fn pace_digest(&mut self, machine: &UploadMachine) {
        let limit = machine.digest_limit();
        if let Some(hand) = self.hand.as_ref().filter(|_| limit != self.digest_limit) {
            hand.tell(&Note::DigestUpTo(limit));
            self.digest_limit = limit;
        }
    }

    /// Lets the next one begin, unless it would come to the same end.
    fn make_way(&self, stage: &Stage) {
        let is_refused = |error: &api::Error| error.kind == ErrorKind::Unauthorized;
        let others_wait = self
            .center
            .queue(Direction::Upload)
            .with_untracked(|queue| queue.waiting() > 0);
        if others_wait && (stage.is_unmade() || stage.failed_call().is_some_and(is_refused)) {
            self.center
                .halt_queue(Direction::Upload, Some(Halt::Failure));
        }
        self.center.leave_queue(&self.transfer);
    }

    fn image_id(&self) -> String {
        self.transfer.image_id()
    }

    fn show(&mut self, machine: &UploadMachine) {
        let stage = machine.stage();
        let sent = machine.sent_bytes();
        if stage == Stage::Moving {
            self.meter.sample(now_ms(), sent);
        }
        let is_moving = stage == Stage::Moving;
        let snapshot = Snapshot {
            moved_bytes: sent,
            hashed_bytes: machine.hashed_bytes(),
            quiet_seconds: machine.quiet_seconds(),
            receipt: self.receipt(machine),
            bytes_per_s: self.meter.bytes_per_s().filter(|_| is_moving),
            seconds_left: self
                .meter
                .seconds_left(self.transfer.total_bytes.get_untracked())
                .filter(|_| is_moving),
            stage,
            ..Snapshot::new()
        };
        let old = self.transfer.snapshot.get_untracked();
        if std::mem::discriminant(&old.stage) != std::mem::discriminant(&snapshot.stage) {
            // Whatever stage it is, the service may hold something else now.
            self.center.images_changed.notify();
            if snapshot.stage.is_ended() {
                self.make_way(&snapshot.stage);
            }
            if !snapshot.stage.is_open() || snapshot.stage.is_unmade() {
                forget_upload(&self.image_id());
            }
        }
        if snapshot.stage.is_ended() {
            self.claim = None;
        } else if self.claim.is_none() {
            self.claim = Claim::on(&self.image_id());
        }
        if self.showing.is_due(&old, &snapshot, now_ms()) {
            self.transfer.snapshot.set(snapshot);
        }
    }
}

fn stop(slot: &mut Option<Abort>) {
    if let Some(abort) = slot.take() {
        abort.abort();
    }
}

/// Seconds since 1970, by this computer's clock.
#[allow(clippy::cast_possible_truncation)] // far from the limits
fn now_s() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}
