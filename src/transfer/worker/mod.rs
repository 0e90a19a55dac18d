//! The worker's side: reads, writes and digests off the page's thread. Runs in
//! a dedicated or a shared worker, where there is no window and no reactive system.

mod carrier;
mod digest_job;
mod fetch_job;
mod reader;
mod sink;

use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, DedicatedWorkerGlobalScope, File, MessageEvent, SharedWorkerGlobalScope};

use super::protocol::{Job, Report, WorkerFailure};
use crate::query::spawn;

/// Least time between two progress reports, in milliseconds.
const REPORT_EVERY_MS: f64 = 100.0;

/// Waits for a job and says so. The entry of the worker's program.
pub fn run() {
    if let Ok(scope) = js_sys::global().dyn_into::<SharedWorkerGlobalScope>() {
        return carrier::run(&scope);
    }
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    let desk = Desk { scope };
    let on_message = {
        let desk = desk.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            desk.clone().take(&event);
        })
    };
    desk.scope
        .set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The worker lives as long as its listener.
    on_message.forget();
    desk.report(&Report::Ready);
}

/// Where reports go.
#[derive(Clone)]
struct Desk {
    scope: DedicatedWorkerGlobalScope,
}

impl Desk {
    fn take(self, event: &MessageEvent) {
        let parts: Array = event.data().unchecked_into();
        let Some(job) = parts
            .get(0)
            .as_string()
            .and_then(|text| serde_json::from_str::<Job>(&text).ok())
        else {
            let words = "the page is of another version than its worker".to_owned();
            return self.report(&Report::Failed(WorkerFailure::NotStarted(words)));
        };
        let file = parts.get(1).dyn_into::<File>().ok();
        spawn(async move {
            let outcome = match (job, file) {
                (Job::Digest { algorithm }, Some(file)) => {
                    digest_job::run(&self, algorithm, &file).await
                }
                (Job::Digest { .. }, None) => Err(WorkerFailure::FileUnreadable(
                    "no file came along".to_owned(),
                )),
                (Job::Fetch(job), _) => fetch_job::run(&self, &job).await,
            };
            match outcome {
                Ok((report, blob)) => self.report_with(&report, blob.as_ref()),
                Err(failure) => self.report(&Report::Failed(failure)),
            }
        });
    }

    fn report(&self, report: &Report) {
        self.report_with(report, None);
    }

    fn report_with(&self, report: &Report, blob: Option<&Blob>) {
        let Ok(text) = serde_json::to_string(report) else {
            return;
        };
        let parts = Array::of1(&text.into());
        if let Some(blob) = blob {
            parts.push(blob);
        }
        // Fails only for what can't be cloned; strings and blobs can.
        self.scope.post_message(&parts).ok();
    }
}

/// Reports progress, but not more often than a person can see.
struct Ticker {
    last_ms: f64,
}

impl Ticker {
    fn new() -> Self {
        Self { last_ms: 0.0 }
    }

    fn tick(&mut self, desk: &Desk, bytes: u64) {
        let now_ms = js_sys::Date::now();
        if now_ms - self.last_ms >= REPORT_EVERY_MS {
            self.last_ms = now_ms;
            desk.report(&Report::Progress { bytes });
        }
    }
}

/// A JavaScript error in words.
fn words(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => format!("{}: {}", error.name(), error.message()),
        None => error.as_string().unwrap_or_else(|| format!("{error:?}")),
    }
}
