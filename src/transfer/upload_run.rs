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
use super::meter::{Meter, now_ms};
use super::protocol::{Job, Report};
use super::upload_machine::{Command, Event, UploadMachine};
use crate::api::{Abort, Client, Error, ErrorKind, Operation, images, put_data};
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
        sending: None,
        reading: None,
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
    /// Stops the request that creates or sends.
    sending: Option<Abort>,
    /// Stops the request that reads the record.
    reading: Option<Abort>,
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
                _ => None,
            };
            // The event first: it may be the very sign of life that the tick would miss.
            let mut commands = event.map(|event| machine.on(event)).unwrap_or_default();
            commands.extend(machine.on(Event::Tick(now_ms())));
            self.carry_out(commands);
            if !machine.stage().is_open() {
                self.show(&machine);
                return;
            }
        }
    }

    /// The service, with the token of who is signed in now, if it is the same cloud.
    fn client(&self) -> Client {
        self.center
            .client
            .get_untracked()
            .filter(|now| now.endpoint == self.client.endpoint)
            .unwrap_or_else(|| self.client.clone())
    }

    fn carry_out(&mut self, commands: Vec<Command>) {
        for command in commands {
            match command {
                Command::MakeRecord => self.make_record(),
                Command::SendFile => self.send_file(),
                Command::ReadRecord { after_ms } => self.read_record(after_ms),
                Command::Digest(algorithm) => self.digest(algorithm),
                Command::StopSending => stop(&mut self.sending),
                Command::StopAll => {
                    stop(&mut self.sending);
                    stop(&mut self.reading);
                    self.hand = None;
                }
                Command::DeleteRecord { insist } => self.delete_record(insist),
            }
        }
    }

    /// A fresh way to stop; the machine knows of no browser without one.
    fn new_abort(&mut self, operation: Operation) -> Option<Abort> {
        match Abort::new(operation) {
            Ok(abort) => {
                let slot = match operation {
                    Operation::ShowImage => &mut self.reading,
                    _ => &mut self.sending,
                };
                *slot = Some(abort.clone());
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
            self.client(),
            self.events.clone(),
            images::create(&self.new),
        );
        spawn(async move {
            let event = match client.send(&call, &abort).await {
                Ok(_) => Event::RecordMade,
                Err(error) => Event::CallFailed(error),
            };
            events.unbounded_send(event).ok();
        });
    }

    fn send_file(&mut self) {
        let Some(abort) = self.new_abort(Operation::UploadData) else {
            return;
        };
        // Never the bare file: one that grows while it is sent corrupts the connection.
        let Ok(body) = self.file.slice_with_f64_and_f64(0.0, self.file.size()) else {
            let error = Error::without_answer(Operation::UploadData, ErrorKind::Unsendable);
            self.events.unbounded_send(Event::CallFailed(error)).ok();
            return;
        };
        let (client, events, id) = (self.client(), self.events.clone(), self.new.id.clone());
        let progress = events.clone();
        spawn(async move {
            let on_progress = move |p: crate::api::BodyProgress| {
                progress.unbounded_send(Event::Sent(p.sent_bytes)).ok();
            };
            let request = images::upload(&id, None);
            let event = match put_data(&client, &request, &body, on_progress, &abort).await {
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
            self.client(),
            self.events.clone(),
            images::show(&self.new.id),
        );
        spawn(async move {
            if after_ms > 0 {
                TimeoutFuture::new(after_ms).await;
            }
            let event = match client.send(&call, &abort).await {
                Ok(image) => Event::RecordRead(Box::new(image)),
                Err(error) => Event::CallFailed(error),
            };
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

    /// An abort takes about 0.1 s to reach the service, which until then may
    /// refuse; and a record whose creation is still under way isn't there yet.
    fn delete_record(&self, insist: bool) {
        let (client, events, call) = (
            self.client(),
            self.events.clone(),
            images::delete(&self.new.id),
        );
        spawn(async move {
            let mut outcome = Event::RecordDeleted;
            for wait_ms in [300, 1500, 5000] {
                TimeoutFuture::new(wait_ms).await;
                let answer = match Abort::new(Operation::DeleteImage) {
                    Ok(abort) => client.send(&call, &abort).await,
                    Err(error) => Err(error),
                };
                outcome = match answer {
                    Ok(()) => Event::RecordDeleted,
                    Err(error) if error.kind == ErrorKind::NotFound => Event::RecordDeleted,
                    Err(error) => Event::CallFailed(error),
                };
                if matches!(outcome, Event::RecordDeleted) && !insist {
                    break;
                }
            }
            events.unbounded_send(outcome).ok();
        });
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
            bytes_per_s: self.meter.bytes_per_s().filter(|_| is_moving),
            seconds_left: self
                .meter
                .seconds_left(self.transfer.total_bytes)
                .filter(|_| is_moving),
            stage,
        };
        let old = self.transfer.snapshot.get_untracked();
        if old.stage != snapshot.stage {
            // Whatever stage it is, the service may hold something else now.
            self.center.images_changed.notify();
        }
        if old != snapshot {
            self.transfer.snapshot.set(snapshot);
        }
    }
}

fn stop(slot: &mut Option<Abort>) {
    if let Some(abort) = slot.take() {
        abort.abort();
    }
}
