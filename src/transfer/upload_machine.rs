//! The upload engine as a state machine: events in, commands out, no I/O.
//!
//! `creating → sending → storing → verifying → done | failed | cancelled`, with
//! `settling` after a failed send: what the record says then decides, because a
//! browser may report an error for bytes that did arrive. The service takes an
//! upload only whole, so a retry starts from zero, on the same record.

use super::center::Stage;
use super::failure::{Failure, RecordState, Why};
use super::protocol::WorkerFailure;
use super::verdict::Verdict;
use crate::api::{self, ErrorKind, Operation};
use crate::model::{DigestAlgorithm, Image, ImageStatus};

/// No byte accepted for so long: the connection is dead, though no browser says so.
const STALL_MS: f64 = 60_000.0;
/// Looks at a record that is in transition, or that can't be read, before giving up.
const MAX_LOOKS: u32 = 120;

/// What happened.
#[derive(Debug)]
pub(super) enum Event {
    RecordMade,
    /// So many bytes of the body have gone into the connection.
    Sent(u64),
    /// The service answered the body with 2xx.
    Accepted,
    RecordRead(Box<Image>),
    /// Creating, sending or reading failed.
    CallFailed(api::Error),
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
    /// Abort what runs: request and digest.
    Stop,
    DeleteRecord,
}

#[derive(Debug, PartialEq)]
enum Phase {
    Creating,
    Sending,
    Storing,
    Settling(Why),
    Verifying(Option<Box<Image>>),
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
    /// When the last byte was accepted; set by the first tick after it.
    progress_ms: Option<f64>,
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
            progress_ms: None,
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
        self.phase = Phase::Sending;
        vec![Command::SendFile, Command::Digest(DigestAlgorithm::Sha512)]
    }

    fn on_sent(&mut self, bytes: u64) -> Vec<Command> {
        if self.phase == Phase::Sending {
            self.progress_ms = None;
            self.sent_bytes = bytes.min(self.file_bytes);
            if self.sent_bytes == self.file_bytes {
                self.phase = Phase::Storing;
            }
        }
        Vec::new()
    }

    fn on_accepted(&mut self) -> Vec<Command> {
        if !matches!(self.phase, Phase::Sending | Phase::Storing) {
            return Vec::new();
        }
        self.sent_bytes = self.file_bytes;
        self.phase = Phase::Verifying(None);
        self.looks = 0;
        vec![Command::ReadRecord { after_ms: 0 }]
    }

    fn on_record(&mut self, image: Box<Image>) -> Vec<Command> {
        let why = match &self.phase {
            Phase::Settling(why) => Some(why.clone()),
            Phase::Verifying(None) => None,
            _ => return Vec::new(),
        };
        if image.status == ImageStatus::Active {
            self.phase = Phase::Verifying(Some(image));
            return self.compare();
        }
        if image.status.is_in_transition() && self.looks < MAX_LOOKS {
            self.looks += 1;
            return vec![Command::ReadRecord { after_ms: 1000 }];
        }
        let poisoned = image.is_poisoned();
        let record = match image.status {
            ImageStatus::Queued if poisoned => RecordState::Deleted,
            ImageStatus::Queued => RecordState::Waiting,
            _ => RecordState::Unknown,
        };
        let why = why.unwrap_or(Why::UnexpectedStatus(image.status));
        let mut commands = self.fail(why, record);
        if poisoned {
            commands.push(Command::DeleteRecord);
        }
        commands
    }

    fn on_call_failed(&mut self, error: api::Error) -> Vec<Command> {
        if error.is_cancelled() {
            // By us, in a Stop that has its own consequences.
            return Vec::new();
        }
        match (&self.phase, error.operation) {
            (Phase::Creating, _) => {
                // Without an answer there may be a record; nobody may stay behind.
                let unsure = matches!(error.kind, ErrorKind::NoAnswer | ErrorKind::TimedOut);
                let mut commands = self.fail(Why::Call(error), RecordState::None);
                if unsure {
                    commands.push(Command::DeleteRecord);
                }
                commands
            }
            (Phase::Sending | Phase::Storing, Operation::UploadData) => {
                self.settle(Why::Call(error))
            }
            (Phase::Settling(why), Operation::ShowImage) => {
                let why = why.clone();
                if error.kind == ErrorKind::NotFound {
                    return self.fail(why, RecordState::Gone);
                }
                self.look_again()
                    .unwrap_or_else(|| self.fail(why, RecordState::Unknown))
            }
            (Phase::Verifying(None), Operation::ShowImage) => {
                if error.kind == ErrorKind::NotFound {
                    return self.fail(Why::Call(error), RecordState::Gone);
                }
                self.look_again()
                    .unwrap_or_else(|| self.fail(Why::Call(error), RecordState::Unknown))
            }
            _ => Vec::new(),
        }
    }

    /// A few more tries to read the record while the network is away.
    fn look_again(&mut self) -> Option<Vec<Command>> {
        self.looks += 10;
        (self.looks < MAX_LOOKS).then(|| vec![Command::ReadRecord { after_ms: 2000 }])
    }

    fn on_cancel(&mut self) -> Vec<Command> {
        if matches!(self.phase, Phase::Ended(_)) {
            return Vec::new();
        }
        self.phase = Phase::Ended(Stage::Cancelled);
        vec![Command::Stop, Command::DeleteRecord]
    }

    fn on_retry(&mut self) -> Vec<Command> {
        let Phase::Ended(Stage::Failed(Failure {
            record: RecordState::Waiting,
            ..
        })) = &self.phase
        else {
            return Vec::new();
        };
        self.phase = Phase::Sending;
        self.sent_bytes = 0;
        self.progress_ms = None;
        // The digest of the first try would miss a file that changed in between.
        self.digest = None;
        self.digest_failure = None;
        self.hashed_bytes = 0;
        vec![Command::SendFile, Command::Digest(DigestAlgorithm::Sha512)]
    }

    fn on_give_up(&mut self) -> Vec<Command> {
        let Phase::Ended(Stage::Failed(failure)) = &mut self.phase else {
            return Vec::new();
        };
        if failure.record != RecordState::Waiting {
            return Vec::new();
        }
        failure.record = RecordState::Deleted;
        vec![Command::DeleteRecord]
    }

    fn on_tick(&mut self, now_ms: f64) -> Vec<Command> {
        // After the last byte the service may take as long as its store needs.
        if self.phase != Phase::Sending {
            return Vec::new();
        }
        let since = *self.progress_ms.get_or_insert(now_ms);
        if now_ms - since < STALL_MS {
            return Vec::new();
        }
        let mut commands = vec![Command::Stop];
        commands.extend(self.settle(Why::Stalled));
        commands
    }

    fn settle(&mut self, why: Why) -> Vec<Command> {
        self.phase = Phase::Settling(why);
        self.looks = 0;
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
            return vec![Command::Stop];
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
        vec![Command::Stop]
    }
}

#[cfg(test)]
#[path = "upload_machine_tests.rs"]
mod tests;
