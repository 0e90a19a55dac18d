//! The transfer centre: a drawer over every page, which outlives them.

use leptos::prelude::*;

use super::forecast::SignInForecast;
use super::partials::PartialCards;
use super::transfer_card::TransferCard;
use super::{Console, focus};
use crate::transfer::{MOST_AT_ONCE, Queue, Stage, Transfer, Verdict};
use crate::ui::{Button, ButtonKind, Choice, IconButton, IconName, SelectField};

#[component]
pub fn TransfersDrawer() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let open = console.drawer_open.clone();
    let close = open.clone();
    let center = console.center.clone();
    let transfers = center.transfers.clone();
    let has_none = {
        let transfers = transfers.clone();
        Memo::new(move |_| transfers.with(Vec::is_empty))
    };
    let is_empty = {
        let partials = center.partials.clone();
        Memo::new(move |_| has_none.get() && partials.with(Vec::is_empty))
    };
    let clear = center.clone();
    let body = move || {
        if is_empty.get() {
            view! { <p class="v-muted v-drawer-empty">{lang.transfers_empty()}</p> }.into_any()
        } else {
            let transfers = transfers.clone();
            let clear = clear.clone();
            view! {
                <QueueControls />
                <div class="v-drawer-list">
                    <PartialCards />
                    <For each=move || transfers.get() key=|transfer| transfer.id let:transfer>
                        <TransferCard transfer=transfer />
                    </For>
                </div>
                <div class="v-drawer-foot" hidden=move || has_none.get()>
                    <Button kind=ButtonKind::Quiet on_click=move |()| clear.clear_ended()>
                        {lang.transfers_clear()}
                    </Button>
                </div>
            }
            .into_any()
        }
    };
    let escape = open.clone();
    view! {
        <aside
            class="v-drawer"
            aria-label=lang.transfers_title()
            hidden=move || !open.get()
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    escape.set(false);
                    focus_opener();
                }
            }
        >
            <div class="v-drawer-head">
                <h2>{lang.transfers_title()}</h2>
                <IconButton
                    icon=IconName::Close
                    label=lang.close().to_owned()
                    on_click=move |()| {
                        close.set(false);
                        focus_opener();
                    }
                />
            </div>
            {body}
            // Below: what comes up here moves nothing that is being read or pressed.
            <div class="v-drawer-forecast">
                <SignInForecast offers_sign_in=true />
            </div>
        </aside>
    }
}

/// While uploads wait: how many at a time, and whether any begins at all.
#[component]
fn QueueControls() -> impl IntoView {
    let Console { lang, center, .. } = Console::here();
    let queue = center.queue.clone();
    let (waiting, is_paused) = (
        Memo::new({
            let queue = queue.clone();
            move |_| queue.with(Queue::waiting)
        }),
        Memo::new({
            let queue = queue.clone();
            move |_| queue.with(Queue::is_paused)
        }),
    );
    let at_once = RwSignal::new(queue.with_untracked(Queue::at_once).to_string());
    let set = center.clone();
    Effect::new(move |_| {
        if let Ok(at_once) = at_once.get().parse() {
            set.set_at_once(at_once);
        }
    });
    let is_shown = Memo::new(move |_| waiting.get() > 0 || is_paused.get());
    move || {
        let center = center.clone();
        is_shown.get().then(move || {
            let choices: Vec<Choice> = (1..=MOST_AT_ONCE)
                .map(|n| Choice::new(n.to_string(), n.to_string()))
                .collect();
            let pause = move |()| center.pause_queue(!is_paused.get_untracked());
            view! {
                <div class="v-queue">
                    <span role="status">{move || lang.queue_waiting(waiting.get())}</span>
                    <Button on_click=pause>
                        {move || {
                            if is_paused.get() { lang.queue_go_on() } else { lang.queue_pause() }
                        }}
                    </Button>
                    <SelectField label=lang.queue_at_once() value=at_once choices=choices />
                </div>
            }
        })
    }
}

/// Back to the button that shows the drawer.
fn focus_opener() {
    focus(
        document()
            .query_selector(".v-transfers-button")
            .ok()
            .flatten(),
    );
}

/// Says aloud how each transfer ended, wherever the person is by then.
#[component]
pub fn TransferWatch() -> impl IntoView {
    let transfers = Console::here().center.transfers;
    view! {
        <For each=move || transfers.get() key=|transfer| transfer.id let:transfer>
            <WatchOne transfer=transfer />
        </For>
    }
}

#[component]
fn WatchOne(transfer: Transfer) -> impl IntoView {
    let Console { lang, toasts, .. } = Console::here();
    Effect::new(move |was_ended: Option<bool>| {
        let stage = transfer.snapshot.with(|s| s.stage.clone());
        let is_ended = stage.is_ended();
        if is_ended && was_ended != Some(true) {
            let words = lang.transfer_announcement(&transfer, &stage);
            match stage {
                Stage::Done(Verdict::Verified(_)) => toasts.good(words),
                _ => toasts.warning(words),
            }
        }
        is_ended
    });
}
