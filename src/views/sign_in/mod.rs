//! The door: by password or application credential at Keystone, or with a token
//! that somebody else got.

mod choose_project;
mod credential;
mod password;
mod token;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use self::choose_project::ChooseProject;
use self::credential::CredentialDoor;
use self::password::PasswordDoor;
use self::token::TokenDoor;
use super::page::{page_is_https, page_origin};
use super::{Console, Link, MainPart, Problem};
use crate::api::{Abort, Operation};
use crate::route::Route;
use crate::session::{ProjectChoice, Service, Session, SignInProblem};
use crate::ui::{Button, ButtonKind, Icon, IconName, focus_first_invalid};

/// Which way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    Password,
    Credential,
    Token,
}

/// What the doors share. Passwords and tokens are not part of it.
#[derive(Clone, Copy)]
struct Porch {
    is_running: RwSignal<bool>,
    problem: RwSignal<Option<SignInProblem>>,
    choice: RwSignal<Option<ProjectChoice>>,
}

impl Porch {
    fn begin(self) -> Option<Abort> {
        let abort = Abort::new(Operation::SignIn).ok()?;
        self.problem.set(None);
        self.is_running.set(true);
        Some(abort)
    }

    /// Lets the person in, or says why not.
    fn end(self, console: &Console, outcome: Result<Session, SignInProblem>) {
        self.is_running.try_set(false);
        match outcome {
            Ok(session) => console.session.set(Some(session)),
            Err(problem) => {
                self.problem.try_set(Some(problem));
            }
        }
    }
}

#[component]
pub fn SignInPage() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let porch = Porch {
        is_running: RwSignal::new(false),
        problem: RwSignal::new(None),
        choice: RwSignal::new(None),
    };
    // A site that names only an image endpoint is one for tokens.
    let only_image = console.config.auth_url.is_none() && console.config.image_endpoint.is_some();
    let door = RwSignal::new(if only_image {
        Door::Token
    } else {
        Door::Password
    });
    let chosen = move |which| move || door.get() == which;
    let is_guest = console.guest.host.is_some();
    let choose = move |which| {
        move |_| {
            porch.problem.set(None);
            door.set(which);
        }
    };
    view! {
        <MainPart class="v-sign-in" is_guest=is_guest>
            <div class="v-card v-sign-in-card">
                <div class="v-brand">
                    <span class="v-brand-mark"><Icon name=IconName::Disc /></span>
                    <span>{lang.product()}</span>
                </div>
                {move || match porch.choice.get() {
                    Some(choice) => view! { <ChooseProject choice=choice porch=porch /> }.into_any(),
                    None => {
                        view! {
                            <h1>{lang.sign_in_title()}</h1>
                            <p class="v-muted">{lang.sign_in_lead()}</p>
                            <div class="v-segments" role="group" aria-label=lang.sign_in_method()>
                                <button
                                    type="button"
                                    aria-pressed=move || chosen(Door::Password)().to_string()
                                    on:click=choose(Door::Password)
                                >
                                    {lang.sign_in_with_password()}
                                </button>
                                <button
                                    type="button"
                                    aria-pressed=move || chosen(Door::Credential)().to_string()
                                    on:click=choose(Door::Credential)
                                >
                                    {lang.sign_in_with_credential()}
                                </button>
                                <button
                                    type="button"
                                    aria-pressed=move || chosen(Door::Token)().to_string()
                                    on:click=choose(Door::Token)
                                >
                                    {lang.sign_in_with_token()}
                                </button>
                            </div>
                            {move || match door.get() {
                                Door::Password => view! { <PasswordDoor porch=porch /> }.into_any(),
                                Door::Credential => {
                                    view! { <CredentialDoor porch=porch /> }.into_any()
                                }
                                Door::Token => view! { <TokenDoor porch=porch /> }.into_any(),
                            }}
                        }
                            .into_any()
                    }
                }}
                {move || {
                    porch
                        .problem
                        .get()
                        .map(|problem| {
                            let explained = lang.sign_in_problem(&problem, &page_origin());
                            let examine = connection_route(&problem);
                            view! {
                                <Problem explained=explained>
                                    {examine
                                        .map(|to| {
                                            view! {
                                                <Link to=to class="v-button">
                                                    {lang.connection_check()}
                                                </Link>
                                            }
                                        })}
                                </Problem>
                            }
                        })
                }} <p class="v-fine-print">
                    <Icon name=IconName::Shield />
                    <span>{lang.sign_in_memory()}</span>
                </p>
            </div>
        </MainPart>
    }
}

/// Where the connection that failed can be examined.
fn connection_route(problem: &SignInProblem) -> Option<Route> {
    let SignInProblem::Connection(diagnosis) = problem else {
        return None;
    };
    let address = diagnosis.endpoint.to_string();
    let (keystone, image) = match diagnosis.service {
        Service::Identity => (address, String::new()),
        Service::Image => (String::new(), address),
    };
    Some(Route::Connection { keystone, image })
}

#[component]
fn SubmitButton(porch: Porch) -> impl IntoView {
    let lang = Console::here().lang;
    let label = move || {
        if porch.is_running.get() {
            lang.sign_in_running()
        } else {
            lang.sign_in_button()
        }
    };
    view! {
        <Button kind=ButtonKind::Primary submit=true busy=porch.is_running>
            {label}
        </Button>
    }
}

/// Shows the person what a form still lacks.
fn refused(event: &SubmitEvent) {
    if let Some(form) = event.target().and_then(|form| form.dyn_into().ok()) {
        focus_first_invalid(form);
    }
}

/// The message for a field that is needed, while it is empty and asked for.
fn required(
    value: RwSignal<String>,
    asked: RwSignal<bool>,
    message: &'static str,
) -> Signal<Option<String>> {
    Signal::derive(move || {
        (asked.get() && value.with(|v| v.trim().is_empty())).then(|| message.to_owned())
    })
}
