//! What the machine and whoever drives it say to each other.

use crate::api;
use crate::model::{DigestAlgorithm, Image, Overrun};
use crate::transfer::protocol::WorkerFailure;

/// What is to be done, as far as the machine has to know.
#[derive(Clone, Copy, Debug)]
pub(in crate::transfer) struct Order {
    pub(in crate::transfer) file_bytes: u64,
    /// Whether the finished image is to be protected.
    pub(in crate::transfer) protects: bool,
    /// Whether the body is staged and then imported, instead of uploaded.
    pub(in crate::transfer) is_staged: bool,
}

/// What happened.
#[derive(Debug)]
pub(in crate::transfer) enum Event {
    RecordMade,
    /// So many bytes of the body have gone into the connection.
    Sent(u64),
    /// The service answered the body with 2xx; the request's id, if it may be read.
    Accepted(Option<String>),
    /// The service has begun to import what was staged.
    ImportBegun,
    /// The token had ended, and there is a fresh one now.
    TokenRenewed,
    RecordRead(Box<Image>),
    /// What the project's quota has no room for; `None` also where nobody says.
    QuotaRead(Option<Overrun>),
    /// Creating, sending, reading or deleting failed.
    CallFailed(api::Error),
    /// The record is gone, by our doing.
    RecordDeleted,
    Hashed(u64),
    Digest(DigestAlgorithm, String),
    DigestFailed(WorkerFailure),
    /// After a send that failed: the file isn't what was chosen any more.
    FileLost(WorkerFailure),
    /// Nothing was sent: another tab has the record.
    Taken,
    /// The image is protected now, as was asked.
    Protected,
    /// Stop, and delete the record.
    CancelAsked,
    /// Stop, and leave the record waiting.
    StopAsked,
    RetryAsked,
    /// Instead of a retry: the waiting record is to be deleted.
    GiveUpAsked {
        /// Another tab of this browser works on it.
        is_taken: bool,
    },
    /// Milliseconds of a monotonic clock; about once a second.
    Tick(f64),
}

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::transfer) enum Command {
    /// `anew`: with another id, since the service takes none twice.
    MakeRecord {
        anew: bool,
    },
    SendFile,
    /// Listen to what becomes of the body that is on its way.
    Follow,
    /// Have the service take what was staged.
    Import,
    ReadRecord {
        after_ms: u32,
    },
    /// Ask whether the project's quota has room for the file.
    ReadQuota,
    Digest(DigestAlgorithm),
    /// Keep the finished image from being deleted.
    Protect {
        after_ms: u32,
    },
    /// Abort the request under way; the digest goes on.
    StopSending,
    /// Abort everything.
    StopAll,
    /// `insist`: it may come into being only after a first attempt to delete it.
    DeleteRecord {
        insist: bool,
    },
}
