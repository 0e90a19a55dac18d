//! How much of its quotas the project uses, where the cloud tells it.

use leptos::prelude::*;

use crate::api::{Client, Operation, discovery};
use crate::model::{Quota, Usage};
use crate::query::use_query;
use crate::views::Console;
use crate::views::context::abort_with;

/// Nothing where the cloud keeps no quotas, or doesn't tell them.
#[component]
pub(super) fn QuotaCard() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let query = use_query(
        move || {
            console.center.images_changed.track();
            console.client()
        },
        |client: Client, cancel, _| async move {
            let abort = abort_with(&cancel, Operation::Discover)?;
            client.send(&discovery::usage(), &abort).await
        },
    );
    let quotas = Memo::new(move |_| {
        query.state.with(|state| {
            let usage: Option<&Usage> = state.value.as_ref();
            usage.map(|usage| usage.0.clone()).unwrap_or_default()
        })
    });
    move || {
        let quotas = quotas.get();
        (!quotas.is_empty()).then(|| {
            let meters = quotas
                .into_iter()
                .map(|(name, quota)| view! { <Meter name=name quota=quota /> })
                .collect_view();
            view! {
                <section class="v-card" aria-labelledby="v-tidy-quota">
                    <h2 id="v-tidy-quota">{lang.tidy_quota()}</h2>
                    <ul class="v-meters">{meters}</ul>
                </section>
            }
        })
    }
}

/// Of a quota without limit only the words are shown.
#[component]
fn Meter(name: String, quota: Quota) -> impl IntoView {
    let lang = Console::here().lang;
    let label = lang.tidy_quota_name(&name);
    let words = lang.tidy_quota_used(&name, quota);
    let meter = quota.limit.filter(|limit| *limit > 0).map(|limit| {
        view! {
            <meter
                class="v-meter"
                aria-label=label.clone()
                min="0"
                max=limit.to_string()
                // Beyond these it is running out, and has all but run out.
                low=per_mille(limit, 750)
                high=per_mille(limit, 900)
                optimum="0"
                value=quota.usage.min(limit).to_string()
            >
                {words.clone()}
            </meter>
        }
    });
    view! {
        <li>
            <span class="v-meter-label">{label}</span>
            <span class="v-muted">{words}</span>
            {meter}
        </li>
    }
}

fn per_mille(of: u64, n: u128) -> String {
    (u128::from(of) * n / 1000).to_string()
}
