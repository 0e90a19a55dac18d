//! Runs a download from the page's side: a worker fetches, writes and digests;
//! here its reports become a state, and only proven bytes get a name on the disk.

mod attempt;
mod outcome;
mod turn;

use std::future::pending;
use std::pin::pin;

use futures::channel::mpsc::UnboundedReceiver;
use futures::channel::oneshot;
use futures::future::{Either, LocalBoxFuture, select};
use futures::{FutureExt as _, StreamExt as _};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use web_sys::{Blob, FileSystemFileHandle};

use super::afresh::Afresh;
use super::center::{Control, Snapshot, Transfer, TransferCenter};
use super::export::{self, Saved};
use super::failure::{Failure, RecordState, Why};
use super::hold::Claim;
use super::meter::{Meter, now_ms};
use super::partial::{self, Partial};
use super::protocol::{SinkKind, WorkerFailure};
use super::showing::Showing;
use super::stage::Stage;
use super::turn::Turn;
use super::verdict::Verdict;
use crate::api::Client;
use crate::query::spawn;

/// What is to be downloaded.
pub(super) struct Plan {
    pub(super) client: Client,
    pub(super) partial: Partial,
    /// Of an earlier visit: the image may have changed since.
    pub(super) is_older: bool,
    /// Begun by an earlier visit: another tab may go on with it, too.
    pub(super) is_resumed: bool,
    /// The bytes are only to be proven, and go nowhere.
    pub(super) is_check: bool,
}

pub(super) fn start(
    center: TransferCenter,
    transfer: Transfer,
    plan: Plan,
    turn: oneshot::Receiver<()>,
    asked: UnboundedReceiver<Control>,
) {
    let run = Run {
        claim: Claim::on_staging(&plan.partial.staging_name),
        center,
        transfer,
        plan,
        meter: Meter::default(),
        showing: Showing::default(),
        chosen: None,
        blob: None,
        saved: None,
        proven: None,
        afresh: None,
        has_asked_for_room: false,
    };
    spawn(run.begin(turn, asked));
}

struct Run {
    center: TransferCenter,
    transfer: Transfer,
    plan: Plan,
    /// Tells other tabs that somebody is at the staging file. A page that holds a
    /// lock isn't frozen in the background, either.
    claim: Option<Claim>,
    meter: Meter,
    showing: Showing,
    /// The file that the person chose.
    chosen: Option<FileSystemFileHandle>,
    /// The bytes, where they are in memory.
    blob: Option<Blob>,
    saved: Option<Saved>,
    /// What came of the comparison.
    proven: Option<Verdict>,
    afresh: Option<Afresh>,
    has_asked_for_room: bool,
}

/// Whether the browser gives more of it.
type Room = LocalBoxFuture<'static, bool>;

/// How long a browser may take for an answer that nobody is asked for, in milliseconds.
const ROOM_SOON_MS: u32 = 300;

/// Whether there is room within a moment.
async fn soon(room: &mut Option<Room>) -> bool {
    let Some(answer) = room else { return false };
    match select(answer, TimeoutFuture::new(ROOM_SOON_MS)).await {
        Either::Left((is_granted, _)) => {
            *room = None;
            is_granted
        }
        Either::Right(_) => false,
    }
}

/// Comes when there is room, and never where there is none: some browsers ask the person,
/// who may have better things to do.
async fn granted(room: &mut Option<Room>) {
    let is_granted = match room {
        Some(answer) => answer.await,
        None => false,
    };
    *room = None;
    if !is_granted {
        pending().await
    }
}

/// How an attempt ended.
enum End {
    Arrived {
        digest: Option<String>,
        sink: SinkKind,
    },
    Failed(WorkerFailure),
    Cancelled,
    /// The console is gone.
    Gone,
}

impl Run {
    async fn drive(mut self, mut asked: UnboundedReceiver<Control>) {
        loop {
            let end = self.attempt(&mut asked).await;
            let mut room = None;
            let is_whole = match end {
                End::Arrived { digest, sink } => self.prove(digest, sink).await,
                End::Failed(failure) => {
                    room = self.ask_for_room(&failure);
                    if soon(&mut room).await {
                        continue;
                    }
                    self.fail(Why::Fetch(failure));
                    self.forget_if_hopeless();
                    false
                }
                End::Cancelled => return self.cancel().await,
                // What is there stays noted for another visit.
                End::Gone => return,
            };
            self.center.leave_queue(&self.transfer);
            if is_whole {
                return self.keep_for_copy(asked).await;
            }
            if !self.wait_for_decision(&mut asked, room).await {
                return self.keep_for_copy(asked).await;
            }
            match self.wait_again(&mut asked).await {
                Turn::Come => {}
                Turn::Cancelled => return self.cancel().await,
                Turn::Gone => return,
            }
        }
    }

    async fn cancel(&mut self) {
        self.show(Stage::Cancelled, 0, 0);
        self.center.leave_queue(&self.transfer);
        // Another tab may have gone on with it while this one waited.
        if !self.plan.is_resumed || self.has_claim().await {
            self.clear_away_now().await;
        }
    }

    /// Asks for more room than the attempt found that ended so. Once.
    fn ask_for_room(&mut self, failure: &WorkerFailure) -> Option<Room> {
        let lacks_room = matches!(failure, WorkerFailure::NoSpace { .. });
        if !lacks_room || self.has_asked_for_room {
            return None;
        }
        self.has_asked_for_room = true;
        Some(export::ask_for_room().boxed_local())
    }

