//! Moving image data: upload and download engines, digests in workers, sinks on
//! the disk, progress, and the list of what runs. The engines are state machines
//! in plain Rust, tested without a browser; the browser parts are thin. May use
//! the rooms below; knows nothing of views.

mod center;
mod crew;
mod download_run;
mod export;
mod failure;
mod file_head;
mod hasher;
mod meter;
mod protocol;
mod segments;
mod upload_machine;
mod upload_run;
mod verdict;
pub mod worker;

pub use center::{Control, Direction, Snapshot, Stage, Transfer, TransferCenter};
pub use export::sweep_leftovers;
pub use failure::{Failure, RecordState, Why};
pub use file_head::read_head;
pub use protocol::WorkerFailure;
pub use verdict::Verdict;
