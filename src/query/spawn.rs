//! The one place that starts a future without an owner.

use std::future::Future;

/// Runs a future to its end, whatever becomes of the view that started it.
/// It may touch signals only through `try_…`, or through `Arc` signals: those
/// of a view may be gone by then.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    #[allow(clippy::disallowed_methods)] // this is the place
    wasm_bindgen_futures::spawn_local(future);
}
