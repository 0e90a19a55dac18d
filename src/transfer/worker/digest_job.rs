//! Digests a file of this machine: reads here, digests in the helper.

use futures::StreamExt as _;
use futures::channel::mpsc::UnboundedReceiver;
use web_sys::{Blob, File};

use super::super::protocol::{Note, Report, SinkKind, WorkerFailure};
use super::reader::PieceReader;
use super::{Desk, StartedHelper, Ticker, words};
use crate::model::DigestAlgorithm;

pub(super) async fn run(
    desk: &Desk,
    algorithm: DigestAlgorithm,
    file: &File,
    helper: StartedHelper,
    notes: UnboundedReceiver<Note>,
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
    let mut reader = PieceReader::of(snapshot, size).map_err(unreadable)?;
    let mut bytes = 0;
    let mut leash = Leash { notes, limit: None };
    loop {
        leash.wait(bytes).await;
        let buffer = helper.buffer().await?;
        let Some(piece) = reader.next(buffer).await.map_err(unreadable)? else {
            break;
        };
        bytes += u64::from(piece.length());
        helper.feed(&piece.buffer(), piece.length());
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

/// Holds the digest back while whoever asked for it says so.
struct Leash {
    notes: UnboundedReceiver<Note>,
    limit: Option<u64>,
}

impl Leash {
    /// Until more than the first `bytes` may be read.
    async fn wait(&mut self, bytes: u64) {
        while let Ok(note) = self.notes.try_recv() {
            self.take(note);
        }
        while self.limit.is_some_and(|limit| bytes >= limit) {
            match self.notes.next().await {
                Some(note) => self.take(note),
                // Nobody holds it any more.
                None => self.limit = None,
            }
        }
    }

    fn take(&mut self, note: Note) {
        if let Note::DigestUpTo(limit) = note {
            self.limit = limit;
        }
    }
}
