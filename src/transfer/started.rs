//! A worker from its start on. What is sent before it listens waits for it, and where
//! one doesn't come another is started beside it. Knows nothing of what is said, but
//! that a worker's first message is [`Report::Ready`].

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo_timers::future::TimeoutFuture;
use js_sys::Array;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::protocol::{Report, WorkerFailure};
use crate::query::spawn;

/// How long whoever waits for a worker does so.
const START_LIMIT_MS: u32 = 30_000;

/// When another one is started beside one that isn't there. In Firefox about one in
/// a hundred never gets beyond loading its program, and says nothing of it; and a
/// request may be lost on the way.
const ANOTHER_AFTER_MS: u32 = 4_000;

/// What comes from a worker.
pub(super) enum Heard {
    Message(Array),
    /// It says nothing more.
    Failed(WorkerFailure),
}

/// A worker that is there, or is to be. Dropping it ends the worker, whatever it is doing.
pub(super) struct Started(Rc<Inner>);

struct Inner {
    /// The workers' program, of the page's own origin.
    url: String,
    name: String,
    state: Cell<State>,
    /// What to send once the worker listens: a message, and what of it is handed over.
    outbox: RefCell<Vec<(Array, Array)>>,
    listener: RefCell<Option<Listener>>,
    candidates: RefCell<Vec<Candidate>>,
}

type Listener = Box<dyn FnMut(Heard)>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Loading,
    /// The place of the one that listens.
    Ready(usize),
    Broken,
}

struct Candidate {
    worker: Worker,
    is_broken: Cell<bool>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        for candidate in self.candidates.get_mut() {
            candidate.end();
        }
    }
}

impl Candidate {
    fn end(&self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Started {
    /// `name`: what the worker sees as its own.
    pub(super) fn new(url: &str, name: &str) -> Result<Self, WorkerFailure> {
        let inner = Rc::new(Inner {
            url: url.to_owned(),
            name: name.to_owned(),
            state: Cell::new(State::Loading),
            outbox: RefCell::default(),
            listener: RefCell::default(),
            candidates: RefCell::default(),
        });
        inner.start()?;
        another_unless_ready(&inner);
        Ok(Self(inner))
    }

    /// It will never be there.
    pub(super) fn is_broken(&self) -> bool {
        self.0.state.get() == State::Broken
    }

    /// Has everything told from now on, also that it didn't start in time. Once only.
    pub(super) fn listen(&self, on_heard: impl FnMut(Heard) + 'static) {
        self.0.listener.replace(Some(Box::new(on_heard)));
        give_up_unless_ready(&self.0);
    }

    /// Sends a message, handing over the buffers in `handed_over`; in the order of the calls.
    pub(super) fn send(&self, message: Array, handed_over: Array) {
        match self.0.state.get() {
            State::Ready(at) => self.0.post(at, &message, &handed_over),
            State::Loading => self.0.outbox.borrow_mut().push((message, handed_over)),
            State::Broken => {}
        }
    }
}

impl Inner {
    fn start(self: &Rc<Self>) -> Result<(), WorkerFailure> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name(&self.name);
        let at = self.candidates.borrow().len();
        // By another address: a browser's cache has the second of two equal requests wait
        // for the first.
        let url = match at {
            0 => self.url.clone(),
            // A line of the page's own: it has no other address, and is in no cache.
            _ if self.url.starts_with("blob:") => self.url.clone(),
            _ => format!("{}?{at}", self.url),
        };
        let worker = Worker::new_with_options(&url, &options)
            .map_err(|error| WorkerFailure::NotStarted(format!("{error:?}")))?;
        let on_message = {
            let inner = Rc::downgrade(self);
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                if let Some(inner) = inner.upgrade() {
                    inner.hear(at, event.data().unchecked_into());
                }
            })
        };
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let on_error = {
            let inner = Rc::downgrade(self);
            Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
                if let Some(inner) = inner.upgrade() {
                    inner.lose(at, &event);
                }
            })
        };
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        self.candidates.borrow_mut().push(Candidate {
            worker,
            is_broken: Cell::new(false),
            _on_message: on_message,
            _on_error: on_error,
        });
        Ok(())
    }

    fn hear(&self, at: usize, message: Array) {
        if self.state.get() != State::Loading {
            return self.tell(Heard::Message(message));
        }
        if !says_ready(&message) {
            return;
        }
        self.state.set(State::Ready(at));
        for (other, candidate) in self.candidates.borrow().iter().enumerate() {
            if other != at {
                candidate.end();
            }
        }
        for (message, handed_over) in self.outbox.take() {
            self.post(at, &message, &handed_over);
        }
    }

    fn lose(&self, at: usize, event: &ErrorEvent) {
        let is_hope_left = {
            let candidates = self.candidates.borrow();
            candidates[at].is_broken.set(true);
            self.state.get() == State::Loading
                && candidates.iter().any(|other| !other.is_broken.get())
        };
        // Without a listener nobody waits for it yet, and whoever does starts another.
        if is_hope_left || self.listener.borrow().is_none() {
            event.prevent_default();
        }
        if !is_hope_left {
            let said = said_by(event);
            self.fail(match self.state.get() {
                State::Ready(_) => WorkerFailure::Died(said),
                _ => WorkerFailure::NotStarted(said),
            });
        }
    }

    fn fail(&self, failure: WorkerFailure) {
        self.state.set(State::Broken);
        self.tell(Heard::Failed(failure));
    }

    fn tell(&self, heard: Heard) {
        // Not borrowed while it runs: it may end this worker.
        let listener = self.listener.take();
        if let Some(mut listener) = listener {
            listener(heard);
            self.listener.borrow_mut().get_or_insert(listener);
        }
    }

    fn post(&self, at: usize, message: &Array, handed_over: &Array) {
        // Fails only for what can't be cloned, and for buffers that were handed over before.
        let worker = self.candidates.borrow()[at].worker.clone();
        worker.post_message_with_transfer(message, handed_over).ok();
    }
}

fn says_ready(message: &Array) -> bool {
    let text = message.get(0).as_string();
    text.is_some_and(|text| matches!(serde_json::from_str(&text), Ok(Report::Ready)))
}

/// What a worker says of its error: one of its own, or a script that can't be loaded,
/// whose event has no message.
fn said_by(event: &ErrorEvent) -> String {
    let message = js_sys::Reflect::get(event, &"message".into()).ok();
    let message = message.and_then(|message| message.as_string());
    message.unwrap_or_default()
}

/// Does something to one that still isn't there after a while.
fn unless_ready(inner: &Rc<Inner>, after_ms: u32, act: impl FnOnce(Rc<Inner>) + 'static) {
    let inner: Weak<Inner> = Rc::downgrade(inner);
    spawn(async move {
        TimeoutFuture::new(after_ms).await;
        let inner = inner.upgrade();
        if let Some(inner) = inner.filter(|inner| inner.state.get() == State::Loading) {
            act(inner);
        }
    });
}

fn another_unless_ready(inner: &Rc<Inner>) {
    // Where none can be made, the first one is still waited for.
    unless_ready(inner, ANOTHER_AFTER_MS, |inner| {
        inner.start().ok();
    });
}

/// A program that never arrives reports nothing by itself.
fn give_up_unless_ready(inner: &Rc<Inner>) {
    unless_ready(inner, START_LIMIT_MS, |inner| {
        inner.fail(WorkerFailure::NotStarted(
            "it did not load in time".to_owned(),
        ));
    });
}
