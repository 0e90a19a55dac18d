//! Keeps the screen awake while something moves, where the browser can: a
//! computer that sleeps drops its connections.

use leptos::prelude::*;

use super::visibility::on_visibility_change;
use crate::query::spawn;
use crate::transfer::{Awake, TransferCenter, stay_awake};

/// For as long as the calling owner lives.
pub(super) fn stay_awake_while_moving(center: &TransferCenter) {
    let held: StoredValue<Option<Awake>, LocalStorage> = StoredValue::new_local(None);
    // Browsers let go of it when the page is hidden; then it is asked for anew.
    let shown = RwSignal::new(0_u32);
    let center = center.clone();
    let is_moving = Memo::new(move |_| center.running() > 0);
    Effect::new(move |_| {
        shown.track();
        if !is_moving.get() {
            held.set_value(None);
            return;
        }
        spawn(async move {
            let awake = stay_awake().await;
            // It may have come too late to be of use.
            let still = is_moving.try_get_untracked() == Some(true);
            held.try_set_value(awake.filter(|_| still));
        });
    });
    on_visibility_change(move || {
        shown.try_update(|times| *times += 1);
    });
}
