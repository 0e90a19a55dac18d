//! Where a transfer is, and what can be asked of it there.

use super::center::Direction;
use super::failure::{Failure, RecordState, Why};
use super::protocol::WorkerFailure;
use super::verdict::Verdict;
use crate::api::ErrorKind;
use crate::model::DigestAlgorithm;

/// Where a transfer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Others come first, or the queue is paused.
    Queued,
    /// Creating the record, or asking for the data.
    Preparing,
    /// Bytes are moving.
    Moving,
    /// Upload: the last byte is sent, the service hasn't answered yet.
    Storing,
    /// Upload: the service takes what was staged into the chosen store.
    Importing,
    /// Upload: sending failed, and the record is asked what it knows.
    Settling,
    /// An attempt failed of something that passes; the next begins in so
    /// many seconds.
    Waiting {
        why: Why,
        /// 2 is the second attempt.
        attempt: u32,
        seconds: u32,
    },
    /// Upload: the record is being deleted.
    Deleting,
    /// Download: by the person.
    Paused,
    /// Comparing digests.
    Verifying,
    /// Download: handing the proven file to the downloads folder.
    Saving,
    Done(Verdict),
    Failed(Failure),
    /// Upload: stopped by the person; the record waits.
    Stopped,
    /// Upload: taken off the queue before its turn came.
    Withdrawn,
    Cancelled,
}

impl Stage {
    #[must_use]
    pub fn is_ended(&self) -> bool {
        matches!(
            self,
            Self::Done(_) | Self::Failed(_) | Self::Stopped | Self::Withdrawn | Self::Cancelled
        )
    }

    /// The call to a service that failed, if it was one.
    #[must_use]
    pub fn failed_call(&self) -> Option<&crate::api::Error> {
        let why = match self {
            Self::Failed(failure) => &failure.why,
            Self::Waiting { why, .. } => why,
            _ => return None,
        };
        match why {
            Why::Call(error) | Why::Fetch(WorkerFailure::Api(error)) => Some(error),
            _ => None,
        }
    }

    /// Whether [`Control::Retry`] would do something.
    #[must_use]
    pub fn can_retry(&self) -> bool {
        matches!(self, Self::Waiting { .. } | Self::Stopped)
            || self.record().is_some_and(|record| {
                matches!(
                    record,
                    RecordState::Unmade
                        | RecordState::Waiting
                        | RecordState::Unknown
                        | RecordState::Unverified
                )
            })
    }

    /// Upload: whether it ended, and another attempt may end otherwise.
    #[must_use]
    pub fn can_try_again(&self) -> bool {
        self.is_ended() && self.can_retry()
    }

    /// Upload: whether it failed before there was a record.
    pub(super) fn is_unmade(&self) -> bool {
        self.record() == Some(RecordState::Unmade)
    }

    /// Download: whether it failed of something that another attempt could get over.
    #[must_use]
    pub fn can_fetch_again(&self) -> bool {
        match self {
            Self::Failed(failure) => match &failure.why {
                Why::Fetch(WorkerFailure::NoData | WorkerFailure::OtherSize { .. }) => false,
                Why::Fetch(WorkerFailure::Api(error)) => {
                    !matches!(error.kind, ErrorKind::NotFound | ErrorKind::Gone)
                }
                _ => true,
            },
            _ => false,
        }
    }

    /// Whether it ended, and another attempt may end otherwise.
    #[must_use]
    pub fn can_begin_again(&self, direction: Direction) -> bool {
        match direction {
            Direction::Upload => self.can_try_again(),
            Direction::Download => self.can_fetch_again(),
        }
    }

    /// Whether [`Control::DeleteRecord`] would do something.
    #[must_use]
    pub fn can_delete_record(&self) -> bool {
        *self == Self::Stopped
            || self.record().is_some_and(|record| {
                matches!(
                    record,
                    RecordState::Waiting | RecordState::Unknown | RecordState::NotDeleted
                )
            })
    }

    /// Upload: whether the service has an image of it, proven or not.
    #[must_use]
    pub fn has_image(&self) -> bool {
        matches!(self, Self::Done(_))
            || self.record().is_some_and(|record| {
                matches!(
                    record,
                    RecordState::Stored | RecordState::Unprotected | RecordState::Unverified
                )
            })
    }

    /// Whether a person still has to decide what becomes of the record.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.is_ended() || self.can_retry() || self.can_delete_record()
    }

    fn record(&self) -> Option<RecordState> {
        match self {
            Self::Failed(failure) => Some(failure.record),
            _ => None,
        }
    }
}

/// What a finished upload can be held to: which bytes went where, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The image's name.
    pub title: String,
    pub image_id: String,
    pub file_name: String,
    pub bytes: u64,
    pub digest: DigestAlgorithm,
    /// Lower-case hexadecimal, of the file here and of the image there.
    pub hex: String,
    /// Seconds since 1970, by this computer's clock.
    pub began_s: i64,
    pub ended_s: i64,
    /// Of the request that made the record, where the page may read it, and did
    /// make it.
    pub created_by: Option<String>,
    /// Of the request that took the data, where the page may read it.
    pub request_id: Option<String>,
}
