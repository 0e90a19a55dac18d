//! The buttons of a transfer.

use leptos::prelude::*;

use super::offers::Offers;
use crate::query::spawn;
use crate::route::Route;
use crate::transfer::{Control, Direction, Shift, Transfer, TransferCenter, place_picker};
use crate::ui::{Button, ButtonKind, IconName};
use crate::views::{Console, Link};

#[component]
pub(super) fn Actions(transfer: Transfer, offers: Offers) -> impl IntoView {
    let Console {
        lang,
        center,
        session,
        drawer_open,
        ..
    } = Console::here();
    // Where something else is what helps, that stands out.
    let retry_kind = match offers.sign_in || offers.choose_place && offers.is_place_first {
        true => ButtonKind::Secondary,
        false => ButtonKind::Primary,
    };
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
                        <Link to=Route::image(image_id) class="v-button">
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
                    let transfer_to_shift = transfer.clone();
                    view! {
                        <Button on_click=move |()| center.put_first(&transfer)>
                            {match direction {
                                Direction::Upload => lang.transfer_first(),
                                Direction::Download => lang.download_first(),
                            }}
                        </Button>
                        <Reorder transfer=transfer_to_shift />
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
                .cancel
                .then(|| view! { <Button on_click=ask(Control::Cancel)>{lang.cancel()}</Button> })}
            {offers
                .cancel_upload
                .then(|| {
                    let transfer = transfer.clone();
                    view! { <CancelUpload transfer=transfer /> }
                })}
            {offers
                .sign_in
                .then(|| {
                    // Transfers stay; another attempt takes the next sign-in's token.
                    let leave = move |()| {
                        drawer_open.set(false);
                        session.set(None);
                    };
                    view! {
                        <Button kind=ButtonKind::Primary on_click=leave>
                            {lang.sign_in_again()}
                        </Button>
                    }
                })}
            {offers
                .retry
                .then(|| {
                    view! {
                        <Button
                            kind=retry_kind
                            icon=IconName::Refresh
                            on_click=ask(Control::Retry)
                        >
                            {lang.try_again()}
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
                .choose_place
                .then(|| {
                    let kind = match offers.is_place_first {
                        true => ButtonKind::Primary,
                        false => ButtonKind::Secondary,
                    };
                    view! {
                        <Button kind=kind on_click=place>
                            {lang.download_choose_place()}
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

/// One place earlier or later. At the ends the buttons do nothing: a disabled one would lose
/// the focus.
#[component]
fn Reorder(transfer: Transfer) -> impl IntoView {
    let Console { lang, center, .. } = Console::here();
    let queue = center.queue(transfer.direction).clone();
    let id = transfer.id;
    let was_moved = RwSignal::new(false);
    let said = move || {
        let (place, of) = queue.with(|queue| (queue.place(id), queue.waiting()));
        let place = place.filter(|_| was_moved.get());
        place.map(|place| lang.queue_place(place, of, None))
    };
    let shift = move |by| {
        let (center, transfer) = (center.clone(), transfer.clone());
        move |()| {
            was_moved.set(true);
            center.shift(&transfer, by);
        }
    };
    view! {
        <Button kind=ButtonKind::Quiet on_click=shift(Shift::Earlier)>
            {lang.queue_earlier()}
        </Button>
        <Button kind=ButtonKind::Quiet on_click=shift(Shift::Later)>
            {lang.queue_later()}
        </Button>
        <span class="v-visually-hidden" role="status">
            {said}
        </span>
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
