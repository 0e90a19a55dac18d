//! What this browser keeps of a console beyond a reload: local storage, where the page
//! and the person let it be used. Names, ids and choices; no secret and no data.

use std::cell::Cell;

use web_sys::Storage;

thread_local! {
    static IS_ALLOWED: Cell<bool> = const { Cell::new(false) };
}

/// Lets local storage be used. It belongs to the whole page: without this, somebody
/// else's page is left without a trace.
pub fn allow() {
    IS_ALLOWED.set(true);
}

/// `None` where it isn't allowed, or the browser has none for this page.
#[must_use]
pub fn local() -> Option<Storage> {
    if !IS_ALLOWED.get() {
        return None;
    }
    web_sys::window()?.local_storage().ok().flatten()
}
