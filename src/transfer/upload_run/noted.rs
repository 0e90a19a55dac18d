//! What this browser notes of an upload: for another visit, and as its receipt.

use std::rc::Rc;

use leptos::prelude::*;

use super::super::handles;
use super::super::head_digest::head_sha256;
use super::super::journal::{self, Unfinished};
use super::super::stage::Receipt;
use super::super::upload_machine::UploadMachine;
use super::{Run, now_s};
use crate::query::spawn;

impl Run {
    /// For the journal; small, but no reason to wait.
    pub(super) fn digest_head(&self) {
        let (file, slot) = (self.plan.chosen.file.clone(), Rc::clone(&self.head_sha256));
        let entry = self.entry();
        spawn(async move {
            let Some(hex) = head_sha256(&file).await else {
                return;
            };
            slot.replace(hex.clone());
            // Perhaps it was noted without.
            if journal::unfinished()
                .iter()
                .any(|e| e.image_id == entry.image_id)
            {
                journal::note(Unfinished {
                    head_sha256: hex,
                    ..entry
                });
            }
        });
    }

    pub(super) fn entry(&self) -> Unfinished {
        Unfinished {
            image_id: self.image_id(),
            name: self.transfer.title.clone(),
            file_name: self.transfer.file_name.clone(),
            file_bytes: self.transfer.total_bytes.get_untracked(),
            last_modified_ms: self.plan.chosen.file.last_modified(),
            head_sha256: self.head_sha256.borrow().clone(),
            protects: self.plan.protects,
            way: self.plan.way.clone(),
            endpoint: self.plan.client.endpoint.to_string(),
            is_stored: false,
        }
    }

    pub(super) fn note(&self) {
        journal::note(self.entry());
        if let Some(handle) = self.plan.chosen.handle.clone() {
            let image_id = self.image_id();
            spawn(async move { handles::keep(&image_id, &handle).await });
        }
    }

    /// Made once: its end is the moment at which it was first asked for.
    pub(super) fn receipt(&self, machine: &UploadMachine) -> Option<Receipt> {
        let (digest, hex) = machine.proven()?;
        let made = self.transfer.snapshot.with_untracked(|s| s.receipt.clone());
        if made.is_some() {
            return made;
        }
        let receipt = Receipt {
            title: self.transfer.title.clone(),
            image_id: self.image_id(),
            file_name: self.transfer.file_name.clone(),
            bytes: self.transfer.total_bytes.get_untracked(),
            digest: *digest,
            hex: hex.clone(),
            began_s: self.began_s,
            ended_s: now_s(),
            created_by: self.created_by.borrow().clone(),
            request_id: machine.request_id().map(str::to_owned),
        };
        let (id, kept) = (receipt.image_id.clone(), receipt.clone());
        self.center.receipts.update(|all| {
            all.insert(id, kept);
        });
        Some(receipt)
    }
}
