//! What page and worker say to each other: JSON, with a file, a handle or a blob
//! beside it where one is meant. A worker does one job and is then let go.

use serde::{Deserialize, Serialize};

use super::download_machine::Span;
use crate::api;
use crate::model::{DigestAlgorithm, Expected};

/// From the page, or from a worker to its helper; the first thing said.
#[derive(Clone, Serialize, Deserialize)]
pub(super) enum Job {
    /// Digest the file that comes along.
    Digest { algorithm: DigestAlgorithm },
    /// Digest the buffers that follow, and hand each of them back.
    DigestPieces { algorithm: DigestAlgorithm },
    /// Fetch an image's data: into the file behind the handle that comes along,
    /// else into one of the origin-private file system.
    Fetch(FetchJob),
}

/// The token is in here and goes to the worker's memory; so no `Debug`.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct FetchJob {
    /// The image service, without `/v2`.
    pub endpoint: String,
    pub token: Option<String>,
    pub image_id: String,
    pub size: u64,
    /// `None`: nothing to compare with, so nothing is digested.
    pub expected: Option<Expected>,
    /// Name of the file in the origin-private file system.
    pub staging_name: String,
    /// What that file has from an earlier time.
    pub have: Vec<Span>,
    /// Stores to read from, best first.
    pub prefer: Vec<String>,
    /// Whether the bytes are to stay. Otherwise they are digested as they come, and gone.
    pub keeps: bool,
    /// Other downloads run; they all share the few connections of a browser.
    pub shares_line: bool,
}

/// From the page to a job under way. May hold a token; so no `Debug`.
#[derive(Clone, Serialize, Deserialize)]
pub(super) enum Note {
    /// To a digest: how much of the file it may read by now; `None` is all of it.
    DigestUpTo(Option<u64>),
    /// The rest is to a fetch.
    Pause(bool),
    /// Instead of waiting for the next attempt.
    TryNow,
    Token(Option<String>),
}

/// From the worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Report {
    /// The worker listens: a job posted earlier would be lost.
    Ready,
    Progress {
        bytes: u64,
    },
    Fetching(Fetching),
    /// What the staging file has by now.
    Kept(Vec<Span>),
    /// What the staging file was said to have isn't there.
    NothingThere,
    /// The service takes the token no longer; the fetch waits for another.
    TokenRefused(api::Error),
    /// All bytes are where they should be. A blob may come along.
    Finished {
        bytes: u64,
        /// Lower-case hexadecimal; `None` if no digest was asked for.
        digest: Option<String>,
        sink: SinkKind,
    },
    Failed(WorkerFailure),
}

/// A fetch at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fetching {
    /// Bytes that are there, whatever their order.
    pub landed: u64,
    pub hashed: u64,
    /// Requests under way that bring bytes.
    pub lanes: usize,
    pub waiting: Option<Waiting>,
}

/// Nothing is under way until the next attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Waiting {
    pub why: WorkerFailure,
    /// 2 is the second attempt.
    pub attempt: u32,
    pub seconds: u32,
}

/// Where the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum SinkKind {
    /// Nowhere: they were only read.
    None,
    /// In the staging file.
    Staged,
    /// In the blob that came along.
    Blob,
    /// In the file that the person chose; or nowhere, if they weren't the right ones.
    Chosen,
}

/// Why a job failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WorkerFailure {
    Api(api::Error),
    /// The connection broke; so many bytes had arrived.
    Broken {
        arrived: u64,
    },
    /// The service has another number of bytes than the record says.
    OtherSize {
        size: u64,
        sent: u64,
    },
    /// 204: the record has no data.
    NoData,
    /// The file on this machine can't be read (any more); the browser's words.
    FileUnreadable(String),
    /// The file gave fewer bytes than it has.
    FileShort {
        read: u64,
        size: u64,
    },
    /// The file begins otherwise than when it was chosen.
    FileChanged,
    /// The browser gives no room for so many bytes.
    NoSpace {
        needed: u64,
    },
    /// No private file system here (private window, insecure origin), and the
    /// image is too large to hold in memory.
    NoStorage {
        limit: u64,
    },
    /// Another tab writes the same staging file.
    InUse,
    /// Writing failed; the browser's words.
    Write(String),
    /// The worker's program died at its work; the browser's words.
    Died(String),
    /// The worker itself couldn't be started; the browser's words.
    NotStarted(String),
}
