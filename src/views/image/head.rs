//! The top of an image's page: what it is called, how it is, and what is done with it
//! most.

use std::sync::Arc;

use leptos::prelude::*;

use super::DeleteDialog;
use super::more::More;
use crate::model::Image;
use crate::route::Route;
use crate::ui::{Button, ButtonKind, Choice, Icon, IconName, SelectField};
use crate::views::guest::{ActionPlace, HostAction, HostIcon};
use crate::views::status::StatusBadge;
use crate::views::{Console, Link};

#[component]
pub(super) fn Head(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let (is_picker, without) = (console.guest.is_picker, console.guest.without);
    let to_delete = RwSignal::new(None::<Image>);
    let may_change = {
        let console = console.clone();
        Memo::new(move |_| image.with(|image| console.may_change(image)))
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
                {is_picker.then(|| view! { <Pick image=image /> })}
                <HostActions image=image />
                {(!without.download).then(|| view! { <Download image=image /> })}
                {move || {
                    may_change
                        .get()
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
                    if without.delete {
                        return None;
                    }
                    let why_not = match may_change.get() {
                        true => "",
                        false => image.with(|image| lang.delete_refused(console.is_foreign(image))),
                    };
                    Some(view! {
                        <Button
                            icon=IconName::Trash
                            disabled=!why_not.is_empty()
                            title=why_not
                            on_click=move |()| {
                                to_delete.set(Some((*image.get_untracked()).clone()));
                            }
                        >
                            {lang.action_delete()}
                        </Button>
                    })
                }}
                {move || may_change.get().then(|| view! { <More image=image /> })}
            </div>
        </div>
        <DeleteDialog
            image=to_delete
            on_deleted=Callback::new(move |()| router.go(&untrack(|| list.route())))
        />
    }
}

/// Gives the image to who wants one picked.
#[component]
fn Pick(image: Memo<Arc<Image>>) -> impl IntoView {
    let Console { lang, guest, .. } = Console::here();
    view! {
        <Button
            icon=IconName::Check
            kind=ButtonKind::Primary
            on_click=move |()| guest.pick(&image.get_untracked())
        >
            {lang.pick()}
        </Button>
    }
}

/// What the page around can do with the image.
#[component]
fn HostActions(image: Memo<Arc<Image>>) -> impl IntoView {
    let guest = Console::here().guest;
    let offered = {
        let guest = guest.clone();
        Memo::new(move |_| image.with(|image| guest.actions_for(ActionPlace::Page, image)))
    };
    let button = move |action: HostAction| {
        let guest = guest.clone();
        let (icon, label) = (action.icon.clone(), action.label.clone());
        view! {
            <button
                type="button"
                class="v-button"
                on:click=move |_| guest.act(&action, &image.get_untracked())
            >
                <HostIcon path=icon />
                <span class="v-button-label">{label}</span>
            </button>
        }
    };
    move || offered.get().into_iter().map(button.clone()).collect_view()
}

#[component]
fn Download(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let store = RwSignal::new(String::new());
    let stores = Memo::new(move |_| {
        image.with(|image| image.stores().map(str::to_owned).collect::<Vec<_>>())
    });
    let why_not = Memo::new({
        let console = console.clone();
        move |_| image.with(|image| (!console.may_download(image)).then(|| lang.no_download(image)))
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
