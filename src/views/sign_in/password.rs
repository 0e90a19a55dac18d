//! User, password, domain and project.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::{Porch, SubmitButton, page_is_https, refused, required};
use crate::query::spawn;
use crate::session::{DoorForm, PasswordForm, Step, with_password};
use crate::ui::{Choice, SelectField, TextField, TextKind};
use crate::views::Console;

/// Catalogue interfaces, the usual one first.
pub(super) const INTERFACES: [&str; 3] = ["public", "internal", "admin"];

#[component]
pub(super) fn PasswordDoor(porch: Porch) -> impl IntoView {
    let console = Console::here();
    let (lang, config) = (console.lang, console.config.clone());
    let domain = config.domain.unwrap_or_else(|| "Default".to_owned());
    let auth_url = RwSignal::new(config.auth_url.unwrap_or_default());
    let user = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let project = RwSignal::new(config.project.unwrap_or_default());
    let user_domain = RwSignal::new(domain.clone());
    let project_domain = RwSignal::new(domain);
    let region = RwSignal::new(config.region.unwrap_or_default());
    let interface = RwSignal::new(config.interface.unwrap_or_else(|| INTERFACES[0].to_owned()));
    let was_asked = RwSignal::new(false);
    let needed = move |value| required(value, was_asked, lang.field_required());

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        was_asked.set(true);
        let is_filled = [auth_url, user, password, user_domain]
            .iter()
            .all(|value| value.with_untracked(|v| !v.trim().is_empty()));
        if !is_filled {
            return refused(&event);
        }
        if porch.is_running.get_untracked() {
            return;
        }
        let Some(abort) = porch.begin() else { return };
        let form = PasswordForm {
            at: DoorForm {
                auth_url: auth_url.get_untracked(),
                region: region.get_untracked(),
                interface: interface.get_untracked(),
                image: auth_url.with_untracked(|url| console.config.image_for(url)),
            },
            user: user.get_untracked(),
            user_domain: user_domain.get_untracked(),
            password: password.get_untracked(),
            project: project.get_untracked(),
            project_domain: project_domain.get_untracked(),
        };
        let console = console.clone();
        spawn(async move {
            match with_password(&form, page_is_https(), &abort).await {
                Ok(Step::Done(session)) => porch.end(&console, Ok(session)),
                Ok(Step::ChooseProject(choice)) => {
                    porch.is_running.try_set(false);
                    porch.choice.try_set(Some(choice));
                }
                Err(problem) => porch.end(&console, Err(problem)),
            }
        });
    };
    let interfaces: Vec<Choice> = INTERFACES.map(|name| Choice::new(name, name)).to_vec();
    view! {
        <form class="v-form" novalidate=true on:submit=submit>
            <TextField
                label=lang.sign_in_auth_url()
                value=auth_url
                kind=TextKind::Url
                autocomplete="url"
                error=needed(auth_url)
                required=true
            />
            <TextField
                label=lang.sign_in_user()
                value=user
                autocomplete="username"
                error=needed(user)
                required=true
            />
            <TextField
                label=lang.sign_in_password()
                value=password
                kind=TextKind::Password
                autocomplete="current-password"
                error=needed(password)
                required=true
            />
            <TextField
                label=lang.sign_in_project()
                value=project
                hint=lang.sign_in_project_hint()
            />
            <details class="v-more">
                <summary>{lang.sign_in_more()}</summary>
                <div class="v-form-grid">
                    <TextField
                        label=lang.sign_in_user_domain()
                        value=user_domain
                        error=needed(user_domain)
                    />
                    <TextField label=lang.sign_in_project_domain() value=project_domain />
                    <TextField
                        label=lang.sign_in_region()
                        value=region
                        hint=lang.sign_in_region_hint()
                    />
                    <SelectField
                        label=lang.sign_in_interface()
                        value=interface
                        choices=interfaces
                    />
                </div>
            </details>
            <SubmitButton porch=porch />
        </form>
    }
}
