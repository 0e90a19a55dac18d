//! The upload engine as a state machine: events in, commands out, no I/O.
//!
//! `creating → sending → storing → verifying → done | failed | cancelled`, with
//! `settling` after a failed send: what the record says then decides, because a
//! browser may report an error for bytes that did arrive. The service takes an
//! upload only whole, so a retry starts from zero, on the same record. Nothing
//! is called deleted before it is.

use super::center::Stage;
use super::failure::{Failure, RecordState, Why};
use super::protocol::WorkerFailure;
use super::verdict::Verdict;
use crate::api::{self, ErrorKind, Operation};
use crate::model::{DigestAlgorithm, Image, ImageStatus};

/// No byte accepted for so long: the connection is dead, though no browser says so.
const STALL_MS: f64 = 60_000.0;
/// Ticks further apart than this mean that the computer slept, not that the line is dead.
const SLEPT_MS: f64 = 10_000.0;
/// While the service stores, its answer may get lost; so the record is looked at this often.
const STORING_LOOK_MS: f64 = 30_000.0;
/// Reads of the record that may fail in a row (with waits, some ten minutes).
const MAX_FAILED_READS: u32 = 60;

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
    CancelAsked,
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
    /// The record is being deleted; then it ends so.
    Deleting(Stage),
    Ended(Stage),
}

/// One upload.
#[derive(Debug)]
pub(super) struct UploadMachine {
    file_bytes: u64,
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
    pub(super) fn start(file_bytes: u64) -> (Self, Vec<Command>) {
        let machine = Self {
            file_bytes,
            phase: Phase::Creating,
            sent_bytes: 0,
            hashed_bytes: 0,
            digest: None,
            digest_failure: None,
            looks: 0,
            failed_reads: 0,
            now_ms: None,
            since_ms: None,
        };
        (machine, vec![Command::MakeRecord])
    }

    pub(super) fn stage(&self) -> Stage {
        match &self.phase {
            Phase::Creating => Stage::Preparing,
            Phase::Sending => Stage::Moving,
            Phase::Storing => Stage::Storing,
            Phase::Settling(_) => Stage::Settling,
            Phase::Verifying(_) => Stage::Verifying,
            Phase::Deleting(_) => Stage::Deleting,
            Phase::Ended(stage) => stage.clone(),
        }
    }

    pub(super) fn sent_bytes(&self) -> u64 {
        self.sent_bytes
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
            Event::CancelAsked => self.on_cancel(),
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
        if image.status.is_in_transition() {
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
            ImageStatus::Queued => self.fail(why, RecordState::Waiting),
            _ => self.fail(why, RecordState::Unknown),
        }
    }

    fn on_call_failed(&mut self, error: api::Error) -> Vec<Command> {
        if error.is_cancelled() {
            // By us, in a Stop that has its own consequences.
            return Vec::new();
        }
        match (&self.phase, error.operation) {
            (Phase::Creating, _) => self.on_create_failed(error),
            (Phase::Sending | Phase::Storing, Operation::UploadData) => {
                self.settle(Some(Why::Call(error)))
            }
            (Phase::Settling(_) | Phase::Verifying(None), Operation::ShowImage) => {
                self.on_read_failed(error)
            }
            (Phase::Deleting(_), Operation::DeleteImage) => {
                self.phase = Phase::Ended(Stage::Failed(Failure {
                    why: Why::Call(error),
                    record: RecordState::NotDeleted,
                }));
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn on_create_failed(&mut self, error: api::Error) -> Vec<Command> {
        match error.kind {
            // Nobody else has our id: an attempt whose answer got lost has made it.
            ErrorKind::Conflict => self.on_record_made(),
            ErrorKind::BadRequest
            | ErrorKind::Unauthorized
            | ErrorKind::Forbidden
            | ErrorKind::NotFound
            | ErrorKind::TooLarge
            | ErrorKind::TooMany
            | ErrorKind::Unsendable => self.fail(Why::Call(error), RecordState::None),
            // There may be a record, now or in a moment; it may not stay behind.
            _ => self.delete_then(Why::Call(error), RecordState::None, true),
        }
    }

    fn on_read_failed(&mut self, error: api::Error) -> Vec<Command> {
        let was_accepted = self.phase == Phase::Verifying(None);
        let why = match &self.phase {
            Phase::Settling(Some(why)) => why.clone(),
            _ => Why::Call(error.clone()),
        };
        if error.kind == ErrorKind::NotFound {
            return self.fail(why, RecordState::Gone);
        }
        self.failed_reads += 1;
        // A session that has ended comes back only by signing in.
        let is_hopeless = error.kind == ErrorKind::Unauthorized;
        if is_hopeless || self.failed_reads > MAX_FAILED_READS {
            let record = if was_accepted {
                RecordState::Unverified
            } else {
                RecordState::Unknown
            };
            return self.fail(why, record);
        }
        let after_ms = (1000 * self.failed_reads).min(10_000);
        vec![Command::ReadRecord { after_ms }]
    }

    fn on_deleted(&mut self) -> Vec<Command> {
        if let Phase::Deleting(stage) = &self.phase {
            self.phase = Phase::Ended(stage.clone());
        }
        Vec::new()
    }

    fn on_cancel(&mut self) -> Vec<Command> {
        match self.phase {
            // What is stored already is deleted as an image, not cancelled.
            Phase::Verifying(_) | Phase::Deleting(_) | Phase::Ended(_) => return Vec::new(),
            _ => {}
        }
        let insist = self.phase == Phase::Creating;
        self.phase = Phase::Deleting(Stage::Cancelled);
        vec![Command::StopAll, Command::DeleteRecord { insist }]
    }

    fn on_retry(&mut self) -> Vec<Command> {
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
        let Phase::Ended(Stage::Failed(failure)) = &self.phase else {
            return Vec::new();
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
            self.phase = Phase::Ended(Stage::Done(Verdict::NoHashGiven));
            return vec![Command::StopAll];
        };
        if let Some(failure) = self.digest_failure.take() {
            return self.fail(Why::NotDigested(failure), RecordState::Stored);
        }
        match &self.digest {
            Some((algorithm, ours)) if *algorithm == expected.algorithm => {
                self.phase = Phase::Ended(match Verdict::of(&expected, ours) {
                    Verdict::Mismatch { ours, theirs, .. } => Stage::Failed(Failure {
                        why: Why::BytesDiffer { ours, theirs },
                        record: RecordState::Stored,
                    }),
                    verdict => Stage::Done(verdict),
                });
                Vec::new()
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

#[cfg(test)]
#[path = "upload_machine_tests.rs"]
mod tests;
