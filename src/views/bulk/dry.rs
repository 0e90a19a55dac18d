//! The dry run on the page: how many images will change, how many are skipped
//! and why, and which.

use leptos::prelude::*;

use crate::bulk::{Action, DryRun};
use crate::views::Console;

/// So many names of a group are shown.
const MOST_NAMES: usize = 100;

#[component]
pub(super) fn DryRunView(action: Action, dry_run: Memo<DryRun>) -> impl IntoView {
    let lang = Console::here().lang;
    let due = dry_run.with(|dry_run| {
        let words = lang.bulk_will(&action, dry_run.due.len(), dry_run.bytes());
        let names: Vec<_> = dry_run
            .due
            .iter()
            .take(MOST_NAMES)
            .map(|due| {
                let title = due.image.title().to_owned();
                (title, lang.bulk_change(&due.change))
            })
            .collect();
        view! { <Group words=words names=names count=dry_run.due.len() /> }
    });
    let skipped = dry_run.with(|dry_run| {
        let groups = dry_run.skipped.iter();
        groups
            .map(|(reason, titles)| {
                let words = lang.bulk_skipped(titles.len(), *reason);
                let names = titles.iter().take(MOST_NAMES);
                let names: Vec<_> = names.map(|t| (t.clone(), String::new())).collect();
                view! { <Group words=words names=names count=titles.len() /> }
            })
            .collect_view()
    });
    (due, skipped)
}

/// A line that opens to the names behind it.
#[component]
fn Group(words: String, names: Vec<(String, String)>, count: usize) -> impl IntoView {
    let lang = Console::here().lang;
    if count == 0 {
        return view! { <p>{words}</p> }.into_any();
    }
    let more = count - names.len();
    view! {
        <details class="v-bulk-group">
            <summary>{words}</summary>
            <ul class="v-bulk-names">
                {names
                    .into_iter()
                    .map(|(title, change)| {
                        view! {
                            <li>
                                <span>{title}</span>
                                " "
                                <span class="v-muted">{change}</span>
                            </li>
                        }
                    })
                    .collect_view()}
                {(more > 0)
                    .then(|| view! { <li class="v-muted">{lang.bulk_names_more(more)}</li> })}
            </ul>
        </details>
    }
    .into_any()
}
