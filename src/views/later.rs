//! Pages whose program is fetched when they are first opened, or before, while
//! the console is idle: the first load stays light. In a build that isn't split
//! (see `cargo xtask dist`) they are there from the start.
//!
//! Few programs, each of what is used together: what several share becomes a file
//! of its own for each combination of them, and each file is a request.

// What the split macro writes links the page's program with the console's.
#![allow(unsafe_code)]

use futures::FutureExt as _;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_split_helpers::SplitLoaderError;

use super::Console;
use super::bulk::{BulkTools, Selection};
use super::connection::ConnectionPage;
use super::image::{Deletion, DeletionDialog, EditPage, ImagePage};
use super::images::filter::{Asked, FilterTool, Offer};
use super::images::{ImagesPage, Peek, PeekContents};
use super::service::{CachePage, DefinitionsPage, StoresPage, TasksPage};
use super::shared::SharedPage;
use super::tidy::TidyPage;
use super::transfer_list::TransferList;
use super::upload::UploadPage;
use crate::query::spawn;
use crate::transfer::{TransferCenter, adopt_uploads};
use crate::ui::{Button, IconName, Notice, Skeleton, Tone};

/// How long what a person waits for goes first, in milliseconds.
const AHEAD_AFTER_MS: u32 = 3_000;
/// How long the first requests of who has just signed in go first, in milliseconds.
const READY_AFTER_MS: u32 = 200;
/// Until the network may be back.
const AGAIN_AFTER_MS: u32 = 30_000;

/// A page, or what opens on one or beside it, with a program of its own.
#[derive(Clone, Debug)]
pub enum Part {
    /// What can be done to the images that are selected.
    Bulk(Selection),
    Cache,
    Connection,
    Definitions,
    /// Asks before an image is deleted.
    Delete(Deletion),
    Edit(String),
    Filter(FilterTool),
    Image(String),
    Images,
    Peek(Peek),
    Shared,
    Stores,
    Tasks,
    Tidy,
    Transfers,
    Upload,
}

/// A split point: `$load` fetches the program `$part`, `$run` runs something of it.
macro_rules! part {
    ($part:ident, $load:ident, $run:ident($($argument:ident: $type:ty)?) -> $out:ty, $body:expr) => {
        #[cfg(feature = "split")]
        #[wasm_split_helpers::wasm_split($part, fallible, preload(#[allow(dead_code)] $load))]
        fn $run($($argument: $type)?) -> Result<$out, SplitLoaderError> {
            Ok($body)
        }

        #[cfg(not(feature = "split"))]
        async fn $run($($argument: $type)?) -> Result<$out, SplitLoaderError> {
            Ok($body)
        }

        #[cfg(not(feature = "split"))]
        #[allow(dead_code)] // where what runs is what loads
        async fn $load() -> Result<(), SplitLoaderError> {
            Ok(())
        }
    };
}

pub(crate) use part;

part!(tools, load_bulk, bulk(selection: Selection) -> AnyView, view! { <BulkTools selection=selection /> }.into_any());
part!(pages, load_cache, cache() -> AnyView, view! { <CachePage /> }.into_any());
part!(pages, load_definitions, definitions() -> AnyView, view! { <DefinitionsPage /> }.into_any());
part!(pages, load_stores, stores() -> AnyView, view! { <StoresPage /> }.into_any());
part!(pages, load_tasks, tasks() -> AnyView, view! { <TasksPage /> }.into_any());
part!(pages, load_connection, connection() -> AnyView, view! { <ConnectionPage /> }.into_any());
part!(tools, load_delete, delete(deletion: Deletion) -> AnyView, view! { <DeletionDialog deletion=deletion /> }.into_any());
part!(pages, load_edit, edit(id: String) -> AnyView, view! { <EditPage id=id /> }.into_any());
part!(tools, load_filter, filter(tool: FilterTool) -> AnyView, tool.show());
part!(tools, load_offers, offers(asked: Asked) -> Vec<Offer>, asked.offers());
part!(pages, load_image, image(id: String) -> AnyView, view! { <ImagePage id=id /> }.into_any());
part!(images, load_images, images() -> AnyView, view! { <ImagesPage /> }.into_any());
part!(tools, load_peek, peek(of: Peek) -> AnyView, view! { <PeekContents peek=of /> }.into_any());
part!(pages, load_shared, shared() -> AnyView, view! { <SharedPage /> }.into_any());
part!(pages, load_tidy, tidy() -> AnyView, view! { <TidyPage /> }.into_any());
part!(transfers, load_transfers, transfers() -> AnyView, view! { <TransferList /> }.into_any());
part!(transfers, load_upload, upload() -> AnyView, view! { <UploadPage /> }.into_any());
// With the engine that it needs.
part!(transfers, load_adoption, adopt(center: TransferCenter) -> (), spawn(adopt_uploads(center)));

