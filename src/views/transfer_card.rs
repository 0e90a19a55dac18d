//! One transfer: where it is, how fast, how it ended, and the person's say in it.

use leptos::prelude::*;

use super::diagnosis::use_explained;
use super::{Console, Link, Problem};
use crate::api::ErrorKind;
use crate::query::spawn;
use crate::route::Route;
use crate::transfer::{
    Afresh, Control, Direction, Stage, Transfer, TransferCenter, Verdict, Why, WorkerFailure,
    has_place_picker, place_picker,
};
use crate::ui::{Badge, Button, ButtonKind, CopyButton, IconName, ProgressBar, Tone};

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
        move || snapshot.with(|s| lang.progress(direction, s, total))
    };
    let is_running = Memo::new(move |_| stage.with(|s| !s.is_ended() && *s != Stage::Queued));
    let label = match direction {
        Direction::Upload => lang.transfer_sent(),
        Direction::Download => lang.transfer_received(),
    };
    let bars = move || {
        is_running.get().then(|| {
            view! {
                <ProgressBar label=label done=moved total=total />
                <div class="v-progress-thin">
                    <ProgressBar label=lang.transfer_hashed() done=hashed total=total />
                </div>
            }
        })
    };
    let diagnosed = use_explained(&Console::here(), move || {
        stage.with(|s| s.failed_call().cloned())
    });
    let file_name = (transfer.file_name != transfer.title).then(|| transfer.file_name.clone());
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
            // Built anew only when the offers change: a button keeps the focus.
            {move || view! { <Actions transfer=actions.clone() offers=offers.get() /> }}
        </article>
    }
}

/// What can be asked of a transfer in its present stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Offers {
    open_image: bool,
    first: bool,
    /// At once: nothing is lost by it.
    cancel: bool,
    /// After a question: a record may be kept.
    cancel_upload: bool,
    try_now: bool,
    retry: bool,
    delete_record: bool,
    pause: bool,
    go_on: bool,
    save_again: bool,
    keep_unproven: bool,
    choose_place: bool,
}

impl Offers {
    fn of(stage: &Stage, direction: Direction, has_copy: bool) -> Self {
        let is_download = direction == Direction::Download;
        let why = match stage {
            Stage::Failed(failure) if is_download => Some(&failure.why),
            _ => None,
        };
        let is_fetching = is_download
            && matches!(
                stage,
                Stage::Preparing | Stage::Moving | Stage::Waiting { .. }
            );
        Self {
            open_image: matches!(stage, Stage::Done(_)) && direction == Direction::Upload,
            first: *stage == Stage::Queued,
            cancel: *stage == Stage::Queued
                || is_fetching
                || is_download && matches!(stage, Stage::Paused | Stage::Verifying),
            cancel_upload: direction == Direction::Upload
                && matches!(
                    stage,
                    Stage::Preparing
                        | Stage::Moving
                        | Stage::Storing
                        | Stage::Importing
                        | Stage::Settling
                        | Stage::Waiting { .. }
                ),
            try_now: matches!(stage, Stage::Waiting { .. }),
            retry: stage.is_ended() && stage.can_retry() || why.is_some_and(can_fetch_again),
            delete_record: stage.can_delete_record(),
            pause: is_fetching,
            go_on: *stage == Stage::Paused,
            save_again: matches!(stage, Stage::Done(_)) && has_copy,
            keep_unproven: matches!(why, Some(Why::BytesDiffer { can_keep: true, .. })),
            choose_place: has_place_picker()
                && matches!(
                    why,
                    Some(Why::Fetch(
                        WorkerFailure::NoSpace { .. } | WorkerFailure::NoStorage { .. }
                    ))
                ),
        }
    }
}

/// Whether another attempt could end otherwise.
fn can_fetch_again(why: &Why) -> bool {
    match why {
        Why::Fetch(WorkerFailure::NoData | WorkerFailure::OtherSize { .. }) => false,
        Why::Fetch(WorkerFailure::Api(error)) => {
            !matches!(error.kind, ErrorKind::NotFound | ErrorKind::Gone)
        }
        _ => true,
    }
}

