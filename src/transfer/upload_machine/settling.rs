//! What the record says, and what follows from it.

use super::{Command, Phase, UploadMachine};
use crate::api::ErrorKind;
use crate::model::{Image, ImageStatus, Overrun};
use crate::transfer::failure::{RecordState, Why};

/// Looks that may find a record at work after its body was cut: the service lets
/// go of it at once, unless it was itself cut off and will never come back to it.
const CUT_LOOKS: u32 = 15;
/// The same after the whole body was sent: a slow store takes its time (a
/// quarter of an hour).
const WHOLE_LOOKS: u32 = 200;
/// Looks that may find the record waiting although the whole body was sent, and for each
/// such number of bytes another: a proxy may hold the body, and pass it on by and by.
const UNTAKEN_LOOKS: u64 = 2;
const BYTES_FOR_LOOK: u64 = 300 << 20;
/// Looks that may find what was staged untouched, though an import had begun.
const UNTOUCHED_LOOKS: u32 = 10;
/// What may be on its way to a service that takes none of it, in bytes.
const MOST_UNTAKEN: u64 = 32 << 20;

fn is_without_answer(why: &Why) -> bool {
    matches!(why, Why::Call(error) if error.kind == ErrorKind::NoAnswer)
}

impl UploadMachine {
    pub(super) fn on_record(&mut self, image: Box<Image>) -> Vec<Command> {
        self.failed_reads = 0;
        let is_active = image.status == ImageStatus::Active;
        match &self.phase {
            Phase::GivingUp(why) => {
                let why = why.clone();
                return self.give_up(image, why);
            }
            Phase::Stopping if is_active => {}
            Phase::Stopping if self.order.is_staged && image.is_being_imported() => {
                // That can't be stopped any more.
                self.enter(Phase::Importing { is_begun: true });
                return vec![Command::ReadRecord { after_ms: 1000 }];
            }
            Phase::Stopping => return self.stopped(),
            // The answer to the body got lost, but the image is there.
            Phase::Storing if is_active => {}
            Phase::Storing if self.is_staged_whole(&image) => {
                let mut commands = vec![Command::StopSending];
                commands.extend(self.import());
                return commands;
            }
            Phase::Storing => return self.on_storing(&image),
            Phase::Importing { is_begun: true } if !is_active => return self.on_importing(&image),
            Phase::Importing { is_begun: true } | Phase::Settling(_) | Phase::Verifying(None) => {}
            _ => return Vec::new(),
        }
        if is_active {
            self.sent_bytes = self.order.file_bytes;
            self.enter(Phase::Verifying(Some(image)));
            return self.compare();
        }
        let resend = self.phase == Phase::Settling(None);
        let why = match &self.phase {
            Phase::Settling(Some(why)) => self.behind(why),
            _ => Why::UnexpectedStatus(image.status.clone()),
        };
        if self.is_staged_whole(&image) {
            return if resend {
                self.import()
            } else {
                self.again_or_fail(why)
            };
        }
        if self.order.is_staged && image.is_being_imported() {
            self.enter(Phase::Importing { is_begun: true });
            return vec![Command::ReadRecord { after_ms: 1000 }];
        }
        if image.is_in_transition() {
            return self.look_again(why);
        }
        match image.status {
            ImageStatus::Queued if image.is_poisoned() => self.on_poisoned(why, resend),
            ImageStatus::Queued if resend => {
                self.sent_bytes = 0;
                self.enter(Phase::Sending);
                vec![Command::SendFile]
            }
            ImageStatus::Queued if is_without_answer(&why) => {
                self.enter(Phase::AskingQuota(why));
                vec![Command::ReadQuota]
            }
            ImageStatus::Queued => self.again_or_fail(why),
            // An import that failed and lets nobody else in.
            ImageStatus::Importing => self.on_poisoned(why, resend),
            _ => self.fail(why, RecordState::Unknown),
        }
    }

    /// Firefox can't read an answer that comes before it has sent the whole body, as that of
    /// a full quota does: to it that is a cut.
    pub(super) fn on_quota(&mut self, overrun: Option<Overrun>) -> Vec<Command> {
        let Phase::AskingQuota(why) = &self.phase else {
            return Vec::new();
        };
        match overrun {
            Some(overrun) => self.fail(Why::NoQuota(overrun), RecordState::Waiting),
            None => self.again_or_fail(why.clone()),
        }
    }

