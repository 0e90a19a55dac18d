//! One transfer: where it is, how fast, how it ended, and the person's say in it.

use leptos::prelude::*;

use super::{Console, Link, Problem};
use crate::route::Route;
use crate::transfer::{Control, Direction, Stage, Transfer, Verdict};
use crate::ui::{Badge, Button, ButtonKind, IconName, ProgressBar, Tone};

#[component]
pub(super) fn TransferCard(transfer: Transfer) -> impl IntoView {
    let lang = Console::here().lang;
    let direction = transfer.direction;
    let total = transfer.total_bytes;
    let snapshot = transfer.snapshot.clone();
    let stage = {
        let snapshot = snapshot.clone();
        Memo::new(move |_| snapshot.with(|s| s.stage.clone()))
    };
    let moved = {
        let snapshot = snapshot.clone();
        Signal::derive(move || {
            snapshot.with(|s| match s.stage {
                Stage::Preparing | Stage::Settling => None,
                _ => Some(s.moved_bytes),
            })
        })
    };
    let hashed = {
        let snapshot = snapshot.clone();
        Signal::derive(move || Some(snapshot.with(|s| s.hashed_bytes)))
    };
    let numbers = move || snapshot.with(|s| lang.progress(direction, s, total));
    let is_running = move || stage.with(|s| !s.is_ended());
    let bars = move || {
        is_running().then(|| {
            view! {
                <ProgressBar label=lang.transfer_sent() done=moved total=total />
                {(direction == Direction::Upload)
                    .then(|| {
                        view! {
                            <div class="v-progress-thin">
                                <ProgressBar
                                    label=lang.transfer_hashed()
                                    done=hashed
                                    total=total
                                />
                            </div>
                        }
                    })}
            }
        })
    };
    let file_name = (transfer.file_name != transfer.title).then(|| transfer.file_name.clone());
    let title = transfer.title.clone();
    let actions = transfer.clone();
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
                    let explained = lang.transfer_failure(direction, &failure);
                    Some(view! { <Problem explained=explained /> })
                }
                _ => None,
            }}
            {move || view! { <Actions transfer=actions.clone() stage=stage.get() /> }}
        </article>
    }
}

#[component]
fn Actions(transfer: Transfer, stage: Stage) -> impl IntoView {
    let lang = Console::here().lang;
    let image_id = transfer.image_id.clone();
    let has_image = matches!(stage, Stage::Done(_)) && transfer.direction == Direction::Upload;
    let ask = move |control| {
        let transfer = transfer.clone();
        move |()| transfer.ask(control)
    };
    let can_retry = Transfer::can_retry(&stage);
    let can_cancel = !stage.is_ended() && stage != Stage::Saving;
    view! {
        <div class="v-transfer-actions">
            {has_image
                .then(|| {
                    view! {
                        <Link to=Route::Image { id: image_id } class="v-button">
                            {lang.upload_open()}
                        </Link>
                    }
                })}
            {can_cancel
                .then(|| view! { <Button on_click=ask(Control::Cancel)>{lang.cancel()}</Button> })}
            {can_retry
                .then(|| {
                    view! {
                        <Button
                            kind=ButtonKind::Primary
                            icon=IconName::Refresh
                            on_click=ask(Control::Retry)
                        >
                            {lang.transfer_retry()}
                        </Button>
                        <Button icon=IconName::Trash on_click=ask(Control::DeleteRecord)>
                            {lang.transfer_delete_record()}
                        </Button>
                    }
                })}
        </div>
    }
}

/// For styles and tests.
fn stage_name(stage: &Stage) -> &'static str {
    match stage {
        Stage::Preparing => "preparing",
        Stage::Moving => "moving",
        Stage::Storing => "storing",
        Stage::Settling => "settling",
        Stage::Verifying => "verifying",
        Stage::Saving => "saving",
        Stage::Done(_) => "done",
        Stage::Failed(_) => "failed",
        Stage::Cancelled => "cancelled",
    }
}

fn look(stage: &Stage, direction: Direction) -> (Tone, IconName) {
    match (stage, direction) {
        (Stage::Done(Verdict::Verified(_)), _) => (Tone::Good, IconName::Shield),
        (Stage::Done(_), _) => (Tone::Good, IconName::Check),
        (Stage::Failed(_), _) => (Tone::Bad, IconName::Alert),
        (Stage::Cancelled, _) => (Tone::Neutral, IconName::Close),
        (Stage::Moving, Direction::Upload) => (Tone::Working, IconName::Upload),
        (Stage::Moving, Direction::Download) => (Tone::Working, IconName::Download),
        _ => (Tone::Working, IconName::Spinner),
    }
}
