//! How uploads begin: into a new record, into one that waits, or as the
//! continuation of what another page began. Each gets its place in the queue.

use futures::channel::oneshot;
use leptos::prelude::*;
use web_sys::{File, FileSystemFileHandle};

use super::carried::Carried;
use super::center::{Direction, Snapshot, Transfer, TransferCenter};
use super::handles;
use super::hold::Claim;
use super::journal::{self, Unfinished};
use super::stage::Stage;
use super::upload_run::{self, Plan};
use super::way::Way;
use crate::api::Client;
use crate::model::NewImage;
use crate::query::spawn;

/// A file that a person chose.
#[derive(Clone)]
pub struct Chosen {
    pub file: File,
    /// By which the browser finds it again after a reload, where it can.
    pub handle: Option<FileSystemFileHandle>,
}

impl Chosen {
    #[must_use]
    pub fn new(file: File, handle: Option<FileSystemFileHandle>) -> Self {
        // What Chromium holds the file to when it sends it is its state at the first time
        // that somebody asks for it.
        let _ = file.last_modified();
        Self { file, handle }
    }
}

/// An upload into a new record.
pub struct NewUpload {
    pub chosen: Chosen,
    pub new: NewImage,
    /// Once it is proven, the image is to be kept from being deleted.
    pub protects: bool,
    pub way: Way,
}

/// The record is finished, deleted or gone: nothing of it is kept here any more.
pub fn forget_upload(image_id: &str) {
    journal::forget(image_id);
    let image_id = image_id.to_owned();
    spawn(async move { handles::let_go(&image_id).await });
}

impl TransferCenter {
    /// Queues an upload into a new record.
    pub fn upload(&self, client: Client, upload: NewUpload) -> Transfer {
        let NewUpload {
            chosen,
            new,
            protects,
            way,
        } = upload;
        let (name, image_id) = (new.name.clone(), new.id.clone());
        let plan = Plan {
            client,
            chosen,
            new: Some(new),
            protects,
            way,
            adopted: None,
        };
        self.queue_upload(plan, name, image_id)
    }

    /// Goes on with an upload whose body the carrier sends, or has sent.
    pub(super) fn adopt(&self, client: Client, file: File, carried: Carried, claim: Claim) {
        let Carried { body_id, upload } = carried;
        let plan = Plan {
            client,
            chosen: Chosen::new(file, None),
            new: None,
            protects: upload.protects,
            way: upload.way,
            adopted: Some((body_id, claim)),
        };
        self.queue_upload(plan, upload.name, upload.image_id);
    }

    /// Queues an upload into a record that waits since an earlier visit.
    pub fn resume(&self, client: Client, file: File, entry: &Unfinished) -> Transfer {
        let plan = Plan {
            client,
            chosen: Chosen::new(file, None),
            new: None,
            protects: entry.protects,
            way: entry.way.clone(),
            adopted: None,
        };
        self.queue_upload(plan, entry.name.clone(), entry.image_id.clone())
    }

    fn queue_upload(&self, plan: Plan, title: String, image_id: String) -> Transfer {
        let file = &plan.chosen.file;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // exact below 8 PiB
        let total_bytes = file.size() as u64;
        let file_name = file.name();
        let (transfer, asked) = self.enlist(|id, control| Transfer {
            id,
            direction: Direction::Upload,
            is_check: false,
            title,
            file_name,
            image_id: ArcRwSignal::new(image_id),
            total_bytes: ArcRwSignal::new(total_bytes),
            snapshot: ArcRwSignal::new(Snapshot {
                stage: Stage::Queued,
                ..Snapshot::new()
            }),
            control,
        });
        let (gate, turn) = oneshot::channel();
        let is_running = plan.adopted.is_some();
        upload_run::start(self.clone(), transfer.clone(), plan, turn, asked);
        if is_running {
            // Its bytes move already, whoever else's turn it is.
            gate.send(()).ok();
            self.change_queue(Direction::Upload, |queue| queue.add_running(transfer.id));
        } else {
            self.gates().insert(transfer.id, gate);
            self.change_queue(Direction::Upload, |queue| queue.add(transfer.id));
        }
        transfer
    }
}
