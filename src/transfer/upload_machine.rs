//! The upload engine as a state machine: events in, commands out, no I/O.
//!
//! `creating → sending → storing → verifying → done | failed | cancelled`, with
//! `settling` after a failed send: what the record says then decides, because a
//! browser may report an error for bytes that did arrive. The service takes an
//! upload only whole, so a retry starts from zero, on the same record. Nothing
//! is called deleted before it is.

use super::failure::{Failure, RecordState, Why};
use super::protocol::WorkerFailure;
use super::stage::Stage;
use super::verdict::Verdict;
use crate::api;
use crate::model::{DigestAlgorithm, Image, ImageStatus};

/// No byte accepted for so long: the connection is dead, though no browser says so.
const STALL_MS: f64 = 60_000.0;
/// A pause that a person should be told of.
const QUIET_MS: f64 = 30_000.0;
/// Ticks further apart than this mean that the computer slept, not that the line is dead.
const SLEPT_MS: f64 = 10_000.0;
/// While the service stores, its answer may get lost; so the record is looked at this often.
const STORING_LOOK_MS: f64 = 30_000.0;

/// What happened.
#[derive(Debug)]
pub(super) enum Event {
    RecordMade,
    /// So many bytes of the body have gone into the connection.
    Sent(u64),
    /// The service answered the body with 2xx.
    Accepted,
    RecordRead(Box<Image>),
    /// Creating, sending, reading or deleting failed.
    CallFailed(api::Error),
    /// The record is gone, by our doing.
    RecordDeleted,
    Hashed(u64),
    Digest(DigestAlgorithm, String),
    DigestFailed(WorkerFailure),
    /// The image is protected now, as was asked.
    Protected,
    /// Stop, and delete the record.
    CancelAsked,
    /// Stop, and leave the record waiting.
    StopAsked,
    RetryAsked,
    /// Instead of a retry: the waiting record is to be deleted.
    GiveUpAsked,
    /// Milliseconds of a monotonic clock; about once a second.
    Tick(f64),
}

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command {
    MakeRecord,
    SendFile,
    ReadRecord {
        after_ms: u32,
    },
    Digest(DigestAlgorithm),
    /// Keep the finished image from being deleted.
    Protect,
    /// Abort the request under way; the digest goes on.
    StopSending,
    /// Abort everything.
    StopAll,
    /// `insist`: it may come into being only after a first attempt to delete it.
    DeleteRecord {
        insist: bool,
    },
}

#[derive(Debug, PartialEq)]
enum Phase {
    Creating,
    Sending,
    Storing,
    /// Sending failed, or a person asks to go on: the record decides.
    Settling(Option<Why>),
    Verifying(Option<Box<Image>>),
    /// What failed may work in a moment: then what is to be done again.
    Waiting(Again),
    /// The bytes are proven; one last wish is on its way.
    Protecting(Verdict),
    /// The record is being deleted; then it ends so.
    Deleting(Stage),
    Ended(Stage),
}

/// A pause before another attempt.
#[derive(Debug, PartialEq)]
struct Again {
    why: Why,
    what: Attempt,
    /// Of the clock of [`Event::Tick`].
    at_ms: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attempt {
    Create,
    Send,
}

/// One upload.
#[derive(Debug)]
pub(super) struct UploadMachine {
    file_bytes: u64,
    /// Whether the finished image is to be protected.
    protects: bool,
    /// Attempts that failed since a person last asked for one.
    attempts: u32,
    phase: Phase,
    sent_bytes: u64,
    hashed_bytes: u64,
    digest: Option<(DigestAlgorithm, String)>,
    digest_failure: Option<WorkerFailure>,
    looks: u32,
    failed_reads: u32,
    /// The last tick.
    now_ms: Option<f64>,
    /// When the last byte was accepted, or the last look in this phase was taken.
    since_ms: Option<f64>,
}

impl UploadMachine {
    /// A new upload and what to do first.
    pub(super) fn start(file_bytes: u64, protects: bool) -> (Self, Vec<Command>) {
        let machine = Self::new(file_bytes, protects, Phase::Creating);
        (machine, vec![Command::MakeRecord])
    }

