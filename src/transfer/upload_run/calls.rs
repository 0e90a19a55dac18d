//! The requests of an upload: each is sent, and what comes of it is an event.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

use super::Run;
use crate::api::{Abort, Error, ErrorKind, Operation, images, put_data};
use crate::model::PatchOperation;
use crate::query::spawn;
use crate::transfer::journal;
use crate::transfer::upload_machine::Event;

impl Run {
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

    /// `anew`: with an id that no record had yet.
    pub(super) fn make_record(&mut self, anew: bool) {
        if anew {
            journal::forget(&self.image_id());
            self.claim = None;
            let id = uuid::Uuid::new_v4().to_string();
            if let Some(new) = &mut self.plan.new {
                new.id.clone_from(&id);
            }
            self.transfer.image_id.set(id);
        }
        let (Some(abort), Some(new)) = (self.new_abort(Operation::CreateImage), &self.plan.new)
        else {
            return;
        };
        let (client, events, call) = (self.client(), self.events.clone(), images::create(new));
        spawn(async move {
            let event = match client.send(&call, &abort).await {
                Ok(_) => Event::RecordMade,
                Err(error) => Event::CallFailed(error),
            };
            events.unbounded_send(event).ok();
        });
    }

    pub(super) fn send_file(&mut self) {
        let id = self.image_id();
        let way = &self.plan.way;
        let request = if way.is_staged() {
            images::stage(&id)
        } else {
            images::upload(&id, way.store_header())
        };
        let Some(abort) = self.new_abort(request.operation) else {
            return;
        };
        // Never the bare file: one that grows while it is sent corrupts the connection.
        let Ok(body) = self
            .plan
            .file
            .slice_with_f64_and_f64(0.0, self.plan.file.size())
        else {
            let error = Error::without_answer(request.operation, ErrorKind::Unsendable);
            self.events.unbounded_send(Event::CallFailed(error)).ok();
            return;
        };
        let (client, events) = (self.client(), self.events.clone());
        let progress = events.clone();
        spawn(async move {
            let on_progress = move |p: crate::api::BodyProgress| {
                progress.unbounded_send(Event::Sent(p.sent_bytes)).ok();
            };
            let event = match put_data(&client, &request, &body, on_progress, &abort).await {
                Ok(()) => Event::Accepted,
                Err(error) => Event::CallFailed(error),
            };
            events.unbounded_send(event).ok();
        });
    }

    pub(super) fn import(&mut self) {
        let Some(abort) = self.new_abort(Operation::ImportImage) else {
            return;
        };
        let call = images::import(&self.image_id(), &self.plan.way.import());
        let (client, events) = (self.client(), self.events.clone());
        spawn(async move {
            let event = match client.send(&call, &abort).await {
                Ok(()) => Event::ImportBegun,
                Err(error) => Event::CallFailed(error),
            };
            events.unbounded_send(event).ok();
        });
    }

    pub(super) fn read_record(&mut self, after_ms: u32) {
        let Some(abort) = self.new_abort(Operation::ShowImage) else {
            return;
        };
        let (client, events, call) = (
            self.client(),
            self.events.clone(),
            images::show(&self.image_id()),
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

    /// An abort takes about 0.1 s to reach the service, which until then may
    /// refuse; and a record whose creation is still under way isn't there yet.
    pub(super) fn delete_record(&self, insist: bool) {
        let (client, events, call) = (
            self.client(),
            self.events.clone(),
            images::delete(&self.image_id()),
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

    pub(super) fn protect(&mut self) {
        let Some(abort) = self.new_abort(Operation::UpdateImage) else {
            return;
        };
        let patch = [PatchOperation::Replace {
            path: "/protected".to_owned(),
            value: true.into(),
        }];
        let call = images::update(&self.image_id(), &patch);
        let (client, events) = (self.client(), self.events.clone());
        spawn(async move {
            let event = match client.send(&call, &abort).await {
                Ok(_) => Event::Protected,
                Err(error) => Event::CallFailed(error),
            };
            events.unbounded_send(event).ok();
        });
    }
}
