//! Asks before the page is left while something moves, or isn't saved.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::Event;

use crate::route::Router;
use crate::transfer::TransferCenter;

/// Listens for as long as the calling owner lives. The browser words the question.
pub(super) fn guard_leaving(center: &TransferCenter, router: &Router) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let (center, router) = (center.clone(), router.clone());
    let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        if router.is_held() || untrack(|| center.running()) > 0 {
            event.prevent_default();
        }
    });
    window
        .add_event_listener_with_callback("beforeunload", listener.as_ref().unchecked_ref())
        .ok();
    let listener = StoredValue::new_local(listener);
    on_cleanup(move || {
        listener.with_value(|listener| {
            window
                .remove_event_listener_with_callback(
                    "beforeunload",
                    listener.as_ref().unchecked_ref(),
                )
                .ok();
        });
    });
}
