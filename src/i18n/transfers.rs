//! Transfers in words: where one is, how fast, and how it ended.

use super::{Explained, Lang};
use crate::model::Timestamp;
use crate::transfer::{
    Difference, Direction, Failure, Receipt, RecordState, Snapshot, Stage, Transfer, Verdict, Why,
    WorkerFailure,
};

super::define_texts! {
    transfers_title: "Transfers";
    transfers_empty: "Nothing is moving. Uploads and downloads show up here.";
    transfers_clear: "Clear finished";
    transfers_sign_out_title: "Transfers are running";
    transfers_sign_out: "Signing out cancels them. What isn't finished leaves nothing behind.";
    transfer_delete_record: "Delete the record";
    transfer_cancel_question: "Cancel this upload? An upload can't be paused: another attempt begins at the first byte.";
    transfer_keep_record: "Keep the record";
    transfer_go_on: "Go on";
    transfer_try_now: "Try now";
    transfer_first: "Upload next";
    transfer_receipt: "Copy the receipt";
    image_proven: "In this session";
    queue_pause: "Pause the queue";
    queue_go_on: "Go on with the queue";
    queue_at_once: "Uploads at a time";
    transfer_sent: "Sent";
    transfer_received: "Received";
    transfer_hashed: "Digest";
    download_pause: "Pause";
    download_go_on: "Go on";
    download_first: "Download next";
    download_again: "Save again";
    download_keep_unproven: "Keep them all the same";
    download_choose_place: "Choose where to save";
    download_other_data: "Began at its first byte: the image has other data than when the download began.";
    download_nothing_there: "Began at its first byte: what was here is gone from the browser's storage.";
    partial_continue: "Continue";
    partial_delete: "Delete what is here";
}

impl Lang {
    #[must_use]
    pub fn transfers_running(self, running: usize) -> String {
        let Self::En = self;
        match running {
            0 => "Transfers".to_owned(),
            1 => "Transfers, 1 running".to_owned(),
            n => format!("Transfers, {n} running"),
        }
    }

    /// The stage in a few words.
    #[must_use]
    pub fn stage(self, direction: Direction, stage: &Stage) -> String {
        let Self::En = self;
        match (stage, direction) {
            (Stage::Queued, _) => "Waiting for its turn".to_owned(),
            (
                Stage::Waiting {
                    attempt, seconds, ..
                },
                _,
            ) => {
                format!("Attempt {attempt} in {seconds} s")
            }
            (Stage::Stopped, _) => "Stopped; the record waits".to_owned(),
            (Stage::Preparing, Direction::Upload) => "Creating the record".to_owned(),
            (Stage::Preparing, Direction::Download) => "Asking for the data".to_owned(),
            (Stage::Moving, Direction::Upload) => "Sending".to_owned(),
            (Stage::Moving, Direction::Download) => "Receiving".to_owned(),
            (Stage::Storing, _) => "Sent; the service is storing it".to_owned(),
            (Stage::Importing, _) => "The service is importing it".to_owned(),
            (Stage::Settling, _) => "Asking the service what it has".to_owned(),
            (Stage::Paused, _) => "Paused".to_owned(),
            (Stage::Deleting, _) => "Deleting the record".to_owned(),
            (Stage::Verifying, _) => "Comparing digests".to_owned(),
            (Stage::Saving, _) => "Saving to your downloads".to_owned(),
            (Stage::Done(verdict), _) => self.verdict(verdict),
            (Stage::Failed(_), _) => "Failed".to_owned(),
            (Stage::Cancelled, Direction::Upload) => "Cancelled; the record is deleted".to_owned(),
            (Stage::Cancelled, Direction::Download) => "Cancelled; nothing was kept".to_owned(),
        }
    }