    /// An upload into a record that waits since an earlier visit.
    pub(super) fn resume(file_bytes: u64, protects: bool) -> (Self, Vec<Command>) {
        let mut machine = Self::new(file_bytes, protects, Phase::Settling(None));
        let mut commands = vec![Command::Digest(DigestAlgorithm::Sha512)];
        commands.extend(machine.settle(None));
        (machine, commands)
    }

    fn new(file_bytes: u64, protects: bool, phase: Phase) -> Self {
        Self {
            file_bytes,
            protects,
            attempts: 0,
            phase,
            sent_bytes: 0,
            hashed_bytes: 0,
            digest: None,
            digest_failure: None,
            looks: 0,
            failed_reads: 0,
            now_ms: None,
            since_ms: None,
        }
    }

    pub(super) fn stage(&self) -> Stage {
        match &self.phase {
            Phase::Creating => Stage::Preparing,
            Phase::Sending => Stage::Moving,
            Phase::Storing => Stage::Storing,
            Phase::Settling(_) => Stage::Settling,
            Phase::Verifying(_) | Phase::Protecting(_) => Stage::Verifying,
            Phase::Waiting(again) => Stage::Waiting {
                why: again.why.clone(),
                attempt: self.attempts + 1,
                seconds: self.seconds_until(again.at_ms),
            },
            Phase::Deleting(_) => Stage::Deleting,
            Phase::Ended(stage) => stage.clone(),
        }
    }

    pub(super) fn sent_bytes(&self) -> u64 {
        self.sent_bytes
    }

    /// The digest that both sides agreed on.
    pub(super) fn proven(&self) -> Option<&(DigestAlgorithm, String)> {
        let is_verified = matches!(self.phase, Phase::Ended(Stage::Done(Verdict::Verified(_))));
        self.digest.as_ref().filter(|_| is_verified)
    }

    /// Whole seconds without a byte, once that is worth telling.
    pub(super) fn quiet_seconds(&self) -> Option<u32> {
        let quiet_ms = self.now_ms? - self.since_ms?;
        // A stall ends it after a minute.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let seconds = (quiet_ms / 1000.0) as u32;
        (self.phase == Phase::Sending && quiet_ms >= QUIET_MS).then_some(seconds)
    }

    pub(super) fn hashed_bytes(&self) -> u64 {
        self.hashed_bytes
    }

    /// Takes an event in. Events that come too late for the phase change nothing.
    pub(super) fn on(&mut self, event: Event) -> Vec<Command> {
        match event {
            Event::RecordMade => self.on_record_made(),
            Event::Sent(bytes) => self.on_sent(bytes),
            Event::Accepted => self.on_accepted(),
            Event::RecordRead(image) => self.on_record(image),
            Event::CallFailed(error) => self.on_call_failed(error),
            Event::RecordDeleted => self.on_deleted(),
            Event::Hashed(bytes) => {
                self.hashed_bytes = bytes;
                Vec::new()
            }
            Event::Digest(algorithm, hex) => {
                self.hashed_bytes = self.file_bytes;
                self.digest = Some((algorithm, hex));
                self.compare()
            }
            Event::DigestFailed(failure) => {
                self.digest_failure = Some(failure);
                self.compare()
            }
            Event::Protected => self.on_protected(),
            Event::CancelAsked => self.on_cancel(),
            Event::StopAsked => self.on_stop(),
            Event::RetryAsked => self.on_retry(),
            Event::GiveUpAsked => self.on_give_up(),
            Event::Tick(now_ms) => self.on_tick(now_ms),
        }
    }

