//! One transfer: where it is, how fast, how it ended, and the person's say in it.

mod actions;
mod offers;

use leptos::prelude::*;

use self::actions::Actions;
use self::offers::Offers;
use super::diagnosis::use_explained;
use super::{Console, Problem};
use crate::transfer::{Afresh, Direction, Stage, Transfer, Verdict};
use crate::ui::{Badge, CopyButton, IconName, ProgressBar, Tone};

#[component]
pub(super) fn TransferCard(transfer: Transfer) -> impl IntoView {
    let lang = Console::here().lang;
    let (direction, id) = (transfer.direction, transfer.id);
    let total = {
        let transfer = transfer.clone();
        Signal::derive(move || transfer.total_bytes())
    };
    let snapshot = transfer.snapshot.clone();
    let stage = {
        let snapshot = snapshot.clone();
        Memo::new(move |_| snapshot.with(|s| s.stage.clone()))
    };
    let offers = {
        let snapshot = snapshot.clone();
        Memo::new(move |_| {
            let has_copy = snapshot.with(|s| s.has_copy);
            stage.with(|s| Offers::of(s, direction, has_copy))
        })
    };
    let moved = {
        let snapshot = snapshot.clone();
        Signal::derive(move || {
            snapshot.with(|s| match s.stage {
                // What a download has brought stays, whatever comes.
                _ if direction == Direction::Download && s.moved_bytes > 0 => Some(s.moved_bytes),
                Stage::Preparing | Stage::Settling | Stage::Waiting { .. } | Stage::Deleting => {
                    None
                }
                _ => Some(s.moved_bytes),
            })
        })
    };
    let hashed = {
        let snapshot = snapshot.clone();
        Signal::derive(move || Some(snapshot.with(|s| s.hashed_bytes)))
    };
    let numbers = {
        let snapshot = snapshot.clone();
        let queue = Console::here().center.queue(direction).clone();
        let line =
            Memo::new(move |_| queue.with(|q| Some((q.place(id)?, q.waiting(), q.halted()))));
        move || {
            let progress = snapshot.with(|s| lang.progress(direction, s, total.get()));
            match line.get() {
                Some((place, of, halt)) => {
                    format!("{progress} · {}", lang.queue_place(place, of, halt))
                }
                None => progress,
            }
        }
    };
    let is_running = Memo::new(move |_| stage.with(|s| !s.is_ended() && *s != Stage::Queued));
    let is_digested = {
        let snapshot = snapshot.clone();
        Memo::new(move |_| snapshot.with(|s| s.is_digested))
    };
    let is_saving = Memo::new(move |_| stage.with(|s| *s == Stage::Saving));
    let bars = move || {
        is_running.get().then(|| {
            let label = match direction {
                _ if is_saving.get() => lang.transfer_saved(),
                Direction::Upload => lang.transfer_sent(),
                Direction::Download => lang.transfer_received(),
            };
            view! {
                <ProgressBar label=label done=moved total=total />
                <div class="v-progress-thin" hidden=move || !is_digested.get()>
                    <ProgressBar label=lang.transfer_hashed() done=hashed total=total />
                </div>
            }
        })
    };
    let diagnosed = use_explained(&Console::here(), move || {
        stage.with(|s| s.failed_call().cloned())
    });
    let file_name = if transfer.is_check {
        Some(lang.transfer_check().to_owned())
    } else {
        (transfer.file_name != transfer.title).then(|| transfer.file_name.clone())
    };
    let title = transfer.title.clone();
    let actions = transfer.clone();
    let copy_texts = Console::here().copy_texts();
    let receipt = {
        let snapshot = snapshot.clone();
        Memo::new(move |_| snapshot.with(|s| s.receipt.clone()))
    };
    let afresh = Memo::new(move |_| snapshot.with(|s| s.afresh));
    view! {
        <article class="v-transfer" data-stage=move || stage.with(stage_name)>
            <div class="v-transfer-head">
                <div class="v-transfer-title">
                    <strong>{title}</strong>
                    {file_name.map(|name| view! { <span class="v-muted">{name}</span> })}
                </div>
                {move || {
                    let (tone, icon) = stage.with(|s| look(s, direction));
                    view! { <Badge tone=tone icon=icon text=stage.with(|s| lang.stage(direction, s)) /> }
                }}
            </div>
            {bars}
            <p class="v-transfer-numbers">{numbers}</p>
            {move || match stage.get() {
                Stage::Failed(failure) => {
                    let explained = lang.transfer_failure(direction, &failure, diagnosed.get());
                    Some(view! { <Problem explained=explained /> }.into_any())
                }
                Stage::Waiting { why, .. } => {
                    let words = lang.waiting_for(&why, diagnosed.get().as_ref());
                    Some(view! { <p class="v-transfer-waiting">{words}</p> }.into_any())
                }
                _ => None,
            }}
            {move || {
                let words = match afresh.get()? {
                    Afresh::OtherData => lang.download_other_data(),
                    Afresh::HashGone => lang.download_hash_gone(),
                    Afresh::NothingThere => lang.download_nothing_there(),
                };
                Some(view! { <p class="v-transfer-waiting">{words}</p> })
            }}
            {move || {
                let receipt = receipt.get()?;
                let text = lang.receipt(&receipt);
                Some(
                    view! {
                        <p class="v-transfer-receipt">
                            <code>{receipt.hex}</code>
                            <CopyButton
                                text=text
                                label=lang.transfer_receipt()
                                texts=copy_texts
                            />
                        </p>
                    },
                )
            }}
            {move || {
                let hint = offers.with(|offers| offers.save_again);
                hint.then(|| view! { <p class="v-transfer-waiting">{lang.download_not_there()}</p> })
            }}
            // Built anew only when the offers change: a button keeps the focus.
            {move || view! { <Actions transfer=actions.clone() offers=offers.get() /> }}
        </article>
    }
}

/// For styles, tests, and the page around.
#[must_use]
pub fn stage_name(stage: &Stage) -> &'static str {
    match stage {
        Stage::Queued => "queued",
        Stage::Waiting { .. } => "waiting",
        Stage::Stopped => "stopped",
        Stage::Preparing => "preparing",
        Stage::Moving => "moving",
        Stage::Storing => "storing",
        Stage::Importing => "importing",
        Stage::Settling => "settling",
        Stage::Deleting => "deleting",
        Stage::Paused => "paused",
        Stage::Verifying => "verifying",
        Stage::Saving => "saving",
        Stage::Done(_) => "done",
        Stage::Failed(_) => "failed",
        Stage::Withdrawn | Stage::Cancelled => "cancelled",
    }
}

fn look(stage: &Stage, direction: Direction) -> (Tone, IconName) {
    match (stage, direction) {
        (Stage::Done(Verdict::Verified(_)), _) => (Tone::Good, IconName::Shield),
        (Stage::Done(_), _) => (Tone::Good, IconName::Check),
        (Stage::Failed(_), _) => (Tone::Bad, IconName::Alert),
        (Stage::Cancelled | Stage::Withdrawn | Stage::Stopped, _) => {
            (Tone::Neutral, IconName::Close)
        }
        (Stage::Queued | Stage::Paused, _) => (Tone::Neutral, IconName::Clock),
        (Stage::Waiting { .. }, _) => (Tone::Warning, IconName::Clock),
        (Stage::Moving, Direction::Upload) => (Tone::Working, IconName::Upload),
        (Stage::Moving, Direction::Download) => (Tone::Working, IconName::Download),
        _ => (Tone::Working, IconName::Spinner),
    }
}
