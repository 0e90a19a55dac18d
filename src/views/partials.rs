//! Downloads that an earlier visit didn't finish, or whose copy may not have been made:
//! go on with them, or delete what is here.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

use super::Console;
use crate::query::spawn;
use crate::transfer::{Partial, Waiting, forget_partial, waiting};
use crate::ui::{Button, ButtonKind, IconName};

/// While another tab is at one, it is looked again so often, in milliseconds.
const LOOK_AGAIN_MS: u32 = 3_000;

/// Looks for them whenever somebody signs in or opens the drawer, and when a
/// transfer comes or goes.
pub fn watch_partials(console: &Console) {
    let (center, drawer_open) = (console.center.clone(), console.drawer_open.clone());
    let again = RwSignal::new(());
    let is_waiting = StoredValue::new(false);
    Effect::new(move |_| {
        again.track();
        center.transfers.track();
        drawer_open.track();
        let endpoint = center.client.with(|client| {
            let client = client.as_ref()?;
            Some(client.endpoint.to_string())
        });
        let shown = center.partials.clone();
        spawn(async move {
            let found = match endpoint {
                Some(endpoint) => waiting(&endpoint).await,
                None => Waiting::default(),
            };
            shown.try_maybe_update(|old| {
                let is_new = *old != found.partials;
                *old = found.partials;
                (is_new, ())
            });
            if found.has_claimed && is_waiting.try_get_value() == Some(false) {
                is_waiting.set_value(true);
                TimeoutFuture::new(LOOK_AGAIN_MS).await;
                is_waiting.try_set_value(false);
                again.try_set(());
            }
        });
    });
}

#[component]
pub(super) fn PartialCards() -> impl IntoView {
    let partials = Console::here().center.partials;
    view! {
        <For
            each=move || partials.get()
            key=|partial| partial.staging_name.clone()
            let:partial
        >
            <PartialCard partial=partial />
        </For>
    }
}

#[component]
fn PartialCard(partial: Partial) -> impl IntoView {
    let Console { lang, center, .. } = Console::here();
    let title = lang.partial_title(&partial);
    let text = lang.partial_text(&partial);
    // What was saved most likely is where it belongs.
    let (kind, go_on_words) = match partial.saved_ms {
        Some(_) => (ButtonKind::Secondary, lang.download_again()),
        None => (ButtonKind::Primary, lang.partial_continue()),
    };
    let go_on = {
        let (center, partial) = (center.clone(), partial.clone());
        move |()| {
            if let Some(client) = center.client.get_untracked() {
                // Signed in elsewhere meanwhile: the list follows in a moment.
                let _ = center.continue_download(client, partial.clone());
            }
        }
    };
    let delete = move |()| {
        let (center, partial) = (center.clone(), partial.clone());
        spawn(async move {
            forget_partial(&partial).await;
            center.transfers.try_update(|_| ());
        });
    };
    view! {
        <article class="v-transfer" data-stage="partial">
            <div class="v-transfer-head">
                <div class="v-transfer-title">
                    <strong>{title}</strong>
                    <span class="v-muted">{text}</span>
                </div>
            </div>
            <div class="v-transfer-actions">
                <Button kind=kind icon=IconName::Download on_click=go_on>
                    {go_on_words}
                </Button>
                <Button icon=IconName::Trash on_click=delete>
                    {lang.partial_delete()}
                </Button>
            </div>
        </article>
    }
}
