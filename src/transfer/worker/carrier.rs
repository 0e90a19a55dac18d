//! The carrier: a shared worker that holds the bodies under way, so that a tab
//! which closes doesn't take them along while another one lives (and, where the
//! browser lets a shared worker outlive its pages for a while, through a reload).
//! It sends, and decides nothing: what follows is up to whichever page listens.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Array, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{File, MessageEvent, MessagePort, SharedWorkerGlobalScope};

use super::super::carried::{Ask, Body, Carried, Tell};
use super::super::file_body::FileBodies;
use super::REPORT_EVERY_MS;
use crate::api::{Abort, Client, Endpoint, Error, ErrorKind, Operation, Secret, Token};
use crate::query::spawn;

/// Connections that were made before this program was there (`carrier.js`).
const EARLY: &str = "connections";

struct Item {
    body: Body,
    file: File,
    abort: Abort,
    /// Whoever asked last.
    follower: MessagePort,
    bytes: u64,
    outcome: Option<Result<Option<String>, Error>>,
}

#[derive(Clone, Default)]
struct Hold {
    items: Rc<RefCell<BTreeMap<String, Item>>>,
    bodies: FileBodies,
}

/// Waits for pages. The entry of the shared worker's program.
pub(super) fn run(scope: &SharedWorkerGlobalScope) {
    let hold = Hold::default();
    let early = Reflect::get(scope, &EARLY.into()).map(|early| Array::from(&early));
    for port in early.iter().flat_map(Array::iter) {
        hold.welcome(port.unchecked_into());
    }
    let on_connect = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Ok(port) = event.ports().get(0).dyn_into() {
            hold.welcome(port);
        }
    });
    scope.set_onconnect(Some(on_connect.as_ref().unchecked_ref()));
    // The worker lives as long as its listener.
    on_connect.forget();
}

impl Hold {
    fn welcome(&self, port: MessagePort) {
        let (hold, answer_to) = (self.clone(), port.clone());
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let parts: Array = event.data().unchecked_into();
            let ask = parts.get(0).as_string();
            // A page of another release has another carrier (`CARRIER_NAME`).
            if let Some(Ok(ask)) = ask.map(|text| serde_json::from_str(&text)) {
                hold.take(ask, parts.get(1).dyn_into().ok(), &answer_to);
            }
        });
        // Setting it starts the port, too.
        port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
        tell(&port, &Tell::Ready, &[]);
    }

    fn take(&self, ask: Ask, file: Option<File>, port: &MessagePort) {
        match ask {
            Ask::Send { body_id, body } => {
                if let Some(file) = file {
                    self.send(body_id, body, file, port.clone());
                }
            }
            Ask::List => {
                let items = self.items.borrow();
                let carried = |(body_id, item): (&String, &Item)| Carried {
                    body_id: body_id.clone(),
                    upload: item.body.upload.clone(),
                };
                let files: Vec<_> = items.values().map(|item| item.file.clone()).collect();
                tell(
                    port,
                    &Tell::Carried(items.iter().map(carried).collect()),
                    &files,
                );
            }
            Ask::Follow { body_id } => self.follow(&body_id, port),
            Ask::Drop { body_id } => {
                if let Some(item) = self.items.borrow_mut().remove(&body_id) {
                    item.abort.abort();
                }
            }
        }
    }

    fn send(&self, body_id: String, body: Body, file: File, follower: MessagePort) {
        let way = &body.upload.way;
        let request = way.request(&body.upload.image_id);
        let refused = |kind| Tell::Ended {
            body_id: body_id.clone(),
            outcome: Err(Error::without_answer(request.operation, kind)),
        };
        let (Ok(endpoint), Ok(abort)) = (
            Endpoint::image(&body.upload.endpoint),
            Abort::new(Operation::UploadData),
        ) else {
            return tell(&follower, &refused(ErrorKind::Unsendable), &[]);
        };
        let token = body.token.as_deref().and_then(Secret::new);
        let token = token.map(Token::from);
        let client = Client::new(endpoint, token);
        let item = Item {
            body,
            file: file.clone(),
            abort: abort.clone(),
            follower,
            bytes: 0,
            outcome: None,
        };
        self.items.borrow_mut().insert(body_id.clone(), item);
        let hold = self.clone();
        spawn(async move {
            let on_progress = {
                let (hold, body_id) = (hold.clone(), body_id.clone());
                let mut last_ms = 0.0;
                move |progress: crate::api::BodyProgress| {
                    let now_ms = js_sys::Date::now();
                    let is_due = now_ms - last_ms >= REPORT_EVERY_MS;
                    if is_due {
                        last_ms = now_ms;
                    }
                    hold.note_sent(&body_id, progress.sent_bytes, is_due);
                }
            };
            let sent = hold
                .bodies
                .send(&client, &request, &file, on_progress, &abort);
            let outcome = sent.await;
            hold.end(&body_id, outcome);
        });
    }

    /// The last byte is told in any case.
    fn note_sent(&self, body_id: &str, bytes: u64, is_due: bool) {
        if let Some(item) = self.items.borrow_mut().get_mut(body_id) {
            item.bytes = bytes;
            if is_due || bytes >= item.body.upload.file_bytes {
                item.tell_sent(body_id);
            }
        }
    }

    fn end(&self, body_id: &str, outcome: Result<Option<String>, Error>) {
        if let Some(item) = self.items.borrow_mut().get_mut(body_id) {
            item.outcome = Some(outcome);
            item.tell_outcome(body_id);
        }
    }

    fn follow(&self, body_id: &str, port: &MessagePort) {
        let mut items = self.items.borrow_mut();
        let Some(item) = items.get_mut(body_id) else {
            let kind = ErrorKind::NoAnswer;
            let gone = Tell::Ended {
                body_id: body_id.to_owned(),
                outcome: Err(Error::without_answer(Operation::UploadData, kind)),
            };
            return tell(port, &gone, &[]);
        };
        item.follower = port.clone();
        item.tell_sent(body_id);
        item.tell_outcome(body_id);
    }
}

impl Item {
    fn tell_sent(&self, body_id: &str) {
        let sent = Tell::Sent {
            body_id: body_id.to_owned(),
            bytes: self.bytes,
        };
        tell(&self.follower, &sent, &[]);
    }

    fn tell_outcome(&self, body_id: &str) {
        if let Some(outcome) = &self.outcome {
            let ended = Tell::Ended {
                body_id: body_id.to_owned(),
                outcome: outcome.clone(),
            };
            tell(&self.follower, &ended, &[]);
        }
    }
}

/// A page that is gone hears nothing, and that is all right.
fn tell(port: &MessagePort, what: &Tell, files: &[File]) {
    let Ok(text) = serde_json::to_string(what) else {
        return;
    };
    let parts = Array::of1(&text.into());
    for file in files {
        parts.push(file);
    }
    port.post_message(&parts).ok();
}
