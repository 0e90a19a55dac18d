//! Upload: choose files, see what they are, send them, see them proven.

mod ask;
mod card;
mod choosing;
mod concerns;
mod drop_zone;
mod elsewhere;
mod file_title;
mod item;
mod naming;
mod obstacle;
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
use self::elsewhere::Elsewhere;
use self::item::Item;
pub(super) use self::unfinished::UnfinishedNotices;
use self::unfinished::UnfinishedUploads;
use super::transfer_card::TransferCard;
use super::{Console, Link};
use crate::i18n::Lang;
use crate::model::ImportMethod;
use crate::route::{Route, UploadFrom};
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
    let route = console.router.route.clone();
    let from = Memo::new(move |last: Option<&UploadFrom>| match route.get() {
        Route::Upload { from } => from,
        // On the way to another page.
        _ => last.copied().unwrap_or_default(),
    });
    let title = move || match from.get() {
        UploadFrom::Files => lang.upload_title(),
        _ => lang.create_title(),
    };
    view! {
        <nav class="v-crumbs">
            <Link to=Route::images()>{lang.images_title()}</Link>
            <Icon name=IconName::ChevronRight />
            <span aria-current="page">{title}</span>
        </nav>
        <div class="v-page-head">
            <h1 tabindex="-1">
                {title}
            </h1>
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
            {move || (!has_started.get()).then(|| view! { <Sources from=from /> })}
            {move || {
                if from.get() != UploadFrom::Files {
                    view! { <Elsewhere from=from.get() /> }.into_any()
                } else if has_started.get() {
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

/// Where the data comes from: a link for each way that this cloud has.
#[component]
fn Sources(from: Memo<UploadFrom>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let has_regions = console
        .session
        .with_untracked(|session| session.as_ref().is_some_and(|s| s.regions().len() > 1));
    let is_offered = move |of: UploadFrom| {
        let can_import = |method: ImportMethod| {
            let can = console.capabilities();
            can.is_some_and(|can| can.can_import_by(&method))
        };
        match of {
            UploadFrom::Files | UploadFrom::Nothing => true,
            UploadFrom::Address => can_import(ImportMethod::WebDownload),
            UploadFrom::Region => has_regions && can_import(ImportMethod::GlanceDownload),
        }
    };
    let links = UploadFrom::ALL.map(|of| {
        let is_offered = is_offered.clone();
        let is_current = Signal::derive(move || from.get() == of);
        view! {
            <li hidden=move || !is_offered(of) && !is_current.get()>
                <Link to=Route::Upload { from: of } current=is_current>
                    {source_words(lang, of)}
                </Link>
            </li>
        }
    });
    view! {
        <nav class="v-tabs" aria-label=lang.create_sources()>
            <ul>{links.into_iter().collect_view()}</ul>
        </nav>
    }
}

fn source_words(lang: Lang, from: UploadFrom) -> &'static str {
    match from {
        UploadFrom::Files => lang.create_from_files(),
        UploadFrom::Address => lang.create_from_address(),
        UploadFrom::Region => lang.create_from_region(),
        UploadFrom::Nothing => lang.create_from_nothing(),
    }
}
