//! How downloads begin: anew, or where an earlier visit stopped. Each gets its
//! place in the queue.

use futures::channel::oneshot;
use leptos::prelude::*;
use web_sys::FileSystemFileHandle;

use super::center::{Control, Direction, Snapshot, Transfer, TransferCenter};
use super::download_run::{self, Plan};
use super::export;
use super::hold::can_tell;
use super::partial::{self, Partial};
use super::stage::Stage;
use crate::api::Client;
use crate::model::{Image, download_name};

impl TransferCenter {
    /// Queues a download; `None` for an image whose size is unknown, which has no
    /// data. `prefer`: stores to read from, best first.
    pub fn download(&self, client: Client, image: &Image, prefer: Vec<String>) -> Option<Transfer> {
        self.fetch(client, image, prefer, false)
    }

    /// Reads an image's data once more and compares its digest with what the service says;
    /// the bytes go nowhere. `None` as for [`TransferCenter::download`].
    pub fn check(&self, client: Client, image: &Image) -> Option<Transfer> {
        self.fetch(client, image, Vec::new(), true)
    }

    fn fetch(
        &self,
        client: Client,
        image: &Image,
        prefer: Vec<String>,
        is_check: bool,
    ) -> Option<Transfer> {
        let size = image.size?;
        let partial = Partial {
            staging_name: export::staging_name(&image.id),
            image_id: image.id.clone(),
            title: image.title().to_owned(),
            file_name: download_name(image),
            size,
            expected: image.expected_digest(),
            prefer,
            have: Vec::new(),
            endpoint: client.endpoint.to_string(),
            begun_ms: js_sys::Date::now(),
            saved_ms: None,
        };
        // Should this page end before its turn comes, another visit can begin it; where
        // nobody could tell that it hasn't ended, it would be offered beside itself.
        if !is_check && can_tell() {
            partial::note(partial.clone());
        }
        let plan = Plan {
            client,
            partial,
            is_older: false,
            is_resumed: false,
            is_check,
        };
        Some(self.queue_download(plan))
    }

    /// Goes on where an earlier visit stopped; `None` where that was at another
    /// endpoint, which the client's token is not for.
    pub fn continue_download(&self, client: Client, partial: Partial) -> Option<Transfer> {
        (client.endpoint.to_string() == partial.endpoint).then(|| {
            self.queue_download(Plan {
                client,
                // What was proven then is what it was, whatever the image is by now.
                is_older: partial.saved_ms.is_none(),
                is_resumed: true,
                partial,
                is_check: false,
            })
        })
    }

    /// Goes on with a download that lacks room, into a file that the person chose.
    pub fn save_to(&self, transfer: &Transfer, handle: FileSystemFileHandle) {
        self.chosen
            .try_update_value(|all| all.insert(transfer.id, handle));
        transfer.ask(Control::SaveToChosen);
    }

    fn queue_download(&self, plan: Plan) -> Transfer {
        let (transfer, asked) = self.enlist(|id, control| Transfer {
            id,
            direction: Direction::Download,
            is_check: plan.is_check,
            title: plan.partial.title.clone(),
            file_name: plan.partial.file_name.clone(),
            image_id: ArcRwSignal::new(plan.partial.image_id.clone()),
            total_bytes: ArcRwSignal::new(plan.partial.size),
            snapshot: ArcRwSignal::new(Snapshot {
                stage: Stage::Queued,
                ..Snapshot::new()
            }),
            control,
        });
        let (gate, turn) = oneshot::channel();
        download_run::start(self.clone(), transfer.clone(), plan, turn, asked);
        self.gates().insert(transfer.id, gate);
        self.change_queue(Direction::Download, |queue| queue.add(transfer.id));
        transfer
    }
}
