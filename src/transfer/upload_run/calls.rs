//! The requests of an upload: each is sent, and what comes of it is an event.

use std::cell::RefCell;
use std::rc::Rc;

use futures::StreamExt as _;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender};
use futures::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::{Run, stop};
use crate::api::{Abort, BodyProgress, Error, ErrorKind, Operation, discovery, images};
use crate::model::PatchOperation;
use crate::query::spawn;
use crate::transfer::carried::{Ask, Body};
use crate::transfer::carrier::News;
use crate::transfer::center::TransferCenter;
use crate::transfer::head_digest::head_sha256;
use crate::transfer::hold::Claim;
use crate::transfer::protocol::WorkerFailure;
use crate::transfer::upload_machine::Event;
use crate::transfer::uploads::forget_upload;
use crate::transfer::worker::words;

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
            forget_upload(&self.image_id());
            self.claim = None;
            let id = uuid::Uuid::new_v4().to_string();
            if let Some(new) = &mut self.plan.new {
                new.id.clone_from(&id);
            }
            self.transfer.image_id.set(id);
        }
        // Before it is asked for: should this page end now, it may come into being all the same.
        self.note();
        let (Some(abort), Some(new)) = (self.new_abort(Operation::CreateImage), &self.plan.new)
        else {
            return;
        };
        let (client, events, call) = (self.client(), self.events.clone(), images::create(new));
        let created_by = Rc::clone(&self.created_by);
        spawn(async move {
            let event = match client.send_named(&call, &abort).await {
                Ok((_, request_id)) => {
                    created_by.replace(request_id);
                    Event::RecordMade
                }
                Err(error) => Event::CallFailed(error),
            };
            events.unbounded_send(event).ok();
        });
    }

    /// Has the carrier send the file, or sends it where there is no carrier.
    pub(super) fn send_file(&mut self) {
        let request = self.plan.way.request(&self.image_id());
        let Some(abort) = self.new_abort(request.operation) else {
            return;
        };
        self.drop_body();
        let body_id = uuid::Uuid::new_v4().to_string();
        self.body_id = Some(body_id.clone());
        let client = self.client();
        let ask = Ask::Send {
            body_id: body_id.clone(),
            body: Body {
                token: client
                    .token
                    .as_ref()
                    .map(|token| token.now().expose().to_owned()),
                upload: self.entry(),
            },
        };
        let (center, events) = (self.center.clone(), self.events.clone());
        let file = self.plan.chosen.file.clone();
        let head = Rc::clone(&self.head_sha256);
        let held = self.claim.as_ref().map(Claim::held);
        spawn(async move {
            // What two send to the same record, the service refuses to one of them, and not
            // always so that it can be read.
            let is_ours = match held {
                Some(held) => held.soon().await,
                None => true,
            };
            if abort.is_aborted() {
                return;
            }
            if !is_ours {
                events.unbounded_send(Event::Taken).ok();
                return;
            }
            let carrier = center.carrier();
            let outcome = match carrier.follow(&body_id, &ask, Some(&file)).await {
                // It was told to drop the body perhaps before it had it.
                _ if abort.is_aborted() => return carrier.drop_body(body_id),
                Some(news) => pass_on(news, &events).await,
                None => {
                    let progress = events.clone();
                    let on_progress = move |p: BodyProgress| {
                        progress.unbounded_send(Event::Sent(p.sent_bytes)).ok();
                    };
                    let bodies = center.bodies.clone();
                    let sent = bodies.send(&client, &request, &file, on_progress, &abort);
                    Some(sent.await)
                }
            };
            tell_end(&center, outcome, &file, &head, &events, &abort).await;
        });
    }

    /// Listens to a body that the carrier sends already.
    pub(super) fn follow(&mut self) {
        let Some(abort) = self.new_abort(Operation::UploadData) else {
            return;
        };
        let (center, events) = (self.center.clone(), self.events.clone());
        let body_id = self.body_id.clone().unwrap_or_default();
        let file = self.plan.chosen.file.clone();
        let head = Rc::clone(&self.head_sha256);
        spawn(async move {
            let ask = Ask::Follow {
                body_id: body_id.clone(),
            };
            let outcome = match center.carrier().follow(&body_id, &ask, None).await {
                Some(news) => pass_on(news, &events).await,
                None => {
                    let kind = ErrorKind::NoAnswer;
                    Some(Err(Error::without_answer(Operation::UploadData, kind)))
                }
            };
            tell_end(&center, outcome, &file, &head, &events, &abort).await;
        });
    }

    /// Whatever is on its way goes no further.
    pub(super) fn stop_sending(&mut self) {
        stop(&mut self.sending);
        self.drop_body();
    }

    /// The carrier need not keep what came of the body.
    pub(super) fn drop_body(&mut self) {
        if let Some(body_id) = self.body_id.take() {
            self.center.carrier().drop_body(body_id);
        }
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

    pub(super) fn read_quota(&self) {
        let (client, events) = (self.client(), self.events.clone());
        let wanted = self.transfer.total_bytes.get_untracked();
        let is_staged = self.plan.way.is_staged();
        spawn(async move {
            let usage = match Abort::new(Operation::Discover) {
                Ok(abort) => client.send(&discovery::usage(), &abort).await.ok(),
                Err(_) => None,
            };
            let overrun = usage.and_then(|usage| usage.overrun(wanted, is_staged));
            events.unbounded_send(Event::QuotaRead(overrun)).ok();
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

    pub(super) fn protect(&mut self, after_ms: u32) {
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
            TimeoutFuture::new(after_ms).await;
            let event = match client.send(&call, &abort).await {
                Ok(_) => Event::Protected,
                Err(error) => Event::CallFailed(error),
            };
            events.unbounded_send(event).ok();
        });
    }
}

/// How long a disk may take for a file's last byte.
const LAST_BYTE_MS: u32 = 5_000;

/// The id of the request that took the body, or why none did.
type Answered = Result<Option<String>, Error>;

/// What the carrier tells, as events; the end, unless the body was stopped.
async fn pass_on(
    mut news: UnboundedReceiver<News>,
    events: &UnboundedSender<Event>,
) -> Option<Answered> {
    loop {
        match news.next().await? {
            News::Sent(bytes) => {
                events.unbounded_send(Event::Sent(bytes)).ok();
            }
            News::Ended(outcome) => return Some(outcome),
        }
    }
}

/// Why the file can't be sent any more. By its last byte: one that was cut short, changed
/// or deleted has none, or the browser doesn't hand it out. And by its first, for browsers
/// that hand out whatever is there by now; `head`: the digest of what was chosen, if known.
pub(super) async fn lost(file: &File, head: &str) -> Option<WorkerFailure> {
    match last_byte_lost(file).await {
        None if !head.is_empty() => head_sha256(file)
            .await
            .filter(|now| now != head)
            .map(|_| WorkerFailure::FileChanged),
        lost => lost,
    }
}

async fn last_byte_lost(file: &File) -> Option<WorkerFailure> {
    let bytes = file.size();
    if bytes < 1.0 {
        return None;
    }
    let unreadable = |error: JsValue| WorkerFailure::FileUnreadable(words(&error));
    let last = match file.slice_with_f64_and_f64(bytes - 1.0, bytes) {
        Ok(last) => last,
        Err(error) => return Some(unreadable(error)),
    };
    let read = JsFuture::from(last.array_buffer());
    match select(read, TimeoutFuture::new(LAST_BYTE_MS)).await {
        Either::Left((read, _)) => read.err().map(unreadable),
        Either::Right(_) => None,
    }
}

/// A token that was refused is renewed first, if it can be: then another attempt
/// is worth it. Nor is there one for a file that isn't there any more.
async fn tell_end(
    center: &TransferCenter,
    outcome: Option<Answered>,
    file: &File,
    head: &RefCell<String>,
    events: &UnboundedSender<Event>,
    abort: &Abort,
) {
    let Some(outcome) = outcome else {
        return;
    };
    let event = match outcome {
        Ok(request_id) => Event::Accepted(request_id),
        Err(error) => {
            if error.kind == ErrorKind::Unauthorized && center.renew().await {
                events.unbounded_send(Event::TokenRenewed).ok();
            }
            let head = head.borrow().clone();
            if let Some(failure) = lost(file, &head).await {
                events.unbounded_send(Event::FileLost(failure)).ok();
            }
            Event::CallFailed(error)
        }
    };
    if !abort.is_aborted() {
        events.unbounded_send(event).ok();
    }
}
