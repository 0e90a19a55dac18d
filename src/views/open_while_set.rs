//! A dialog about something: open while there is something it is about.

use leptos::prelude::*;

/// Follows `about`, which is nothing again however the dialog is closed.
pub(super) fn open_while_set<T: Send + Sync + 'static>(
    about: RwSignal<Option<T>>,
) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    // Each of the two follows the other, so neither may be set to what it is already.
    Effect::new(move |_| {
        let is_set = about.with(Option::is_some);
        if open.get_untracked() != is_set {
            open.set(is_set);
        }
    });
    Effect::new(move |_| {
        if !open.get() && about.with_untracked(Option::is_some) {
            about.set(None);
        }
    });
    open
}
