//! Digests a file of this machine: reads here, digests in the helper.

use web_sys::{Blob, File};

use super::super::protocol::{Report, SinkKind, WorkerFailure};
use super::reader::PieceReader;
use super::{Desk, StartedHelper, Ticker, words};
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
    let mut reader = PieceReader::of(snapshot, size).map_err(unreadable)?;
    let mut bytes = 0;
    loop {
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
