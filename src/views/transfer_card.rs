//! One transfer: where it is, how fast, how it ended, and the person's say in it.

use leptos::prelude::*;

use super::diagnosis::use_explained;
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
    let offers = Memo::new(move |_| stage.with(|s| Offers::of(s, direction)));
    let moved = {
        let snapshot = snapshot.clone();
        Signal::derive(move || {
            snapshot.with(|s| match s.stage {
                Stage::Preparing | Stage::Settling | Stage::Deleting => None,
                _ => Some(s.moved_bytes),
            })
        })
    };
    let hashed = {
        let snapshot = snapshot.clone();
        Signal::derive(move || Some(snapshot.with(|s| s.hashed_bytes)))
    };
    let numbers = move || snapshot.with(|s| lang.progress(direction, s, total));
    let is_running = Memo::new(move |_| stage.with(|s| !s.is_ended()));
    let label = match direction {
        Direction::Upload => lang.transfer_sent(),
        Direction::Download => lang.transfer_received(),
    };
    let bars = move || {
        is_running.get().then(|| {
            view! {
                <ProgressBar label=label done=moved total=total />
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
    let diagnosed = use_explained(&Console::here(), move || {
        stage.with(|s| s.failed_call().cloned())
    });
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
                    let explained = lang.transfer_failure(direction, &failure, diagnosed.get());
                    Some(view! { <Problem explained=explained /> })
                }
                _ => None,
            }}
            // Built anew only when the offers change: a button keeps the focus.
            {move || view! { <Actions transfer=actions.clone() offers=offers.get() /> }}
        </article>
    }
}

/// What can be asked of a transfer in its present stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Offers {
    open_image: bool,
    cancel: bool,
    retry: bool,
    delete_record: bool,
}

impl Offers {
    fn of(stage: &Stage, direction: Direction) -> Self {
        Self {
            open_image: matches!(stage, Stage::Done(_)) && direction == Direction::Upload,
            cancel: matches!(
                stage,
                Stage::Preparing | Stage::Moving | Stage::Storing | Stage::Settling
            ),
            retry: stage.can_retry(),
            delete_record: stage.can_delete_record(),
        }
    }
}

#[component]
fn Actions(transfer: Transfer, offers: Offers) -> impl IntoView {
    let lang = Console::here().lang;
    let image_id = transfer.image_id.clone();
    let ask = move |control| {
        let transfer = transfer.clone();
        move |()| transfer.ask(control)
    };
    view! {
        <div class="v-transfer-actions">
            {offers
                .open_image
                .then(|| {
                    view! {
                        <Link to=Route::Image { id: image_id } class="v-button">
                            {lang.upload_open()}
                        </Link>
                    }
                })}
            {offers
                .cancel
                .then(|| view! { <Button on_click=ask(Control::Cancel)>{lang.cancel()}</Button> })}
            {offers
                .retry
                .then(|| {
                    view! {
                        <Button
                            kind=ButtonKind::Primary
                            icon=IconName::Refresh
                            on_click=ask(Control::Retry)
                        >
                            {lang.try_again()}
                        </Button>
                    }
                })}
            {offers
                .delete_record
                .then(|| {
                    view! {
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
        Stage::Deleting => "deleting",
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
