//! Finds a worker for one job and hands its reports on. Dropping the hand ends
//! the worker, whatever it is doing.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::Array;
use serde::Serialize;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::protocol::{Job, Note, Report, WorkerFailure};
use crate::query::spawn;

/// How long a worker may take to load.
pub(super) const START_LIMIT_MS: u32 = 30_000;

/// How long after one has ended another begins to wait.
const NEXT_SPARE_AFTER_MS: u32 = 1_500;

/// Where workers come from. One waits for its first job from [`Crew::warm`] on: to load
/// one takes longer than many an image does. Clones are the same.
#[derive(Clone)]
pub(super) struct Crew(Rc<Inner>);

struct Inner {
    /// The workers' program, of the page's own origin.
    url: String,
    spare: RefCell<Option<Spare>>,
    /// Whether one is to wait again when another has ended.
    keeps_spare: Cell<bool>,
}

/// A worker without a job.
struct Spare {
    worker: Worker,
    state: Rc<Cell<State>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Loading,
    Ready,
    Broken,
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(spare) = self.spare.take() {
            silence(&spare.worker);
            spare.worker.terminate();
        }
    }
}

/// A working worker.
pub(super) struct Hand {
    worker: Worker,
    crew: Crew,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Drop for Hand {
    fn drop(&mut self) {
        silence(&self.worker);
        self.worker.terminate();
        if self.crew.0.keeps_spare.get() {
            let crew = self.crew.clone();
            spawn(async move {
                // The memory of the one is free before another takes some.
                TimeoutFuture::new(NEXT_SPARE_AFTER_MS).await;
                crew.warm();
            });
        }
    }
}

impl Hand {
    /// Says something to a worker that has its job.
    pub(super) fn tell(&self, note: &Note) {
        give(&self.worker, note, None);
    }
}

impl Crew {
    pub(super) fn new(url: &str) -> Self {
        Self(Rc::new(Inner {
            url: url.to_owned(),
            spare: RefCell::default(),
            keeps_spare: Cell::new(false),
        }))
    }

    /// Has a worker ready before it is needed, from now on. What can't be loaded now is
    /// tried again when there is a job.
    pub(super) fn warm(&self) {
        self.0.keeps_spare.set(true);
        if self.0.spare.borrow().is_some() {
            return;
        }
        if let Ok(worker) = self.start() {
            self.0.spare.replace(Some(Spare::watching(worker)));
        }
    }

    fn start(&self) -> Result<Worker, WorkerFailure> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        Worker::new_with_options(&self.0.url, &options)
            .map_err(|error| WorkerFailure::NotStarted(format!("{error:?}")))
    }

    /// The one that waits, and whether it has loaded; else a new one.
    fn take(&self) -> Result<(Worker, bool), WorkerFailure> {
        let Some(spare) = self.0.spare.take() else {
            return Ok((self.start()?, false));
        };
        silence(&spare.worker);
        match spare.state.get() {
            State::Broken => Ok((self.start()?, false)),
            state => Ok((spare.worker.clone(), state == State::Ready)),
        }
    }

    /// Gives a job to a worker; `beside` goes with it: a file, or the handle of one.
    /// Failures to start come as a [`Report::Failed`] like every other.
    pub(super) fn hire(
        &self,
        job: Job,
        beside: Option<JsValue>,
        on_report: impl FnMut(Report, Option<Blob>) + 'static,
    ) -> Result<Hand, WorkerFailure> {
        let (worker, has_loaded) = self.take()?;
        let on_report = Rc::new(RefCell::new(on_report));
        let is_ready = Rc::new(Cell::new(has_loaded));
        let mut job = Some(job);
        if has_loaded && let Some(job) = job.take() {
            give(&worker, &job, beside.as_ref());
        }
        give_up_unless_ready(Rc::clone(&is_ready), Rc::clone(&on_report));

        let on_message = {
            let (worker, on_report) = (worker.clone(), Rc::clone(&on_report));
            let is_ready = Rc::clone(&is_ready);
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                let (report, parts) = report_of(&event);
                is_ready.set(true);
                if report == Report::Ready {
                    if let Some(job) = job.take() {
                        give(&worker, &job, beside.as_ref());
                    }
                    return;
                }
                (on_report.borrow_mut())(report, parts.get(1).dyn_into().ok());
            })
        };
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));

        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            is_ready.set(true);
            (on_report.borrow_mut())(Report::Failed(not_started(&event)), None);
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Hand {
            worker,
            crew: self.clone(),
            _on_message: on_message,
            _on_error: on_error,
        })
    }
}

impl Spare {
    fn watching(worker: Worker) -> Self {
        let state = Rc::new(Cell::new(State::Loading));
        let on_message = {
            let state = Rc::clone(&state);
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                state.set(match report_of(&event).0 {
                    Report::Ready => State::Ready,
                    _ => State::Broken,
                });
            })
        };
        let on_error = {
            let state = Rc::clone(&state);
            Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
                // Nobody waits for it yet: whoever does has a worker of their own.
                event.prevent_default();
                state.set(State::Broken);
            })
        };
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Self {
            worker,
            state,
            _on_message: on_message,
            _on_error: on_error,
        }
    }
}

fn silence(worker: &Worker) {
    worker.set_onmessage(None);
    worker.set_onerror(None);
}

/// What a worker says, and what came with it.
fn report_of(event: &MessageEvent) -> (Report, Array) {
    let parts: Array = event.data().unchecked_into();
    let text = parts.get(0).as_string();
    let report = text.and_then(|text| serde_json::from_str::<Report>(&text).ok());
    let report = report.unwrap_or_else(|| {
        let words = "the worker is of another version than the page".to_owned();
        Report::Failed(WorkerFailure::NotStarted(words))
    });
    (report, parts)
}

/// Why a worker reports an error: one of its own, or a script that can't be loaded,
/// whose event has no message.
pub(super) fn not_started(event: &ErrorEvent) -> WorkerFailure {
    let message = js_sys::Reflect::get(event, &"message".into()).ok();
    let message = message.and_then(|message| message.as_string());
    WorkerFailure::NotStarted(message.unwrap_or_default())
}

/// A program that never arrives reports nothing by itself.
fn give_up_unless_ready(
    is_ready: Rc<Cell<bool>>,
    on_report: Rc<RefCell<impl FnMut(Report, Option<Blob>) + 'static>>,
) {
    spawn(async move {
        TimeoutFuture::new(START_LIMIT_MS).await;
        if !is_ready.get() {
            (on_report.borrow_mut())(Report::Failed(too_late()), None);
        }
    });
}

pub(super) fn too_late() -> WorkerFailure {
    WorkerFailure::NotStarted("it did not load in time".to_owned())
}

fn give(worker: &Worker, what: &impl Serialize, beside: Option<&JsValue>) {
    let Ok(text) = serde_json::to_string(what) else {
        return;
    };
    let parts = Array::of1(&text.into());
    if let Some(beside) = beside {
        parts.push(beside);
    }
    // Strings, files and handles can always be cloned.
    worker.post_message(&parts).ok();
}
