//! Why a transfer failed, sorted by what a person can do about it.

use super::protocol::WorkerFailure;
use crate::api;
use crate::model::{ImageStatus, Overrun};

/// Why a transfer failed, and what the service holds after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub why: Why,
    pub record: RecordState,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The service refused, or didn't answer.
    Call(api::Error),
    /// The service ended the connection without a word that this browser could read, and
    /// this is most likely why.
    NoQuota(Overrun),
    /// No byte was accepted for a minute.
    Stalled,
    /// The record goes on being at work, and not for this upload.
    Occupied,
    /// The record is in a state that no upload leads to.
    UnexpectedStatus(ImageStatus),
    /// The service gave up importing what was staged; why, it doesn't tell.
    ImportFailed,
    /// The service holds another number of bytes than the file has.
    SizeDiffers { stored: Option<u64>, file: u64 },
    /// The file on this machine isn't what was chosen any more, or can't be read.
    FileLost(WorkerFailure),
    /// Stored, but our digest couldn't be computed.
    NotDigested(WorkerFailure),
    /// A download failed.
    Fetch(WorkerFailure),
    /// The bytes that arrived aren't the service's.
    BytesDiffer {
        ours: String,
        theirs: String,
        /// Download: they are still here, and can be kept for whoever looks into it.
        can_keep: bool,
    },
}

/// What the service holds after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordState {
    /// No record was made, or it was never ours to begin with.
    None,
    /// No record was made yet; another attempt may.
    Unmade,
    /// Deleted by us, because it could take no data any more.
    Deleted,
    /// Waits for data: a retry uses it.
    Waiting,
    /// Gone, deleted by somebody else.
    Gone,
    /// The image is there.
    Stored,
    /// The image is there and proven, but not protected, as it was to be.
    Unprotected,
    /// The service took every byte, but the comparison is still missing.
    Unverified,
    /// It was to be deleted, but that failed.
    NotDeleted,
    /// The service doesn't say.
    Unknown,
}
