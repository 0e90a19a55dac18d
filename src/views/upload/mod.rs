//! Upload: choose a file, see what it is, send it, see it proven.

mod drop_zone;
mod form;
mod recognised;
mod required;

use leptos::prelude::*;
use web_sys::File;

use self::drop_zone::DropZone;
use self::form::UploadForm;
use super::transfer_card::TransferCard;
use super::{Console, Link};
use crate::route::Route;
use crate::session::Session;
use crate::transfer::Transfer;
use crate::ui::{Button, Icon, IconName, Notice, Tone};

#[component]
pub fn UploadPage() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let is_reader = console
        .session
        .with_untracked(|session| session.as_ref().is_some_and(Session::seems_reader));
    let file = RwSignal::new_local(None::<File>);
    let transfer = RwSignal::new(None::<Transfer>);
    let again = move |()| {
        file.set(None);
        transfer.set(None);
    };
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
            {move || match transfer.get() {
                Some(transfer) => {
                    view! {
                        <div class="v-card">
                            <TransferCard transfer=transfer />
                        </div>
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
                }
                None => {
                    view! {
                        <DropZone file=file />
                        {move || {
                            file.get()
                                .map(|file| view! { <UploadForm file=file transfer=transfer /> })
                        }}
                    }
                        .into_any()
                }
            }}
        </div>
    }
}
