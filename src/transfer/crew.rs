//! Finds a worker for one job and hands its reports on. Dropping the hand ends
//! the worker, whatever it is doing.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::Array;
use serde::Serialize;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::Blob;

use super::protocol::{Job, Note, Report, WorkerFailure};
use super::started::{Heard, Started};
use crate::query::spawn;

/// How long after one has ended another begins to wait.
const NEXT_SPARE_AFTER_MS: u32 = 1_500;

/// Where workers come from. One waits for its first job from [`Crew::warm`] on: to load
/// one takes longer than many an image does. Clones are the same.
#[derive(Clone)]
pub(super) struct Crew(Rc<Inner>);

struct Inner {
    /// The workers' program, of the page's own origin.
    url: String,
    /// A worker without a job.
    spare: RefCell<Option<Started>>,
    /// Whether one is to wait again when another has ended.
    keeps_spare: Cell<bool>,
}

/// A working worker.
pub(super) struct Hand {
    worker: Started,
    crew: Crew,
}

impl Drop for Hand {
    fn drop(&mut self) {
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
            self.0.spare.replace(Some(worker));
        }
    }

    fn start(&self) -> Result<Started, WorkerFailure> {
        Started::new(&self.0.url, "")
    }

    /// Gives a job to a worker; `beside` goes with it: a file, or the handle of one.
    /// Failures to start come as a [`Report::Failed`] like every other.
    pub(super) fn hire(
        &self,
        job: Job,
        beside: Option<JsValue>,
        mut on_report: impl FnMut(Report, Option<Blob>) + 'static,
    ) -> Result<Hand, WorkerFailure> {
        let spare = self.0.spare.take().filter(|spare| !spare.is_broken());
        let worker = match spare {
            Some(spare) => spare,
            None => self.start()?,
        };
        worker.listen(move |heard| match heard {
            Heard::Message(parts) => {
                on_report(report_of(&parts), parts.get(1).dyn_into().ok());
            }
            Heard::Failed(failure) => on_report(Report::Failed(failure), None),
        });
        give(&worker, &job, beside.as_ref());
        Ok(Hand {
            worker,
            crew: self.clone(),
        })
    }
}

/// What a worker says.
fn report_of(parts: &Array) -> Report {
    let text = parts.get(0).as_string();
    let report = text.and_then(|text| serde_json::from_str::<Report>(&text).ok());
    report.unwrap_or_else(|| {
        let words = "the worker is of another version than the page".to_owned();
        Report::Failed(WorkerFailure::NotStarted(words))
    })
}

fn give(worker: &Started, what: &impl Serialize, beside: Option<&JsValue>) {
    let Ok(text) = serde_json::to_string(what) else {
        return;
    };
    let parts = Array::of1(&text.into());
    if let Some(beside) = beside {
        parts.push(beside);
    }
    // Strings, files and handles can always be cloned.
    worker.send(parts, Array::new());
}
