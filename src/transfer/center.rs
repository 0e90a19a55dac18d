//! Everything that moves: the list of transfers, their state as signals, and
//! the person's say in them. Lives as long as the console does, so that leaving
//! a page ends no transfer.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::channel::oneshot;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{Blob, FileSystemFileHandle};

use super::afresh::Afresh;
use super::carrier::Carrier;
use super::crew::{Crew, Hand};
use super::file_body::FileBodies;
use super::history;
use super::journal::Unfinished;
use super::partial::Partial;
use super::protocol::{Job, Report, WorkerFailure};
use super::queue::{Halt, Queue, Shift};
use super::stage::{Receipt, Stage};
use crate::api::Client;
use crate::session::{Outlook, Term};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Upload,
    Download,
}

/// A transfer at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    pub stage: Stage,
    pub moved_bytes: u64,
    /// How far our own digest is.
    pub hashed_bytes: u64,
    /// Whether there is one: not where the service gives none to compare with.
    pub is_digested: bool,
    pub bytes_per_s: Option<u64>,
    pub seconds_left: Option<u64>,
    /// For so many seconds no byte was accepted, or came; `None` while that is
    /// nothing unusual.
    pub quiet_seconds: Option<u32>,
    /// Upload: once it is verified.
    pub receipt: Option<Receipt>,
    /// Download: why what was there already is fetched again.
    pub afresh: Option<Afresh>,
    /// Download: the bytes are still here, and can be saved once more.
    pub has_copy: bool,
}

impl Snapshot {
    pub(super) fn new() -> Self {
        Self {
            stage: Stage::Preparing,
            moved_bytes: 0,
            hashed_bytes: 0,
            is_digested: true,
            bytes_per_s: None,
            seconds_left: None,
            quiet_seconds: None,
            receipt: None,
            afresh: None,
            has_copy: false,
        }
    }
}

/// What a person may ask of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    Cancel,
    /// Upload: stop, and keep the record for another attempt.
    Stop,
    /// Upload: send again, to the record that waits.
    Retry,
    /// Upload: delete the record that waits, instead of trying again.
    DeleteRecord,
    /// Download: ask for nothing more for now.
    Pause,
    /// Download: after a pause.
    GoOn,
    /// Download: into the file that was chosen meanwhile.
    SaveToChosen,
    /// Download: save the bytes though they aren't the service's.
    KeepUnproven,
    /// Download: once more into the downloads folder.
    SaveAgain,
}

/// One transfer, as views see it.
#[derive(Clone)]
pub struct Transfer {
    pub id: u32,
    pub direction: Direction,
    /// A download whose bytes are only proven, and go nowhere.
    pub is_check: bool,
    /// The image's name.
    pub title: String,
    /// The file here: chosen, or to be written.
    pub file_name: String,
    /// Another one once a record had to be replaced.
    pub(super) image_id: ArcRwSignal<String>,
    /// Another one once a download begins afresh with other data.
    pub(super) total_bytes: ArcRwSignal<u64>,
    pub snapshot: ArcRwSignal<Snapshot>,
    pub(super) control: UnboundedSender<Control>,
}

impl Transfer {
    /// The image, as of now.
    #[must_use]
    pub fn image_id(&self) -> String {
        self.image_id.get_untracked()
    }

    /// Of the whole, in bytes. Tracks.
    #[must_use]
    pub fn total_bytes(&self) -> u64 {
        self.total_bytes.get()
    }

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
    /// How long that sign-in lasts, as last looked at.
    pub sign_in: ArcRwSignal<Term>,
    /// What is to be said of its end.
    pub outlook: ArcRwSignal<Option<Outlook>>,
    /// What was proven in this session, by image.
    pub receipts: ArcRwSignal<HashMap<String, Receipt>>,
    /// Downloads that an earlier visit didn't finish, as last looked at.
    pub partials: ArcRwSignal<Vec<Partial>>,
    /// Uploads that were begun here and wait for their file, as last looked at.
    pub unfinished: ArcRwSignal<Vec<Unfinished>>,
    /// Which uploads move and which wait.
    uploads: ArcRwSignal<Queue>,
    /// The same of downloads, which have the other direction of the line.
    downloads: ArcRwSignal<Queue>,
    /// What each that waits listens to for its turn.
    gates: Arc<Mutex<HashMap<u32, oneshot::Sender<()>>>>,
    crew: StoredValue<Crew, LocalStorage>,
    carrier: StoredValue<Carrier, LocalStorage>,
    /// Of what this page sends by itself.
    pub(super) bodies: FileBodies,
    /// Files that were chosen for downloads, by transfer.
    pub(super) chosen: StoredValue<HashMap<u32, FileSystemFileHandle>, LocalStorage>,
    next_id: Arc<AtomicU32>,
}

