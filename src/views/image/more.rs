//! The menu of an image's page: what changes the image's life, rather than its words; and
//! what every action would send.

use std::sync::Arc;

use leptos::prelude::*;

use super::acting::Acting;
use crate::bulk::{Act, Action, plan};
use crate::model::{Image, ImageStatus, ImportMethod, Visibility};
use crate::session::{Capabilities, Offer, Who};
use crate::ui::{Button, ButtonKind, Choice, Dialog, Icon, IconName, Menu, SelectField};
use crate::views::Console;
use crate::views::open_while_set::open_while_set;
use crate::views::show_as::ShownAs;

/// What can be done as the image is.
fn actions(image: &Image) -> Vec<Action> {
    let deactivation = match image.status {
        ImageStatus::Deactivated => Some(Action::Reactivate),
        ImageStatus::Active => Some(Action::Deactivate),
        _ => None,
    };
    let others = [
        Action::SetProtected(!image.protected),
        Action::SetHidden(!image.os_hidden),
    ];
    others.into_iter().chain(deactivation).collect()
}

#[component]
pub(super) fn More(image: Memo<Arc<Image>>) -> impl IntoView {
    let lang = Console::here().lang;
    let acting = Acting::here();
    let is_open = RwSignal::new(false);
    let to_confirm = RwSignal::new(None::<Action>);
    let is_shown_as = RwSignal::new(false);
    let offered = Memo::new(move |_| image.with(|image| actions(image)));
    let choose = move |action: Action| {
        is_open.set(false);
        // It takes the data away from whoever uses it.
        if action == Action::Deactivate {
            to_confirm.set(Some(action));
        } else {
            acting.act(image.get_untracked(), Act::Of(action));
        }
    };
    view! {
        <Menu
            label=lang.image_more()
            is_open=is_open
            summary=ViewFn::from(|| view! { <Icon name=IconName::More /> })
        >
            <ul class="v-menu-list">
                {move || {
                    let item = |action: Action| {
                        let choose = choose.clone();
                        let (label, hint) = (lang.act_label(&action), lang.act_hint(&action));
                        view! {
                            <li>
                                <button
                                    type="button"
                                    class="v-menu-item"
                                    on:click=move |_| choose(action.clone())
                                >
                                    <span>{label}</span>
                                    <small>{hint}</small>
                                </button>
                            </li>
                        }
                    };
                    offered.get().into_iter().map(item).collect_view()
                }}
                <li>
                    <button
                        type="button"
                        class="v-menu-item"
                        on:click=move |_| {
                            is_open.set(false);
                            is_shown_as.set(true);
                        }
                    >
                        <span>{lang.act_show_as()}</span>
                        <small>{lang.act_show_as_hint()}</small>
                    </button>
                </li>
            </ul>
        </Menu>
        <Confirm image=image to_confirm=to_confirm />
        <Dialog open=is_shown_as title=lang.act_show_as().to_owned() close_label=lang.close()>
            <AllShown image=image />
        </Dialog>
    }
}

/// Asks before the data is taken away from whoever uses it.
#[component]
fn Confirm(image: Memo<Arc<Image>>, to_confirm: RwSignal<Option<Action>>) -> impl IntoView {
    let lang = Console::here().lang;
    let acting = Acting::here();
    let open = open_while_set(to_confirm);
    let go = move |()| {
        if let Some(action) = to_confirm.get_untracked() {
            acting.act(image.get_untracked(), Act::Of(action));
        }
        open.set(false);
    };
    view! {
        <Dialog open=open title=lang.deactivate_title().to_owned() close_label=lang.close()>
            <p class="v-dialog-subject">{move || image.with(|image| image.title().to_owned())}</p>
            <p>{move || image.with(|image| lang.deactivate_text(&image.visibility))}</p>
            <div class="v-dialog-actions">
                <Button on_click=move |()| open.set(false)>{lang.cancel()}</Button>
                <Button kind=ButtonKind::Danger icon=IconName::Pause on_click=go.clone()>
                    {lang.act_label(&Action::Deactivate)}
                </Button>
            </div>
        </Dialog>
    }
}

/// Everything that can be done now, those of other parts of the page among them.
fn all_acts(image: &Image, can: Option<&Capabilities>, who: Option<&Who>) -> Vec<Act> {
    let visibilities = Visibility::KNOWN.iter().cloned().map(Action::SetVisibility);
    let own = actions(image).into_iter().chain(visibilities);
    let mut all: Vec<Act> = own
        .chain([Action::Download, Action::Delete])
        .filter(|action| plan(action, image, who).is_ok())
        .map(Act::Of)
        .collect();
    let is_admin = who.is_none_or(Who::seems_admin);
    let Some(can) = can.filter(|_| is_admin && image.status == ImageStatus::Active) else {
        return all;
    };
    let has: Vec<&str> = image.stores().collect();
    for store in can.stores.offered().into_iter().flatten() {
        let id = store.id.clone();
        match has.contains(&store.id.as_str()) {
            false if !store.read_only && can.can_import_by(&ImportMethod::CopyImage) => {
                all.push(Act::CopyToStore(id));
            }
            true if has.len() > 1 => all.push(Act::DeleteFromStore(id)),
            _ => {}
        }
    }
    if can.cache == Offer::Offered(()) {
        all.extend([Act::Cache, Act::Uncache]);
    }
    all
}

/// What every action that can be done now would send.
#[component]
fn AllShown(image: Memo<Arc<Image>>) -> impl IntoView {
    let lang = Console::here().lang;
    let who = Acting::here().who();
    let can = untrack(|| Console::here().capabilities());
    let offered = image.with_untracked(|image| all_acts(image, can.as_deref(), who.as_ref()));
    let choices: Vec<Choice> = offered
        .iter()
        .enumerate()
        .map(|(at, act)| Choice::new(at.to_string(), lang.act_name(act)))
        .collect();
    let chosen = RwSignal::new("0".to_owned());
    let spoken = Memo::new(move |_| {
        let at = chosen.with(|at| at.parse::<usize>().unwrap_or_default());
        let act = offered.get(at);
        let spoken = |act: &Act| image.with(|image| act.spoken(image, who.as_ref()));
        act.map(spoken).unwrap_or_default()
    });
    view! {
        <SelectField label=lang.column_action() value=chosen choices=choices />
        <ShownAs spoken=spoken />
    }
}
