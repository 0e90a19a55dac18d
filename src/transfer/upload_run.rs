//! Runs an [`UploadMachine`]: turns its commands into requests and workers, and
//! what comes of them into events.

use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::future::{Either, select};
use futures::{FutureExt as _, StreamExt as _};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use web_sys::File;

use super::center::{Control, Snapshot, Stage, Transfer, TransferCenter};
use super::crew::{Hand, hire};
use super::meter::Meter;
use super::protocol::{Job, Report};
use super::upload_machine::{Command, Event, UploadMachine};
use crate::api::{Abort, Client, Operation, images, put_data};
use crate::model::{DigestAlgorithm, NewImage};
use crate::query::spawn;

pub(super) fn start(
    center: TransferCenter,
    transfer: Transfer,
    client: Client,
    file: File,
    new: NewImage,
    asked: UnboundedReceiver<Control>,
) {
    let (events, inbox) = unbounded();
    let run = Run {
        center,
        transfer,
        client,
        file,
        new,
        events,
        abort: None,
        hand: None,
        meter: Meter::default(),
    };
    spawn(run.drive(inbox, asked));
}

struct Run {
    center: TransferCenter,
    transfer: Transfer,
    client: Client,
    file: File,
    new: NewImage,
    events: UnboundedSender<Event>,
    /// Of the request under way.
    abort: Option<Abort>,
    /// The worker that digests.
    hand: Option<Hand>,
    meter: Meter,
}

impl Run {
    async fn drive(
        mut self,
        mut inbox: UnboundedReceiver<Event>,
        mut asked: UnboundedReceiver<Control>,
    ) {
        let (mut machine, commands) = UploadMachine::start(self.transfer.total_bytes);
        self.carry_out(commands);
        loop {
            self.show(&machine);
            let wake = select(
                select(inbox.next(), asked.next()),
                TimeoutFuture::new(1000).fuse(),
            )
            .await;
            let event = match wake {
                Either::Left((Either::Left((Some(event), _)), _)) => Some(event),
                Either::Left((Either::Right((Some(control), _)), _)) => Some(match control {
                    Control::Cancel => Event::CancelAsked,
                    Control::Retry => Event::RetryAsked,
                    Control::DeleteRecord => Event::GiveUpAsked,
                }),
                // The list was cleared: nobody can ask anything any more.
                Either::Left((Either::Right((None, _)), _)) if machine.stage().is_ended() => return,
                _ => None,
            };
            let mut commands = machine.on(Event::Tick(js_sys::Date::now()));
            if let Some(event) = event {
                commands.extend(machine.on(event));
            }
            self.carry_out(commands);
            if self.is_over(&machine) {
                self.show(&machine);
                return;
            }
        }
    }

    /// A failure that may be retried keeps the run alive.
    fn is_over(&self, machine: &UploadMachine) -> bool {
        let stage = machine.stage();
        stage.is_ended() && !Transfer::can_retry(&stage)
    }

    fn carry_out(&mut self, commands: Vec<Command>) {
        for command in commands {
            match command {
                Command::MakeRecord => self.make_record(),
                Command::SendFile => self.send_file(),
                Command::ReadRecord { after_ms } => self.read_record(after_ms),
                Command::Digest(algorithm) => self.digest(algorithm),
                Command::Stop => {
                    if let Some(abort) = self.abort.take() {
                        abort.abort();
                    }
                    self.hand = None;
                }
                Command::DeleteRecord => self.delete_record(),
            }
        }
    }

    /// A fresh way to stop; the machine knows of no browser without one.
    fn new_abort(&mut self, operation: Operation) -> Option<Abort> {
        match Abort::new(operation) {
            Ok(abort) => {
                self.abort = Some(abort.clone());
                Some(abort)
            }
            Err(error) => {
                self.events.unbounded_send(Event::CallFailed(error)).ok();
                None
            }
        }
    }

