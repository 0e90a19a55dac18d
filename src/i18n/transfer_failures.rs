//! Why transfers failed, and what can be done about it, in words.

use super::{Explained, Lang};
use crate::transfer::{Direction, Failure, RecordState, Why, WorkerFailure};

impl Lang {
    /// `diagnosed`: what was found out about the call that failed, if one did.
    #[must_use]
    pub fn transfer_failure(
        self,
        direction: Direction,
        failure: &Failure,
        diagnosed: Option<Explained>,
    ) -> Explained {
        let Self::En = self;
        let mut explained = match &failure.why {
            Why::Call(error) | Why::Fetch(WorkerFailure::Api(error)) => {
                diagnosed.unwrap_or_else(|| self.api_error(error))
            }
            Why::NoQuota(overrun) => Explained::new(
                self.quota_title(),
                format!(
                    "The service ended the connection, and this is most likely why: {}",
                    self.quota_overrun(*overrun)
                ),
            ),
            Why::Stalled => Explained::new(
                "The connection is stuck",
                "For a minute no byte was accepted. The line may be down, or the file may have become shorter while it was read.",
            ),
            Why::Occupied => Explained::new(
                "Another upload seems to be at work on this image",
                "Another tab or program may be sending data to it, or the service was interrupted in the middle of an upload. Nothing was changed. Try again later; or, if you know that nobody is at work on it, delete the record and upload the file anew.",
            ),
            Why::UnexpectedStatus(status) => Explained::new(
                format!("The image is “{}” after the upload", self.status(status)),
                "It should be active. Look at the image before you use it.",
            ),
            Why::ImportFailed => Explained::new(
                "The service could not import the data",
                "It doesn’t say why. Often the store is full or away, or the data isn’t of the chosen format.",
            ),
            Why::SizeDiffers { stored, file } => Explained::new(
                "The service holds another number of bytes than the file has",
                format!(
                    "File: {}. Stored: {}. Don't use the image; delete it and upload again.",
                    self.exact_size(*file),
                    stored.map_or_else(|| self.none().to_owned(), |n| self.exact_size(n)),
                ),
            ),
            Why::FileLost(found) => Explained::new(
                "The file on this computer isn’t what you chose any more",
                format!(
                    "{} To upload it as it is now, choose it again.",
                    self.file_lost(found)
                ),
            ),
            Why::NotDigested(worker) => Explained {
                title: "Stored, but not verified".to_owned(),
                ..self.worker_failure(worker)
            },
            Why::Fetch(worker) => self.worker_failure(worker),
            Why::BytesDiffer { ours, theirs, .. } => Explained::new(
                "The bytes differ: this is not the same data",
                match direction {
                    Direction::Upload => format!(
                        "What the service stored hashes to {}, the file to {}. Don't use the image; delete it and upload again.",
                        short(theirs),
                        short(ours)
                    ),
                    Direction::Download => format!(
                        "What arrived hashes to {}, the image should hash to {}. Something changed it on the way, in the store, or on this computer’s disk. Nothing was saved. Download it again.",
                        short(ours),
                        short(theirs)
                    ),
                },
            ),
        };
        // Of a record in other hands, all is said.
        if direction == Direction::Upload && failure.why != Why::Occupied {
            explained.advice =
                format!("{} {}", explained.advice, self.record_state(failure.record));
        }
        explained
    }

    fn file_lost(self, found: &WorkerFailure) -> String {
        let Self::En = self;
        match found {
            WorkerFailure::FileUnreadable(words) => format!(
                "It was moved, changed or deleted after you chose it, or its disk is away (the browser says “{words}”)."
            ),
            other => self.worker_failure(other).advice,
        }
    }