    /// A finished upload in plain text, to keep.
    #[must_use]
    pub fn receipt(self, receipt: &Receipt) -> String {
        let Self::En = self;
        let request = receipt.request_id.as_ref();
        format!(
            "Image: {}\nImage ID: {}\nFile: {}\nSize: {}\n{}: {}\nBegan: {}\nEnded: {}\n{}The digest of the file equals the one that the image service computed.\n",
            receipt.title,
            receipt.image_id,
            receipt.file_name,
            self.exact_size(receipt.bytes),
            receipt.digest.label(),
            receipt.hex,
            Timestamp(receipt.began_s),
            Timestamp(receipt.ended_s),
            request.map_or_else(String::new, |id| format!("Request ID: {id}\n")),
        )
    }

    /// What this console has proven of an image.
    #[must_use]
    pub fn proven_from(self, receipt: &Receipt) -> String {
        let Self::En = self;
        format!(
            "Uploaded from {} and verified ({})",
            receipt.file_name,
            receipt.digest.label()
        )
    }

    /// Why the next attempt is waited for. `known`: what was found out about it.
    #[must_use]
    pub fn waiting_for(self, why: &Why, known: Option<&Explained>) -> String {
        let Self::En = self;
        match (known, why) {
            (Some(known), _) => format!("{}.", known.title.trim_end_matches('.')),
            (None, Why::Call(error) | Why::Fetch(WorkerFailure::Api(error))) => {
                format!("{}.", self.api_error(error).title)
            }
            (None, Why::Fetch(failure)) => format!("{}.", self.worker_failure(failure).title),
            (None, _) => "The connection is stuck.".to_owned(),
        }
    }

    #[must_use]
    pub fn upload_start(self, files: usize) -> String {
        let Self::En = self;
        match files {
            0 | 1 => "Upload".to_owned(),
            n => format!("Upload {n} files"),
        }
    }

    #[must_use]
    pub fn upload_remove(self, file_name: &str) -> String {
        let Self::En = self;
        format!("Leave out {file_name}")
    }

    #[must_use]
    pub fn queue_waiting(self, waiting: usize) -> String {
        let Self::En = self;
        match waiting {
            1 => "1 upload waits".to_owned(),
            n => format!("{n} uploads wait"),
        }
    }

    #[must_use]
    pub fn unfinished_title(self, name: &str) -> String {
        let Self::En = self;
        format!("The upload of “{name}” was not finished")
    }

    #[must_use]
    pub fn unfinished_text(self, file_name: &str, bytes: u64) -> String {
        let Self::En = self;
        format!(
            "This browser began it from {file_name} ({}). Its record waits for the data. Choose the same file to send it from its first byte, or delete the record.",
            self.size(bytes)
        )
    }

    #[must_use]
    pub fn partial_title(self, title: &str) -> String {
        let Self::En = self;
        format!("The download of “{title}” was not finished")
    }

    #[must_use]
    pub fn partial_text(self, bytes: u64, size: u64) -> String {
        let Self::En = self;
        format!("{} of {} are here.", self.size(bytes), self.size(size))
    }

    /// For the button that shows them.
    #[must_use]
    pub fn partials_waiting(self, waiting: usize) -> String {
        let Self::En = self;
        match waiting {
            1 => "Transfers, 1 download not finished".to_owned(),
            n => format!("Transfers, {n} downloads not finished"),
        }
    }