impl TransferCenter {
    /// `worker_url`, `carrier_url`: the programs of the workers, of the page's own
    /// origin. Without the second the page sends by itself.
    #[must_use]
    pub fn new(worker_url: &str, carrier_url: &str) -> Self {
        Self {
            transfers: ArcRwSignal::new(Vec::new()),
            images_changed: ArcTrigger::new(),
            client: ArcRwSignal::new(None),
            sign_in: ArcRwSignal::new(Term::default()),
            outlook: ArcRwSignal::new(None),
            receipts: ArcRwSignal::new(HashMap::new()),
            partials: ArcRwSignal::new(Vec::new()),
            unfinished: ArcRwSignal::new(Vec::new()),
            uploads: ArcRwSignal::new(Queue::default()),
            downloads: ArcRwSignal::new(Queue::default()),
            gates: Arc::default(),
            crew: StoredValue::new_local(Crew::new(worker_url)),
            carrier: StoredValue::new_local(Carrier::new(carrier_url)),
            bodies: FileBodies::default(),
            chosen: StoredValue::new_local(HashMap::new()),
            next_id: Arc::default(),
        }
    }

    /// Before all others that wait.
    pub fn put_first(&self, transfer: &Transfer) {
        self.change_queue(transfer.direction, |queue| queue.first(transfer.id));
    }

    /// One place earlier or later among those that wait.
    pub fn shift(&self, transfer: &Transfer, by: Shift) {
        self.change_queue(transfer.direction, |queue| queue.shift(transfer.id, by));
    }

    /// Which of one direction move and which wait.
    #[must_use]
    pub fn queue(&self, direction: Direction) -> &ArcRwSignal<Queue> {
        match direction {
            Direction::Upload => &self.uploads,
            Direction::Download => &self.downloads,
        }
    }

    /// What runs goes on; none of this direction begins while it is halted.
    pub fn halt_queue(&self, direction: Direction, halt: Option<Halt>) {
        self.change_queue(direction, |queue| queue.halt(halt));
    }

    /// How many of a direction at a time.
    pub fn set_at_once(&self, direction: Direction, at_once: usize) {
        self.change_queue(direction, |queue| queue.set_at_once(at_once));
    }

    /// Behind those that run and wait: what comes of it is this transfer's turn.
    pub(super) fn enter_queue(&self, transfer: &Transfer) -> oneshot::Receiver<()> {
        let (id, (gate, turn)) = (transfer.id, oneshot::channel());
        self.gates().insert(id, gate);
        self.change_queue(transfer.direction, |queue| queue.add(id));
        turn
    }

    /// A transfer has come to an end, or to a person's decision.
    pub(super) fn leave_queue(&self, transfer: &Transfer) {
        self.gates().remove(&transfer.id);
        self.change_queue(transfer.direction, |queue| queue.remove(transfer.id));
    }

    /// Changes a queue and starts whoever's turn it is then.
    pub(super) fn change_queue(&self, direction: Direction, change: impl FnOnce(&mut Queue)) {
        let line = self.queue(direction);
        let mut queue = line.get_untracked();
        change(&mut queue);
        let due = queue.due();
        if line.with_untracked(|old| *old != queue) {
            line.set(queue);
        }
        for id in due {
            if let Some(gate) = self.gates().remove(&id) {
                // Who listens no more was cancelled, and leaves the queue by itself.
                gate.send(()).ok();
            }
        }
    }

    /// Whether downloads run beside this one.
    pub(super) fn downloads_beside(&self) -> bool {
        self.downloads.with_untracked(|queue| queue.running() > 1)
    }

