//! Tells when the page is shown again or hidden: browsers slow timers down and
//! take things back while nobody looks.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::Event;

/// Calls for as long as the calling owner lives.
pub(super) fn on_visibility_change(mut call: impl FnMut() + 'static) {
    let listener = Closure::<dyn FnMut(Event)>::new(move |_| call());
    let document = document();
    document
        .add_event_listener_with_callback("visibilitychange", listener.as_ref().unchecked_ref())
        .ok();
    let listener = StoredValue::new_local(listener);
    on_cleanup(move || {
        listener.with_value(|listener| {
            let function = listener.as_ref().unchecked_ref();
            document
                .remove_event_listener_with_callback("visibilitychange", function)
                .ok();
        });
    });
}