    fn on_record_made(&mut self) -> Vec<Command> {
        if self.phase != Phase::Creating {
            return Vec::new();
        }
        self.enter(Phase::Sending);
        vec![Command::SendFile, Command::Digest(DigestAlgorithm::Sha512)]
    }

    fn on_protected(&mut self) -> Vec<Command> {
        if let Phase::Protecting(verdict) = &self.phase {
            self.phase = Phase::Ended(Stage::Done(verdict.clone()));
        }
        Vec::new()
    }

    fn on_sent(&mut self, bytes: u64) -> Vec<Command> {
        if self.phase == Phase::Sending {
            self.since_ms = None;
            self.sent_bytes = bytes.min(self.file_bytes);
            if self.sent_bytes == self.file_bytes {
                self.enter(Phase::Storing);
            }
        }
        Vec::new()
    }

    fn on_accepted(&mut self) -> Vec<Command> {
        if !matches!(self.phase, Phase::Sending | Phase::Storing) {
            return Vec::new();
        }
        self.sent_bytes = self.file_bytes;
        self.enter(Phase::Verifying(None));
        vec![Command::ReadRecord { after_ms: 0 }]
    }

    fn on_record(&mut self, image: Box<Image>) -> Vec<Command> {
        self.failed_reads = 0;
        let is_active = image.status == ImageStatus::Active;
        match &self.phase {
            // The answer to the body got lost, but the image is there.
            Phase::Storing if is_active => {}
            Phase::Settling(_) | Phase::Verifying(None) => {}
            _ => return Vec::new(),
        }
        if is_active {
            self.sent_bytes = self.file_bytes;
            self.enter(Phase::Verifying(Some(image)));
            return self.compare();
        }
        if image.is_in_transition() {
            // A store may take its time; the person can cancel.
            self.looks += 1;
            let after_ms = if self.looks < 30 { 1000 } else { 5000 };
            return vec![Command::ReadRecord { after_ms }];
        }
        let resend = self.phase == Phase::Settling(None);
        let why = match &self.phase {
            Phase::Settling(Some(why)) => why.clone(),
            _ => Why::UnexpectedStatus(image.status.clone()),
        };
        match image.status {
            ImageStatus::Queued if image.is_poisoned() => {
                self.delete_then(why, RecordState::Deleted, false)
            }
            ImageStatus::Queued if resend => {
                self.sent_bytes = 0;
                self.enter(Phase::Sending);
                vec![Command::SendFile]
            }
            ImageStatus::Queued => self.again_or_fail(why),
            _ => self.fail(why, RecordState::Unknown),
        }
    }

    fn on_deleted(&mut self) -> Vec<Command> {
        if let Phase::Deleting(stage) = &self.phase {
            self.phase = Phase::Ended(stage.clone());
        }
        Vec::new()
    }

    fn on_cancel(&mut self) -> Vec<Command> {
        if !self.can_be_stopped() {
            return Vec::new();
        }
        let insist = self.is_creating();
        self.phase = Phase::Deleting(Stage::Cancelled);
        vec![Command::StopAll, Command::DeleteRecord { insist }]
    }

    /// Like a cancel, but the record stays, for another attempt.
    fn on_stop(&mut self) -> Vec<Command> {
        if !self.can_be_stopped() {
            return Vec::new();
        }
        // Until there is one, there is nothing to keep.
        if self.is_creating() {
            return self.on_cancel();
        }
        self.phase = Phase::Ended(Stage::Stopped);
        vec![Command::StopAll]
    }

    /// What is stored already is deleted as an image, not cancelled.
    fn can_be_stopped(&self) -> bool {
        !matches!(
            self.phase,
            Phase::Verifying(_) | Phase::Protecting(_) | Phase::Deleting(_) | Phase::Ended(_)
        )
    }

    fn is_creating(&self) -> bool {
        match &self.phase {
            Phase::Creating => true,
            Phase::Waiting(again) => again.what == Attempt::Create,
            _ => false,
        }
    }

