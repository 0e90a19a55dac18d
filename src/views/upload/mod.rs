//! Upload: choose files, see what they are, send them, see them proven.

mod ask;
mod card;
mod choosing;
mod concerns;
mod drop_zone;
mod file_title;
mod item;
mod naming;
mod quota;
mod recognised;
mod required;
mod same_bytes;
mod same_bytes_view;
mod shared;
mod store;
mod taken;
mod unfinished;

use leptos::prelude::*;

use self::choosing::Choosing;
use self::item::Item;
use self::unfinished::UnfinishedUploads;
use super::transfer_card::TransferCard;
use super::{Console, Link};
use crate::route::Route;
use crate::session::Session;
use crate::transfer::Transfer;
use crate::ui::{Button, Icon, IconName, Notice, Tone};

/// The chosen files.
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
