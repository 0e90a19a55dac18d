//! The worker's side: reads, writes and digests off the page's thread. Runs in
//! a dedicated or a shared worker, where there is no window and no reactive system.

mod carrier;
mod chosen;
mod digest_job;
mod drain;
mod fetch_job;
mod helper;
mod reader;
mod sink;
mod sweeper;

use futures::channel::mpsc::{UnboundedSender, unbounded};
use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, DedicatedWorkerGlobalScope, File, MessageEvent, SharedWorkerGlobalScope};

use self::helper::{Helper, Pieces, is_helper};
use super::protocol::{Job, Note, Report, WorkerFailure};
use crate::query::spawn;

/// Most bytes read at a time for a digest, and the size of a buffer.
const PIECE_BYTES: u32 = 1 << 20;
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
    let mut helper = (!is_helper(&scope)).then(Helper::start);
    let desk = Desk { scope };
    let on_message = {
        let (desk, mut work) = (desk.clone(), Work::None);
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let parts: Array = event.data().unchecked_into();
            match &mut work {
                Work::None => work = desk.begin(&parts, helper.take()),
                Work::Noting(notes) => {
                    let text = parts.get(0).as_string();
                    if let Some(Ok(note)) = text.map(|text| serde_json::from_str(&text)) {
                        // Whoever has ended takes no notes.
                        notes.unbounded_send(note).ok();
                    }
                }
                Work::Digesting(pieces) => pieces.take(&desk, &parts),
            }
        })
    };
    desk.scope
        .set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The worker lives as long as its listener.
    on_message.forget();
    desk.report(&Report::Ready);
}

/// Why it didn't start is of interest only to whoever needs it.
type StartedHelper = Result<Helper, WorkerFailure>;

/// What later messages are for.
enum Work {
    None,
    /// Notes on the job under way.
    Noting(UnboundedSender<Note>),
    Digesting(Box<Pieces>),
}

/// Where reports go.
#[derive(Clone)]
struct Desk {
    scope: DedicatedWorkerGlobalScope,
}

impl Desk {
    fn begin(&self, parts: &Array, helper: Option<StartedHelper>) -> Work {
        let Some(job) = parts
            .get(0)
            .as_string()
            .and_then(|text| serde_json::from_str::<Job>(&text).ok())
        else {
            let words = "the page is of another version than its worker".to_owned();
            self.report(&Report::Failed(WorkerFailure::NotStarted(words)));
            return Work::None;
        };
        let desk = self.clone();
        let helper = helper.filter(|helper| !helper.as_ref().is_ok_and(Helper::is_broken));
        let helper = move || helper.unwrap_or_else(Helper::start);
        match job {
            Job::DigestPieces { algorithm } => Work::Digesting(Box::new(Pieces::new(algorithm))),
            Job::Digest { algorithm } => {
                let (notes, taken) = unbounded();
                let file = parts.get(1).dyn_into::<File>();
                spawn(async move {
                    desk.close(match file {
                        Ok(file) => digest_job::run(&desk, algorithm, &file, helper(), taken).await,
                        Err(_) => Err(WorkerFailure::FileUnreadable(
                            "no file came along".to_owned(),
                        )),
                    });
                });
                Work::Noting(notes)
            }
            Job::Fetch(job) => {
                let (notes, taken) = unbounded();
                let chosen = parts.get(1).dyn_into().ok();
                spawn(async move {
                    desk.close(fetch_job::run(&desk, job, chosen, helper(), taken).await);
                });
                Work::Noting(notes)
            }
        }
    }

    fn close(&self, outcome: Result<(Report, Option<Blob>), WorkerFailure>) {
        match outcome {
            Ok((report, blob)) => self.report_with(&report, blob.as_ref()),
            Err(failure) => self.report(&Report::Failed(failure)),
        }
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
pub(super) fn words(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => format!("{}: {}", error.name(), error.message()),
        None => error.as_string().unwrap_or_else(|| format!("{error:?}")),
    }
}