    fn on_retry(&mut self) -> Vec<Command> {
        self.attempts = 0;
        if let Phase::Waiting(again) = &self.phase {
            let what = again.what;
            return self.attempt(what);
        }
        let Phase::Ended(stage) = &self.phase else {
            return Vec::new();
        };
        if !stage.can_retry() {
            return Vec::new();
        }
        // The digest of the first try would miss a file that changed in between.
        self.digest = None;
        self.digest_failure = None;
        self.hashed_bytes = 0;
        let mut commands = vec![Command::Digest(DigestAlgorithm::Sha512)];
        commands.extend(self.settle(None));
        commands
    }

    fn on_give_up(&mut self) -> Vec<Command> {
        let failure = match &self.phase {
            Phase::Ended(Stage::Stopped) => {
                self.phase = Phase::Deleting(Stage::Cancelled);
                return vec![Command::DeleteRecord { insist: false }];
            }
            Phase::Ended(Stage::Failed(failure)) => failure,
            _ => return Vec::new(),
        };
        if !matches!(
            failure.record,
            RecordState::Waiting | RecordState::Unknown | RecordState::NotDeleted
        ) {
            return Vec::new();
        }
        let why = failure.why.clone();
        self.delete_then(why, RecordState::Deleted, false)
    }

    fn on_tick(&mut self, now_ms: f64) -> Vec<Command> {
        let slept = self.now_ms.is_some_and(|last| now_ms - last > SLEPT_MS);
        self.now_ms = Some(now_ms);
        if slept {
            self.since_ms = None;
        }
        let since = *self.since_ms.get_or_insert(now_ms);
        match self.phase {
            Phase::Sending if now_ms - since >= STALL_MS => {
                let mut commands = vec![Command::StopSending];
                commands.extend(self.settle(Some(Why::Stalled)));
                commands
            }
            Phase::Storing if now_ms - since >= STORING_LOOK_MS => {
                self.since_ms = Some(now_ms);
                vec![Command::ReadRecord { after_ms: 0 }]
            }
            Phase::Waiting(Again { at_ms, what, .. }) if now_ms >= at_ms => self.attempt(what),
            _ => Vec::new(),
        }
    }

    fn enter(&mut self, phase: Phase) {
        self.phase = phase;
        self.since_ms = None;
        self.looks = 0;
        self.failed_reads = 0;
    }

    fn settle(&mut self, why: Option<Why>) -> Vec<Command> {
        self.enter(Phase::Settling(why));
        // An aborted body puts the record back to `queued` within about 0.1 s.
        vec![Command::ReadRecord { after_ms: 500 }]
    }

    /// Ends the upload if image and digest are both there.
    fn compare(&mut self) -> Vec<Command> {
        let Phase::Verifying(Some(image)) = &self.phase else {
            return Vec::new();
        };
        if image.size != Some(self.file_bytes) {
            let why = Why::SizeDiffers {
                stored: image.size,
                file: self.file_bytes,
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
                        self.fail(Why::BytesDiffer { ours, theirs }, RecordState::Stored)
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
        if self.protects {
            self.phase = Phase::Protecting(verdict);
            return vec![Command::Protect];
        }
        self.phase = Phase::Ended(Stage::Done(verdict));
        Vec::new()
    }

    fn fail(&mut self, why: Why, record: RecordState) -> Vec<Command> {
        self.phase = Phase::Ended(Stage::Failed(Failure { why, record }));
        vec![Command::StopAll]
    }

    /// Deletes the record, then fails; `record` is what is said once it is gone.
    fn delete_then(&mut self, why: Why, record: RecordState, insist: bool) -> Vec<Command> {
        self.phase = Phase::Deleting(Stage::Failed(Failure { why, record }));
        vec![Command::StopAll, Command::DeleteRecord { insist }]
    }
}

mod failing;

#[cfg(test)]
#[path = "upload_machine_tests.rs"]
mod tests;
