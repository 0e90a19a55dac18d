//! The end of a download: the verdict, the hand-over to the downloads folder,
//! and what becomes of bytes that aren't the service's.

use futures::StreamExt as _;
use futures::channel::mpsc::UnboundedReceiver;
use futures::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, File};

use super::super::center::Control;
use super::super::export;
use super::super::failure::Why;
use super::super::partial;
use super::super::protocol::{SinkKind, WorkerFailure};
use super::super::stage::Stage;
use super::super::verdict::Verdict;
use super::Run;
use crate::model::unproven_name;

impl Run {
    /// `true` once the file is where it belongs.
    pub(super) async fn prove(&mut self, digest: Option<String>, sink: SinkKind) -> bool {
        let verdict = match (&self.plan.partial.expected, &digest) {
            (Some(expected), Some(ours)) => Verdict::of(expected, ours),
            _ => Verdict::NoHashGiven,
        };
        if let Verdict::Mismatch { ours, theirs, .. } = verdict {
            // Nobody can say which of them are wrong: another attempt needs them all.
            self.plan.partial.have.clear();
            partial::forget(&self.plan.partial.staging_name);
            // The page of a chosen file has them no more.
            let can_keep = !matches!(sink, SinkKind::Chosen | SinkKind::None);
            self.fail(Why::BytesDiffer {
                ours,
                theirs,
                can_keep,
            });
            return false;
        }
        let total = self.plan.partial.size;
        if matches!(sink, SinkKind::Chosen | SinkKind::None) {
            self.show(Stage::Done(verdict), total, total);
            self.clear_away_now().await;
            return true;
        }
        self.show(Stage::Saving, total, total);
        match self.save(&self.plan.partial.file_name.clone()).await {
            Ok(()) => {
                partial::forget(&self.plan.partial.staging_name);
                self.show(Stage::Done(verdict), total, total);
                true
            }
            Err(error) => {
                self.fail(Why::Fetch(WorkerFailure::Write(format!("{error:?}"))));
                false
            }
        }
    }

    async fn save(&mut self, name: &str) -> Result<(), JsValue> {
        let source: Blob = match &self.blob {
            Some(blob) => blob.clone(),
            None => {
                let file: File = export::staged(&self.plan.partial.staging_name).await?;
                file.unchecked_into()
            }
        };
        self.saved = Some(export::save(&source, name)?);
        Ok(())
    }

    /// Bytes that differ, under a name that says so.
    pub(super) async fn save_unproven(&mut self) {
        let name = unproven_name(&self.plan.partial.file_name);
        if let Err(error) = self.save(&name).await {
            self.fail(Why::Fetch(WorkerFailure::Write(format!("{error:?}"))));
        }
    }

    /// The browser doesn't say when its copy is made, or whether the person
    /// stopped it: the bytes stay for as long as a slow disk would need.
    pub(super) async fn keep_for_copy(mut self, mut asked: UnboundedReceiver<Control>) {
        if self.saved.is_none() {
            return;
        }
        let mut end = TimeoutFuture::new(export::copy_ms(self.plan.partial.size));
        loop {
            match select(asked.next(), end).await {
                Either::Left((Some(Control::SaveAgain), rest)) => {
                    end = rest;
                    let name = self.plan.partial.file_name.clone();
                    // The copy that may be under way has the old address.
                    let before = self.saved.take();
                    if self.save(&name).await.is_err() {
                        self.saved = before;
                        self.transfer.snapshot.try_update(|s| s.has_copy = false);
                    }
                }
                // Off the list; the copy may still be under way.
                Either::Left((Some(Control::Cancel) | None, rest)) => {
                    rest.await;
                    break;
                }
                Either::Left((Some(_), rest)) => end = rest,
                Either::Right(_) => break,
            }
        }
        self.transfer.snapshot.try_update(|s| s.has_copy = false);
        self.saved = None;
        self.clear_away_now().await;
    }
}