    /// The whole body was sent, and no answer has come yet.
    fn on_storing(&mut self, image: &Image) -> Vec<Command> {
        if image.is_in_transition() {
            self.looks = 0;
            return Vec::new();
        }
        self.looks += 1;
        let patience = UNTAKEN_LOOKS + self.order.file_bytes / BYTES_FOR_LOOK;
        if u64::from(self.looks) <= patience {
            return Vec::new();
        }
        let mut commands = vec![Command::StopSending];
        commands.extend(self.settle(Some(Why::Stalled)));
        commands
    }

    /// Somebody is at work on the record, and it isn't said who.
    fn look_again(&mut self, why: Why) -> Vec<Command> {
        self.looks += 1;
        let is_settling = matches!(self.phase, Phase::Settling(_));
        let patience = if self.sent_bytes < self.order.file_bytes {
            CUT_LOOKS
        } else {
            WHOLE_LOOKS
        };
        if is_settling && self.looks > patience {
            return self.on_abandoned(why);
        }
        // A store may take its time; the person can cancel.
        let after_ms = if self.looks < 30 { 1000 } else { 5000 };
        vec![Command::ReadRecord { after_ms }]
    }

    /// The record goes on saying that somebody works on it. After a body of ours was cut,
    /// that is the service, which went away in the middle: it takes no data and never
    /// will. Else it may be somebody else's upload, which isn't ours to delete.
    fn on_abandoned(&mut self, why: Why) -> Vec<Command> {
        let is_refused = matches!(&why, Why::Call(error) if error.kind == ErrorKind::Conflict);
        if is_refused || self.phase == Phase::Settling(None) {
            return self.fail(Why::Occupied, RecordState::Unknown);
        }
        let was_cut = self.sent_bytes < self.order.file_bytes;
        // Else it was perhaps refused for another's sake, and nobody could read that.
        let was_taken = self.is_record_new || self.sent_bytes > MOST_UNTAKEN;
        match (was_cut, was_taken) {
            (true, true) => self.replace(why),
            (true, false) => self.fail(Why::Occupied, RecordState::Unknown),
            (false, _) => self.fail(why, RecordState::Unknown),
        }
    }

    /// The record takes no data any more. Another takes its place, where that can
    /// help or a person asked for it.
    fn on_poisoned(&mut self, why: Why, was_asked: bool) -> Vec<Command> {
        if was_asked || self.passes_by_itself(&why) {
            self.replace(why)
        } else {
            self.delete_then(why, RecordState::Deleted, false)
        }
    }

    /// An import is under way, or was.
    fn on_importing(&mut self, image: &Image) -> Vec<Command> {
        match &image.status {
            ImageStatus::Importing | ImageStatus::Uploading if image.is_being_imported() => {
                self.looks = 0;
            }
            ImageStatus::Queued if image.is_being_imported() => {}
            // It failed and gave the record back; why, the service tells nobody.
            ImageStatus::Queued if !image.is_poisoned() => {
                return self.fail(Why::ImportFailed, RecordState::Waiting);
            }
            ImageStatus::Queued => {
                return self.delete_then(Why::ImportFailed, RecordState::Deleted, false);
            }
            ImageStatus::Uploading | ImageStatus::Importing => {
                self.looks += 1;
                if self.looks > UNTOUCHED_LOOKS {
                    return if self.is_staged_whole(image) {
                        self.fail(Why::ImportFailed, RecordState::Waiting)
                    } else {
                        self.delete_then(Why::ImportFailed, RecordState::Deleted, false)
                    };
                }
            }
            status => {
                let why = Why::UnexpectedStatus(status.clone());
                return self.fail(why, RecordState::Unknown);
            }
        }
        vec![Command::ReadRecord { after_ms: 1000 }]
    }

    /// The whole body is there, and waits to be imported. (Before the size is
    /// known the stage isn't complete, and an import would take half a file.)
    fn is_staged_whole(&self, image: &Image) -> bool {
        self.order.is_staged
            && image.status == ImageStatus::Uploading
            && image.size == Some(self.order.file_bytes)
            && !image.is_being_imported()
    }
}
