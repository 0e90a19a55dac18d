//! What came of an action that didn't go well everywhere: counts, each failure
//! in the service's words, and another turn for what is left.

use leptos::prelude::*;

use super::bar::count;
use super::desk::Desk;
use crate::bulk::{Batch, End, WhyStopped};
use crate::i18n::Lang;
use crate::ui::{Button, ButtonKind, CopyButton, IconName, Notice, Tone};
use crate::views::Console;

/// So many failures are shown.
const MOST_FAILURES: usize = 100;

#[component]
pub(super) fn Results(desk: Desk) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let Some(batch) = desk.batch.get_untracked() else {
        return ().into_any();
    };
    let (summary, failures, is_signed_out, left) = batch.with_untracked(|batch| {
        let is_signed_out = batch.why_stopped() == Some(WhyStopped::SignedOut);
        (
            summary(lang, batch),
            failures(batch),
            is_signed_out,
            left(batch),
        )
    });
    let (failed, stopped) = left;
    let more = failed - failures.len();
    let again = move |()| desk.go_again(&console);
    view! {
        {is_signed_out
            .then(|| {
                view! {
                    <Notice tone=Tone::Bad title=lang.bulk_signed_out_title()>
                        <p>{lang.bulk_signed_out_text()}</p>
                    </Notice>
                }
            })}
        <p role="status" class="v-dialog-subject">{summary}</p>
        <ul class="v-bulk-failures">
            {failures
                .into_iter()
                .map(|(title, end)| view! { <Failure title=title end=end /> })
                .collect_view()}
            {(more > 0).then(|| view! { <li class="v-muted">{lang.bulk_names_more(more)}</li> })}
        </ul>
        <div class="v-dialog-actions">
            <Button on_click=move |()| desk.is_open.set(false)>{lang.close()}</Button>
            <Button kind=ButtonKind::Primary icon=IconName::Refresh on_click=again>
                {lang.bulk_again(failed, stopped)}
            </Button>
        </div>
    }
    .into_any()
}

/// How many failed, and how many never had their turn.
fn left(batch: &Batch) -> (usize, usize) {
    let failed = count(batch, End::is_failure);
    (failed, count(batch, |end| *end == End::Stopped))
}

/// "3 images deleted · 2 skipped · 1 failed"
pub(super) fn summary(lang: Lang, batch: &Batch) -> String {
    let (failed, stopped) = left(batch);
    let done = count(batch, |end| *end == End::Done);
    let gone = count(batch, |end| *end == End::AlreadyGone);
    let skipped = count(batch, |end| matches!(end, End::Skipped(_)));
    let going_on = count(batch, |end| *end == End::LeftToService);
    let parts = [
        (done, lang.bulk_done(batch.action(), done)),
        (going_on, lang.bulk_going_on(going_on)),
        (gone, lang.bulk_already_gone(gone)),
        (skipped, lang.bulk_skipped_count(skipped)),
        (failed, lang.bulk_failed(failed)),
        (stopped, lang.bulk_stopped(stopped)),
    ];
    let parts: Vec<_> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(_, words)| words)
        .collect();
    parts.join(" · ")
}

fn failures(batch: &Batch) -> Vec<(String, End)> {
    batch
        .outcomes()
        .iter()
        .filter(|outcome| outcome.end.is_failure())
        .map(|outcome| (outcome.title.clone(), outcome.end.clone()))
        .take(MOST_FAILURES)
        .collect()
}

#[component]
fn Failure(title: String, end: End) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let texts = console.copy_texts();
    let explained = match &end {
        End::Failed(error) => lang.api_error(error),
        End::NotInStores(stores) => lang.bulk_not_in_stores(stores),
        _ => return ().into_any(),
    };
    view! {
        <li>
            <p class="v-dialog-subject">{title}</p>
            <p>{explained.advice}</p>
            {explained
                .service_words
                .map(|words| {
                    view! {
                        <p class="v-service-words">
                            <span class="v-muted">{lang.service_said()} ": "</span>
                            <q>{words}</q>
                        </p>
                    }
                })}
            {explained
                .request_id
                .map(|id| {
                    let copy = id.clone();
                    let label = lang.copy_named(lang.request_id());
                    view! {
                        <p class="v-request-id">
                            <span class="v-muted">{lang.request_id()} ": "</span>
                            <code>{id}</code>
                            <CopyButton text=copy label=label texts=texts />
                        </p>
                    }
                })}
        </li>
    }
    .into_any()
}
