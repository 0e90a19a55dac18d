//! What every page may ask for: who is signed in, where we are, what is moving.

use leptos::prelude::*;

use crate::api::{Abort, Client, Error, Operation};
use crate::i18n::Lang;
use crate::model::Image;
use crate::query::Cancel;
use crate::route::Router;
use crate::session::{Session, SiteConfig};
use crate::transfer::TransferCenter;
use crate::ui::{CopyTexts, Toasts};

/// One console; two on a page have nothing in common.
#[derive(Clone)]
pub struct Console {
    pub lang: Lang,
    pub config: SiteConfig,
    pub router: Router,
    pub session: ArcRwSignal<Option<Session>>,
    pub center: TransferCenter,
    pub toasts: Toasts,
    pub drawer_open: ArcRwSignal<bool>,
}

impl Console {
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

    /// Starts a download and shows that it runs.
    pub(super) fn download(&self, image: &Image) {
        if let Some(client) = self.client_now()
            && self.center.download(client, image).is_some()
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
#[allow(clippy::cast_possible_truncation)] // far from the limits
pub(super) fn now_s() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}
