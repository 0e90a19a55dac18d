//! Copies a text to the clipboard and says that it did.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::icon::{Icon, IconName};
use super::toast::Toasts;
use crate::query::spawn;

/// What a copy button says.
#[derive(Clone, Copy)]
pub struct CopyTexts {
    pub copied: &'static str,
    pub failed: &'static str,
}

#[component]
pub fn CopyButton(
    #[prop(into)] text: Signal<String>,
    /// What is copied, for the tooltip and for who can't see the icon.
    #[prop(into)]
    label: String,
    texts: CopyTexts,
) -> impl IntoView {
    let toasts = use_context::<Toasts>();
    let was_copied = RwSignal::new(false);
    let copy = move |_| {
        let text = text.get_untracked();
        let toasts = toasts.clone();
        spawn(async move {
            let copied = write(&text).await.is_ok();
            was_copied.try_set(copied);
            if let Some(toasts) = toasts {
                if copied {
                    toasts.good(texts.copied);
                } else {
                    toasts.warning(texts.failed);
                }
            }
            gloo_timers::future::TimeoutFuture::new(2_000).await;
            was_copied.try_set(false);
        });
    };
    let label_again = label.clone();
    view! {
        <button
            type="button"
            class="v-button v-button-icon v-copy"
            title=label
            aria-label=label_again
            on:click=copy
        >
            {move || {
                let name = if was_copied.get() { IconName::Check } else { IconName::Copy };
                view! { <Icon name=name /> }
            }}
        </button>
    }
}

/// Asked for by name, since insecure origins have no clipboard at all.
async fn write(text: &str) -> Result<(), JsValue> {
    let navigator = web_sys::window().ok_or(JsValue::NULL)?.navigator();
    let clipboard = Reflect::get(&navigator, &"clipboard".into())?;
    let write: Function = Reflect::get(&clipboard, &"writeText".into())?.dyn_into()?;
    let promise: Promise = write.call1(&clipboard, &text.into())?.dyn_into()?;
    JsFuture::from(promise).await.map(drop)
}
