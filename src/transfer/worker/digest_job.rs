//! Digests a file of this machine.

use web_sys::{Blob, File};

use super::super::hasher::Hasher;
use super::super::protocol::{Report, SinkKind, WorkerFailure};
use super::reader::PieceReader;
use super::{Desk, Ticker, words};
use crate::model::DigestAlgorithm;

pub(super) async fn run(
    desk: &Desk,
    algorithm: DigestAlgorithm,
    file: &File,
) -> Result<(Report, Option<Blob>), WorkerFailure> {
    let unreadable = |error| WorkerFailure::FileUnreadable(words(&error));
    // The slice is a snapshot: a file that grows meanwhile doesn't change what is digested.
    let snapshot = file
        .slice_with_f64_and_f64(0.0, file.size())
        .map_err(unreadable)?;
    let mut hasher = Hasher::new(algorithm);
    let mut ticker = Ticker::new();
    let mut bytes = 0;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // exact below 8 PiB
    let size = snapshot.size() as u64;
    let mut reader = PieceReader::new(&snapshot.stream(), Some(size)).map_err(unreadable)?;
    while let Some(piece) = reader.next().await.map_err(unreadable)? {
        hasher.update(piece);
        bytes += piece.len() as u64;
        ticker.tick(desk, bytes);
    }
    if bytes != size {
        return Err(WorkerFailure::FileShort { read: bytes, size });
    }
    let report = Report::Finished {
        bytes,
        digest: Some(hasher.finish()),
        sink: SinkKind::None,
    };
    Ok((report, None))
}
