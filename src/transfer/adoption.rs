//! Goes on with uploads whose tab was closed or reloaded: the carrier still sends
//! their bodies, and somebody has to see to the rest. Those that nobody sends any more
//! are found, so that no record stays unmentioned.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

use super::center::TransferCenter;
use super::hold::{Claim, claimed};
use super::journal::unfinished;
use super::unfinished::left_uploads;
use crate::api::{Abort, Client, Operation};

const LOOK_EVERY_MS: u32 = 3_000;
/// Looks between two questions about the same records.
const LOOKS_BETWEEN: u32 = 10;

/// Looks for as long as the console is there.
pub async fn adopt_uploads(center: TransferCenter) {
    let (mut looks, mut known) = (0_u32, None);
    loop {
        TimeoutFuture::new(LOOK_EVERY_MS).await;
        if !center.is_there() {
            return;
        }
        let Some(client) = center.client.get_untracked() else {
            center.note_unfinished(Vec::new());
            known = None;
            continue;
        };
        look(&center, &client).await;
        let now = Some(left_alone(&center, &client));
        looks = looks.wrapping_add(1);
        if now != known || looks % LOOKS_BETWEEN == 0 {
            known = now;
            if let Ok(abort) = Abort::new(Operation::ShowImage) {
                let left = left_uploads(&client, &center, &abort).await;
                if left.is_more_to_come {
                    // Whoever is at it may be done, or gone, at the next look.
                    known = None;
                }
                center.note_unfinished(left.waiting);
            }
        }
    }
}

/// What is noted and isn't on this tab's list.
fn left_alone(center: &TransferCenter, client: &Client) -> Vec<String> {
    let endpoint = client.endpoint.to_string();
    let mut noted = unfinished();
    noted.retain(|entry| entry.endpoint == endpoint && !center.is_open(&entry.image_id));
    noted.into_iter().map(|entry| entry.image_id).collect()
}

async fn look(center: &TransferCenter, client: &Client) {
    let mut orphans = left_alone(center, client);
    if orphans.is_empty() {
        return;
    }
    // Where nobody can tell whose they are, they are left alone.
    let Some(busy) = claimed().await else {
        return;
    };
    orphans.retain(|id| !busy.contains(id));
    if orphans.is_empty() {
        return;
    }
    for (carried, file) in center.carrier().list().await {
        let id = &carried.upload.image_id;
        if !orphans.contains(id) {
            continue;
        }
        // Only one of several tabs gets it.
        if let Some(claim) = Claim::at_once(id).await {
            center.adopt(client.clone(), file, carried, claim);
        }
    }
}
