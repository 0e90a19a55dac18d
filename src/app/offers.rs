//! The link to what is shared with this project, and how many offers wait there.
//! Administrators are told no number: the service lists every shared image for
//! them and doesn't say which are offered to their project.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Interval;
use leptos::prelude::*;

use super::visibility::on_visibility_change;
use crate::api::{Abort, Operation};
use crate::model::MemberStatus;
use crate::query::spawn;
use crate::route::Route;
use crate::session::{Session, now};
use crate::views::{Console, Link, offers};

/// How often the service is asked while the page is looked at, in seconds.
const ASK_EVERY_S: i64 = 300;
/// How often somebody looks whether it is time, in milliseconds.
const LOOK_MS: u32 = 60_000;

#[component]
pub(super) fn SharedLink() -> impl IntoView {
    let console = Console::here();
    watch_offers(&console);
    let lang = console.lang;
    let route = console.router.route.clone();
    let is_here = Signal::derive(move || route.get() == Route::Shared);
    let waiting = console.offers_waiting;
    view! {
        <Link to=Route::Shared current=is_here>
            {lang.shared_title()}
            {move || {
                let count = waiting.get();
                (count > 0)
                    .then(|| {
                        view! {
                            " "
                            <span class="v-nav-count">
                                {count}
                                <span class="v-visually-hidden">{lang.shared_waiting_mark()}</span>
                            </span>
                        }
                    })
            }}
        </Link>
    }
}

/// For as long as the calling owner lives.
fn watch_offers(console: &Console) {
    let asked_at = Rc::new(Cell::new(0));
    let look = {
        let (console, asked_at) = (console.clone(), Rc::clone(&asked_at));
        move || {
            let is_due = now().0 - asked_at.get() >= ASK_EVERY_S;
            if is_due && !document().hidden() {
                asked_at.set(now().0);
                ask(&console);
            }
        }
    };
    let (session, waiting) = (console.session.clone(), console.offers_waiting.clone());
    let look_at_once = look.clone();
    Effect::new(move |_| {
        // Another person, project or region: what was known is of no use.
        session.track();
        waiting.set(0);
        asked_at.set(0);
        look_at_once();
    });
    // Dropped with the owner, and stops then.
    StoredValue::new_local(Interval::new(LOOK_MS, look.clone()));
    on_visibility_change(look);
}

/// What fails is asked again another time: the page itself says what is wrong.
fn ask(console: &Console) {
    let (Some(session), Ok(abort)) = (
        console.session.get_untracked(),
        Abort::new(Operation::ListImages),
    ) else {
        return;
    };
    let console = console.clone();
    spawn(async move {
        let Some(who) = session.find_who().await else {
            return;
        };
        if who.seems_admin() {
            return;
        }
        let (client, project) = (session.images(), who.project.id);
        let pending = offers(&client, &project, &MemberStatus::Pending, &abort).await;
        let now = console.session.get_untracked();
        let is_still = now.as_ref().map(Session::images) == Some(client);
        if let (true, Ok(pending)) = (is_still, pending) {
            console.offers_waiting.set(pending.len());
        }
    });
}