    fn make_record(&mut self) {
        let Some(abort) = self.new_abort(Operation::CreateImage) else {
            return;
        };
        let (client, events, call) = (
            self.client.clone(),
            self.events.clone(),
            images::create(&self.new),
        );
        let changed = self.center.images_changed.clone();
        spawn(async move {
            let event = match client.send(&call, &abort).await {
                Ok(_) => Event::RecordMade,
                Err(error) => Event::CallFailed(error),
            };
            changed.notify();
            events.unbounded_send(event).ok();
        });
    }

    fn send_file(&mut self) {
        let Some(abort) = self.new_abort(Operation::UploadData) else {
            return;
        };
        // Never the bare file: one that grows while it is sent corrupts the connection.
        let Ok(body) = self.file.slice_with_f64_and_f64(0.0, self.file.size()) else {
            return;
        };
        let (client, events, id) = (
            self.client.clone(),
            self.events.clone(),
            self.new.id.clone(),
        );
        let progress = events.clone();
        spawn(async move {
            let on_progress = move |p: crate::api::BodyProgress| {
                progress.unbounded_send(Event::Sent(p.sent_bytes)).ok();
            };
            let event = match put_data(&client, &id, &body, on_progress, &abort).await {
                Ok(()) => Event::Accepted,
                Err(error) => Event::CallFailed(error),
            };
            events.unbounded_send(event).ok();
        });
    }

    fn read_record(&mut self, after_ms: u32) {
        let Some(abort) = self.new_abort(Operation::ShowImage) else {
            return;
        };
        let (client, events, call) = (
            self.client.clone(),
            self.events.clone(),
            images::show(&self.new.id),
        );
        let changed = self.center.images_changed.clone();
        spawn(async move {
            if after_ms > 0 {
                TimeoutFuture::new(after_ms).await;
            }
            let event = match client.send(&call, &abort).await {
                Ok(image) => Event::RecordRead(Box::new(image)),
                Err(error) => Event::CallFailed(error),
            };
            changed.notify();
            events.unbounded_send(event).ok();
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
                    Report::Ready => return,
                };
                events.unbounded_send(event).ok();
            }
        };
        let job = Job::Digest { algorithm };
        match hire(
            self.center.worker_url(),
            job,
            Some(self.file.clone()),
            on_report,
        ) {
            Ok(hand) => self.hand = Some(hand),
            Err(failure) => {
                events.unbounded_send(Event::DigestFailed(failure)).ok();
            }
        }
    }

    /// By itself, outside the machine: nothing waits for it. An abort takes
    /// about 0.1 s to reach the service, so a refusal is asked once more.
    fn delete_record(&self) {
        let (client, call) = (self.client.clone(), images::delete(&self.new.id));
        let changed = self.center.images_changed.clone();
        spawn(async move {
            for wait_ms in [300, 1500, 5000] {
                TimeoutFuture::new(wait_ms).await;
                let Ok(abort) = Abort::new(Operation::DeleteImage) else {
                    return;
                };
                match client.send(&call, &abort).await {
                    Ok(()) => break,
                    Err(error) if error.status == Some(404) => break,
                    Err(_) => {}
                }
            }
            changed.notify();
        });
    }

    fn show(&mut self, machine: &UploadMachine) {
        let stage = machine.stage();
        let sent = machine.sent_bytes();
        if stage == Stage::Moving {
            self.meter.sample(js_sys::Date::now(), sent);
        }
        let is_moving = stage == Stage::Moving;
        let snapshot = Snapshot {
            moved_bytes: sent,
            hashed_bytes: machine.hashed_bytes(),
            bytes_per_s: self.meter.bytes_per_s().filter(|_| is_moving),
            seconds_left: self
                .meter
                .seconds_left(self.transfer.total_bytes)
                .filter(|_| is_moving),
            stage,
        };
        if self
            .transfer
            .snapshot
            .with_untracked(|old| *old != snapshot)
        {
            self.transfer.snapshot.set(snapshot);
        }
    }
}
