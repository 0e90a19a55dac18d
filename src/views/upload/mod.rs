//! Upload: choose files, see what they are, send them, see them proven.

mod drop_zone;
mod item;
mod quota;
mod recognised;
mod required;
mod shared;
mod store;
mod unfinished;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::File;

use self::drop_zone::DropZone;
use self::item::{Item, ItemCard};
use self::quota::{QuotaNotice, use_quota};
use self::shared::{Shared, SharedFields};
use self::store::chosen_way;
use self::unfinished::UnfinishedUploads;
use super::forecast::SignInForecast;
use super::transfer_card::TransferCard;
use super::{Console, Link, focus_heading};
use crate::route::Route;
use crate::session::Session;
use crate::transfer::Transfer;
use crate::ui::{Button, ButtonKind, Icon, IconName, Notice, Tone, focus_first_invalid};

type Items = RwSignal<Vec<Item>, LocalStorage>;

#[component]
pub fn UploadPage() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let is_reader = console
        .session
        .with_untracked(|session| session.as_ref().is_some_and(Session::seems_reader));
    let items: Items = RwSignal::new_local(Vec::new());
    let started = RwSignal::new(Vec::<Transfer>::new());
    let again = move |()| {
        items.set(Vec::new());
        started.set(Vec::new());
    };
    let has_started = Memo::new(move |_| started.with(|all| !all.is_empty()));
    view! {
        <nav class="v-crumbs">
            <Link to=Route::images()>{lang.images_title()}</Link>
            <Icon name=IconName::ChevronRight />
            <span aria-current="page">{lang.upload_title()}</span>
        </nav>
        <div class="v-page-head">
            <h1 tabindex="-1">{lang.upload_title()}</h1>
        </div>
        <div class="v-upload">
            {is_reader
                .then(|| {
                    view! {
                        <Notice tone=Tone::Warning title=lang.upload_reader_title()>
                            <p>{lang.upload_reader_text()}</p>
                        </Notice>
                    }
                })}
            {move || {
                if has_started.get() {
                    view! {
                        <For each=move || started.get() key=|transfer| transfer.id let:transfer>
                            <div class="v-card">
                                <TransferCard transfer=transfer />
                            </div>
                        </For>
                        <div class="v-form-actions">
                            <Button icon=IconName::Upload on_click=again>
                                {lang.upload_another()}
                            </Button>
                            <Link to=Route::images() class="v-button v-button-quiet">
                                {lang.back_to_images()}
                            </Link>
                        </div>
                    }
                        .into_any()
                } else {
                    view! {
                        <UnfinishedUploads />
                        <Choosing items=items started=started />
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

/// The files and their forms, until they are sent.
#[component]
fn Choosing(items: Items, started: RwSignal<Vec<Transfer>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let next_id = StoredValue::new(0_u32);
    let was_asked = RwSignal::new(false);
    let shared = Shared::new(&console);
    let quota = use_quota(&console);
    // The signals of a file belong to this page, wherever it was chosen.
    let owner = Owner::current();
    let add = Callback::new(move |files: Vec<File>| {
        let make = || {
            items.update(|items| {
                for file in files {
                    let id = next_id.get_value();
                    next_id.set_value(id + 1);
                    items.push(Item::new(id, file));
                }
            });
        };
        match &owner {
            Some(owner) => owner.with(make),
            None => make(),
        }
    });
    let remove = Callback::new(move |id| items.update(|all| all.retain(|item| item.id != id)));
    let wanted = Signal::derive(move || {
        items.with(|all| (all.len(), all.iter().map(Item::bytes).sum::<u64>()))
    });
    let is_empty = Memo::new(move |_| items.with(Vec::is_empty));
    let has_files = Signal::derive(move || !is_empty.get());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        was_asked.set(true);
        let Some(client) = console.client_now() else {
            return;
        };
        let all = items.get_untracked();
        let records: Option<Vec<_>> = all
            .iter()
            .map(|item| item.is_good().then(|| shared.record_for(item)).flatten())
            .collect();
        let Some(records) = records else {
            if let Some(form) = event.target().and_then(|form| form.dyn_into().ok()) {
                focus_first_invalid(form);
            }
            return;
        };
        let protects = shared.protects.get_untracked();
        let way = chosen_way(&console, &shared.store.get_untracked());
        let upload = |(item, new): (Item, _)| {
            console
                .center
                .upload(client.clone(), item.file, new, protects, way.clone())
        };
        started.set(all.into_iter().zip(records).map(upload).collect());
        focus_heading();
    };
    view! {
        <DropZone has_files=has_files on_files=add />
        {move || {
            let submit = submit.clone();
            (!is_empty.get())
                .then(|| {
                    view! {
                        <form class="v-upload-form" novalidate=true on:submit=submit>
                            <For each=move || items.get() key=|item| item.id let:item>
                                <ItemCard item=item was_asked=was_asked on_remove=remove />
                            </For>
                            <QuotaNotice query=quota wanted=wanted />
                            <div class="v-card v-form">
                                <SharedFields shared=shared was_asked=was_asked />
                                <SignInForecast />
                                <div class="v-form-actions">
                                    <Button
                                        kind=ButtonKind::Primary
                                        icon=IconName::Upload
                                        submit=true
                                    >
                                        {move || lang.upload_start(wanted.get().0)}
                                    </Button>
                                </div>
                            </div>
                        </form>
                    }
                })
        }}
    }
}
