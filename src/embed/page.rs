//! The page around, as `npm/index.js` stands for it.

use std::cell::RefCell;
use std::sync::Arc;

use js_sys::{Array, Promise};
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::api::{Error, ErrorKind, Fresh, Operation, Renew, Secret};
use crate::model::{Image, Timestamp, Validity};
use crate::session::now;
use crate::views::{Host, HostEvent};

#[wasm_bindgen]
extern "C" {
    /// Its methods throw nothing.
    #[derive(Clone)]
    pub type HostPage;

    /// A promise of a token and when it ends (RFC 3339, or empty).
    #[wasm_bindgen(method)]
    fn token(this: &HostPage) -> Promise;

    #[wasm_bindgen(method)]
    fn hear(this: &HostPage, event: &str);

    #[wasm_bindgen(method)]
    fn offers(this: &HostPage, action: &str, image: &str) -> bool;

    #[wasm_bindgen(method)]
    fn act(this: &HostPage, action: &str, image: &str);
}

/// There is one thread, and the page lives in it. `None` once the console is gone: work that
/// ends after it must not keep the page's elements.
pub(super) struct Around(SendWrapper<RefCell<Option<HostPage>>>);

impl Around {
    pub(super) fn new(page: HostPage) -> Arc<Self> {
        Arc::new(Self(SendWrapper::new(RefCell::new(Some(page)))))
    }

    pub(super) fn leave(&self) {
        self.0.replace(None);
    }

    fn with<T>(&self, ask: impl FnOnce(&HostPage) -> T) -> Option<T> {
        // Not borrowed while the page's own code runs: it may take the console away.
        let page = self.0.borrow().clone();
        page.as_ref().map(ask)
    }

    /// Asks for a token whenever one is needed.
    pub(super) fn renewing(self: &Arc<Self>) -> Arc<Renew> {
        let around = Arc::clone(self);
        Arc::new(move || {
            let answer = around.with(HostPage::token);
            Box::pin(async move {
                let gone = Error::without_answer(Operation::SignIn, ErrorKind::Cancelled);
                match JsFuture::from(answer.ok_or(gone)?).await {
                    Ok(answer) => fresh(&answer.unchecked_into()),
                    Err(refusal) => Err(no_token(&refusal)),
                }
            })
        })
    }
}

/// A provider that fails may succeed later; one that has no token says so by an empty one.
fn fresh(answer: &Array) -> Result<Fresh, Error> {
    let text = |at| answer.get(at).as_string().unwrap_or_default();
    let refused = || Error::without_answer(Operation::SignIn, ErrorKind::Unauthorized);
    let secret = Some(text(0)).filter(|token| !token.is_empty());
    let secret = Secret::new(&secret.ok_or_else(refused)?);
    let unsendable = || Error::without_answer(Operation::SignIn, ErrorKind::Unsendable);
    let ends = Timestamp::parse(&text(1));
    Ok(Fresh {
        secret: secret.ok_or_else(unsendable)?,
        validity: ends.map(|ends| Validity::of_old(ends, now())),
    })
}

fn no_token(refusal: &JsValue) -> Error {
    let error = Error::without_answer(Operation::SignIn, ErrorKind::NoAnswer);
    let words = refusal
        .dyn_ref::<js_sys::Error>()
        .map(js_sys::Error::message);
    Error {
        message: words.map(String::from).or_else(|| refusal.as_string()),
        ..error
    }
}

impl Host for Around {
    fn hear(&self, event: &HostEvent) {
        if let Ok(event) = serde_json::to_string(event) {
            self.with(|page| page.hear(&event));
        }
    }

    fn offers(&self, action_id: &str, image: &Image) -> bool {
        let image = serde_json::to_string(image).unwrap_or_default();
        self.with(|page| page.offers(action_id, &image))
            .unwrap_or_default()
    }

    fn act(&self, action_id: &str, image: &Image) {
        if let Ok(image) = serde_json::to_string(image) {
            self.with(|page| page.act(action_id, &image));
        }
    }
}
