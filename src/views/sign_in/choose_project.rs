//! Which of the person's projects to go into.

use leptos::prelude::*;

use super::Porch;
use crate::query::spawn;
use crate::session::ProjectChoice;
use crate::ui::{Button, ButtonKind, Icon, IconName};
use crate::views::Console;

#[component]
pub(super) fn ChooseProject(choice: ProjectChoice, porch: Porch) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let projects = choice.projects.clone();
    let enter = move |project_id: String| {
        if porch.is_running.get_untracked() {
            return;
        }
        let Some(abort) = porch.begin() else { return };
        let (console, choice) = (console.clone(), choice.clone());
        spawn(async move {
            let outcome = choice.choose(&project_id, &abort).await;
            porch.end(&console, outcome);
        });
    };
    view! {
        <h1>{lang.choose_project_title()}</h1>
        <p class="v-muted">{lang.choose_project_lead()}</p>
        <ul class="v-choices" aria-busy=move || porch.is_running.get().then_some("true")>
            {projects
                .into_iter()
                .map(|project| {
                    let enter = enter.clone();
                    let id = project.id.clone();
                    view! {
                        <li>
                            <button type="button" on:click=move |_| enter(id.clone())>
                                <span class="v-choice-name">{project.name}</span>
                                <span class="v-muted v-mono">{project.id}</span>
                                <Icon name=IconName::ChevronRight />
                            </button>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
        <Button
            kind=ButtonKind::Quiet
            on_click=move |()| {
                porch.problem.set(None);
                porch.choice.set(None);
            }
        >
            {lang.choose_project_back()}
        </Button>
    }
}