    #[must_use]
    pub fn other_file(self, difference: Difference) -> &'static str {
        let Self::En = self;
        match difference {
            Difference::Name => "This is another file: it has another name.",
            Difference::Size => "This is another file: it has another size.",
            Difference::Time => "This file was changed since then.",
            Difference::Content => "This is another file: it begins with other bytes.",
        }
    }

    #[must_use]
    pub fn quota_size(self, wanted: u64, left: u64) -> String {
        let Self::En = self;
        format!(
            "{} are to be sent, and {} are left. The service would refuse it. Delete what isn't needed, or ask for more.",
            self.size(wanted),
            self.size(left)
        )
    }

    #[must_use]
    pub fn quota_count(self, wanted: usize, left: u64) -> String {
        let Self::En = self;
        format!(
            "Images to be made: {wanted}. Left: {left}. Delete what isn't needed, or ask for more."
        )
    }

    #[must_use]
    pub fn verdict(self, verdict: &Verdict) -> String {
        let Self::En = self;
        match verdict {
            Verdict::Verified(algorithm) => format!("Verified ({})", algorithm.label()),
            Verdict::NoHashGiven => "Complete; this cloud gives no hash to compare".to_owned(),
            Verdict::Mismatch { .. } => "The bytes differ".to_owned(),
        }
    }

    /// "12 MiB of 64 MiB · 9.1 MiB/s · 6 s left · digest 40 %"
    #[must_use]
    pub fn progress(self, direction: Direction, snapshot: &Snapshot, total_bytes: u64) -> String {
        let Self::En = self;
        if snapshot.stage == Stage::Queued {
            return self.size(total_bytes);
        }
        let mut parts = vec![format!(
            "{} of {}",
            self.size(snapshot.moved_bytes),
            self.size(total_bytes)
        )];
        if let Some(speed) = snapshot.bytes_per_s {
            parts.push(format!("{}/s", self.size(speed)));
        }
        if let Some(seconds) = snapshot.quiet_seconds {
            parts.push(match direction {
                Direction::Upload => format!("No byte was accepted for {seconds} s"),
                Direction::Download => format!("No byte came for {seconds} s"),
            });
        } else if let Some(seconds) = snapshot.seconds_left {
            parts.push(format!("{} left", self.duration(seconds)));
        }
        if !snapshot.stage.is_ended() && total_bytes > 0 {
            let percent = u128::from(snapshot.hashed_bytes) * 100 / u128::from(total_bytes);
            // Kept together where the line breaks.
            parts.push(format!("digest\u{a0}{percent}\u{a0}%"));
        }
        parts.join(" · ")
    }

    fn duration(self, seconds: u64) -> String {
        let Self::En = self;
        match seconds {
            0..60 => format!("{seconds} s"),
            60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
            _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
        }
    }

    /// For the live region: one sentence at the end of a transfer.
    #[must_use]
    pub fn transfer_announcement(self, transfer: &Transfer, stage: &Stage) -> String {
        let Self::En = self;
        let what = match transfer.direction {
            Direction::Upload => "Upload",
            Direction::Download => "Download",
        };
        format!(
            "{what} of {}: {}",
            transfer.title,
            self.stage(transfer.direction, stage)
        )
    }

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
            Why::Stalled => Explained::new(
                "The connection is stuck",
                "For a minute no byte was accepted. The line may be down, or the file may have become shorter while it was read.",
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
            Why::NotDigested(worker) => Explained {
                title: "Stored, but not verified".to_owned(),
                ..self.worker_failure(worker)
            },
            Why::Fetch(worker) => self.worker_failure(worker),
            Why::BytesDiffer { ours, theirs, .. } => Explained::new(
                "The bytes differ: this is not the same data",
                match direction {
                    Direction::Upload => format!(
                        "What the service stored hashes to {theirs}, the file to {ours}. Don't use the image; delete it and upload again."
                    ),
                    Direction::Download => format!(
                        "What arrived hashes to {ours}, the image should hash to {theirs}. Nothing was saved. Download it again."
                    ),
                },
            ),
        };
        if direction == Direction::Upload {
            explained.advice =
                format!("{} {}", explained.advice, self.record_state(failure.record));
        }
        explained
    }

    fn record_state(self, record: RecordState) -> &'static str {
        let Self::En = self;
        match record {
            RecordState::None => "No image was created.",
            RecordState::Deleted => "The empty record was deleted.",
            RecordState::Waiting => "The record waits for data: try again, or delete the record.",
            RecordState::Gone => "The record is gone: somebody deleted it.",
            RecordState::Stored => "The image is stored.",
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
            WorkerFailure::NoSpace { needed } => Explained::new(
                "There is not enough room in the browser's storage",
                format!(
                    "{} are needed, until the browser has copied them into your downloads. Free space on the disk or in this browser's settings for this site, or choose a place to save to, where the browser lets you.",
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
            WorkerFailure::NotStarted(words) => Explained::new(
                "The part that reads and checks files didn't start",
                format!(
                    "Reload the page. If that doesn't help, the console's worker file is missing on its server. {words}"
                ),
            ),
        }
    }
}
