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
use super::super::download_machine::Span;
use super::super::export;
use super::super::failure::Why;
use super::super::partial;
use super::super::protocol::{SinkKind, WorkerFailure};
use super::super::stage::Stage;
use super::super::verdict::Verdict;
use super::super::worker::words;
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
                self.note_saved();
                self.proven = Some(verdict.clone());
                self.show_done(verdict);
                true
            }
            Err(error) => {
                self.fail(Why::Fetch(WorkerFailure::Write(words(&error))));
                false
            }
        }
    }

    async fn save(&mut self, name: &str) -> Result<(), JsValue> {
        self.saved = Some(export::save(&self.source().await?, name)?);
        Ok(())
    }

    async fn source(&self) -> Result<Blob, JsValue> {
        match &self.blob {
            Some(blob) => Ok(blob.clone()),
            None => {
                let file: File = export::staged(&self.plan.partial.staging_name).await?;
                Ok(file.unchecked_into())
            }
        }
    }

    /// Proven bytes once more, into a file that the person chose: such as on another disk,
    /// where the browser's own copy failed. `true` once they are there.
    async fn save_to_chosen(&mut self) -> bool {
        let Some(chosen) = self.take_chosen() else {
            return false;
        };
        let total = self.plan.partial.size;
        self.show(Stage::Saving, 0, total);
        let on_copied = |bytes| self.show(Stage::Saving, bytes, total);
        let copied = match self.source().await {
            Ok(source) => export::copy(&source, &chosen, on_copied).await,
            Err(error) => Err(error),
        };
        if let Err(error) = &copied {
            self.fail(Why::Fetch(WorkerFailure::Write(words(error))));
        }
        copied.is_ok()
    }

    /// Bytes that differ, under a name that says so.
    pub(super) async fn save_unproven(&mut self) {
        let name = unproven_name(&self.plan.partial.file_name);
        if let Err(error) = self.save(&name).await {
            self.fail(Why::Fetch(WorkerFailure::Write(words(&error))));
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
                Either::Left((Some(Control::SaveAgain | Control::Retry), _)) => {
                    self.save_again().await;
                    end = TimeoutFuture::new(export::copy_ms(self.plan.partial.size));
                }
                Either::Left((Some(Control::SaveToChosen), rest)) => {
                    end = rest;
                    if self.save_to_chosen().await {
                        break;
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
        self.saved = None;
        // Nothing of it is here any more, whatever came of the last wish.
        match self.proven.clone() {
            Some(verdict) => self.show_done(verdict),
            None => drop(self.transfer.snapshot.try_update(|s| s.has_copy = false)),
        }
        self.clear_away_now().await;
    }

    async fn save_again(&mut self) {
        let name = self.plan.partial.file_name.clone();
        // The copy that may be under way has the old address.
        let before = self.saved.take();
        match (self.save(&name).await, self.proven.clone()) {
            (Ok(()), Some(verdict)) => {
                self.note_saved();
                self.show_done(verdict);
            }
            (Ok(()), None) => {}
            (Err(error), _) => {
                self.saved = before;
                self.fail(Why::Fetch(WorkerFailure::Write(words(&error))));
            }
        }
    }

    fn show_done(&self, verdict: Verdict) {
        let total = self.plan.partial.size;
        self.show(Stage::Done(verdict), total, total);
    }

    /// The browser says nothing of a copy that fails: for as long as it may be at it, another
    /// visit can save once more. What is in memory ends with the page.
    fn note_saved(&mut self) {
        let partial = &mut self.plan.partial;
        if self.blob.is_some() {
            return partial::forget(&partial.staging_name);
        }
        partial.saved_ms = Some(js_sys::Date::now());
        partial.have = vec![Span {
            from: 0,
            to: partial.size,
        }];
        partial::note(partial.clone());
    }
}
