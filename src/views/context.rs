//! What every page may ask for: who is signed in, where we are, what is moving.

use std::convert::Infallible;
use std::sync::Arc;

use leptos::prelude::*;

use super::ListState;
use super::definitions::DefinitionShelf;
use super::diary::Diary;
use super::guest::Guest;
use super::project_names::ProjectNames;
use crate::api::{Abort, Client, Error, Operation};
use crate::i18n::Lang;
use crate::model::{Image, ImageDraft};
use crate::query::{Cancel, Query, use_query};
use crate::route::Router;
use crate::session::{self, Capabilities, Session, SiteConfig};
use crate::stock::Stock;
use crate::transfer::TransferCenter;
use crate::ui::{CopyTexts, Toasts, Tree};

/// One console; two on a page have nothing in common.
#[derive(Clone)]
pub struct Console {
    pub lang: Lang,
    /// Where its elements are.
    pub tree: Tree,
    pub config: SiteConfig,
    pub router: Router,
    pub guest: Guest,
    /// Of the console, in pixels: not the window's, where it has but a part of the page.
    pub width_px: ArcRwSignal<f64>,
    pub session: ArcRwSignal<Option<Session>>,
    /// What the cloud can do, asked anew for each session and region.
    pub abilities: Abilities,
    pub center: TransferCenter,
    /// What the cloud lists by default, and what was looked at elsewhere in it.
    pub stock: Stock,
    pub elsewhere: Stock,
    /// How the list was left.
    pub list: ListState,
    pub toasts: Toasts,
    /// What the cloud says of properties, once somebody needed it.
    pub definitions: DefinitionShelf,
    /// An edit whose page went before it was saved, as when a sign-in ends.
    pub unsaved: ArcRwSignal<Option<Unsaved>>,
    /// What this console did.
    pub diary: Diary,
    pub drawer_open: ArcRwSignal<bool>,
    /// Names of projects by id, once they are known.
    pub project_names: ArcRwSignal<ProjectNames>,
    /// Images that others offer to this project and that nobody has answered, as
    /// last looked at.
    pub offers_waiting: ArcRwSignal<usize>,
}

/// An edit that nobody has saved or given up.
#[derive(Clone, Debug)]
pub struct Unsaved {
    /// Whose it is: nobody else finds it in a form.
    pub(super) user: Option<String>,
    pub(super) image_id: String,
    /// What the image was when the edit began.
    pub(super) base: ImageDraft,
    pub(super) wanted: ImageDraft,
}

/// Never fails as a whole: what could not be found out says so by itself.
pub type Abilities = Query<Arc<Capabilities>, Infallible>;

/// Asks whenever another session or region begins.
#[must_use]
pub fn use_abilities(session: &ArcRwSignal<Option<Session>>) -> Abilities {
    let session = session.clone();
    use_query(
        move || session.with(|s| s.as_ref().map(Session::images)),
        |client: Client, cancel, _| async move {
            let Ok(abort) = abort_with(&cancel, Operation::Discover) else {
                // A browser that can't stop requests, which no supported one is.
                return std::future::pending().await;
            };
            Ok(Arc::new(Capabilities::ask(&client, &abort).await))
        },
    )
}

impl Console {
    /// What the cloud can do; `None` until that is known. Tracks.
    #[must_use]
    pub fn capabilities(&self) -> Option<Arc<Capabilities>> {
        self.abilities.state.with(|state| state.value.clone())
    }

    /// An image is gone: no list has it any more.
    pub(super) fn forget(&self, image_id: &str) {
        let gone = [image_id.to_owned()];
        self.stock.forget(&gone);
        self.elsewhere.forget(&gone);
    }

    /// A project's name, where this person may know it. Tracks.
    pub(super) fn project_name(&self, id: &str) -> Option<String> {
        self.project_names.with(|names| names.get(id).cloned())
    }

    /// The same, without tracking.
    pub(super) fn project_name_now(&self, id: &str) -> Option<String> {
        self.project_names
            .with_untracked(|names| names.get(id).cloned())
    }

    /// The console that this view belongs to.
    #[must_use]
    pub fn here() -> Self {
        expect_context()
    }

    /// The image service. Tracks the session; `None` while nobody is signed in.
    #[must_use]
    pub fn client(&self) -> Option<Client> {
        self.session.with(|s| s.as_ref().map(Session::images))
    }

    /// The image service, without tracking.
    #[must_use]
    pub fn client_now(&self) -> Option<Client> {
        self.session
            .with_untracked(|s| s.as_ref().map(Session::images))
    }

    /// Whether the image is another project's, without tracking.
    pub(super) fn is_foreign(&self, image: &Image) -> bool {
        self.session
            .with_untracked(|s| s.as_ref().is_some_and(|session| session.is_foreign(image)))
    }

    /// The id of who is signed in, where that is known. Without tracking.
    pub(super) fn user_now(&self) -> Option<String> {
        self.session
            .with_untracked(|session| Some(session.as_ref()?.who.as_ref()?.user.id.clone()))
    }

    /// Whether the person may be an administrator: by the names of the roles, or because
    /// nobody knows. Without tracking.
    pub(super) fn may_be_admin(&self) -> bool {
        self.session
            .with_untracked(|session| session.as_ref().is_some_and(Session::may_be_admin))
    }

    /// Whether the service would hand out the image's data to this person. Without tracking.
    pub(super) fn may_download(&self, image: &Image) -> bool {
        let is_admin = self
            .session
            .with_untracked(|session| session.as_ref().is_some_and(Session::seems_admin));
        image.is_downloadable() || is_admin && image.is_downloadable_for_admin()
    }

    /// Whether the image is this person's to change: their own project's, or anybody's for
    /// an administrator, and not by a role that may only look. Without tracking.
    pub(super) fn may_change(&self, image: &Image) -> bool {
        let is_reader = self
            .session
            .with_untracked(|session| session.as_ref().is_some_and(Session::seems_reader));
        !is_reader && !self.guest.without.edit && !self.is_foreign(image)
    }

    /// Starts a download and shows that it runs. `prefer`: stores to read from.
    pub(super) fn download(&self, image: &Image, prefer: Vec<String>) {
        if let Some(client) = self.client_now()
            && self.center.download(client, image, prefer).is_some()
        {
            self.drawer_open.set(true);
        }
    }

    #[must_use]
    pub fn copy_texts(&self) -> CopyTexts {
        CopyTexts {
            copied: self.lang.copied(),
            failed: self.lang.copy_failed(),
        }
    }
}

/// A way to stop that a query uses when it is superseded.
pub(super) fn abort_with(cancel: &Cancel, operation: Operation) -> Result<Abort, Error> {
    let abort = Abort::new(operation)?;
    let stop = abort.clone();
    cancel.on_cancel(move || stop.abort());
    Ok(abort)
}

/// Seconds since 1970, by this computer's clock.
pub(super) fn now_s() -> i64 {
    session::now().0
}
