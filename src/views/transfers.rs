//! The transfer centre: a drawer over every page, which outlives them. What is in
//! it comes with a program of its own.

use leptos::prelude::*;

use super::forecast::SignInForecast;
use super::{Console, Later, Part, focus};
use crate::transfer::{Stage, Transfer, Verdict};
use crate::ui::{IconButton, IconName, Tree};

#[component]
pub fn TransfersDrawer() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let open = console.drawer_open.clone();
    let close = open.clone();
    let (escaped, closed) = (console.tree.clone(), console.tree);
    let center = console.center;
    let is_empty = Memo::new(move |_| {
        center.transfers.with(Vec::is_empty)
            && center.partials.with(Vec::is_empty)
            && center.unfinished.with(Vec::is_empty)
    });
    let body = move || {
        if is_empty.get() {
            view! { <p class="v-muted v-drawer-empty">{lang.transfers_empty()}</p> }.into_any()
        } else {
            view! { <Later part=Part::Transfers /> }.into_any()
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
                    focus_opener(&escaped);
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
                        focus_opener(&closed);
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

/// Back to the button that shows the drawer.
fn focus_opener(tree: &Tree) {
    focus(tree.find(".v-transfers-button"));
}

/// Says aloud how each transfer ended, wherever the person is by then, and notes it for
/// the page of its image.
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
    let Console {
        lang,
        toasts,
        diary,
        ..
    } = Console::here();
    Effect::new(move |was_ended: Option<bool>| {
        let stage = transfer.snapshot.with(|s| s.stage.clone());
        let is_ended = stage.is_ended();
        if is_ended && was_ended != Some(true) {
            let words = lang.transfer_announcement(&transfer, &stage);
            diary.note(&transfer.image_id(), &words);
            match stage {
                Stage::Done(Verdict::Verified(_)) => toasts.good(words),
                _ => toasts.warning(words),
            }
        }
        is_ended
    });
}