impl Part {
    async fn load(&self) -> Result<(), SplitLoaderError> {
        match self {
            Self::Bulk(_) => load_bulk().await,
            Self::Cache => load_cache().await,
            Self::Connection => load_connection().await,
            Self::Definitions => load_definitions().await,
            Self::Delete(_) => load_delete().await,
            Self::Edit(_) => load_edit().await,
            Self::Filter(_) => load_filter().await,
            Self::Image(_) => load_image().await,
            Self::Images => load_images().await,
            Self::Peek(_) => load_peek().await,
            Self::Shared => load_shared().await,
            Self::Stores => load_stores().await,
            Self::Tasks => load_tasks().await,
            Self::Tidy => load_tidy().await,
            Self::Transfers => load_transfers().await,
            Self::Upload => load_upload().await,
        }
    }

    /// Its page, once it is loaded.
    fn show(self) -> Option<AnyView> {
        let page = match self {
            Self::Bulk(selection) => bulk(selection).now_or_never(),
            Self::Cache => cache().now_or_never(),
            Self::Connection => connection().now_or_never(),
            Self::Definitions => definitions().now_or_never(),
            Self::Delete(deletion) => delete(deletion).now_or_never(),
            Self::Edit(id) => edit(id).now_or_never(),
            Self::Filter(tool) => filter(tool).now_or_never(),
            Self::Image(id) => image(id).now_or_never(),
            Self::Images => images().now_or_never(),
            Self::Peek(of) => peek(of).now_or_never(),
            Self::Shared => shared().now_or_never(),
            Self::Stores => stores().now_or_never(),
            Self::Tasks => tasks().now_or_never(),
            Self::Tidy => tidy().now_or_never(),
            Self::Transfers => transfers().now_or_never(),
            Self::Upload => upload().now_or_never(),
        };
        page.and_then(Result::ok)
    }
}

/// Fetches what [`filter_offers`] needs; whether it is there. (Each function of a
/// program is loaded for itself, though the program comes once.)
pub(super) async fn load_filter_tools() -> bool {
    load_offers().await.is_ok()
}

/// What to suggest; nothing while its program isn't there.
pub(super) fn filter_offers(asked: Asked) -> Vec<Offer> {
    let offers = offers(asked).now_or_never();
    offers.and_then(Result::ok).unwrap_or_default()
}

/// The page, as soon as its program is there.
#[component]
pub fn Later(part: Part) -> impl IntoView {
    let lang = Console::here().lang;
    // Counted, so that another attempt is seen even if it fails again.
    let attempt = ArcRwSignal::new(0_u32);
    let outcome = ArcRwSignal::new(None);
    {
        let (part, attempt, outcome) = (part.clone(), attempt.clone(), outcome.clone());
        Effect::new(move |_| {
            attempt.track();
            outcome.set(None);
            let (part, outcome) = (part.clone(), outcome.clone());
            spawn(async move { outcome.set(Some(part.load().await.is_ok())) });
        });
    }
    let is_bar = matches!(part, Part::Bulk(_) | Part::Delete(_));
    let try_again = move |()| attempt.update(|attempt| *attempt += 1);
    move || match outcome.get() {
        Some(true) => part.clone().show(),
        Some(false) => {
            let try_again = try_again.clone();
            Some(
                view! {
                    <Notice tone=Tone::Bad title=lang.part_missing_title()>
                        <p>{lang.part_missing_text()}</p>
                        <Button icon=IconName::Refresh on_click=try_again>
                            {lang.try_again()}
                        </Button>
                    </Notice>
                }
                .into_any(),
            )
        }
        // A bar or dialog that isn't there yet needs no place.
        None if is_bar => None,
        None => Some(view! { <Skeleton rows=6 label=lang.loading() /> }.into_any()),
    }
}

/// Fetches the pages' programs while nobody waits: by the time somebody opens
/// one, the network may be gone. What fails now is fetched when it is needed.
/// From then on, uploads that another page left are taken up.
pub fn load_ahead(center: &TransferCenter) {
    let center = center.clone();
    spawn(async move {
        // Home, while somebody signs in.
        load_images().await.ok();
        TimeoutFuture::new(AHEAD_AFTER_MS).await;
        if !center.is_there() {
            return;
        }
        load_transfers().await.ok();
        load_filter_tools().await;
        load_peek().await.ok();
        let image = Part::Image(String::new());
        for part in [
            Part::Upload,
            image,
            Part::Edit(String::new()),
            Part::Shared,
            Part::Tidy,
            Part::Connection,
            Part::Stores,
            Part::Tasks,
            Part::Cache,
            Part::Definitions,
        ] {
            part.load().await.ok();
        }
        load_bulk().await.ok();
        load_delete().await.ok();
        while center.is_there() && adopt(center.clone()).await.is_err() {
            TimeoutFuture::new(AGAIN_AFTER_MS).await;
        }
    });
}

/// Once somebody has signed in, a transfer may be begun at any time: its program and a
/// worker are fetched before the rest.
pub fn be_ready_for_transfers(center: &TransferCenter, is_signed_in: Memo<bool>) {
    let center = center.clone();
    Effect::new(move |was: Option<bool>| {
        let is = is_signed_in.get();
        if is && was != Some(true) {
            let center = center.clone();
            spawn(async move {
                TimeoutFuture::new(READY_AFTER_MS).await;
                center.warm_up();
                load_transfers().await.ok();
            });
        }
        is
    });
}
