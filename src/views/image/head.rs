//! The top of an image's page: what it is called, how it is, and what can be done with
//! it.

use std::sync::Arc;

use leptos::prelude::*;

use super::DeleteDialog;
use super::acting::Acting;
use crate::bulk::{Act, Action, Reason};
use crate::model::{Image, ImageStatus};
use crate::route::Route;
use crate::ui::{
    Button, ButtonKind, Choice, Dialog, Icon, IconName, Menu, Notice, SelectField, Tone,
};
use crate::views::show_as::ShownAs;
use crate::views::status::StatusBadge;
use crate::views::{Console, Link};

#[component]
pub(super) fn Head(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let to_delete = RwSignal::new(None::<Image>);
    let is_foreign = {
        let console = console.clone();
        Memo::new(move |_| image.with(|image| console.is_foreign(image)))
    };
    let (router, list) = (console.router.clone(), console.list.clone());
    let edit = Signal::derive(move || Route::EditImage {
        id: image.with(|image| image.id.clone()),
    });
    view! {
        <div class="v-page-head v-image-head">
            <h1 tabindex="-1" class="v-image-title">
                {move || image.with(|image| image.title().to_owned())}
            </h1>
            {move || view! { <StatusBadge image=(*image.get()).clone() /> }}
            <div class="v-page-actions">
                <Download image=image />
                {move || {
                    (!is_foreign.get())
                        .then(|| {
                            view! {
                                <Link to=edit class="v-button">
                                    <Icon name=IconName::Pencil />
                                    <span class="v-button-label">{lang.action_edit()}</span>
                                </Link>
                            }
                        })
                }}
                {move || {
                    let is_foreign = is_foreign.get();
                    view! {
                        <Button
                            icon=IconName::Trash
                            disabled=is_foreign
                            title=if is_foreign { lang.delete_foreign() } else { "" }
                            on_click=move |()| {
                                to_delete.set(Some((*image.get_untracked()).clone()));
                            }
                        >
                            {lang.action_delete()}
                        </Button>
                    }
                }}
                {move || (!is_foreign.get()).then(|| view! { <More image=image /> })}
            </div>
        </div>
        <DeleteDialog
            image=to_delete
            on_deleted=Callback::new(move |()| router.go(&untrack(|| list.route())))
        />
    }
}

#[component]
fn Download(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let store = RwSignal::new(String::new());
    let stores = Memo::new(move |_| {
        image.with(|image| image.stores().map(str::to_owned).collect::<Vec<_>>())
    });
    let why_not = Memo::new(move |_| {
        image.with(|image| (!image.is_downloadable()).then(|| lang.no_download(image)))
    });
    let download = move |()| {
        let store = store.get_untracked();
        let prefer = (!store.is_empty()).then_some(store);
        console.download(&image.get_untracked(), prefer.into_iter().collect());
    };
    view! {
        {move || {
            why_not
                .get()
                .is_none()
                .then(|| view! { <StoreChoice stores=stores.get() store=store /> })
        }}
        {move || {
            let why_not = why_not.get();
            view! {
                <Button
                    icon=IconName::Download
                    kind=ButtonKind::Primary
                    disabled=why_not.is_some()
                    // Empty where there is nothing to explain.
                    title=why_not.unwrap_or_default()
                    on_click=download.clone()
                >
                    {lang.action_download()}
                </Button>
            }
        }}
    }
}

/// Which store the data is read from, where it is in several.
#[component]
fn StoreChoice(stores: Vec<String>, store: RwSignal<String>) -> impl IntoView {
    let lang = Console::here().lang;
    let any = Choice::new("", lang.download_from_any());
    let named = |name: &String| Choice::new(name, lang.download_from_store(name));
    let choices: Vec<Choice> = std::iter::once(any)
        .chain(stores.iter().map(named))
        .collect();
    (choices.len() > 2).then(|| {
        view! {
            <SelectField
                label=lang.download_from()
                label_hidden=true
                value=store
                choices=choices
            />
        }
    })
}

/// What changes an image's life, rather than its words.
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
fn More(image: Memo<Arc<Image>>) -> impl IntoView {
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
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if to_confirm.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            to_confirm.set(None);
        }
    });
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

/// What every action that can be done now would send.
#[component]
fn AllShown(image: Memo<Arc<Image>>) -> impl IntoView {
    let lang = Console::here().lang;
    let who = Acting::here().who();
    let offered = image.with_untracked(|image| {
        let mut all = actions(image);
        all.extend([Action::Download, Action::Delete]);
        all.retain(|action| crate::bulk::plan(action, image, who.as_ref()).is_ok());
        all
    });
    let label = |action: &Action| lang.act_label(action).to_owned();
    let choices: Vec<Choice> = offered
        .iter()
        .enumerate()
        .map(|(at, action)| Choice::new(at.to_string(), label(action)))
        .collect();
    let chosen = RwSignal::new("0".to_owned());
    let spoken = Memo::new(move |_| {
        let at = chosen.with(|at| at.parse::<usize>().unwrap_or_default());
        let action = offered.get(at).cloned().unwrap_or(Action::Download);
        image.with(|image| Act::Of(action).spoken(image, who.as_ref()))
    });
    view! {
        <SelectField label=lang.column_action() value=chosen choices=choices />
        <ShownAs spoken=spoken />
    }
}

/// Says what a state other than `active` means for the person.
#[component]
pub(super) fn StateNotice(image: Memo<Arc<Image>>) -> impl IntoView {
    let lang = Console::here().lang;
    let acting = Acting::here();
    let who = acting.who();
    let state = Memo::new(move |_| {
        image.with(|image| match &image.status {
            ImageStatus::Queued if image.is_poisoned() => {
                Some((Tone::Bad, lang.poisoned_title(), lang.poisoned_text()))
            }
            ImageStatus::Queued if image.is_being_imported() => None,
            ImageStatus::Queued => Some((Tone::Neutral, lang.queued_title(), lang.queued_text())),
            ImageStatus::Importing if !image.is_being_imported() => {
                Some((Tone::Bad, lang.stuck_title(), lang.stuck_text()))
            }
            ImageStatus::Deactivated => Some((
                Tone::Warning,
                lang.deactivated_title(),
                lang.deactivated_text(),
            )),
            _ => None,
        })
    });
    let may_reactivate = move || {
        image.with(|image| {
            crate::bulk::plan(&Action::Reactivate, image, who.as_ref()) != Err(Reason::Foreign)
                && image.status == ImageStatus::Deactivated
        })
    };
    move || {
        let (tone, title, text) = state.get()?;
        let acting = acting.clone();
        let is_busy = acting.is_busy();
        let button = may_reactivate().then(|| {
            let act = move |()| acting.act(image.get_untracked(), Act::Of(Action::Reactivate));
            view! {
                <div class="v-notice-actions">
                    <Button busy=is_busy on_click=act>
                        {lang.act_label(&Action::Reactivate)}
                    </Button>
                </div>
            }
        });
        Some(view! {
            <Notice tone=tone title=title>
                <p>{text}</p>
                {button}
            </Notice>
        })
    }
}
