//! What can be asked of a transfer, by where it is.

use crate::api::ErrorKind;
use crate::transfer::{Direction, Stage, Why, WorkerFailure, has_place_picker};

/// What can be asked of a transfer in its present stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Offers {
    pub(super) open_image: bool,
    pub(super) first: bool,
    /// At once: nothing is lost by it.
    pub(super) cancel: bool,
    /// After a question: a record may be kept.
    pub(super) cancel_upload: bool,
    pub(super) try_now: bool,
    pub(super) retry: bool,
    pub(super) delete_record: bool,
    pub(super) pause: bool,
    pub(super) go_on: bool,
    pub(super) save_again: bool,
    pub(super) keep_unproven: bool,
    pub(super) choose_place: bool,
    /// It is what helps.
    pub(super) is_place_first: bool,
    /// The service takes the token no more.
    pub(super) sign_in: bool,
}

impl Offers {
    pub(super) fn of(stage: &Stage, direction: Direction, has_copy: bool) -> Self {
        let is_download = direction == Direction::Download;
        let why = match stage {
            Stage::Failed(failure) if is_download => Some(&failure.why),
            _ => None,
        };
        let is_fetching = is_download
            && matches!(
                stage,
                Stage::Preparing | Stage::Moving | Stage::Waiting { .. }
            );
        let refusal = match stage {
            Stage::Failed(failure) => match &failure.why {
                Why::Call(error) | Why::Fetch(WorkerFailure::Api(error)) => Some(error.kind),
                _ => None,
            },
            _ => None,
        };
        // Where one place took nothing, another one may.
        let can_save = has_copy && matches!(stage, Stage::Done(_))
            || matches!(why, Some(Why::Fetch(WorkerFailure::Write(_))));
        let lacks_room = matches!(
            why,
            Some(Why::Fetch(
                WorkerFailure::NoSpace { .. } | WorkerFailure::NoStorage { .. }
            ))
        );
        Self {
            sign_in: refusal == Some(ErrorKind::Unauthorized),
            open_image: stage.has_image() && direction == Direction::Upload,
            first: *stage == Stage::Queued,
            cancel: *stage == Stage::Queued
                || is_fetching
                || is_download && matches!(stage, Stage::Paused | Stage::Verifying),
            cancel_upload: direction == Direction::Upload
                && matches!(
                    stage,
                    Stage::Preparing
                        | Stage::Moving
                        | Stage::Storing
                        | Stage::Importing
                        | Stage::Settling
                        | Stage::Waiting { .. }
                ),
            try_now: matches!(stage, Stage::Waiting { .. }),
            retry: stage.can_begin_again(direction),
            delete_record: stage.can_delete_record(),
            pause: is_fetching,
            go_on: *stage == Stage::Paused,
            save_again: matches!(stage, Stage::Done(_)) && has_copy,
            keep_unproven: matches!(why, Some(Why::BytesDiffer { can_keep: true, .. })),
            choose_place: has_place_picker() && (lacks_room || can_save),
            is_place_first: lacks_room,
        }
    }
}
