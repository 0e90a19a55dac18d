//! Keeps a sign-in alive while it can be, and says in time when it can't.

use gloo_timers::callback::Interval;
use leptos::prelude::*;

use super::visibility::on_visibility_change;
use crate::query::spawn;
use crate::session::Session;
use crate::views::Console;

/// How often somebody looks, in milliseconds.
const LOOK_MS: u32 = 15_000;

/// For as long as the calling owner lives.
pub(super) fn keep_signed_in(console: &Console) {
    follow_session(console);
    follow_outlook(console);
    let looking = console.clone();
    // Dropped with the owner, and stops then.
    StoredValue::new_local(Interval::new(LOOK_MS, move || look(&looking)));
    let looking = console.clone();
    on_visibility_change(move || look(&looking));
}

/// Renews what is due; what fails is tried again at the next look.
fn look(console: &Console) {
    tell(console);
    let session = console.session.get_untracked();
    if let Some(session) = session.filter(Session::is_renewal_due) {
        let console = console.clone();
        spawn(async move {
            session.renew().await;
            tell(&console);
        });
    }
}

/// Everybody who asks how long the sign-in lasts hears it from the transfer centre.
fn tell(console: &Console) {
    let term = console
        .session
        .with_untracked(|session| session.as_ref().map(Session::term).unwrap_or_default());
    console.center.sign_in.set(term);
}

/// A session that was left is renewed no more, whichever way it was left.
fn follow_session(console: &Console) {
    let console = console.clone();
    Effect::new(move |before: Option<Option<Session>>| {
        let now = console.session.get();
        let before = before.flatten();
        let is_same = match (&before, &now) {
            (Some(before), Some(now)) => before.is_same_sign_in(now),
            _ => false,
        };
        if let Some(before) = before.filter(|_| !is_same) {
            before.stop_renewing();
        }
        tell(&console);
        if let Some(session) = now.clone().filter(|_| !is_same) {
            let console = console.clone();
            spawn(async move {
                session.learn_end().await;
                tell(&console);
            });
        }
        now
    });
}

/// Says once what is to be said, wherever the person is by then: each notice of
/// it stays silent.
fn follow_outlook(console: &Console) {
    let (center, toasts, lang) = (console.center.clone(), console.toasts.clone(), console.lang);
    Effect::new(move |said: Option<_>| {
        let busy_s = center.uploads_left_s();
        let before = center.outlook.get_untracked();
        let outlook = center
            .sign_in
            .with(|term| term.outlook(busy_s, before.is_some()));
        if before != outlook {
            center.outlook.set(outlook);
        }
        let said = said.flatten();
        let Some(outlook) = outlook else {
            return said;
        };
        let news = (outlook.expires_at, outlook.has_ended());
        if said != Some(news) {
            toasts.warning(lang.outlook_announcement(&outlook));
        }
        Some(news)
    });
}
