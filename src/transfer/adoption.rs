//! Goes on with uploads whose tab was closed or reloaded: the carrier still sends
//! their bodies, and somebody has to see to the rest.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

use super::center::TransferCenter;
use super::hold::{Claim, claimed};
use super::journal::unfinished;

const LOOK_EVERY_MS: u32 = 3_000;

/// Looks for as long as the console is there.
pub async fn adopt_uploads(center: TransferCenter) {
    loop {
        TimeoutFuture::new(LOOK_EVERY_MS).await;
        if !center.is_there() {
            return;
        }
        look(&center).await;
    }
}

async fn look(center: &TransferCenter) {
    let Some(client) = center.client.get_untracked() else {
        return;
    };
    let endpoint = client.endpoint.to_string();
    let mut orphans = unfinished();
    orphans.retain(|entry| entry.endpoint == endpoint && !center.is_open(&entry.image_id));
    if orphans.is_empty() {
        return;
    }
    // Where nobody can tell whose they are, they are left alone.
    let Some(busy) = claimed().await else {
        return;
    };
    orphans.retain(|entry| !busy.contains(&entry.image_id));
    if orphans.is_empty() {
        return;
    }
    for (carried, file) in center.carrier().list().await {
        let id = &carried.upload.image_id;
        if !orphans.iter().any(|entry| entry.image_id == *id) {
            continue;
        }
        // Only one of several tabs gets it.
        if let Some(claim) = Claim::at_once(id).await {
            center.adopt(client.clone(), file, carried, claim);
        }
    }
}
