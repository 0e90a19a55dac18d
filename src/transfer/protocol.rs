//! What page and worker say to each other: JSON, with a `File` or `Blob` beside
//! it where one is meant. A worker does one job and is then let go.

use serde::{Deserialize, Serialize};

use crate::api;
use crate::model::DigestAlgorithm;

/// From the page.
#[derive(Clone, Serialize, Deserialize)]
pub(super) enum Job {
    /// Digest the file that comes along.
    Digest { algorithm: DigestAlgorithm },
    /// Fetch an image's data into a file of the origin-private file system.
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
    pub algorithm: Option<DigestAlgorithm>,
    /// Name of the file in the origin-private file system.
    pub staging_name: String,
}

/// From the worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Report {
    /// The worker listens: a job posted earlier would be lost.
    Ready,
    Progress {
        bytes: u64,
    },
    /// All bytes are where they should be. A blob may come along.
    Finished {
        bytes: u64,
        /// Lower-case hexadecimal; `None` if no digest was asked for.
        digest: Option<String>,
        sink: SinkKind,
    },
    Failed(WorkerFailure),
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
}

/// Why a job failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WorkerFailure {
    Api(api::Error),
    /// The connection broke too often; so many bytes had arrived.
    Broken {
        arrived: u64,
    },
    /// More bytes came than the record's `size`.
    TooLong {
        size: u64,
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
    /// The browser gives no room for so many bytes.
    NoSpace {
        needed: u64,
    },
    /// No private file system here (private window, insecure origin), and the
    /// image is too large to hold in memory.
    NoStorage {
        limit: u64,
    },
    /// Writing failed; the browser's words.
    Write(String),
    /// The worker itself couldn't be started; the browser's words.
    NotStarted(String),
}