    pub(super) fn gates(&self) -> MutexGuard<'_, HashMap<u32, oneshot::Sender<()>>> {
        // What a panicked holder left is still a map.
        self.gates.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn enlist(
        &self,
        make: impl FnOnce(u32, UnboundedSender<Control>) -> Transfer,
    ) -> (Transfer, UnboundedReceiver<Control>) {
        let (control, asked) = unbounded();
        let transfer = make(self.next_id.fetch_add(1, Ordering::Relaxed), control);
        self.transfers.update(|all| {
            all.insert(0, transfer.clone());
            history::shorten(
                all,
                |transfer| transfer.snapshot.with_untracked(|s| s.stage.is_open()),
                |transfer| transfer.ask(Control::Cancel),
            );
        });
        (transfer, asked)
    }

    pub(super) fn carrier(&self) -> Carrier {
        // Where the console is gone already, nobody carries anything.
        self.carrier
            .try_get_value()
            .unwrap_or_else(Carrier::without)
    }

    /// Whether the console is on its page still: what works by itself ends with it.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.crew.try_with_value(|_| ()).is_some()
    }

    /// Takes in which uploads wait for their file.
    pub fn note_unfinished(&self, waiting: Vec<Unfinished>) {
        self.unfinished.try_maybe_update(|old| {
            let is_new = *old != waiting;
            *old = waiting;
            (is_new, ())
        });
    }

    /// Has a worker ready for the first transfer, and for each one after it.
    pub fn warm_up(&self) {
        self.crew.try_with_value(Crew::warm);
    }

    /// Gives a job to a worker; see [`Crew::hire`].
    pub(super) fn hire(
        &self,
        job: Job,
        beside: Option<JsValue>,
        on_report: impl FnMut(Report, Option<Blob>) + 'static,
    ) -> Result<Hand, WorkerFailure> {
        let Some(crew) = self.crew.try_get_value() else {
            return Err(WorkerFailure::NotStarted("the console is gone".to_owned()));
        };
        crew.hire(job, beside, on_report)
    }

    /// How many transfers are under way or wait for their turn. Tracks.
    #[must_use]
    pub fn running(&self) -> usize {
        let all = self.transfers.get();
        all.iter()
            .filter(|transfer| !transfer.snapshot.with(|s| s.stage.is_ended()))
            .count()
    }

    /// Whether the list has a transfer of this image that hasn't come to its end.
    #[must_use]
    pub fn is_open(&self, image_id: &str) -> bool {
        self.transfers.with_untracked(|all| {
            all.iter().any(|transfer| {
                transfer.image_id() == image_id
                    && transfer.snapshot.with_untracked(|s| s.stage.is_open())
            })
        })
    }

    /// Those that failed and may end otherwise in another attempt, oldest first. Tracks.
    #[must_use]
    pub fn failed_for_now(&self) -> Vec<Transfer> {
        let mut all = self.transfers.get();
        all.retain(|one| {
            one.snapshot.with(|s| {
                matches!(s.stage, Stage::Failed(_)) && s.stage.can_begin_again(one.direction)
            })
        });
        all.reverse();
        all
    }

    /// Another attempt for all of those. A queue that was stopped because of one of them goes
    /// on; one that a person paused doesn't.
    pub fn retry_failed(&self) {
        for transfer in untrack(|| self.failed_for_now()) {
            transfer.ask(Control::Retry);
        }
        for direction in [Direction::Upload, Direction::Download] {
            let halted = self.queue(direction).with_untracked(Queue::halted);
            if halted == Some(Halt::Failure) {
                self.halt_queue(direction, None);
            }
        }
    }

    /// Takes ended transfers off the list, but for those that leave a record to decide about.
    pub fn clear_ended(&self) {
        self.transfers.update(|all| {
            all.retain(|transfer| {
                let is_left = |stage: &Stage| stage.is_open() && !stage.is_unmade();
                let stays = transfer.snapshot.with_untracked(|s| is_left(&s.stage));
                if !stays {
                    // It need not be ready for another attempt any more.
                    transfer.ask(Control::Cancel);
                }
                stays
            });
        });
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
        self.receipts.set(HashMap::new());
    }
}
