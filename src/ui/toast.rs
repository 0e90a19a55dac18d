//! Short messages that come and go. They repeat what the page shows anyway, so
//! that nobody misses anything by missing one.

use std::sync::Arc;

use leptos::prelude::*;

use super::badge::Tone;
use super::button::{Button, ButtonKind, IconButton};
use super::icon::{Icon, IconName};
use crate::query::spawn;

/// How long a toast stays, in milliseconds.
const STAY_MS: u32 = 6_000;
/// The same, of one that something can be done with.
const STAY_WITH_ACTION_MS: u32 = 12_000;
/// More would cover the page.
const MOST: usize = 4;

#[derive(Clone)]
struct Toast {
    id: u32,
    tone: Tone,
    text: String,
    action: Option<ToastAction>,
}

/// What can be done about what was said, such as to undo it. The page that said
/// it may be gone by then.
#[derive(Clone)]
pub struct ToastAction {
    label: &'static str,
    act: Arc<dyn Fn() + Send + Sync>,
}

impl ToastAction {
    #[must_use]
    pub fn new(label: &'static str, act: impl Fn() + Send + Sync + 'static) -> Self {
        let act = Arc::new(act);
        Self { label, act }
    }
}

/// The way to say something in passing.
#[derive(Clone)]
pub struct Toasts {
    shown: ArcRwSignal<Vec<Toast>>,
    next_id: ArcRwSignal<u32>,
}

impl Toasts {
    #[must_use]
    pub fn new() -> Self {
        Self {
            shown: ArcRwSignal::new(Vec::new()),
            next_id: ArcRwSignal::new(0),
        }
    }

    pub fn good(&self, text: impl Into<String>) {
        self.say(Tone::Good, text.into(), None);
    }

    /// Good news, and a button. The same must be possible without it: it goes soon.
    /// Its number is for [`Toasts::dismiss`].
    pub fn good_with(&self, text: impl Into<String>, action: ToastAction) -> u32 {
        self.say(Tone::Good, text.into(), Some(action))
    }

    pub fn warning(&self, text: impl Into<String>) {
        self.say(Tone::Warning, text.into(), None);
    }

    fn say(&self, tone: Tone, text: String, action: Option<ToastAction>) -> u32 {
        let id = self.next_id.get_untracked();
        self.next_id.set(id + 1);
        let stay_ms = match action {
            Some(_) => STAY_WITH_ACTION_MS,
            None => STAY_MS,
        };
        self.shown.update(|shown| {
            shown.push(Toast {
                id,
                tone,
                text,
                action,
            });
            if shown.len() > MOST {
                shown.remove(0);
            }
        });
        let toasts = self.clone();
        spawn(async move {
            gloo_timers::future::TimeoutFuture::new(stay_ms).await;
            toasts.dismiss(id);
        });
        id
    }

    /// Takes one away before its time; nothing if it has gone by itself.
    pub fn dismiss(&self, id: u32) {
        self.shown
            .update(|shown| shown.retain(|toast| toast.id != id));
    }
}

impl Default for Toasts {
    fn default() -> Self {
        Self::new()
    }
}

/// Where toasts show, and where assistive technology hears them.
#[component]
pub fn ToastRegion(toasts: Toasts, #[prop(into)] close_label: String) -> impl IntoView {
    let shown = toasts.shown.clone();
    view! {
        <div class="v-toasts" role="status" aria-live="polite">
            <For each=move || shown.get() key=|toast| toast.id let:toast>
                <ToastLine toast=toast toasts=toasts.clone() close_label=close_label.clone() />
            </For>
        </div>
    }
}

#[component]
fn ToastLine(toast: Toast, toasts: Toasts, close_label: String) -> impl IntoView {
    let (class, icon) = match toast.tone {
        Tone::Good => ("v-toast v-toast-good", IconName::Check),
        _ => ("v-toast v-toast-warning", IconName::Alert),
    };
    let id = toast.id;
    let action = toast.action.map(|action| {
        let toasts = toasts.clone();
        let act = move |()| {
            toasts.dismiss(id);
            (action.act)();
        };
        view! {
            <Button kind=ButtonKind::Quiet on_click=act>
                {action.label}
            </Button>
        }
    });
    view! {
        <div class=class>
            <Icon name=icon />
            <span>{toast.text}</span>
            {action}
            <IconButton
                icon=IconName::Close
                label=close_label
                on_click=move |()| toasts.dismiss(id)
            />
        </div>
    }
}
