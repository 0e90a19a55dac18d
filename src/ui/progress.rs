//! How far something is: the browser's own `<progress>`.

use leptos::prelude::*;

/// `done` of `total`, in whatever unit; `None` while that isn't known.
#[component]
pub fn ProgressBar(
    #[prop(into)] label: String,
    #[prop(into)] done: Signal<Option<u64>>,
    #[prop(into)] total: Signal<u64>,
) -> impl IntoView {
    // Per mille: coarse enough to change the page only when it shows.
    let per_mille = move || {
        done.get().map(|done| match total.get() {
            0 => 1000,
            total => u128::from(done) * 1000 / u128::from(total),
        })
    };
    view! {
        <progress
            class="v-progress"
            aria-label=label
            max="1000"
            value=move || per_mille().map(|n| n.to_string())
        ></progress>
    }
}
