//! What a person asks of an upload: to cancel, to stop, to try again, to give up.

use super::{Attempt, Command, Phase, UploadMachine};
use crate::model::DigestAlgorithm;
use crate::transfer::failure::RecordState;
use crate::transfer::stage::Stage;

impl UploadMachine {
    pub(super) fn on_cancel(&mut self) -> Vec<Command> {
        if !self.can_be_stopped() {
            return Vec::new();
        }
        let insist = self.is_creating();
        self.phase = Phase::Deleting(Stage::Cancelled);
        vec![Command::StopAll, Command::DeleteRecord { insist }]
    }

    /// Like a cancel, but the record stays, for another attempt.
    pub(super) fn on_stop(&mut self) -> Vec<Command> {
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
            Phase::Verifying(_)
                | Phase::Protecting(_)
                | Phase::Replacing(_)
                | Phase::Deleting(_)
                | Phase::Ended(_)
        )
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
        self.forget_digest();
        let mut commands = vec![Command::Digest(DigestAlgorithm::Sha512)];
        commands.extend(self.settle(None));
        commands
    }

    pub(super) fn on_give_up(&mut self) -> Vec<Command> {
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
}
