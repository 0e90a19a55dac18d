//! The tasks of all projects, for administrators: page by page, newest first, the whole
//! of each on demand.

use leptos::prelude::*;

use super::{Gate, Heading};
use crate::api::{Abort, Error, Operation, tasks};
use crate::model::{Task, TaskStatus};
use crate::query::{spawn, use_query};
use crate::route::Route;
use crate::ui::{Button, Choice, Disclosure, IconButton, IconName, SelectField, Skeleton};
use crate::views::context::abort_with;
use crate::views::fact::{Fact, FactList};
use crate::views::image::TaskRow;
use crate::views::query_problem::{QueryProblem, RequestProblem};
use crate::views::{Console, Link};

const PAGE: u32 = 50;

#[component]
pub fn TasksPage() -> impl IntoView {
    let lang = Console::here().lang;
    let status = RwSignal::new(String::new());
    let again = RwSignal::new(0_u32);
    let choices = move || -> Vec<Choice> {
        std::iter::once(Choice::new("", lang.tasks_all()))
            .chain(
                TaskStatus::KNOWN
                    .iter()
                    .map(|status| Choice::new(status.as_str(), lang.task_status(status))),
            )
            .collect()
    };
    view! {
        <Gate offer=|can| &can.tasks title=lang.tasks_title() lead=lang.tasks_lead()>
            <Heading title=lang.tasks_title() lead=lang.tasks_lead()>
                <SelectField
                    label=lang.column_status()
                    label_hidden=true
                    value=status
                    choices=choices()
                />
                <IconButton
                    icon=IconName::Refresh
                    label=lang.images_refresh().to_owned()
                    on_click=move |()| again.update(|times| *times += 1)
                />
            </Heading>
            {move || {
                again.track();
                view! { <List status=status.get() /> }
            }}
        </Gate>
    }
}

/// A page, and the ways to the next.
#[component]
fn List(status: String) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let status = (!status.is_empty()).then(|| TaskStatus::from(status.as_str()));
    let further = RwSignal::new(Vec::<Task>::new());
    let has_more = RwSignal::new(false);
    let is_busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Error>);
    let query = {
        let (console, status) = (console.clone(), status.clone());
        use_query(
            move || console.client(),
            move |client, cancel, _| {
                let status = status.clone();
                async move {
                    let abort = abort_with(&cancel, Operation::ReadTasks)?;
                    let page = client
                        .send(&tasks::list(PAGE, None, status.as_ref()), &abort)
                        .await?;
                    has_more.try_set(page.has_next());
                    Ok(page.tasks)
                }
            },
        )
    };
    let all = Memo::new(move |_| {
        let first = query.state.with(|state| state.value.clone())?;
        Some(further.with(|further| {
            first
                .into_iter()
                .chain(further.iter().cloned())
                .collect::<Vec<_>>()
        }))
    });
    let more = Callback::new(move |()| {
        let marker = all.with_untracked(|all| Some(all.as_ref()?.last()?.id.clone()));
        let (Some(client), Ok(abort)) = (console.client_now(), Abort::new(Operation::ReadTasks))
        else {
            return;
        };
        is_busy.set(true);
        failure.set(None);
        let status = status.clone();
        spawn(async move {
            let call = tasks::list(PAGE, marker.as_deref(), status.as_ref());
            let outcome = client.send(&call, &abort).await;
            is_busy.try_set(false);
            match outcome {
                Ok(page) => {
                    // A page without anything new would be followed by itself.
                    has_more.try_set(page.has_next() && !page.tasks.is_empty());
                    further.try_update(|further| further.extend(page.tasks));
                }
                Err(error) => {
                    failure.try_set(Some(error));
                }
            }
        });
    });
    let rows = move || {
        let Some(all) = all.get() else {
            let is_failed = query.state.with(|state| state.error.is_some());
            return (!is_failed)
                .then(|| view! { <Skeleton rows=6 label=lang.loading() /> }.into_any());
        };
        if all.is_empty() {
            return Some(view! { <p class="v-muted">{lang.tasks_nothing()}</p> }.into_any());
        }
        let row = |task: Task| view! { <TaskRow task=task.clone() /> <Whole task=task /> };
        Some(view! { <ul class="v-rows">{all.into_iter().map(row).collect_view()}</ul> }.into_any())
    };
    view! {
        <QueryProblem query=query />
        <section class="v-card">
            {rows}
            <RequestProblem error=Memo::new(move |_| failure.get()) retry=more />
            {move || {
                has_more
                    .get()
                    .then(|| {
                        view! {
                            <div class="v-form-actions">
                                <Button busy=is_busy on_click=more>
                                    {lang.images_show_more()}
                                </Button>
                            </div>
                        }
                    })
            }}
        </section>
    }
}

/// The list has stubs alone; the whole of one is asked for when it is opened.
#[component]
fn Whole(task: Task) -> impl IntoView {
    let lang = Console::here().lang;
    let id = task.id;
    view! {
        <li class="v-task-whole">
            <Disclosure summary=lang.tasks_whole()>
                <Shown id=id.clone() />
            </Disclosure>
        </li>
    }
}

#[component]
fn Shown(id: String) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let query = use_query(
        move || Some((console.client()?, id.clone())),
        |(client, id), cancel, _| async move {
            let abort = abort_with(&cancel, Operation::ReadTasks)?;
            client.send(&tasks::show(&id), &abort).await
        },
    );
    let facts = move || {
        let task = query.state.with(|state| state.value.clone())?;
        let image = task.image_id.clone().or_else(|| {
            let input = task
                .input
                .get("image_id")
                .and_then(serde_json::Value::as_str);
            input.map(str::to_owned)
        });
        let link = image.map(|id| {
            view! { <p><Link to=Route::image(&id)>{lang.tasks_image()}</Link></p> }
        });
        let json = |value: &serde_json::Value| match value.is_null() {
            true => lang.none().to_owned(),
            false => value.to_string(),
        };
        let mut facts = vec![Fact::code(lang.field_id(), &task.id)];
        facts.extend(task.owner.as_deref().map(Fact::owner));
        facts.extend([
            Fact::new(
                lang.tasks_message(),
                task.message.clone().unwrap_or_default(),
            ),
            Fact::code(lang.tasks_input(), &json(&task.input)),
            Fact::code(lang.tasks_result(), &json(&task.result)),
            Fact::time(lang, lang.tasks_expires(), task.expires_at.as_deref()),
        ]);
        Some(view! {
            {link}
            <FactList facts=facts />
        })
    };
    view! {
        <QueryProblem query=query />
        {facts}
    }
}
