//! The door where the page around has the key: it is asked for a token, and the person
//! for nothing.

use std::sync::Arc;

use leptos::prelude::*;

use crate::api::{Abort, Operation, Renew};
use crate::i18n::Explained;
use crate::query::spawn;
use crate::session::{HostForm, Session, SignInProblem, with_host};
use crate::ui::{Button, ButtonKind, IconName, Notice, Skeleton, Tone};
use crate::views::{Console, HostEvent, MainPart, Problem, page_is_https, page_origin};

/// The door of a console whose page has the key.
#[derive(Clone)]
pub(super) struct HostDoor {
    pub(super) form: HostForm,
    /// Asks the page for a token: the first one as well as each that follows.
    pub(super) renew: Arc<Renew>,
}

/// Why nobody is signed in.
#[derive(Clone)]
enum Trouble {
    /// The page around gave no token.
    NoToken(Option<String>),
    Refused(SignInProblem),
}

#[component]
pub(super) fn HostSignIn(door: HostDoor) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let trouble = RwSignal::new(None::<Trouble>);
    let ask = {
        let console = console.clone();
        move || {
            trouble.set(None);
            let (console, door) = (console.clone(), door.clone());
            spawn(async move {
                match enter(&door).await {
                    Ok(session) => console.session.set(Some(session)),
                    Err(why) => {
                        let message = match &why {
                            Trouble::NoToken(words) => words.clone().unwrap_or_default(),
                            Trouble::Refused(problem) => {
                                lang.sign_in_problem(problem, &page_origin()).title
                            }
                        };
                        console.guest.tell(&HostEvent::AuthRequired { message });
                        trouble.try_set(Some(why));
                    }
                }
            });
        }
    };
    ask();
    let again = move || {
        let ask = ask.clone();
        view! {
            <Button
                icon=IconName::Refresh
                kind=ButtonKind::Primary
                on_click=move |()| ask()
            >
                {lang.try_again()}
            </Button>
        }
    };
    view! {
        <MainPart class="v-main" is_guest=true>
            {move || {
                let again = again.clone();
                match trouble.get() {
                    None => view! { <Skeleton rows=8 label=lang.loading() /> }.into_any(),
                    Some(Trouble::NoToken(words)) => {
                        let words = words
                            .map(|words| {
                                view! { <p class="v-service-words"><q>{words}</q></p> }
                            });
                        view! {
                            <Notice tone=Tone::Bad title=lang.host_no_token_title()>
                                <p>{lang.host_no_token()}</p>
                                {words}
                                {again()}
                            </Notice>
                        }
                            .into_any()
                    }
                    Some(Trouble::Refused(problem)) => {
                        let explained: Explained = lang.sign_in_problem(&problem, &page_origin());
                        view! { <Problem explained=explained>{again()}</Problem> }.into_any()
                    }
                }
            }}
        </MainPart>
    }
}

async fn enter(door: &HostDoor) -> Result<Session, Trouble> {
    let abort = Abort::new(Operation::SignIn).map_err(|_| Trouble::NoToken(None))?;
    let fresh = (door.renew)().await;
    let fresh = fresh.map_err(|error| Trouble::NoToken(error.message))?;
    let form: &HostForm = &door.form;
    let entered = with_host(form, fresh, door.renew.clone(), page_is_https(), &abort).await;
    entered.map_err(Trouble::Refused)
}
