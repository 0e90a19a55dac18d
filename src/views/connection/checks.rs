//! The findings, each with its remedy, and the report of them.

use leptos::prelude::*;

use super::{Examination, report_head};
use crate::session::doctor::{Check, Outcome};
use crate::ui::{Badge, CopyButton, IconName, Tone};
use crate::views::page::page_origin;
use crate::views::{Console, Problem};

#[component]
pub(super) fn ChecksCard(
    examination: Examination,
    keystone: RwSignal<String>,
    image: RwSignal<String>,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let texts = console.copy_texts();
    let checks = examination.checks;
    let is_empty = Memo::new(move |_| checks.with(Vec::is_empty));
    move || {
        if is_empty.get() {
            return None;
        }
        let report = Signal::derive(move || {
            let head = keystone.with(|k| image.with(|i| report_head(k, i)));
            checks.with(|checks| lang.connection_report(&head, checks, &page_origin()))
        });
        Some(view! {
            <section class="v-card" aria-busy=move || examination.is_running.get().to_string()>
                <div class="v-card-head">
                    <h2>{lang.connection_checks()}</h2>
                    <span class="v-report">
                        {lang.connection_copy()}
                        <CopyButton text=report label=lang.connection_copy().to_owned() texts=texts />
                    </span>
                </div>
                <ul class="v-checks">
                    <For
                        each=move || checks.get().into_iter().enumerate()
                        key=|(index, _)| *index
                        let((_, check))
                    >
                        <CheckRow check=check />
                    </For>
                </ul>
                <p class="v-muted">{lang.connection_report_note()}</p>
            </section>
        })
    }
}

#[component]
fn CheckRow(check: Check) -> impl IntoView {
    let lang = Console::here().lang;
    let (tone, icon) = match &check.outcome {
        Outcome::Good | Outcome::Found(_) => (Tone::Good, IconName::Check),
        Outcome::Limited => (Tone::Warning, IconName::Info),
        Outcome::Bad(_) => (Tone::Bad, IconName::Alert),
        Outcome::Skipped => (Tone::Neutral, IconName::Clock),
    };
    let words = lang.check_words(&check);
    let problem = match &check.outcome {
        Outcome::Bad(diagnosis) => Some(lang.diagnosis(diagnosis, &page_origin())),
        _ => None,
    };
    view! {
        <li class="v-check">
            <Badge tone=tone icon=icon text=lang.outcome_word(&check.outcome) />
            <div class="v-check-text">
                <span>{lang.check_name(check.name)}</span>
                {words.map(|words| view! { <span class="v-muted">{words}</span> })}
            </div>
            {problem.map(|explained| view! { <Problem explained=explained /> })}
        </li>
    }
}
