//! A second worker that digests, so that reading and digesting go on at once.
//! A few buffers go to and fro between the two and are never copied on the way;
//! their number also bounds how far a reader gets ahead.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;

use futures::StreamExt as _;
use futures::channel::mpsc::{UnboundedReceiver, unbounded};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast as _;
use web_sys::{DedicatedWorkerGlobalScope, WorkerGlobalScope};

use super::super::hasher::Hasher;
use super::super::protocol::{Job, Report, SinkKind, WorkerFailure};
use super::super::started::{Heard, Started};
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
    worker: Started,
    free: RefCell<Vec<ArrayBuffer>>,
    said: RefCell<UnboundedReceiver<Said>>,
    digested: Rc<Cell<u64>>,
}

enum Said {
    /// Empty again; so many bytes of it are in the digest.
    Buffer(ArrayBuffer, u64),
    Digest(String),
    Failed(WorkerFailure),
}

impl Helper {
    /// Starts one, of the same program as this worker, before it is known what for:
    /// the two load side by side.
    pub(super) fn start() -> Result<Self, WorkerFailure> {
        let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
        let worker = Started::new(&scope.location().href(), NAME)?;
        Ok(Self {
            worker,
            free: RefCell::new(
                (0..BUFFERS)
                    .map(|_| ArrayBuffer::new(PIECE_BYTES))
                    .collect(),
            ),
            said: RefCell::new(unbounded().1),
            digested: Rc::default(),
        })
    }

    /// It will never be there.
    pub(super) fn is_broken(&self) -> bool {
        self.worker.is_broken()
    }

    /// Says what it is there for. Once only.
    pub(super) fn begin(&self, algorithm: DigestAlgorithm) {
        let (say, said) = unbounded();
        self.said.replace(said);
        let digested = Rc::clone(&self.digested);
        self.worker.listen(move |heard| {
            let Some(said) = said_by(heard) else {
                return;
            };
            if let Said::Buffer(_, bytes) = said {
                digested.set(digested.get() + bytes);
            }
            say.unbounded_send(said).ok();
        });
        let job = serde_json::to_string(&Job::DigestPieces { algorithm }).unwrap_or_default();
        self.worker.send(Array::of1(&job.into()), Array::new());
    }

    /// A buffer that is free, as soon as there is one.
    pub(super) async fn buffer(&self) -> Result<ArrayBuffer, WorkerFailure> {
        let free = self.free.borrow_mut().pop();
        if let Some(buffer) = free {
            return Ok(buffer);
        }
        match self.hear(|said| matches!(said, Said::Buffer(..))).await? {
            Said::Buffer(buffer, _) => Ok(buffer),
            _ => Err(WorkerFailure::NotStarted(String::new())),
        }
    }

    /// Hands over the first `bytes` of a buffer, in the order of the file.
    pub(super) fn feed(&self, buffer: &ArrayBuffer, bytes: u32) {
        self.worker
            .send(Array::of2(buffer, &bytes.into()), Array::of1(buffer));
    }

    /// Bytes that are in the digest by now.
    pub(super) fn digested(&self) -> u64 {
        self.digested.get()
    }

    /// The digest of all that was handed over, in lower-case hexadecimal.
    pub(super) async fn finish(&self) -> Result<String, WorkerFailure> {
        self.worker.send(Array::new(), Array::new());
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

fn said_by(heard: Heard) -> Option<Said> {
    let parts = match heard {
        Heard::Message(parts) => parts,
        Heard::Failed(failure) => return Some(Said::Failed(failure)),
    };
    match parts.get(0).dyn_into::<ArrayBuffer>() {
        Ok(buffer) => {
            let bytes = parts.get(1).as_f64().unwrap_or_default();
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a piece's
            Some(Said::Buffer(buffer, bytes as u64))
        }
        Err(text) => match serde_json::from_str(&text.as_string()?) {
            Ok(Report::Finished { digest, .. }) => Some(Said::Digest(digest.unwrap_or_default())),
            Ok(Report::Failed(failure)) => Some(Said::Failed(failure)),
            _ => None,
        },
    }
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