    /// After a failure. `false` once there is nothing left to do. `room`: what is to be
    /// had after all makes another attempt.
    async fn wait_for_decision(
        &mut self,
        asked: &mut UnboundedReceiver<Control>,
        mut room: Option<Room>,
    ) -> bool {
        loop {
            let granted = pin!(granted(&mut room));
            let control = match select(asked.next(), granted).await {
                Either::Left((control, _)) => control,
                Either::Right(((), _)) => return true,
            };
            match control {
                Some(Control::Retry) => {
                    self.leave_copy();
                    return true;
                }
                Some(Control::SaveToChosen) => {
                    let Some(chosen) = self.take_chosen() else {
                        continue;
                    };
                    self.chosen = Some(chosen);
                    // The disk has better use for the room.
                    self.plan.partial.have.clear();
                    partial::note(self.plan.partial.clone());
                    export::discard(&self.plan.partial.staging_name).await;
                    return true;
                }
                Some(Control::KeepUnproven) => self.save_unproven().await,
                Some(Control::Cancel) | None if self.is_anothers() => return false,
                // Off the list. What it has brought is not thrown away by that: it is
                // offered like what an earlier visit left.
                Some(Control::Cancel) | None => {
                    if !self.can_go_on() && self.saved.is_none() {
                        self.clear_away_now().await;
                    }
                    return false;
                }
                Some(_) => {}
            }
        }
    }

    /// The browser may still be copying wrong bytes that were to be kept: another
    /// attempt writes elsewhere, and the old file goes when the copy must be done.
    fn leave_copy(&mut self) {
        let Some(saved) = self.saved.take() else {
            return;
        };
        let name = export::staging_name(&self.plan.partial.image_id);
        let claim = std::mem::replace(&mut self.claim, Claim::on_staging(&name));
        let old = std::mem::replace(&mut self.plan.partial.staging_name, name);
        let copied = TimeoutFuture::new(export::copy_ms(self.plan.partial.size));
        spawn(async move {
            copied.await;
            drop(saved);
            export::discard(&old).await;
            drop(claim);
        });
    }

    /// Whether another attempt could use what is there.
    fn can_go_on(&self) -> bool {
        let can_retry = self
            .transfer
            .snapshot
            .with_untracked(|s| s.stage.can_fetch_again());
        can_retry && !self.plan.partial.have.is_empty() && !self.plan.is_check
    }

    /// The file that was chosen for this download, once.
    fn take_chosen(&self) -> Option<FileSystemFileHandle> {
        let id = self.transfer.id;
        let taken = self.center.chosen.try_update_value(|all| all.remove(&id));
        taken.flatten()
    }

    /// Another tab is at this download: all that is there is its.
    fn is_anothers(&self) -> bool {
        self.transfer.snapshot.with_untracked(|s| match &s.stage {
            Stage::Failed(failure) => failure.why == Why::Fetch(WorkerFailure::InUse),
            _ => false,
        })
    }

    /// What no attempt can get over, and what brought nothing, isn't offered to another
    /// visit.
    fn forget_if_hopeless(&self) {
        let can_retry = self
            .transfer
            .snapshot
            .with_untracked(|s| s.stage.can_fetch_again());
        let is_hopeless = !can_retry || self.plan.partial.have.is_empty();
        if is_hopeless && !self.is_anothers() {
            partial::forget(&self.plan.partial.staging_name);
        }
    }

    async fn clear_away_now(&mut self) {
        partial::forget(&self.plan.partial.staging_name);
        export::discard(&self.plan.partial.staging_name).await;
        self.claim = None;
    }

    /// The service, with the token of who is signed in now, if it is the same cloud.
    fn client(&self) -> Client {
        self.center
            .client
            .get_untracked()
            .filter(|now| now.endpoint == self.plan.client.endpoint)
            .unwrap_or_else(|| self.plan.client.clone())
    }

    fn fail(&self, why: Why) {
        let (moved, hashed) = self
            .transfer
            .snapshot
            .with_untracked(|s| (s.moved_bytes, s.hashed_bytes));
        let failure = Failure {
            why,
            record: RecordState::None,
        };
        self.show(Stage::Failed(failure), moved, hashed);
    }

    fn show(&self, stage: Stage, moved_bytes: u64, hashed_bytes: u64) {
        self.show_quiet(stage, moved_bytes, hashed_bytes, None);
    }

    /// `quiet_seconds`: for so long nothing has come.
    fn show_quiet(
        &self,
        stage: Stage,
        moved_bytes: u64,
        hashed_bytes: u64,
        quiet_seconds: Option<u32>,
    ) {
        let is_moving = stage == Stage::Moving;
        let left = self.meter.seconds_left(self.plan.partial.size);
        let snapshot = Snapshot {
            stage,
            moved_bytes,
            hashed_bytes,
            is_digested: self.plan.partial.expected.is_some(),
            bytes_per_s: self.meter.bytes_per_s().filter(|_| is_moving),
            seconds_left: left.filter(|_| is_moving && quiet_seconds.is_none()),
            quiet_seconds,
            receipt: None,
            afresh: self.afresh,
            has_copy: self.saved.is_some(),
        };
        let Some(old) = self.transfer.snapshot.try_get_untracked() else {
            return;
        };
        if self.showing.is_due(&old, &snapshot, now_ms()) {
            self.transfer.snapshot.try_set(snapshot);
        }
    }
}
