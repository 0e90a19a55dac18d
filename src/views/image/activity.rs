//! What happens to the image: an import under way, the service's tasks, and what this
//! console did.

use std::sync::Arc;

use leptos::prelude::*;

use crate::api::{Error, ErrorKind, Operation, tasks};
use crate::model::{Image, ImageStatus, Task, TaskStatus, Timestamp};
use crate::query::{Query, follow, use_query};
use crate::ui::{Badge, CopyButton, IconName, Notice, Skeleton, Tone};
use crate::views::Console;
use crate::views::context::{abort_with, now_s};
use crate::views::query_problem::QueryProblem;

/// How often tasks under way are asked for.
const FOLLOW_EVERY_MS: u32 = 3_000;

#[component]
pub(super) fn Activity(image: Memo<Arc<Image>>) -> impl IntoView {
    view! {
        <div class="v-stack">
            <ImportCard image=image />
            <Tasks image=image />
            <DiaryCard image=image />
        </div>
    }
}

/// How an import is doing, as far as the service tells; nothing where there is none.
#[component]
fn ImportCard(image: Memo<Arc<Image>>) -> impl IntoView {
    let lang = Console::here().lang;
    let state = Memo::new(move |_| {
        image.with(|image| {
            let owned = |names: &mut dyn Iterator<Item = &str>| {
                names.map(str::to_owned).collect::<Vec<_>>()
            };
            let coming = owned(&mut image.importing_to());
            let failed = owned(&mut image.failed_imports());
            let is_running = image.is_being_imported();
            // What is left of an import that failed early says nothing of now.
            let coming = if is_running { coming } else { Vec::new() };
            let is_there = is_running || !failed.is_empty();
            is_there.then_some((is_running, coming, failed))
        })
    });
    move || {
        let (is_running, coming, failed) = state.get()?;
        let is_stored = image.with(|image| image.status == ImageStatus::Active);
        let failed = (!failed.is_empty()).then(|| {
            view! {
                <Notice tone=Tone::Bad title=lang.import_failed_title(&failed)>
                    <p>{lang.import_failed_text(is_stored)}</p>
                </Notice>
            }
        });
        let running = is_running.then(|| {
            let badge = view! {
                <Badge
                    tone=Tone::Working
                    icon=Some(IconName::Spinner)
                    text=lang.import_running()
                />
            };
            view! {
                <div class="v-card-head">
                    <h2>{lang.import_title()}</h2>
                    {badge}
                </div>
                <p>{lang.import_coming(&coming)}</p>
                <p class="v-muted">{lang.import_progress_meaning()}</p>
            }
        });
        Some(view! {
            <section class="v-card v-stack" role="status">
                {running} {failed}
            </section>
        })
    }
}

fn use_tasks(console: &Console, image: Memo<Arc<Image>>) -> Query<Vec<Task>, Error> {
    let console = console.clone();
    // Another state of the image is another state of its tasks.
    let key = Memo::new(move |_| {
        image.with(|image| {
            (
                image.id.clone(),
                image.updated_at.clone(),
                image.is_worked_on(),
            )
        })
    });
    let id = Memo::new(move |_| image.with(|image| image.id.clone()));
    let query = use_query(
        move || Some((console.client()?, id.get())),
        |(client, id), cancel, _| async move {
            let abort = abort_with(&cancel, Operation::ReadTasks)?;
            match client.send(&tasks::of_image(&id), &abort).await {
                // A release without them.
                Err(error) if error.kind == ErrorKind::NotFound => Ok(Vec::new()),
                answer => answer,
            }
        },
    );
    Effect::new(move |was: Option<()>| {
        key.track();
        if was.is_some() {
            query.reload();
        }
    });
    query
}

fn is_under_way(task: &Task) -> bool {
    matches!(task.status, TaskStatus::Pending | TaskStatus::Processing)
}

#[component]
fn Tasks(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let query = use_tasks(&console, image);
    follow(query, FOLLOW_EVERY_MS, |tasks: &Vec<Task>| {
        tasks.iter().any(is_under_way)
    });
    let tasks = Memo::new(move |_| query.state.with(|state| state.value.clone()));
    let rows = move || {
        let Some(mut tasks) = tasks.get() else {
            let is_failed = query.state.with(|state| state.error.is_some());
            return (!is_failed)
                .then(|| view! { <Skeleton rows=2 label=lang.loading() /> }.into_any());
        };
        if tasks.is_empty() {
            return Some(view! { <p class="v-muted">{lang.tasks_none()}</p> }.into_any());
        }
        tasks.sort_by(|a, b| b.created_at.cmp(&a.created_at));
        let row = |task: Task| view! { <TaskRow task=task /> };
        Some(
            view! { <ul class="v-rows">{tasks.into_iter().map(row).collect_view()}</ul> }
                .into_any(),
        )
    };
    view! {
        <section class="v-card">
            <h2>{lang.tasks_title()}</h2>
            <QueryProblem query=query />
            {rows}
        </section>
    }
}

#[component]
pub(in crate::views) fn TaskRow(task: Task) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let (tone, icon) = match &task.status {
        TaskStatus::Success => (Tone::Good, IconName::Check),
        TaskStatus::Failure => (Tone::Bad, IconName::Alert),
        TaskStatus::Other(_) => (Tone::Neutral, IconName::Info),
        _ => (Tone::Working, IconName::Spinner),
    };
    let begun = task.created_at.as_deref().and_then(Timestamp::parse);
    let begun = begun.map(|time| {
        view! { <time title=lang.date_time(time)>{lang.ago(time, now_s())}</time> }
    });
    let request = task.request_id.clone().map(|id| {
        view! {
            <p class="v-copy-line v-muted">
                <span>{lang.request_id()} ": "</span>
                <code>{id.clone()}</code>
                <CopyButton
                    text=id
                    label=lang.copy_named(lang.request_id())
                    texts=console.copy_texts()
                />
            </p>
        }
    });
    let message = task.message.clone().filter(|message| !message.is_empty());
    view! {
        <li class="v-row">
            <div class="v-row-text">
                <p class="v-row-title">{lang.task_words(&task)}</p>
                {message.map(|message| view! { <p>{message}</p> })}
                <p class="v-muted">{begun}</p>
                {request}
            </div>
            <div class="v-row-actions">
                <Badge tone=tone icon=Some(icon) text=lang.task_status(&task.status) />
            </div>
        </li>
    }
}

/// What this console did to the image since it was opened.
#[component]
fn DiaryCard(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let entries = move || {
        let entries = image.with(|image| console.diary.of(&image.id));
        if entries.is_empty() {
            return view! { <p class="v-muted">{lang.diary_empty()}</p> }.into_any();
        }
        let row = |entry: crate::views::diary::Entry| {
            let time = Timestamp(entry.at_s);
            view! {
                <li class="v-row">
                    <p class="v-row-text">{entry.text}</p>
                    <time class="v-muted" title=lang.date_time(time)>
                        {lang.ago(time, now_s())}
                    </time>
                </li>
            }
        };
        view! { <ul class="v-rows">{entries.into_iter().map(row).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="v-card">
            <h2>{lang.diary_title()}</h2>
            {entries}
        </section>
    }
}
