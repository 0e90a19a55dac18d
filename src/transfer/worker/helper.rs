//! A second worker that digests, so that reading and digesting go on at once.
//! A few buffers go to and fro between the two and are never copied on the way;
//! their number also bounds how far a reader gets ahead.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;

use futures::StreamExt as _;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{
    DedicatedWorkerGlobalScope, ErrorEvent, MessageEvent, Worker, WorkerGlobalScope, WorkerOptions,
    WorkerType,
};

use super::super::crew;
use super::super::hasher::Hasher;
use super::super::protocol::{Job, Report, SinkKind, WorkerFailure};
use super::{Desk, PIECE_BYTES};
use crate::model::DigestAlgorithm;

/// Buffers on their way: one is filled, one digested, and one waits.
const BUFFERS: usize = 3;
/// Copied for the digest at a time: still in the processor's cache when it is read.
const COPIED_BYTES: u32 = 64 << 10;
/// By which a helper knows that it is one, and needs none itself.
const NAME: &str = "helper";

/// The reader's end.
pub(super) struct Helper {
    worker: Worker,
    /// Until it is given to the helper.
    algorithm: Cell<Option<DigestAlgorithm>>,
    free: RefCell<Vec<ArrayBuffer>>,
    said: RefCell<UnboundedReceiver<Said>>,
    digested: Rc<Cell<u64>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

enum Said {
    Ready,
    /// Empty again.
    Buffer(ArrayBuffer),
    Digest(String),
    Failed(WorkerFailure),
}

impl Drop for Helper {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Helper {
    /// Starts one, of the same program as this worker, before it is known what for:
    /// the two load side by side. It is waited for when a buffer is first asked for.
    pub(super) fn start() -> Result<Self, WorkerFailure> {
        let not_started = |error| WorkerFailure::NotStarted(super::words(&error));
        let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name(NAME);
        let worker =
            Worker::new_with_options(&scope.location().href(), &options).map_err(not_started)?;
        let (say, said) = unbounded();
        let digested = Rc::new(Cell::new(0));
        let on_message = on_message(say.clone(), Rc::clone(&digested));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            say.unbounded_send(Said::Failed(crew::not_started(&event)))
                .ok();
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self {
            worker,
            algorithm: Cell::new(None),
            free: RefCell::new(
                (0..BUFFERS)
                    .map(|_| ArrayBuffer::new(PIECE_BYTES))
                    .collect(),
            ),
            said: RefCell::new(said),
            digested,
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    /// Says what it is there for. Once only.
    pub(super) fn begin(&self, algorithm: DigestAlgorithm) {
        self.algorithm.set(Some(algorithm));
    }

    /// A job posted before it listens would be lost.
    async fn give_job(&self) -> Result<(), WorkerFailure> {
        let Some(algorithm) = self.algorithm.take() else {
            return Ok(());
        };
        let ready = Box::pin(self.hear(|said| matches!(said, Said::Ready)));
        match select(ready, TimeoutFuture::new(crew::START_LIMIT_MS)).await {
            Either::Left((ready, _)) => ready?,
            Either::Right(_) => return Err(crew::too_late()),
        };
        let job = serde_json::to_string(&Job::DigestPieces { algorithm }).unwrap_or_default();
        // Strings can always be cloned.
        self.worker.post_message(&Array::of1(&job.into())).ok();
        Ok(())
    }

    /// A buffer that is free, as soon as there is one.
    pub(super) async fn buffer(&self) -> Result<ArrayBuffer, WorkerFailure> {
        self.give_job().await?;
        let free = self.free.borrow_mut().pop();
        if let Some(buffer) = free {
            return Ok(buffer);
        }
        match self.hear(|said| matches!(said, Said::Buffer(_))).await? {
            Said::Buffer(buffer) => Ok(buffer),
            _ => Err(WorkerFailure::NotStarted(String::new())),
        }
    }

    /// Hands over the first `bytes` of a buffer, in the order of the file.
    pub(super) fn feed(&self, buffer: &ArrayBuffer, bytes: u32) {
        // Fails only for a buffer that was handed over before.
        self.worker
            .post_message_with_transfer(&Array::of2(buffer, &bytes.into()), &Array::of1(buffer))
            .ok();
    }

    /// Bytes that are in the digest by now.
    pub(super) fn digested(&self) -> u64 {
        self.digested.get()
    }

    /// The digest of all that was handed over, in lower-case hexadecimal.
    pub(super) async fn finish(&self) -> Result<String, WorkerFailure> {
        self.give_job().await?;
        self.worker.post_message(&Array::new()).ok();
        match self.hear(|said| matches!(said, Said::Digest(_))).await? {
            Said::Digest(digest) => Ok(digest),
            _ => Err(WorkerFailure::NotStarted(String::new())),
        }
    }

    /// Whatever else it says before is let go.
    async fn hear(&self, is_it: impl Fn(&Said) -> bool) -> Result<Said, WorkerFailure> {
        loop {
            match poll_fn(|context| self.said.borrow_mut().poll_next_unpin(context)).await {
                Some(Said::Failed(failure)) => return Err(failure),
                Some(said) if is_it(&said) => return Ok(said),
                Some(_) => {}
                None => return Err(WorkerFailure::NotStarted(String::new())),
            }
        }
    }
}

fn on_message(
    say: UnboundedSender<Said>,
    digested: Rc<Cell<u64>>,
) -> Closure<dyn FnMut(MessageEvent)> {
    Closure::new(move |event: MessageEvent| {
        let parts: Array = event.data().unchecked_into();
        let said = match parts.get(0).dyn_into::<ArrayBuffer>() {
            Ok(buffer) => {
                let bytes = parts.get(1).as_f64().unwrap_or_default();
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a piece's
                digested.set(digested.get() + bytes as u64);
                Said::Buffer(buffer)
            }
            Err(text) => match text.as_string().map(|text| serde_json::from_str(&text)) {
                Some(Ok(Report::Ready)) => Said::Ready,
                Some(Ok(Report::Finished { digest, .. })) => {
                    Said::Digest(digest.unwrap_or_default())
                }
                Some(Ok(Report::Failed(failure))) => Said::Failed(failure),
                _ => return,
            },
        };
        say.unbounded_send(said).ok();
    })
}

/// Whether this worker is a helper.
pub(super) fn is_helper(scope: &DedicatedWorkerGlobalScope) -> bool {
    scope.name() == NAME
}

/// The helper's end: one digest under way.
pub(super) struct Pieces {
    hasher: Option<Hasher>,
    bytes: u64,
    piece: Vec<u8>,
}

impl Pieces {
    pub(super) fn new(algorithm: DigestAlgorithm) -> Self {
        Self {
            hasher: Some(Hasher::new(algorithm)),
            bytes: 0,
            piece: Vec::new(),
        }
    }

    /// A buffer with its number of bytes; nothing means that it was the last.
    pub(super) fn take(&mut self, desk: &Desk, parts: &Array) {
        let Ok(buffer) = parts.get(0).dyn_into::<ArrayBuffer>() else {
            let report = Report::Finished {
                bytes: self.bytes,
                digest: self.hasher.take().map(Hasher::finish),
                sink: SinkKind::None,
            };
            return desk.report(&report);
        };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a piece's
        let bytes = parts.get(1).as_f64().unwrap_or_default() as u32;
        let mut at = 0;
        while at < bytes {
            let len = (bytes - at).min(COPIED_BYTES);
            self.piece.resize(len as usize, 0);
            Uint8Array::new_with_byte_offset_and_length(&buffer, at, len).copy_to(&mut self.piece);
            if let Some(hasher) = &mut self.hasher {
                hasher.update(&self.piece);
            }
            at += len;
        }
        self.bytes += u64::from(bytes);
        desk.scope
            .post_message_with_transfer(&Array::of2(&buffer, &bytes.into()), &Array::of1(&buffer))
            .ok();
    }
}
