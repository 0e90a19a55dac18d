//! Before anything happens: what the action needs to know, what it will do, and
//! the consent.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::consent::ConsentField;
use super::desk::{Desk, who_now};
use super::dry::DryRunView;
use super::inputs::Inputs;
use crate::bulk::{
    Act, Action, Consent, DryRun, Kind, Spoken, consent, have_members, members_to_ask,
};
use crate::query::use_query;
use crate::ui::{Button, ButtonKind};
use crate::views::Console;
use crate::views::show_as::ShowAs;

/// Requests of so many images are shown: enough to see the pattern.
const MOST_SHOWN: usize = 20;

#[component]
pub(super) fn Asking(desk: Desk, kind: Kind) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    // None while something is missing.
    let action = RwSignal::new(kind.action());
    let dry_run = use_dry_run(desk, &console, action);
    let members = use_members(&console, dry_run);
    let needed = Memo::new(move |_| {
        let members = members.get()?;
        Some(dry_run.with(|dry_run| consent(&dry_run.due, &|id| members.contains(id))))
    });
    // Members are asked for only where something is taken away.
    let least = Memo::new(move |_| needed.get().unwrap_or(Consent::Confirm));
    let is_given = RwSignal::new(false);
    let due = move || dry_run.with(|dry_run| dry_run.due.len());
    let is_unknown = Signal::derive(move || needed.with(Option::is_none));
    let can_go = move || {
        let is_enough = match needed.get() {
            Some(Consent::Type(_)) => is_given.get(),
            Some(_) => true,
            None => false,
        };
        due() > 0 && is_enough
    };
    let go = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(action) = action.get_untracked().filter(|_| untrack(can_go)) {
            desk.go(&console, action);
        }
    };
    view! {
        <form class="v-form v-bulk-form" novalidate on:submit=go>
            <Inputs kind=kind action=action images=desk.images.get_untracked() />
            // Always there, so that what comes into it is announced.
            <div class="v-bulk-plan" role="status">
                {move || {
                    action
                        .get()
                        .map(|action| view! { <DryRunView action=action dry_run=dry_run /> })
                }}
            </div>
            <Shown action=action dry_run=dry_run />
            <ConsentField
                action=action
                dry_run=dry_run
                members=members
                needed=least
                is_given=is_given
            />
            <div class="v-dialog-actions">
                <Button on_click=move |()| desk.is_open.set(false)>{lang.cancel()}</Button>
                {move || {
                    let action = action.get();
                    let is_lost = least.get() != Consent::None;
                    let look = if is_lost { ButtonKind::Danger } else { ButtonKind::Primary };
                    let label = action.map_or_else(
                        || lang.bulk_go_blank(kind).to_owned(),
                        |action| lang.bulk_go(&action, due()),
                    );
                    view! {
                        <Button
                            kind=look
                            submit=true
                            busy=is_unknown
                            disabled=Signal::derive(move || !is_unknown.get() && !can_go())
                        >
                            {label}
                        </Button>
                    }
                }}
            </div>
        </form>
    }
}

/// What is sent for the first of the images, for who wants to do it by other means.
#[component]
fn Shown(action: RwSignal<Option<Action>>, dry_run: Memo<DryRun>) -> impl IntoView {
    let console = Console::here();
    let who = who_now(&console);
    let spoken = Memo::new(move |_| {
        let Some(action) = action.get() else {
            return Spoken::default();
        };
        dry_run.with(|dry_run| {
            let mut all = Spoken::default();
            for due in dry_run.due.iter().take(MOST_SHOWN) {
                let one = Act::Of(action.clone()).spoken(&due.image, who.as_ref());
                all.requests.extend(one.requests);
                all.commands.extend(one.commands);
            }
            all
        })
    });
    move || {
        spoken
            .with(|spoken| !spoken.requests.is_empty())
            .then(|| view! { <ShowAs spoken=spoken /> })
    }
}

/// What will change, as soon as it is known what is wanted.
fn use_dry_run(desk: Desk, console: &Console, action: RwSignal<Option<Action>>) -> Memo<DryRun> {
    let who = who_now(console);
    // Comparing two would cost as much as making one.
    Memo::new_with_compare(
        move |_| {
            let action = action.get();
            desk.images.with(|images| {
                action.map_or_else(DryRun::default, |action| {
                    DryRun::new(&action, images, who.as_ref())
                })
            })
        },
        |_, _| true,
    )
}

/// Which images have members, where that decides the consent; `None` until known.
fn use_members(console: &Console, dry_run: Memo<DryRun>) -> Signal<Option<Arc<BTreeSet<String>>>> {
    let ids = Memo::new(move |_| dry_run.with(|dry_run| members_to_ask(&dry_run.due)));
    let console = console.clone();
    let query = use_query(
        move || {
            let ids = ids.get();
            let client = console.client_now().filter(|_| !ids.is_empty())?;
            Some((client, ids))
        },
        |(client, ids), _, _| async move {
            Ok::<_, Infallible>(Arc::new(have_members(client, ids).await))
        },
    );
    Signal::derive(move || {
        if ids.with(Vec::is_empty) {
            return Some(Arc::default());
        }
        query.state.with(|state| state.value.clone())
    })
}