    fn record_state(self, record: RecordState) -> &'static str {
        let Self::En = self;
        match record {
            RecordState::None => "No image was created.",
            RecordState::Unmade => "No image was created yet: try again once that is settled.",
            RecordState::Deleted => "The empty record was deleted.",
            RecordState::Waiting => "The record waits for data: try again, or delete the record.",
            RecordState::Gone => "The record is gone: somebody deleted it.",
            RecordState::Stored => "The image is stored.",
            RecordState::Unprotected => {
                "The image is stored and verified, but whether it is protected isn’t known: look at its page."
            }
            RecordState::Unverified => {
                "The service took every byte, but the comparison is still missing: try again."
            }
            RecordState::NotDeleted => "The record is still there, because deleting it failed.",
            RecordState::Unknown => "What became of the record isn't known: try again to find out.",
        }
    }

    #[must_use]
    pub fn worker_failure(self, failure: &WorkerFailure) -> Explained {
        let Self::En = self;
        match failure {
            WorkerFailure::Api(error) => self.api_error(error),
            WorkerFailure::Broken { arrived } => Explained::new(
                "The connection broke",
                format!(
                    "It broke after {}, and no new byte came in several attempts. What is here is kept: try again to go on with it.",
                    self.size(*arrived)
                ),
            ),
            WorkerFailure::OtherSize { size, sent } => Explained::new(
                "The service has another number of bytes than its record says",
                format!(
                    "The record says {}, the data has {}. Nothing was saved. Reload the image and try again.",
                    self.exact_size(*size),
                    self.exact_size(*sent)
                ),
            ),
            WorkerFailure::InUse => Explained::new(
                "Another tab is at this download",
                "Look at it there, or close that tab and try again here.",
            ),
            WorkerFailure::NoData => Explained::new(
                "This image has no data",
                "The record exists, but nothing was ever uploaded to it.",
            ),
            WorkerFailure::FileUnreadable(words) => Explained::new(
                "The file can't be read",
                format!(
                    "It may have been moved, changed or deleted since it was chosen. The browser said: {words}"
                ),
            ),
            WorkerFailure::FileShort { read, size } => Explained::new(
                "The file changed while it was read",
                format!(
                    "Only {} of its {} could be read.",
                    self.exact_size(*read),
                    self.exact_size(*size)
                ),
            ),
            WorkerFailure::FileChanged => Explained::new(
                "The file changed",
                "It begins otherwise than when you chose it.",
            ),
            WorkerFailure::NoSpace { needed } => Explained::new(
                "There is not enough room in the browser's storage",
                format!(
                    "{} are needed, until the browser has copied them into your downloads. Free space on the disk or in this browser's settings for this site, or choose a place to save to, where the browser lets you. Should the browser ask whether this site may keep data, allow it, and the download goes on.",
                    self.size(*needed)
                ),
            ),
            WorkerFailure::NoStorage { limit } => Explained::new(
                "This browser window can't store a file this large",
                format!(
                    "Without private storage (private windows, pages without https) only images up to {} can be downloaded. Use an ordinary window, or https.",
                    self.size(*limit)
                ),
            ),
            WorkerFailure::Write(words) => Explained::new(
                "The file could not be written",
                format!("Check the free space on the disk. The browser said: {words}"),
            ),
            WorkerFailure::Died(words) => Explained::new(
                "The part that reads and checks files has ended unexpectedly",
                format!(
                    "Perhaps this computer is short of memory. What was received is kept: try again. The browser said: {words}"
                ),
            ),
            WorkerFailure::NotStarted(words) => Explained::new(
                "The part that reads and checks files didn't start",
                format!(
                    "Reload the page. If that doesn't help, the console's worker file is missing on its server. {words}"
                ),
            ),
        }
    }
}

/// The ends of a digest: enough to see that two differ, and to find one again.
fn short(hex: &str) -> String {
    match (hex.get(..8), hex.get(hex.len().saturating_sub(8)..)) {
        (Some(head), Some(tail)) if hex.len() > 24 => format!("{head}…{tail}"),
        _ => hex.to_owned(),
    }
}
