//! The shape of what is on its way.

use leptos::prelude::*;

/// So many grey rows; `label` says that something is loading.
#[component]
pub fn Skeleton(rows: usize, #[prop(into)] label: String) -> impl IntoView {
    view! {
        <div class="v-skeleton" role="status" aria-label=label>
            {(0..rows)
                .map(|_| view! { <div class="v-skeleton-row" data-loading="true"></div> })
                .collect_view()}
        </div>
    }
}
