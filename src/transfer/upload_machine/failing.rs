//! What an upload does about failures: what passes is tried again by itself,
//! on the same record; the rest is the person's.

use super::{Again, Attempt, Command, Phase, QUIET_MS, UploadMachine};
use crate::api::{self, ErrorKind, Operation, Retry};
use crate::transfer::failure::{Failure, RecordState, Why};
use crate::transfer::stage::Stage;

/// Pauses before further attempts; when they are used up, a person decides.
const PAUSES_MS: [f64; 5] = [1_000.0, 3_000.0, 10_000.0, 30_000.0, 60_000.0];
/// An answer that comes so soon after something came with it.
const AT_ONCE_MS: f64 = 2_000.0;
/// Reads of the record that may fail in a row (with waits, some ten minutes).
const MAX_FAILED_READS: u32 = 60;
/// Attempts to protect the finished image that may fail (with waits, half a minute).
const MAX_FAILED_WISHES: u32 = 7;

impl UploadMachine {
    pub(super) fn on_call_failed(&mut self, error: api::Error) -> Vec<Command> {
        if error.is_cancelled() {
            // By us, in a Stop that has its own consequences.
            return Vec::new();
        }
        match (&self.phase, error.operation) {
            (Phase::Creating, _) => self.on_create_failed(error),
            (Phase::Sending | Phase::Storing, Operation::UploadData | Operation::StageData) => {
                let error = self.of_a_body(error);
                self.settle(Some(Why::Call(error)))
            }
            (Phase::Importing { is_begun: false }, Operation::ImportImage) => {
                self.settle(Some(Why::Call(error)))
            }
            (Phase::Storing, Operation::ShowImage) if error.kind == ErrorKind::NotFound => {
                self.fail(Why::Call(error), RecordState::Gone)
            }
            (
                Phase::Settling(_) | Phase::Verifying(None) | Phase::Importing { .. },
                Operation::ShowImage,
            ) => self.on_read_failed(error),
            (Phase::Stopping, Operation::ShowImage) if error.kind == ErrorKind::NotFound => {
                self.fail(Why::Call(error), RecordState::Gone)
            }
            (Phase::Stopping, Operation::ShowImage) => self.stopped(),
            (Phase::GivingUp(why), Operation::ShowImage) => {
                let why = why.clone();
                self.on_give_up_failed(error, why)
            }
            (Phase::Protecting(_), Operation::UpdateImage) => self.on_protect_failed(error),
            (Phase::Replacing(_) | Phase::Deleting(_), Operation::DeleteImage) => {
                self.phase = Phase::Ended(Stage::Failed(Failure {
                    why: Why::Call(error),
                    record: RecordState::NotDeleted,
                }));
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Services call it a failure of theirs where they get no more of a body and give up
    /// waiting (uWSGI after a minute, if not told otherwise).
    fn of_a_body(&self, error: api::Error) -> api::Error {
        let was_quiet = match self.phase {
            Phase::Sending => self.quiet_ms() >= QUIET_MS,
            // Firefox counts all as sent once there is an answer.
            _ => self.lull_ms >= QUIET_MS && self.quiet_ms() <= AT_ONCE_MS,
        };
        if was_quiet && error.kind == ErrorKind::ServerFault {
            error.with_kind(ErrorKind::BodyTooSlow)
        } else {
            error
        }
    }

    /// The record that was to be deleted can't be read, or somebody was quicker.
    fn on_give_up_failed(&mut self, error: api::Error, why: Option<Why>) -> Vec<Command> {
        if error.kind != ErrorKind::NotFound {
            return self.fail(Why::Call(error), RecordState::NotDeleted);
        }
        match why {
            Some(why) => self.fail(why, RecordState::Gone),
            None => {
                self.phase = Phase::Ended(Stage::Cancelled);
                Vec::new()
            }
        }
    }

    /// The bytes are proven by now; asking once more does no harm.
    fn on_protect_failed(&mut self, error: api::Error) -> Vec<Command> {
        self.failed_reads += 1;
        if error.retry() == Retry::MayHelp && self.failed_reads <= MAX_FAILED_WISHES {
            let after_ms = 1000 * self.failed_reads;
            return vec![Command::Protect { after_ms }];
        }
        let record = if self.is_proven {
            RecordState::Unprotected
        } else {
            RecordState::Stored
        };
        self.fail(Why::Call(error), record)
    }

    fn on_create_failed(&mut self, error: api::Error) -> Vec<Command> {
        match error.kind {
            // Nobody else has our id: an attempt whose answer got lost has made it.
            ErrorKind::Conflict => self.on_record_made(),
            ErrorKind::BadRequest | ErrorKind::NotFound | ErrorKind::Unsendable => {
                self.fail(Why::Call(error), RecordState::None)
            }
            // Until somebody has signed in again, or made room.
            ErrorKind::Unauthorized | ErrorKind::Forbidden | ErrorKind::TooLarge => {
                self.fail(Why::Call(error), RecordState::Unmade)
            }
            // The id is ours: asking again makes the record or finds it made.
            _ => match self.pause(Why::Call(error), Attempt::Create) {
                Ok(commands) => commands,
                // There may be a record, now or in a moment; it may not stay behind.
                Err(why) => self.delete_then(why, RecordState::None, true),
            },
        }
    }

    fn on_read_failed(&mut self, error: api::Error) -> Vec<Command> {
        let was_accepted = matches!(self.phase, Phase::Verifying(None) | Phase::Importing { .. });
        // A session that has ended comes back only by signing in.
        let is_hopeless = error.kind == ErrorKind::Unauthorized;
        let why = match &self.phase {
            Phase::Settling(Some(why)) if !is_hopeless => why.clone(),
            _ => Why::Call(error.clone()),
        };
        if error.kind == ErrorKind::NotFound {
            return self.fail(why, RecordState::Gone);
        }
        self.failed_reads += 1;
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

    /// The record waits, unhurt: another attempt if it can help, else the person's turn.
    pub(super) fn again_or_fail(&mut self, why: Why) -> Vec<Command> {
        if !self.passes_by_itself(&why) {
            return self.fail(why, RecordState::Waiting);
        }
        self.is_renewed = false;
        match self.pause(why, Attempt::Send) {
            Ok(commands) => commands,
            Err(why) => self.fail(why, RecordState::Waiting),
        }
    }

    /// Waits before another attempt; gives the reason back when there have been enough.
    pub(super) fn pause(&mut self, why: Why, what: Attempt) -> Result<Vec<Command>, Why> {
        let Some(pause_ms) = PAUSES_MS.get(self.attempts as usize) else {
            return Err(why);
        };
        self.attempts += 1;
        let at_ms = self.now_ms.unwrap_or_default() + pause_ms;
        self.sent_bytes = 0;
        self.enter(Phase::Waiting(Again { why, what, at_ms }));
        Ok(Vec::new())
    }

    pub(super) fn attempt(&mut self, what: Attempt) -> Vec<Command> {
        match what {
            Attempt::Create => {
                self.enter(Phase::Creating);
                vec![Command::MakeRecord { anew: false }]
            }
            Attempt::Replace => {
                self.is_record_new = true;
                self.enter(Phase::Creating);
                vec![Command::MakeRecord { anew: true }]
            }
            // The record may have changed while we waited.
            Attempt::Send => self.settle(None),
        }
    }

    /// Whole seconds until then, at least one.
    pub(super) fn seconds_until(&self, at_ms: f64) -> u32 {
        let left_s = (at_ms - self.now_ms.unwrap_or(at_ms)) / 1000.0;
        // Pauses are a minute at most.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let whole = left_s.ceil().clamp(1.0, 3600.0) as u32;
        whole
    }

    /// Whether the same may work in a moment without anybody changing anything.
    pub(super) fn passes_by_itself(&self, why: &Why) -> bool {
        match why {
            Why::Call(error) if error.kind == ErrorKind::Unauthorized => self.is_renewed,
            Why::Call(error) => {
                error.retry() == Retry::MayHelp && error.kind != ErrorKind::ServerFault
            }
            Why::Stalled => true,
            _ => false,
        }
    }
}