#[component]
fn Actions(transfer: Transfer, offers: Offers) -> impl IntoView {
    let Console { lang, center, .. } = Console::here();
    let direction = transfer.direction;
    let image_id = transfer.image_id();
    let place = {
        let (center, transfer) = (center.clone(), transfer.clone());
        move |()| choose_place(&center, &transfer)
    };
    let asked = transfer.clone();
    let ask = move |control| {
        let transfer = asked.clone();
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
                .try_now
                .then(|| {
                    view! {
                        <Button icon=IconName::Refresh on_click=ask(Control::Retry)>
                            {lang.transfer_try_now()}
                        </Button>
                    }
                })}
            {offers
                .first
                .then(|| {
                    let (center, transfer) = (center.clone(), transfer.clone());
                    view! {
                        <Button on_click=move |()| center.put_first(&transfer)>
                            {match direction {
                                Direction::Upload => lang.transfer_first(),
                                Direction::Download => lang.download_first(),
                            }}
                        </Button>
                    }
                })}
            {offers
                .cancel
                .then(|| view! { <Button on_click=ask(Control::Cancel)>{lang.cancel()}</Button> })}
            {offers
                .cancel_upload
                .then(|| {
                    let transfer = transfer.clone();
                    view! { <CancelUpload transfer=transfer /> }
                })}
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
                .choose_place
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Primary on_click=place>
                            {lang.download_choose_place()}
                        </Button>
                    }
                })}
            {offers
                .pause
                .then(|| {
                    view! { <Button on_click=ask(Control::Pause)>{lang.download_pause()}</Button> }
                })}
            {offers
                .go_on
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Primary on_click=ask(Control::GoOn)>
                            {lang.download_go_on()}
                        </Button>
                    }
                })}
            {offers
                .keep_unproven
                .then(|| {
                    view! {
                        <Button on_click=ask(Control::KeepUnproven)>
                            {lang.download_keep_unproven()}
                        </Button>
                    }
                })}
            {offers
                .save_again
                .then(|| {
                    view! {
                        <Button on_click=ask(Control::SaveAgain)>
                            {lang.download_again()}
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

/// The browser asks where; nothing happens if the person steps back.
fn choose_place(center: &TransferCenter, transfer: &Transfer) {
    let Some(picked) = place_picker(&transfer.file_name) else {
        return;
    };
    let (center, transfer) = (center.clone(), transfer.clone());
    spawn(async move {
        if let Some(handle) = picked.await {
            center.save_to(&transfer, handle);
        }
    });
}

/// Asks what is to become of the record; the upload goes on meanwhile.
#[component]
fn CancelUpload(transfer: Transfer) -> impl IntoView {
    let lang = Console::here().lang;
    let is_asking = RwSignal::new(false);
    let ask = move |control| {
        let transfer = transfer.clone();
        move |()| transfer.ask(control)
    };
    move || {
        if !is_asking.get() {
            let open = move |()| is_asking.set(true);
            return view! { <Button on_click=open>{lang.cancel()}</Button> }.into_any();
        }
        view! {
            <div class="v-transfer-question" role="group" aria-label=lang.cancel()>
                <p>{lang.transfer_cancel_question()}</p>
                <div class="v-transfer-actions">
                    <Button kind=ButtonKind::Danger on_click=ask(Control::Cancel)>
                        {lang.transfer_delete_record()}
                    </Button>
                    <Button on_click=ask(Control::Stop)>{lang.transfer_keep_record()}</Button>
                    <Button kind=ButtonKind::Quiet on_click=move |()| is_asking.set(false)>
                        {lang.transfer_go_on()}
                    </Button>
                </div>
            </div>
        }
        .into_any()
    }
}

/// For styles and tests.
fn stage_name(stage: &Stage) -> &'static str {
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
        Stage::Cancelled => "cancelled",
    }
}

fn look(stage: &Stage, direction: Direction) -> (Tone, IconName) {
    match (stage, direction) {
        (Stage::Done(Verdict::Verified(_)), _) => (Tone::Good, IconName::Shield),
        (Stage::Done(_), _) => (Tone::Good, IconName::Check),
        (Stage::Failed(_), _) => (Tone::Bad, IconName::Alert),
        (Stage::Cancelled | Stage::Stopped, _) => (Tone::Neutral, IconName::Close),
        (Stage::Queued | Stage::Paused, _) => (Tone::Neutral, IconName::Clock),
        (Stage::Waiting { .. }, _) => (Tone::Warning, IconName::Clock),
        (Stage::Moving, Direction::Upload) => (Tone::Working, IconName::Upload),
        (Stage::Moving, Direction::Download) => (Tone::Working, IconName::Download),
        _ => (Tone::Working, IconName::Spinner),
    }
}
