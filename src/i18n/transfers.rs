//! Transfers in words: where one is, how fast, and how it ended.

use super::{Explained, Lang};
use crate::model::{Overrun, Timestamp};
use crate::transfer::{
    Difference, Direction, Halt, Partial, Receipt, Snapshot, Stage, Transfer, Unfinished, Verdict,
    Why, WorkerFailure,
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
    queue_uploads: "Uploads";
    queue_downloads: "Downloads";
    queue_pause: "Pause the queue";
    queue_halted: "The queue was stopped: what made one of them fail would make the others fail, too.";
    queue_earlier: "Earlier";
    queue_later: "Later";
    queue_go_on: "Go on with the queue";
    queue_at_once: "Uploads at a time";
    queue_downloads_at_once: "Downloads at a time";
    transfer_sent: "Sent";
    transfer_saved: "Saved";
    transfer_received: "Received";
    transfer_hashed: "Digest";
    download_pause: "Pause";
    download_go_on: "Go on";
    download_first: "Download next";
    download_again: "Save again";
    download_not_there: "Not among your downloads? A browser may ask first when a page saves several files, and doesn’t tell the page of a full disk.";
    download_keep_unproven: "Keep the wrong bytes";
    download_choose_place: "Choose where to save";
    download_other_data: "Began at its first byte: the image has other data than when the download began.";
    download_hash_gone: "Began at its first byte: the hash that the image had when the download began is told no more.";
    download_nothing_there: "Began at its first byte: what was here is gone from the browser's storage.";
    download_from: "Download from";
    download_from_any: "From any store";
    partial_continue: "Continue";
    partial_saved: "If it isn't among your downloads, save it once more: its bytes stay here for a while.";
    partial_not_begun: "It had not begun.";
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
            (Stage::Withdrawn, _) => "Cancelled before it began".to_owned(),
            (Stage::Cancelled, Direction::Upload) => "Cancelled; the record is deleted".to_owned(),
            (Stage::Cancelled, Direction::Download) => "Cancelled; nothing was kept".to_owned(),
        }
    }

    /// A finished upload in plain text, to keep.
    #[must_use]
    pub fn receipt(self, receipt: &Receipt) -> String {
        let Self::En = self;
        let named = |what, id: &Option<String>| {
            let line = |id| format!("{what}: {id}\n");
            id.as_ref().map_or_else(String::new, line)
        };
        format!(
            "Image: {}\nImage ID: {}\nFile: {}\nSize: {}\n{}: {}\nBegan: {}\nEnded: {}\n{}{}The digest of the file equals the one that the image service computed.\n",
            receipt.title,
            receipt.image_id,
            receipt.file_name,
            self.exact_size(receipt.bytes),
            receipt.digest.label(),
            receipt.hex,
            Timestamp(receipt.began_s),
            Timestamp(receipt.ended_s),
            named("Request ID, record", &receipt.created_by),
            named("Request ID, data", &receipt.request_id),
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
    pub fn queue_waiting(self, direction: Direction, waiting: usize) -> String {
        let Self::En = self;
        let what = match direction {
            Direction::Upload => "upload",
            Direction::Download => "download",
        };
        match waiting {
            1 => format!("1 {what} waits"),
            n => format!("{n} {what}s wait"),
        }
    }

    #[must_use]
    pub fn transfers_retry_failed(self, failed: usize) -> String {
        let Self::En = self;
        format!("Retry failed ({failed})")
    }

    /// Of one that waits: its place among all that do, from 1.
    #[must_use]
    pub fn queue_place(self, place: usize, of: usize, halt: Option<Halt>) -> String {
        let Self::En = self;
        let halted = match halt {
            None => "",
            Some(Halt::Asked) => ", which is paused",
            Some(Halt::Failure) => ", which was stopped",
        };
        format!("number {place} of {of} in the queue{halted}")
    }

    #[must_use]
    pub fn unfinished_title(self, upload: &Unfinished) -> String {
        let Self::En = self;
        let name = &upload.name;
        if upload.is_stored {
            format!("“{name}” was uploaded, but not verified")
        } else {
            format!("The upload of “{name}” was not finished")
        }
    }

    #[must_use]
    pub fn unfinished_text(self, upload: &Unfinished) -> String {
        let Self::En = self;
        let file_name = &upload.file_name;
        let size = self.size(upload.file_bytes);
        match (upload.is_stored, upload.protects) {
            (false, _) => format!(
                "This browser began it from {file_name} ({size}). Its record waits for the data. Choose the same file to send it from its first byte, or delete the record."
            ),
            (true, false) => format!(
                "This browser sent {file_name} ({size}), and its page ended before the bytes were compared. Choose the same file to compare them now; nothing is sent again."
            ),
            (true, true) => format!(
                "This browser sent {file_name} ({size}), and its page ended before the bytes were compared and the image was protected. Choose the same file to do both now; nothing is sent again."
            ),
        }
    }

    #[must_use]
    pub fn download_from_store(self, store: &str) -> String {
        let Self::En = self;
        format!("From {store}")
    }

    #[must_use]
    pub fn partial_title(self, partial: &Partial) -> String {
        let Self::En = self;
        let title = &partial.title;
        match partial.saved_ms {
            Some(_) => format!("“{title}” was handed to the browser to save"),
            None => format!("The download of “{title}” was not finished"),
        }
    }

    #[must_use]
    pub fn partial_text(self, partial: &Partial) -> String {
        let Self::En = self;
        match partial.bytes() {
            _ if partial.saved_ms.is_some() => self.partial_saved().to_owned(),
            0 if partial.size > 0 => self.partial_not_begun().to_owned(),
            bytes => format!(
                "{} of {} are here.",
                self.size(bytes),
                self.size(partial.size)
            ),
        }
    }

    /// For the button that shows them.
    #[must_use]
    pub fn transfers_left(self, uploads: usize, downloads: usize) -> String {
        let Self::En = self;
        let counted = |count: usize, what: &str| match count {
            0 => None,
            1 => Some(format!("1 {what}")),
            n => Some(format!("{n} {what}s")),
        };
        let parts = [counted(uploads, "upload"), counted(downloads, "download")];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        format!("Transfers, {} not finished", parts.join(" and "))
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
    pub fn quota_overrun(self, overrun: Overrun) -> String {
        let Self::En = self;
        let (wanted, left) = (self.size(overrun.wanted), self.size(overrun.left));
        if overrun.is_staging {
            format!(
                "{wanted} are to be staged on their way into the store, and {left} are left for that. The service would refuse it. Import or delete what is staged, or ask for more."
            )
        } else {
            format!(
                "{wanted} are to be sent, and {left} are left. The service would refuse it. Delete what isn't needed, or ask for more."
            )
        }
    }

    /// `running`: as many as may be.
    #[must_use]
    pub fn quota_uploading(self, running: u64) -> String {
        let Self::En = self;
        format!(
            "Uploads and imports of this project under way: {running}, as many as it may have at a time. The service may refuse another until one of them has ended."
        )
    }

    /// `together`: more than may run beside those that do.
    #[must_use]
    pub fn quota_together(self, running: u64, limit: u64, together: usize) -> String {
        let Self::En = self;
        format!(
            "Uploads and imports of this project at a time: {limit} at most, {running} under way, {together} about to begin together. The service may refuse some of them. Send fewer, or let fewer run at a time (in Transfers)."
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
        if !snapshot.stage.is_ended() && snapshot.is_digested && total_bytes > 0 {
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
            Direction::Download if transfer.is_check => "Verification",
            Direction::Download => "Download",
        };
        format!(
            "{what} of {}: {}",
            transfer.title,
            self.stage(transfer.direction, stage)
        )
    }
}
