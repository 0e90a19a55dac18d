//! The upload engine as a state machine: events in, commands out, no I/O.
//!
//! `creating → sending → storing (→ importing) → verifying → done | failed |
//! cancelled`, with `settling` after a failed send: what the record says then
//! decides, because a browser may report an error for bytes that did arrive. The
//! service takes an upload only whole, so a retry starts from zero, on the same
//! record; one that takes no data any more is replaced. Nothing is called deleted
//! before it is.

mod asked;
mod failing;
mod proof;
mod settling;
mod words;

pub(super) use self::words::{Command, Event, Order};
use super::failure::{Failure, RecordState, Why};
use super::protocol::WorkerFailure;
use super::stage::Stage;
use super::verdict::Verdict;
use crate::model::{DigestAlgorithm, Image};

/// No byte accepted for so long: the connection is dead, though no browser says so.
const STALL_MS: f64 = 60_000.0;
/// A pause that a person should be told of.
const QUIET_MS: f64 = 30_000.0;
/// Ticks further apart than this mean that the computer slept, not that the line is dead;
/// several in a row, that the browser lets a hidden page look at its clock once a minute.
const SLEPT_MS: f64 = 10_000.0;
/// While the service stores, its answer may get lost; so the record is looked at this often.
const STORING_LOOK_MS: f64 = 30_000.0;

#[derive(Debug, PartialEq)]
enum Phase {
    Creating,
    Sending,
    Storing,
    /// What was staged goes into a store. `is_begun`: the service said that it does.
    Importing {
        is_begun: bool,
    },
    /// Sending failed, or a person asks to go on: the record decides.
    Settling(Option<Why>),
    /// Sending broke without a word, and the record waits: perhaps it was refused, in an
    /// answer that came too early for the browser to read. Why it broke.
    AskingQuota(Why),
    Verifying(Option<Box<Image>>),
    /// What failed may work in a moment: then what is to be done again.
    Waiting(Again),
    /// The bytes are proven; one last wish is on its way.
    Protecting(Verdict),
    /// Stopped when all was sent: perhaps it became an image all the same.
    Stopping,
    /// The record is to be deleted, unless it is somebody's by now. Why it came to that;
    /// `None` after a stop.
    GivingUp(Option<Why>),
    /// The record is being deleted, for another to take its place.
    Replacing(Why),
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
    /// Create, with another id.
    Replace,
    Send,
}

/// One upload.
#[derive(Debug)]
pub(super) struct UploadMachine {
    order: Order,
    /// Attempts that failed since a person last asked for one.
    attempts: u32,
    phase: Phase,
    sent_bytes: u64,
    hashed_bytes: u64,
    digest: Option<(DigestAlgorithm, String)>,
    digest_failure: Option<WorkerFailure>,
    /// Whether the image has that digest, too.
    is_proven: bool,
    /// Made by this upload, and never left waiting since: nobody else sends to it.
    is_record_new: bool,
    /// What a look at the file found after a send that failed.
    file_failure: Option<WorkerFailure>,
    /// Of the request that took the body.
    request_id: Option<String>,
    /// Whether the token was renewed since a call was refused for it.
    is_renewed: bool,
    /// How often in a row the record was found in the same phase.
    looks: u32,
    failed_reads: u32,
    /// The last tick.
    now_ms: Option<f64>,
    /// Whether it came long after the one before it.
    was_late: bool,
    /// When the last byte was accepted, or the last look in this phase was taken.
    since_ms: Option<f64>,
    /// How long none had been accepted when the last of all was.
    lull_ms: f64,
}

impl UploadMachine {
    /// A new upload and what to do first.
    pub(super) fn start(order: Order) -> (Self, Vec<Command>) {
        let mut machine = Self::new(order, Phase::Creating);
        machine.is_record_new = true;
        (machine, vec![Command::MakeRecord { anew: false }])
    }

    /// An upload that is being sent already.
    pub(super) fn adopt(order: Order) -> (Self, Vec<Command>) {
        let commands = vec![Command::Follow, Command::Digest(DigestAlgorithm::Sha512)];
        (Self::new(order, Phase::Sending), commands)
    }

