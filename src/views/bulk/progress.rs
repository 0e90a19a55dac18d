//! While an action runs: how far it is, and a way to stop it.

use leptos::prelude::*;

use super::desk::Desk;
use crate::ui::{Button, ProgressBar};
use crate::views::Console;

#[component]
pub(super) fn Running(desk: Desk) -> impl IntoView {
    let lang = Console::here().lang;
    let counts = Memo::new(move |_| {
        let counts = desk.with_batch(|batch| (batch.outcomes().len(), batch.total()));
        counts.unwrap_or_default()
    });
    let is_stopping =
        Memo::new(move |_| desk.with_batch(|batch| batch.why_stopped().is_some()) == Some(true));
    let total = counts.get_untracked().1;
    let words = move |(done, all)| lang.bulk_progress(done, all);
    // A listener hears every tenth part, not every image.
    let spoken = Memo::new(move |_| {
        let (done, all) = counts.get();
        let step = all.div_ceil(10).max(1);
        (done / step * step, all)
    });
    view! {
        <ProgressBar
            label=words((0, total))
            done=Signal::derive(move || Some(counts.get().0 as u64))
            total=total as u64
        />
        <p aria-hidden="true">{move || words(counts.get())}</p>
        <p class="v-visually-hidden" role="status">
            {move || words(spoken.get())}
        </p>
        <p class="v-muted">
            {move || {
                if is_stopping.get() { lang.bulk_stopping() } else { lang.bulk_background() }
            }}
        </p>
        <div class="v-dialog-actions">
            <Button busy=is_stopping on_click=move |()| desk.stop()>
                {lang.bulk_stop()}
            </Button>
        </div>
    }
}
