//! The connection page: examines what the console needs of a cloud, shows what
//! the cloud offers, and makes a report for a ticket. For who is signed in and
//! for who can't get in.

mod abilities;
mod checks;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use self::abilities::AbilitiesCard;
use self::checks::ChecksCard;
use super::context::now_s;
use super::page::{page_is_https, page_origin};
use super::{Console, Link};
use crate::api::{AddressProblem, Endpoint};
use crate::model::Timestamp;
use crate::query::spawn;
use crate::route::Route;
use crate::session::doctor::{Check, Patient, check_up};
use crate::ui::{Button, ButtonKind, Icon, IconName, TextField, TextKind};

/// One examination: its findings so far.
#[derive(Clone, Copy)]
struct Examination {
    checks: RwSignal<Vec<Check>>,
    is_running: RwSignal<bool>,
    /// Counts examinations: what an earlier one still tells is not of this one.
    run: StoredValue<u32>,
}

#[component]
pub fn ConnectionPage() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let (keystone, image) = first_addresses(&console);
    let keystone = RwSignal::new(keystone);
    let image = RwSignal::new(image);
    let examination = Examination {
        checks: RwSignal::new(Vec::new()),
        is_running: RwSignal::new(false),
        run: StoredValue::new(0),
    };
    let problem_of = move |address: RwSignal<String>, parse: Parse| {
        Signal::derive(move || match address.with(|text| parse(text).err()) {
            Some(AddressProblem::Empty) | None => None,
            Some(problem) => Some(lang.address_problem(problem).to_owned()),
        })
    };
    let start = {
        let console = console.clone();
        move || {
            examine(
                &console,
                &keystone.get_untracked(),
                &image.get_untracked(),
                examination,
            )
        }
    };
    let submit = {
        let start = start.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            start();
        }
    };
    // Where there is something to examine, nobody should have to ask.
    start();
    let session = console.session.clone();
    let is_signed_in = Memo::new(move |_| session.with(Option::is_some));
    view! {
        <nav class="v-crumbs">
            <Link to=Route::images()>
                {move || if is_signed_in.get() { lang.images_title() } else { lang.sign_in_title() }}
            </Link>
            <Icon name=IconName::ChevronRight />
            <span aria-current="page">{lang.connection_title()}</span>
        </nav>
        <div class="v-page-head">
            <h1 tabindex="-1">{lang.connection_title()}</h1>
            <p class="v-muted v-page-lead">{lang.connection_lead()}</p>
        </div>
        <div class="v-connection">
            <form class="v-card v-form" novalidate=true on:submit=submit>
                <div class="v-form-grid">
                    <TextField
                        label=lang.sign_in_auth_url()
                        value=keystone
                        kind=TextKind::Url
                        error=problem_of(keystone, Endpoint::identity)
                    />
                    <TextField
                        label=lang.sign_in_image_endpoint()
                        value=image
                        kind=TextKind::Url
                        error=problem_of(image, Endpoint::image)
                    />
                </div>
                <div class="v-form-actions">
                    <Button kind=ButtonKind::Primary submit=true busy=examination.is_running>
                        {move || {
                            if examination.is_running.get() {
                                lang.connection_running()
                            } else if examination.checks.with(Vec::is_empty) {
                                lang.connection_start()
                            } else {
                                lang.connection_again()
                            }
                        }}
                    </Button>
                </div>
            </form>
            <ChecksCard examination=examination keystone=keystone image=image />
            {move || is_signed_in.get().then(|| view! { <AbilitiesCard /> })}
        </div>
    }
}

type Parse = fn(&str) -> Result<Endpoint, AddressProblem>;

/// Those of the link, of the session, or of the site.
fn first_addresses(console: &Console) -> (String, String) {
    if let Route::Connection { keystone, image } = console.router.route.get_untracked()
        && !(keystone.is_empty() && image.is_empty())
    {
        return (keystone, image);
    }
    let of_session = console.session.with_untracked(|session| {
        let session = session.as_ref()?;
        let keystone = session.keystone().map(|client| client.endpoint.to_string());
        Some((
            keystone.unwrap_or_default(),
            session.region().image.to_string(),
        ))
    });
    let config = &console.config;
    of_session.unwrap_or_else(|| {
        (
            config.auth_url.clone().unwrap_or_default(),
            config.image_endpoint.clone().unwrap_or_default(),
        )
    })
}

/// Begins anew, unless there is nothing to examine.
fn examine(console: &Console, keystone: &str, image: &str, examination: Examination) {
    let Some(patient) = patient(console, keystone, image) else {
        return;
    };
    let Examination {
        checks,
        is_running,
        run,
    } = examination;
    run.update_value(|run| *run += 1);
    let this = run.get_value();
    checks.set(Vec::new());
    is_running.set(true);
    spawn(async move {
        let tell = |check| {
            if run.try_get_value() == Some(this) {
                checks.try_update(|checks| checks.push(check));
            }
        };
        // A browser that can't stop requests has nothing more to say.
        check_up(&patient, tell).await.ok();
        if run.try_get_value() == Some(this) {
            is_running.try_set(false);
        }
    });
}

/// The token goes only to services of the session it belongs to.
fn patient(console: &Console, keystone: &str, image: &str) -> Option<Patient> {
    let keystone = Endpoint::identity(keystone).ok();
    let image = Endpoint::image(image).ok();
    if keystone.is_none() && image.is_none() {
        return None;
    }
    let token = console.session.with_untracked(|session| {
        let session = session.as_ref()?;
        let is_own_keystone =
            keystone.is_none() || session.keystone().map(|client| client.endpoint) == keystone;
        let is_own_image = image
            .as_ref()
            .is_none_or(|image| *image == session.region().image);
        (is_own_keystone && is_own_image).then(|| session.token())
    });
    Some(Patient {
        keystone,
        image,
        has_worked: token.is_some(),
        token,
        page_is_https: page_is_https(),
    })
}

/// What the report begins with.
fn report_head(keystone: &str, image: &str) -> Vec<(&'static str, String)> {
    let agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok());
    vec![
        ("Vitrine", env!("CARGO_PKG_VERSION").to_owned()),
        ("Page", page_origin()),
        ("Browser", agent.unwrap_or_default()),
        ("Time", Timestamp(now_s()).to_string()),
        ("Keystone", keystone.to_owned()),
        ("Image service", image.to_owned()),
    ]
}
