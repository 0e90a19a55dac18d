//! The bar at the foot of the window: how much is selected, and what can be done
//! to it; how far an action is while its dialog is closed.

use leptos::prelude::*;

use super::desk::{Desk, Phase};
use crate::bulk::{Batch, End, Kind, bytes_of};
use crate::model::ImportMethod;
use crate::session::Capabilities;
use crate::ui::{Button, Icon, IconButton, IconName, Menu};
use crate::views::{Console, Guest};

/// On the bar itself where it is wide, in the menu where it isn't.
const SECOND: [Kind; 2] = [Kind::Visibility, Kind::Tags];

const MENU: [&[Kind]; 3] = [
    &[Kind::Properties, Kind::Share, Kind::CopyToStores],
    &[Kind::Protect, Kind::Unprotect, Kind::Hide, Kind::Unhide],
    &[Kind::Deactivate, Kind::Reactivate],
];

#[component]
pub(super) fn Bar(desk: Desk, phase: Memo<Phase>) -> impl IntoView {
    let lang = Console::here().lang;
    let selected = desk.selection.images;
    let words = Memo::new(move |_| {
        selected.with(|images| match images.len() {
            0 => None,
            count => Some(lang.bulk_selected(count, bytes_of(images.iter()))),
        })
    });
    // A memo, so that what opened a dialog is still there when that is closed.
    let is_at_work = Memo::new(move |_| matches!(phase.get(), Phase::Running | Phase::Over));
    let is_shown = Memo::new(move |_| words.with(Option::is_some) || is_at_work.get());
    view! {
        // Always there, so that what comes into it is announced.
        <p class="v-visually-hidden" role="status">
            {words}
        </p>
        {move || {
            is_shown
                .get()
                .then(|| {
                    view! {
                        <section class="v-bulk-bar" aria-label=lang.bulk_bar()>
                            {move || {
                                if is_at_work.get() {
                                    view! { <AtWork desk=desk /> }.into_any()
                                } else {
                                    view! { <Selected desk=desk words=words /> }.into_any()
                                }
                            }}
                        </section>
                    }
                })
        }}
    }
}

#[component]
fn Selected(desk: Desk, words: Memo<Option<String>>) -> impl IntoView {
    let Console { lang, guest, .. } = Console::here();
    let on_clear = desk.selection.on_clear;
    let first = [
        (Kind::Download, IconName::Download),
        (Kind::Delete, IconName::Trash),
    ];
    let first = first.into_iter().filter(|(kind, _)| is_left(&guest, *kind));
    let first = first.map(|(kind, icon)| {
        view! {
            <Button icon=icon on_click=move |()| desk.choose(kind)>
                {lang.bulk_kind(kind)}
            </Button>
        }
    });
    let first = first.collect_view();
    let changes = !guest.without.edit;
    view! {
        <p class="v-bulk-count">{words}</p>
        <div class="v-bulk-actions">
            {first}
            {changes
                .then(|| {
                    view! {
                        <span class="v-bulk-second">
                            {SECOND
                                .map(|kind| {
                                    view! {
                                        <Button on_click=move |()| {
                                            desk.choose(kind)
                                        }>{lang.bulk_kind(kind)}</Button>
                                    }
                                })}
                        </span>
                        <More desk=desk />
                    }
                })}
        </div>
        <IconButton
            icon=IconName::Close
            label=lang.bulk_clear()
            on_click=move |()| on_clear.run(())
        />
    }
}

#[component]
fn More(desk: Desk) -> impl IntoView {
    let console = Console::here();
    let (lang, guest) = (console.lang, console.guest.clone());
    let can_copy = Memo::new(move |_| console.capabilities().is_some_and(|can| copies(&can)));
    let item = move |kind: Kind| {
        view! {
            <button type="button" class="v-menu-item" on:click=move |_| desk.choose(kind)>
                {lang.bulk_kind(kind)}
            </button>
        }
    };
    let group = move |kinds: &'static [Kind]| {
        let guest = guest.clone();
        let offered = move |kind: &Kind| {
            is_left(&guest, *kind) && (*kind != Kind::CopyToStores || can_copy.get())
        };
        view! {
            <div class="v-menu-group">
                {move || {
                    let kinds = kinds.iter().copied();
                    kinds.filter(&offered).map(item).collect_view()
                }}
            </div>
        }
    };
    view! {
        <Menu
            label=lang.bulk_more_label()
            summary=move || {
                view! {
                    <span class="v-button-label">{lang.bulk_more()}</span>
                    <Icon name=IconName::ChevronDown />
                }
            }
        >
            <div class="v-menu-group v-bulk-narrow">{SECOND.map(item)}</div>
            {MENU.map(group)}
        </Menu>
    }
}

/// Whether the page around leaves it in.
fn is_left(guest: &Guest, kind: Kind) -> bool {
    let without = guest.without;
    match kind {
        Kind::Download => !without.download,
        Kind::Delete => !without.delete,
        Kind::Share => !without.share,
        _ => true,
    }
}

/// Whether there is anywhere to copy to.
fn copies(can: &Capabilities) -> bool {
    let stores = can.stores.offered();
    let open = stores.map(|stores| stores.iter().filter(|s| !s.read_only).count());
    can.can_import_by(&ImportMethod::CopyImage) && open.is_some_and(|count| count > 1)
}

/// An action whose dialog was closed.
#[component]
fn AtWork(desk: Desk) -> impl IntoView {
    let lang = Console::here().lang;
    let words = move || {
        desk.with_batch(|batch| {
            let failed = count(batch, End::is_failure);
            if batch.is_over() && failed > 0 {
                lang.bulk_failed(failed)
            } else {
                lang.bulk_progress(batch.outcomes().len(), batch.total())
            }
        })
    };
    view! {
        <p class="v-bulk-count">{words}</p>
        <div class="v-bulk-actions">
            <Button on_click=move |()| desk.is_open.set(true)>{lang.bulk_show()}</Button>
        </div>
    }
}

/// How many images came to such an end.
pub(super) fn count(batch: &Batch, is_such: fn(&End) -> bool) -> usize {
    let outcomes = batch.outcomes().iter();
    outcomes.filter(|outcome| is_such(&outcome.end)).count()
}