    /// An upload into a record that waits since an earlier visit.
    pub(super) fn resume(order: Order) -> (Self, Vec<Command>) {
        let mut machine = Self::new(order, Phase::Settling(None));
        let mut commands = vec![Command::Digest(DigestAlgorithm::Sha512)];
        commands.extend(machine.settle(None));
        (machine, commands)
    }

    fn new(order: Order, phase: Phase) -> Self {
        Self {
            order,
            attempts: 0,
            phase,
            sent_bytes: 0,
            hashed_bytes: 0,
            digest: None,
            digest_failure: None,
            is_proven: false,
            is_record_new: false,
            file_failure: None,
            request_id: None,
            is_renewed: false,
            looks: 0,
            failed_reads: 0,
            now_ms: None,
            was_late: false,
            since_ms: None,
            lull_ms: 0.0,
        }
    }

    pub(super) fn stage(&self) -> Stage {
        match &self.phase {
            Phase::Creating => Stage::Preparing,
            Phase::Sending => Stage::Moving,
            Phase::Storing => Stage::Storing,
            Phase::Importing { .. } => Stage::Importing,
            Phase::Settling(_) | Phase::AskingQuota(_) | Phase::Stopping | Phase::GivingUp(_) => {
                Stage::Settling
            }
            Phase::Verifying(_) | Phase::Protecting(_) => Stage::Verifying,
            Phase::Waiting(again) => Stage::Waiting {
                why: again.why.clone(),
                attempt: self.attempts + 1,
                seconds: self.seconds_until(again.at_ms),
            },
            Phase::Replacing(_) | Phase::Deleting(_) => Stage::Deleting,
            Phase::Ended(stage) => stage.clone(),
        }
    }

    pub(super) fn sent_bytes(&self) -> u64 {
        self.sent_bytes
    }

    pub(super) fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The digest that both sides agreed on, once nothing more comes.
    pub(super) fn proven(&self) -> Option<&(DigestAlgorithm, String)> {
        let is_ended = matches!(self.phase, Phase::Ended(_));
        self.digest.as_ref().filter(|_| self.is_proven && is_ended)
    }

    /// Whole seconds without a byte, once that is worth telling.
    pub(super) fn quiet_seconds(&self) -> Option<u32> {
        let quiet_ms = self.quiet_ms();
        // A stall ends it after a minute.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let seconds = (quiet_ms / 1000.0) as u32;
        (self.phase == Phase::Sending && quiet_ms >= QUIET_MS).then_some(seconds)
    }

    /// How long no byte was accepted, or nothing looked at.
    fn quiet_ms(&self) -> f64 {
        self.now_ms
            .zip(self.since_ms)
            .map_or(0.0, |(now, since)| now - since)
    }

    pub(super) fn hashed_bytes(&self) -> u64 {
        self.hashed_bytes
    }

    /// Takes an event in. Events that come too late for the phase change nothing.
    pub(super) fn on(&mut self, event: Event) -> Vec<Command> {
        match event {
            Event::RecordMade => self.on_record_made(),
            Event::Sent(bytes) => self.on_sent(bytes),
            Event::Accepted(request_id) => self.on_accepted(request_id),
            Event::ImportBegun => self.on_import_begun(),
            Event::TokenRenewed => {
                self.is_renewed = true;
                Vec::new()
            }
            Event::RecordRead(image) => self.on_record(image),
            Event::QuotaRead(overrun) => self.on_quota(overrun),
            Event::CallFailed(error) => self.on_call_failed(error),
            Event::RecordDeleted => self.on_deleted(),
            Event::Hashed(bytes) => {
                self.hashed_bytes = bytes;
                Vec::new()
            }
            Event::Digest(algorithm, hex) => {
                self.hashed_bytes = self.order.file_bytes;
                self.digest = Some((algorithm, hex));
                self.compare()
            }
            Event::DigestFailed(failure) => {
                self.digest_failure = Some(failure);
                self.on_file_lost()
            }
            Event::FileLost(failure) => {
                self.file_failure = Some(failure);
                self.on_file_lost()
            }
            Event::Taken if self.phase == Phase::Sending => {
                self.fail(Why::Occupied, RecordState::Unknown)
            }
            Event::Taken => Vec::new(),
            Event::Protected => self.on_protected(),
            Event::CancelAsked => self.on_cancel(),
            Event::StopAsked => self.on_stop(),
            Event::RetryAsked => self.on_retry(),
            Event::GiveUpAsked { is_taken } => self.on_give_up(is_taken),
            Event::Tick(now_ms) => self.on_tick(now_ms),
        }
    }

