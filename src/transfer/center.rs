//! Everything that moves: the list of transfers, their state as signals, and
//! the person's say in them. Lives as long as the console does, so that leaving
//! a page ends no transfer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use leptos::prelude::*;
use web_sys::File;

use super::failure::{Failure, RecordState, Why};
use super::protocol::WorkerFailure;
use super::verdict::Verdict;
use super::{download_run, upload_run};
use crate::api::Client;
use crate::model::{Image, NewImage, download_name};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Upload,
    Download,
}

/// Where a transfer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Creating the record, or asking for the data.
    Preparing,
    /// Bytes are moving.
    Moving,
    /// Upload: the last byte is sent, the service hasn't answered yet.
    Storing,
    /// Upload: sending failed, and the record is asked what it knows.
    Settling,
    /// Upload: the record is being deleted.
    Deleting,
    /// Comparing digests.
    Verifying,
    /// Download: handing the proven file to the downloads folder.
    Saving,
    Done(Verdict),
    Failed(Failure),
    Cancelled,
}

impl Stage {
    #[must_use]
    pub fn is_ended(&self) -> bool {
        matches!(self, Self::Done(_) | Self::Failed(_) | Self::Cancelled)
    }

    /// The call to a service that failed, if it was one.
    #[must_use]
    pub fn failed_call(&self) -> Option<&crate::api::Error> {
        let Self::Failed(failure) = self else {
            return None;
        };
        match &failure.why {
            Why::Call(error) | Why::Fetch(WorkerFailure::Api(error)) => Some(error),
            _ => None,
        }
    }

    /// Whether [`Control::Retry`] would do something.
    #[must_use]
    pub fn can_retry(&self) -> bool {
        self.record().is_some_and(|record| {
            matches!(
                record,
                RecordState::Waiting | RecordState::Unknown | RecordState::Unverified
            )
        })
    }

    /// Whether [`Control::DeleteRecord`] would do something.
    #[must_use]
    pub fn can_delete_record(&self) -> bool {
        self.record().is_some_and(|record| {
            matches!(
                record,
                RecordState::Waiting | RecordState::Unknown | RecordState::NotDeleted
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

/// A transfer at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    pub stage: Stage,
    pub moved_bytes: u64,
    /// Upload: how far our own digest is.
    pub hashed_bytes: u64,
    pub bytes_per_s: Option<u64>,
    pub seconds_left: Option<u64>,
}

impl Snapshot {
    pub(super) fn new() -> Self {
        Self {
            stage: Stage::Preparing,
            moved_bytes: 0,
            hashed_bytes: 0,
            bytes_per_s: None,
            seconds_left: None,
        }
    }
}

/// What a person may ask of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    Cancel,
    /// Upload: send again, to the record that waits.
    Retry,
    /// Upload: delete the record that waits, instead of trying again.
    DeleteRecord,
}

/// One transfer, as views see it.
#[derive(Clone)]
pub struct Transfer {
    pub id: u32,
    pub direction: Direction,
    /// The image's name.
    pub title: String,
    /// The file here: chosen, or to be written.
    pub file_name: String,
    pub image_id: String,
    pub total_bytes: u64,
    pub snapshot: ArcRwSignal<Snapshot>,
    control: UnboundedSender<Control>,
}

impl Transfer {
    pub fn ask(&self, control: Control) {
        // Whoever has ended listens no more, and that is all right.
        self.control.unbounded_send(control).ok();
    }
}

/// The transfers of this console.
#[derive(Clone)]
pub struct TransferCenter {
    pub transfers: ArcRwSignal<Vec<Transfer>>,
    /// Notified when a transfer changed what the service holds.
    pub images_changed: ArcTrigger,
    /// The image service of who is signed in now: a transfer that outlives a
    /// session goes on with the next one's token.
    pub client: ArcRwSignal<Option<Client>>,
    worker_url: Arc<str>,
    next_id: Arc<AtomicU32>,
}

impl TransferCenter {
    /// `worker_url`: the worker's program, of the page's own origin.
    #[must_use]
    pub fn new(worker_url: &str) -> Self {
        Self {
            transfers: ArcRwSignal::new(Vec::new()),
            images_changed: ArcTrigger::new(),
            client: ArcRwSignal::new(None),
            worker_url: worker_url.into(),
            next_id: Arc::default(),
        }
    }

    /// Starts an upload into a new record.
    pub fn upload(&self, client: Client, file: File, new: NewImage) -> Transfer {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // exact below 8 PiB
        let total_bytes = file.size() as u64;
        let (transfer, asked) = self.enlist(|id, control| Transfer {
            id,
            direction: Direction::Upload,
            title: new.name.clone(),
            file_name: file.name(),
            image_id: new.id.clone(),
            total_bytes,
            snapshot: ArcRwSignal::new(Snapshot::new()),
            control,
        });
        upload_run::start(self.clone(), transfer.clone(), client, file, new, asked);
        transfer
    }

    /// Starts a download; `None` for an image whose size is unknown, which has no data.
    pub fn download(&self, client: Client, image: &Image) -> Option<Transfer> {
        let total_bytes = image.size?;
        let (transfer, asked) = self.enlist(|id, control| Transfer {
            id,
            direction: Direction::Download,
            title: image.title().to_owned(),
            file_name: download_name(image),
            image_id: image.id.clone(),
            total_bytes,
            snapshot: ArcRwSignal::new(Snapshot::new()),
            control,
        });
        let expected = image.expected_digest();
        download_run::start(&self.worker_url, transfer.clone(), client, expected, asked);
        Some(transfer)
    }

    fn enlist(
        &self,
        make: impl FnOnce(u32, UnboundedSender<Control>) -> Transfer,
    ) -> (Transfer, UnboundedReceiver<Control>) {
        let (control, asked) = unbounded();
        let transfer = make(self.next_id.fetch_add(1, Ordering::Relaxed), control);
        self.transfers.update(|all| all.insert(0, transfer.clone()));
        (transfer, asked)
    }

    pub(super) fn worker_url(&self) -> &str {
        &self.worker_url
    }

    /// How many transfers are under way. Tracks.
    #[must_use]
    pub fn running(&self) -> usize {
        let all = self.transfers.get();
        all.iter()
            .filter(|transfer| !transfer.snapshot.with(|s| s.stage.is_ended()))
            .count()
    }

    /// Takes ended transfers off the list, but for those that leave a record to decide about.
    pub fn clear_ended(&self) {
        self.transfers
            .update(|all| all.retain(|t| t.snapshot.with_untracked(|s| s.stage.is_open())));
    }

    /// Cancels what runs, gives it a little time to clean up, and empties the list.
    pub async fn end_all(&self) {
        for transfer in self.transfers.get_untracked() {
            transfer.ask(Control::Cancel);
        }
        for _ in 0..80 {
            if untrack(|| self.running()) == 0 {
                break;
            }
            gloo_timers::future::TimeoutFuture::new(100).await;
        }
        self.transfers.set(Vec::new());
    }
}
