//! Starts a worker for one job and hands its reports on. Dropping the hand ends
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

/// A working worker.
pub(super) struct Hand {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Drop for Hand {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Hand {
    /// Says something to a worker that has its job.
    pub(super) fn tell(&self, note: &Note) {
        give(&self.worker, note, None);
    }
}

/// Starts a worker from the program at `url`; `beside` goes with the job: a file,
/// or the handle of one. Failures to start come as a
/// [`Report::Failed`] like every other.
pub(super) fn hire(
    url: &str,
    job: Job,
    beside: Option<JsValue>,
    on_report: impl FnMut(Report, Option<Blob>) + 'static,
) -> Result<Hand, WorkerFailure> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(url, &options)
        .map_err(|error| WorkerFailure::NotStarted(format!("{error:?}")))?;
    let on_report = Rc::new(RefCell::new(on_report));
    let is_ready = Rc::new(Cell::new(false));
    give_up_unless_ready(Rc::clone(&is_ready), Rc::clone(&on_report));

    let on_message = {
        let (worker, on_report) = (worker.clone(), Rc::clone(&on_report));
        let (mut job, is_ready) = (Some(job), Rc::clone(&is_ready));
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let parts: Array = event.data().unchecked_into();
            let report = parts
                .get(0)
                .as_string()
                .and_then(|text| serde_json::from_str::<Report>(&text).ok())
                .unwrap_or_else(|| {
                    let words = "the worker is of another version than the page".to_owned();
                    Report::Failed(WorkerFailure::NotStarted(words))
                });
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
        _on_message: on_message,
        _on_error: on_error,
    })
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