    fn on_record_made(&mut self) -> Vec<Command> {
        if self.phase != Phase::Creating {
            return Vec::new();
        }
        self.enter(Phase::Sending);
        self.forget_digest();
        vec![Command::SendFile, Command::Digest(DigestAlgorithm::Sha512)]
    }

    /// The digest of another attempt would miss a file that changed in between.
    fn forget_digest(&mut self) {
        self.digest = None;
        self.digest_failure = None;
        self.file_failure = None;
        self.hashed_bytes = 0;
    }

    fn on_protected(&mut self) -> Vec<Command> {
        if let Phase::Protecting(verdict) = &self.phase {
            self.phase = Phase::Ended(Stage::Done(verdict.clone()));
        }
        Vec::new()
    }

    fn on_sent(&mut self, bytes: u64) -> Vec<Command> {
        if self.phase == Phase::Sending {
            self.lull_ms = self.quiet_ms();
            self.since_ms = None;
            self.sent_bytes = bytes.min(self.order.file_bytes);
            if self.sent_bytes == self.order.file_bytes {
                self.enter(Phase::Storing);
            }
        }
        Vec::new()
    }

    fn on_accepted(&mut self, request_id: Option<String>) -> Vec<Command> {
        if !matches!(self.phase, Phase::Sending | Phase::Storing) {
            return Vec::new();
        }
        self.request_id = request_id;
        self.sent_bytes = self.order.file_bytes;
        if self.order.is_staged {
            return self.import();
        }
        self.enter(Phase::Verifying(None));
        vec![Command::ReadRecord { after_ms: 0 }]
    }

    fn import(&mut self) -> Vec<Command> {
        self.enter(Phase::Importing { is_begun: false });
        vec![Command::Import]
    }

    fn on_import_begun(&mut self) -> Vec<Command> {
        if self.phase != (Phase::Importing { is_begun: false }) {
            return Vec::new();
        }
        self.enter(Phase::Importing { is_begun: true });
        vec![Command::ReadRecord { after_ms: 500 }]
    }

    fn on_deleted(&mut self) -> Vec<Command> {
        match &self.phase {
            Phase::Deleting(stage) => self.phase = Phase::Ended(stage.clone()),
            Phase::Replacing(why) => {
                let why = why.clone();
                return match self.pause(why, Attempt::Replace) {
                    Ok(commands) => commands,
                    Err(why) => self.fail(why, RecordState::Deleted),
                };
            }
            _ => {}
        }
        Vec::new()
    }

    fn on_tick(&mut self, now_ms: f64) -> Vec<Command> {
        let is_late = self.now_ms.is_some_and(|last| now_ms - last > SLEPT_MS);
        let slept = is_late && !self.was_late;
        self.now_ms = Some(now_ms);
        self.was_late = is_late;
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

    fn fail(&mut self, why: Why, record: RecordState) -> Vec<Command> {
        self.phase = Phase::Ended(Stage::Failed(Failure { why, record }));
        vec![Command::StopAll]
    }

    /// Deletes the record, then fails; `record` is what is said once it is gone.
    fn delete_then(&mut self, why: Why, record: RecordState, insist: bool) -> Vec<Command> {
        self.phase = Phase::Deleting(Stage::Failed(Failure { why, record }));
        vec![Command::StopAll, Command::DeleteRecord { insist }]
    }

    /// Deletes the record and sends to another one in its place.
    fn replace(&mut self, why: Why) -> Vec<Command> {
        self.phase = Phase::Replacing(why);
        vec![Command::StopAll, Command::DeleteRecord { insist: false }]
    }
}

#[cfg(test)]
mod asked_tests;
#[cfg(test)]
mod proof_tests;
#[cfg(test)]
mod quiet_tests;
#[cfg(test)]
mod record_tests;
#[cfg(test)]
mod tests;
