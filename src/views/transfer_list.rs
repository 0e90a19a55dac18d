//! What is in the transfer centre: what waits from earlier, what moves, what ended.

use leptos::prelude::*;

use super::partials::PartialCards;
use super::transfer_card::TransferCard;
use super::upload::UnfinishedNotices;
use super::{Console, focus};
use crate::transfer::{Direction, Halt, MOST_AT_ONCE, Queue};
use crate::ui::{Button, ButtonKind, Choice, IconName, SelectField};

#[component]
pub(super) fn TransferList() -> impl IntoView {
    let Console { lang, center, .. } = Console::here();
    let transfers = center.transfers.clone();
    let has_none = {
        let transfers = transfers.clone();
        Memo::new(move |_| transfers.with(Vec::is_empty))
    };
    view! {
        <QueueControls direction=Direction::Upload />
        <QueueControls direction=Direction::Download />
        <div class="v-drawer-list">
            <UnfinishedNotices />
            <PartialCards />
            <For each=move || transfers.get() key=|transfer| transfer.id let:transfer>
                <TransferCard transfer=transfer />
            </For>
        </div>
        <div class="v-drawer-foot" hidden=move || has_none.get()>
            <RetryFailed />
            <Button kind=ButtonKind::Quiet on_click=move |()| center.clear_ended()>
                {lang.transfers_clear()}
            </Button>
        </div>
    }
}

/// From the second one on: one alone has a button of its own.
#[component]
fn RetryFailed() -> impl IntoView {
    let Console {
        lang, center, tree, ..
    } = Console::here();
    let failed = {
        let center = center.clone();
        Memo::new(move |_| center.failed_for_now().len())
    };
    let is_shown = Memo::new(move |_| failed.get() > 1);
    move || {
        let (center, tree) = (center.clone(), tree.clone());
        is_shown.get().then(|| {
            let retry = move |()| {
                center.retry_failed();
                // This button goes with the failures.
                focus(tree.find(".v-drawer-foot .v-button-quiet"));
            };
            view! {
                <Button icon=IconName::Refresh on_click=retry>
                    {move || lang.transfers_retry_failed(failed.get())}
                </Button>
            }
        })
    }
}

/// While some wait: how many at a time, and whether any begins at all.
#[component]
fn QueueControls(direction: Direction) -> impl IntoView {
    let Console { lang, center, .. } = Console::here();
    let queue = center.queue(direction).clone();
    let (waiting, halted) = (
        Memo::new({
            let queue = queue.clone();
            move |_| queue.with(Queue::waiting)
        }),
        Memo::new({
            let queue = queue.clone();
            move |_| queue.with(Queue::halted)
        }),
    );
    let at_once = RwSignal::new(queue.with_untracked(Queue::at_once).to_string());
    let set = center.clone();
    Effect::new(move |_| {
        if let Ok(at_once) = at_once.get().parse() {
            set.set_at_once(direction, at_once);
        }
    });
    let (name, at_once_words) = match direction {
        Direction::Upload => (lang.queue_uploads(), lang.queue_at_once()),
        Direction::Download => (lang.queue_downloads(), lang.queue_downloads_at_once()),
    };
    let is_shown = Memo::new(move |_| waiting.get() > 0 || halted.get().is_some());
    move || {
        let center = center.clone();
        is_shown.get().then(move || {
            let choices: Vec<Choice> = (1..=MOST_AT_ONCE)
                .map(|n| Choice::new(n.to_string(), n.to_string()))
                .collect();
            let pause = move |()| {
                let halt = halted.get_untracked().is_none().then_some(Halt::Asked);
                center.halt_queue(direction, halt);
            };
            view! {
                <div class="v-queue" role="group" aria-label=name>
                    <span role="status">{move || lang.queue_waiting(direction, waiting.get())}</span>
                    <Button on_click=pause>
                        {move || {
                            if halted.get().is_some() { lang.queue_go_on() } else { lang.queue_pause() }
                        }}
                    </Button>
                    <SelectField label=at_once_words value=at_once choices=choices />
                    <p class="v-hint" role="status">
                        {move || (halted.get() == Some(Halt::Failure)).then(|| lang.queue_halted())}
                    </p>
                </div>
            }
        })
    }
}
