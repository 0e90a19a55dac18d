//! The chosen files and their forms, until they are sent.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::Items;
use super::ask::AskDialog;
use super::card::{Common, ItemCard};
use super::concerns::{Concerns, concerns_about};
use super::drop_zone::DropZone;
use super::item::Item;
use super::naming::{Naming, TemplateField};
use super::obstacle::{ObstacleNotice, use_obstacle};
use super::quota::{Wanted, use_quota};
use super::same_bytes::Turns;
use super::same_bytes_view::LookForAll;
use super::shared::{Shared, SharedFields};
use super::store::chosen_way;
use super::taken::Taken;
use crate::model::NewImage;
use crate::transfer::{Chosen, Direction, NewUpload, Transfer};
use crate::ui::{Button, ButtonKind, IconName, focus_first_invalid};
use crate::views::forecast::SignInForecast;
use crate::views::{Console, focus_heading};

#[component]
pub(super) fn Choosing(items: Items, started: RwSignal<Vec<Transfer>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let count = Memo::new(move |_| items.with(Vec::len));
    let is_batch = Memo::new(move |_| count.get() > 1);
    let shared = Shared::new(&console);
    let naming = Naming::new(items, is_batch);
    let quota = use_quota(&console);
    let remove = Callback::new(move |id| {
        items.update(|all| {
            all.iter()
                .filter(|item| item.id == id)
                .for_each(|item| item.same_bytes.stop());
            all.retain(|item| item.id != id);
        });
    });
    let common = Common {
        was_asked: RwSignal::new(false),
        is_batch,
        taken: Taken::new(&console, items),
        turns: Turns::new(),
        on_remove: remove,
    };
    let wanted = {
        let console = console.clone();
        Signal::derive(move || {
            let queue = console.center.queue(Direction::Upload);
            let way = shared
                .store
                .with(|store| chosen_way(&console, store.as_str()));
            items.with(|all| Wanted {
                files: all.len(),
                bytes: all.iter().map(Item::bytes).sum(),
                together: queue.with(|queue| queue.at_once().saturating_sub(queue.running())),
                is_staged: way.is_staged(),
            })
        })
    };
    let obstacle = use_obstacle(&console, quota, shared.store, wanted);
    let is_empty = Memo::new(move |_| count.get() == 0);
    // Until a file's beginning is read, nobody knows what it is.
    let is_reading = Memo::new(move |_| {
        items.with(|all| all.iter().any(|item| item.reading.with(Option::is_none)))
    });
    let asking = RwSignal::new(false);
    let concerns = RwSignal::new(Concerns::default());
    let send = {
        let console = console.clone();
        Callback::new(move |()| send_all(&console, items, shared, started))
    };
    let asked = console.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        common.was_asked.set(true);
        let all = items.get_untracked();
        if !naming.is_good() || records(shared, &all).is_none() {
            if let Some(form) = event.target().and_then(|form| form.dyn_into().ok()) {
                focus_first_invalid(form);
            }
            return;
        }
        concerns.set(concerns_about(&asked, &all, obstacle.get_untracked()));
        if concerns.with_untracked(|concerns| concerns.asks) {
            asking.set(true);
        } else {
            send.run(());
        }
    };
    view! {
        <DropZone has_files=Signal::derive(move || !is_empty.get()) on_files=adding(items) />
        {move || {
            (!is_empty.get())
                .then(|| {
                    view! {
                        <form class="v-upload-form" novalidate=true on:submit=submit.clone()>
                            <BatchCard items=items naming=naming common=common />
                            <For each=move || items.get() key=|item| item.id let:item>
                                <ItemCard item=item common=common />
                            </For>
                            <ObstacleNotice obstacle=obstacle />
                            <div class="v-card v-form">
                                <SharedFields
                                    shared=shared
                                    was_asked=common.was_asked
                                    has_store=true
                                />
                                <SignInForecast />
                                <div class="v-form-actions">
                                    <Button
                                        kind=ButtonKind::Primary
                                        icon=IconName::Upload
                                        submit=true
                                        busy=is_reading
                                    >
                                        {move || lang.upload_start(count.get())}
                                    </Button>
                                </div>
                            </div>
                        </form>
                    }
                })
        }}
        <AskDialog
            open=asking
            concerns=concerns
            files=Signal::from(count)
            on_send=send
            on_remove=remove
        />
    }
}

/// Takes files in. Their signals belong to this page, wherever they were chosen.
fn adding(items: Items) -> Callback<Vec<Chosen>> {
    let next_id = StoredValue::new(0_u32);
    let owner = Owner::current();
    Callback::new(move |files: Vec<Chosen>| {
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
    })
}

/// The records for all files; `None` while something is missing or wrong.
fn records(shared: Shared, items: &[Item]) -> Option<Vec<NewImage>> {
    let record = |item: &Item| item.is_good().then(|| shared.record_for(item)).flatten();
    items.iter().map(record).collect()
}

fn send_all(console: &Console, items: Items, shared: Shared, started: RwSignal<Vec<Transfer>>) {
    let all = items.get_untracked();
    let (Some(client), Some(records)) = (console.client_now(), records(shared, &all)) else {
        return;
    };
    let protects = shared.protects.get_untracked();
    let way = chosen_way(console, &shared.store.get_untracked());
    let upload = |(item, new): (Item, _)| {
        item.same_bytes.stop();
        let upload = NewUpload {
            chosen: Chosen::new(item.file, item.handle),
            new,
            protects,
            way: way.clone(),
        };
        console.center.upload(client.clone(), upload)
    };
    started.set(all.into_iter().zip(records).map(upload).collect());
    focus_heading(&console.tree);
}

/// What is set for all files of a batch before them.
#[component]
fn BatchCard(items: Items, naming: Naming, common: Common) -> impl IntoView {
    move || {
        common.is_batch.get().then(|| {
            view! {
                <div class="v-card v-form">
                    <TemplateField naming=naming />
                    <LookForAll items=items turns=common.turns on_remove=common.on_remove />
                </div>
            }
        })
    }
}
