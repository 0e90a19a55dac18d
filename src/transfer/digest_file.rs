//! The digest of a file of this machine, without an upload: to find out whether
//! the service has the same bytes already.

use futures::channel::oneshot;
use web_sys::File;

use super::center::TransferCenter;
use super::protocol::{Job, Report, WorkerFailure};
use crate::model::DigestAlgorithm;

/// The digest of all of the file, in lower-case hexadecimal, computed in a
/// worker of the center's. `on_progress` is told how many bytes are done. Whoever
/// drops the future ends the worker.
///
/// # Errors
/// The worker didn't start, or the file can't be read.
pub async fn digest_file(
    center: &TransferCenter,
    file: &File,
    algorithm: DigestAlgorithm,
    on_progress: impl Fn(u64) + 'static,
) -> Result<String, WorkerFailure> {
    let (sender, answer) = oneshot::channel();
    let mut sender = Some(sender);
    let on_report = move |report, _| {
        let outcome = match report {
            Report::Progress { bytes } => return on_progress(bytes),
            Report::Finished { digest, .. } => Ok(digest.unwrap_or_default()),
            Report::Failed(failure) => Err(failure),
            // A digest says nothing else.
            _ => return,
        };
        if let Some(sender) = sender.take() {
            // Nobody listens any more once the future is dropped.
            sender.send(outcome).ok();
        }
    };
    let job = Job::Digest { algorithm };
    let _hand = center.hire(job, Some(file.clone().into()), on_report)?;
    answer.await.unwrap_or_else(|_| {
        let words = "it ended without an answer".to_owned();
        Err(WorkerFailure::NotStarted(words))
    })
}
