//! What a person asks of an upload: to cancel, to stop, to try again, to give up.

use super::{Attempt, Command, Phase, UploadMachine};
use crate::model::{DigestAlgorithm, Image, ImageStatus};
use crate::transfer::failure::{RecordState, Why};
use crate::transfer::stage::Stage;

impl UploadMachine {
    pub(super) fn on_cancel(&mut self) -> Vec<Command> {
        if let Phase::Replacing(_) = self.phase {
            // It is being deleted already; only that nothing takes its place.
            self.phase = Phase::Deleting(Stage::Cancelled);
            return Vec::new();
        }
        if !self.can_be_stopped() {
            return Vec::new();
        }
        if self.is_perhaps_anothers() {
            self.enter(Phase::GivingUp(None));
            return vec![Command::StopAll, Command::ReadRecord { after_ms: 500 }];
        }
        let insist = self.is_creating();
        self.phase = Phase::Deleting(Stage::Cancelled);
        vec![Command::StopAll, Command::DeleteRecord { insist }]
    }

    /// Like a cancel, but the record stays, for another attempt.
    pub(super) fn on_stop(&mut self) -> Vec<Command> {
        // Where there is none, or none any more, there is nothing to keep.
        if self.is_creating() || matches!(self.phase, Phase::Replacing(_)) {
            return self.on_cancel();
        }
        if !self.can_be_stopped() {
            return Vec::new();
        }
        if matches!(self.phase, Phase::Storing | Phase::Importing { .. }) {
            self.enter(Phase::Stopping);
            return vec![Command::StopSending, Command::ReadRecord { after_ms: 500 }];
        }
        self.stopped()
    }

    pub(super) fn stopped(&mut self) -> Vec<Command> {
        self.phase = Phase::Ended(Stage::Stopped);
        vec![Command::StopAll]
    }

    /// What is stored already is deleted as an image, not cancelled.
    fn can_be_stopped(&self) -> bool {
        !matches!(
            self.phase,
            Phase::Verifying(_)
                | Phase::Protecting(_)
                | Phase::Stopping
                | Phase::GivingUp(_)
                | Phase::Replacing(_)
                | Phase::Deleting(_)
                | Phase::Ended(_)
        )
    }

    /// A record that had waited, to which nothing has gone out yet this time: meanwhile
    /// another tab or program may have come.
    fn is_perhaps_anothers(&self) -> bool {
        let has_sent = match self.phase {
            Phase::Settling(None) => false,
            Phase::Sending => self.sent_bytes > 0,
            _ => true,
        };
        !has_sent && !self.is_record_new
    }

    fn is_creating(&self) -> bool {
        match &self.phase {
            Phase::Creating => true,
            Phase::Waiting(again) => again.what != Attempt::Send,
            _ => false,
        }
    }

    pub(super) fn on_retry(&mut self) -> Vec<Command> {
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
        if stage.is_unmade() {
            return self.attempt(Attempt::Create);
        }
        self.is_record_new = false;
        self.forget_digest();
        let mut commands = vec![Command::Digest(DigestAlgorithm::Sha512)];
        commands.extend(self.settle(None));
        commands
    }

    /// What it came to since is looked at before anything is deleted. `is_taken`: another tab
    /// is at it.
    pub(super) fn on_give_up(&mut self, is_taken: bool) -> Vec<Command> {
        let Phase::Ended(stage) = &self.phase else {
            return Vec::new();
        };
        if !stage.can_delete_record() {
            return Vec::new();
        }
        let why = match stage {
            Stage::Failed(failure) => Some(failure.why.clone()),
            _ => None,
        };
        if is_taken && why != Some(Why::Occupied) {
            return self.fail(Why::Occupied, RecordState::Unknown);
        }
        self.enter(Phase::GivingUp(why));
        vec![Command::ReadRecord { after_ms: 500 }]
    }

    /// The record of an upload that is given up, as it is now.
    pub(super) fn give_up(&mut self, image: Box<Image>, why: Option<Why>) -> Vec<Command> {
        if image.status == ImageStatus::Active {
            // Another tab has finished it. That it is the file, is to be seen.
            self.forget_digest();
            self.sent_bytes = self.order.file_bytes;
            self.enter(Phase::Verifying(Some(image)));
            return vec![Command::Digest(DigestAlgorithm::Sha512)];
        }
        // Of what is staged, the size is known only at its end.
        let is_staging = image.status == ImageStatus::Uploading && image.size.is_none();
        let is_at_work =
            image.status == ImageStatus::Saving || is_staging || image.is_being_imported();
        // Who was told so, and insists, knows that nobody is.
        if is_at_work && why != Some(Why::Occupied) {
            return self.fail(Why::Occupied, RecordState::Unknown);
        }
        match why {
            Some(why) => self.delete_then(why, RecordState::Deleted, false),
            None => {
                self.phase = Phase::Deleting(Stage::Cancelled);
                vec![Command::DeleteRecord { insist: false }]
            }
        }
    }
}
