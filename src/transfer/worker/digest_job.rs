//! Digests a file of this machine: reads here, digests in the helper.

use std::collections::VecDeque;

use js_sys::{ArrayBuffer, Promise, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

use super::super::protocol::{Report, SinkKind, WorkerFailure};
use super::drain::Drain;
use super::{Desk, PIECE_BYTES, StartedHelper, Ticker, words};
use crate::model::DigestAlgorithm;

pub(super) async fn run(
    desk: &Desk,
    algorithm: DigestAlgorithm,
    file: &File,
    helper: StartedHelper,
) -> Result<(Report, Option<Blob>), WorkerFailure> {
    let unreadable = |error| WorkerFailure::FileUnreadable(words(&error));
    // The slice is a snapshot: a file that grows meanwhile doesn't change what is digested.
    let snapshot = file
        .slice_with_f64_and_f64(0.0, file.size())
        .map_err(unreadable)?;
    let helper = helper?;
    helper.begin(algorithm);
    let mut ticker = Ticker::new();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // exact below 8 PiB
    let size = snapshot.size() as u64;
    let mut pieces = Pieces::of(snapshot, size);
    let drain = Drain::new();
    let mut bytes = 0;
    while let Some(piece) = pieces.next().await.map_err(unreadable)? {
        bytes += u64::from(piece.byte_length());
        drain.take(&Uint8Array::new(&helper.buffer().await?.into()));
        helper.feed(&piece, piece.byte_length());
        ticker.tick(desk, helper.digested());
    }
    if bytes != size {
        return Err(WorkerFailure::FileShort { read: bytes, size });
    }
    let report = Report::Finished {
        bytes,
        digest: Some(helper.finish().await?),
        sink: SinkKind::None,
    };
    Ok((report, None))
}

/// Pieces asked for before they are needed.
const AHEAD: usize = 2;

/// A file's bytes in order. Some are always being read while others are dealt with.
/// (`Blob.stream()` leaves twice as much garbage, and it can't be given back.)
struct Pieces {
    file: Blob,
    /// Where the next piece to ask for begins.
    at: u64,
    size: u64,
    asked: VecDeque<JsFuture>,
}

impl Pieces {
    fn of(file: Blob, size: u64) -> Self {
        Self {
            file,
            at: 0,
            size,
            asked: VecDeque::new(),
        }
    }

    fn ask(&mut self) {
        while self.asked.len() < AHEAD && self.at < self.size {
            let end = self.size.min(self.at + u64::from(PIECE_BYTES));
            #[allow(clippy::cast_precision_loss)] // exact below 8 PiB
            let piece = self.file.slice_with_f64_and_f64(self.at as f64, end as f64);
            self.at = end;
            let piece = match piece {
                Ok(piece) => piece.array_buffer(),
                Err(error) => Promise::reject(&error),
            };
            // Listened to at once: after a failure nobody waits for those behind it, and
            // what befalls them must not be called an error that nobody handles.
            self.asked.push_back(JsFuture::from(piece));
        }
    }

    async fn next(&mut self) -> Result<Option<ArrayBuffer>, JsValue> {
        self.ask();
        let Some(asked) = self.asked.pop_front() else {
            return Ok(None);
        };
        let piece = asked.await?;
        self.ask();
        Ok(Some(piece.unchecked_into()))
    }
}
