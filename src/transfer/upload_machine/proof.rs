//! The proof: an upload is done when the image is there, has the file's size,
//! and both sides computed the same digest.

use super::{Attempt, Command, Phase, UploadMachine};
use crate::api::ErrorKind;
use crate::transfer::failure::{RecordState, Why};
use crate::transfer::protocol::WorkerFailure;
use crate::transfer::stage::Stage;
use crate::transfer::verdict::Verdict;

/// How far the digest may be ahead of what was sent. So it keeps the processor free for
/// the sending, and both read the file while it is in memory: from the disk once.
const AHEAD_BYTES: u64 = 64 << 20;
/// Each change of the limit is a message to the worker.
const LIMIT_STEP_BYTES: u64 = 4 << 20;

impl UploadMachine {
    /// How much of the file may be digested by now; `None` is all of it. Whenever
    /// nothing is being sent, nothing holds the digest up.
    pub(in crate::transfer) fn digest_limit(&self) -> Option<u64> {
        let sent = self.sent_bytes - self.sent_bytes % LIMIT_STEP_BYTES;
        (self.phase == Phase::Sending).then_some(sent + AHEAD_BYTES)
    }

    /// A send that failed may have failed for the same reason, which no attempt mends.
    pub(super) fn on_file_lost(&mut self) -> Vec<Command> {
        match (&self.phase, self.file_lost()) {
            (Phase::Waiting(again), Some(why)) if again.what == Attempt::Send => {
                self.fail(why, RecordState::Waiting)
            }
            _ => self.compare(),
        }
    }

    /// Why a send really failed: browsers say of one whose file has changed only that it
    /// did, and services fail over a body that ends too early. What a service refused is
    /// told in its own words.
    pub(super) fn behind(&self, why: &Why) -> Why {
        let is_failed = matches!(why, Why::Call(error) if error.kind == ErrorKind::ServerFault);
        self.file_lost()
            .filter(|_| is_failed || self.passes_by_itself(why))
            .unwrap_or_else(|| why.clone())
    }

    /// What was found out about the file, if that is why nothing can be sent.
    fn file_lost(&self) -> Option<Why> {
        let failure = self
            .file_failure
            .as_ref()
            .or(self.digest_failure.as_ref())?;
        matches!(
            failure,
            WorkerFailure::FileUnreadable(_)
                | WorkerFailure::FileShort { .. }
                | WorkerFailure::FileChanged
        )
        .then(|| Why::FileLost(failure.clone()))
    }

    /// Ends the upload if image and digest are both there.
    pub(super) fn compare(&mut self) -> Vec<Command> {
        let Phase::Verifying(Some(image)) = &self.phase else {
            return Vec::new();
        };
        if image.size != Some(self.order.file_bytes) {
            let why = Why::SizeDiffers {
                stored: image.size,
                file: self.order.file_bytes,
            };
            return self.fail(why, RecordState::Stored);
        }
        let Some(expected) = image.expected_digest() else {
            let mut commands = vec![Command::StopAll];
            commands.extend(self.finish(Verdict::NoHashGiven));
            return commands;
        };
        if let Some(failure) = self.digest_failure.take() {
            return self.fail(Why::NotDigested(failure), RecordState::Stored);
        }
        match &self.digest {
            Some((algorithm, ours)) if *algorithm == expected.algorithm => {
                match Verdict::of(&expected, ours) {
                    Verdict::Mismatch { ours, theirs, .. } => {
                        let why = Why::BytesDiffer {
                            ours,
                            theirs,
                            can_keep: false,
                        };
                        self.fail(why, RecordState::Stored)
                    }
                    verdict => self.finish(verdict),
                }
            }
            // This cloud digests otherwise: read the file again.
            Some(_) => {
                self.digest = None;
                self.hashed_bytes = 0;
                vec![Command::Digest(expected.algorithm)]
            }
            None => Vec::new(),
        }
    }

    fn finish(&mut self, verdict: Verdict) -> Vec<Command> {
        self.is_proven = matches!(verdict, Verdict::Verified(_));
        if self.order.protects {
            self.enter(Phase::Protecting(verdict));
            return vec![Command::Protect { after_ms: 0 }];
        }
        self.phase = Phase::Ended(Stage::Done(verdict));
        Vec::new()
    }
}
