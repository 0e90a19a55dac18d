//! Moving image data: upload and download engines, digests in workers, sinks on
//! the disk, progress, and the list of what runs. The engines are state machines
//! in plain Rust, tested without a browser; the browser parts are thin. May use
//! the rooms below; knows nothing of views.

mod adoption;
mod afresh;
mod carried;
mod carrier;
mod center;
mod crew;
mod database;
mod digest_file;
mod download_machine;
mod download_run;
mod downloads;
mod export;
mod failure;
mod file_body;
mod file_head;
mod handles;
mod hasher;
mod head_digest;
mod history;
mod hold;
mod journal;
mod meter;
mod partial;
mod protocol;
mod queue;
mod showing;
mod sign_in;
mod stage;
mod started;
mod stored;
mod turn;
mod unfinished;
mod upload_machine;
mod upload_run;
mod uploads;
mod verdict;
mod way;
pub mod worker;

pub use adoption::adopt_uploads;
pub use afresh::Afresh;
pub use center::{Control, Direction, Snapshot, Transfer, TransferCenter};
pub use digest_file::digest_file;
pub use export::{has_place_picker, place_picker, sweep_leftovers};
pub use failure::{Failure, RecordState, Why};
pub use file_head::recognise_file;
pub use handles::{file_picker, kept_handle, open_handle};
pub use head_digest::head_sha256;
pub use hold::{Awake, claimed, stay_awake};
pub use journal::{Difference, Unfinished};
pub use partial::{Partial, Waiting, forget_partial, waiting};
pub use protocol::WorkerFailure;
pub use queue::{Halt, MOST_AT_ONCE, Queue, Shift};
pub use stage::{Receipt, Stage};
pub use unfinished::{LeftUploads, left_uploads, still_waits};
pub use uploads::{Chosen, NewUpload, forget_upload};
pub use verdict::Verdict;
pub use way::Way;
