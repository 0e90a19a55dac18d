//! What is done to single images from the board, and the board as it is then,
//! before the service has been asked for all of it again.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use serde_json::Value;

use super::load::Images;
use crate::api::{Abort, Client, Error, Operation, images};
use crate::i18n::Lang;
use crate::model::{Image, PatchOperation};
use crate::query::spawn;
use crate::views::diagnosis::use_explained;
use crate::views::focus::focus_instead;
use crate::views::{Console, Problem};

/// What one click does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Protect,
    Reactivate,
}

impl Deed {
    pub(super) fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::Protect => lang.tidy_protect(),
            Self::Reactivate => lang.tidy_reactivate(),
        }
    }

    fn done(self, lang: Lang, title: &str) -> String {
        match self {
            Self::Protect => lang.tidy_protected(title),
            Self::Reactivate => lang.tidy_reactivated(title),
        }
    }
}

/// What was changed since the images were last listed.
#[derive(Clone, Copy)]
pub(super) struct Changes {
    console: StoredValue<Console>,
    images: Memo<Option<Images>>,
    /// By id; `None` for what is gone.
    since: RwSignal<BTreeMap<String, Option<Arc<Image>>>>,
    /// The image that a request is about, by id.
    busy: RwSignal<Option<String>>,
    error: RwSignal<Option<Error>>,
    /// What the delete dialog asks about, and where the focus goes then.
    deleting: StoredValue<Option<(String, Vec<String>)>>,
}

impl Changes {
    pub(super) fn new(images: Signal<Option<Images>>) -> Self {
        let since = RwSignal::new(BTreeMap::new());
        // Another list, not another word about the same.
        let images = Memo::new_with_compare(move |_| images.get(), is_other);
        Effect::new(move |_| {
            // A newer list has it all.
            images.track();
            since.set(BTreeMap::new());
        });
        Self {
            console: StoredValue::new(Console::here()),
            images,
            since,
            busy: RwSignal::new(None),
            error: RwSignal::new(None),
            deleting: StoredValue::new(None),
        }
    }

    /// The images as they are now. Tracks.
    pub(super) fn applied(self) -> Images {
        let all = self.images.get().unwrap_or_default();
        self.since.with(|since| {
            if since.is_empty() {
                return Arc::clone(&all);
            }
            let now = all.iter().filter_map(|image| match since.get(&image.id) {
                Some(changed) => changed.clone(),
                None => Some(Arc::clone(image)),
            });
            Arc::new(now.collect())
        })
    }

    pub(super) fn is_busy(self, id: &str) -> bool {
        self.busy.with(|busy| busy.as_deref() == Some(id))
    }

    /// Says what the dialog is about to ask.
    pub(super) fn will_delete(self, image: &Image, then_focus: Vec<String>) {
        self.error.set(None);
        self.deleting
            .set_value(Some((image.id.clone(), then_focus)));
    }

    /// What the dialog asked about is gone.
    pub(super) fn deleted(self) {
        if let Some((id, then_focus)) = self.deleting.get_value() {
            self.since.update(|since| {
                since.insert(id, None);
            });
            let console = self.console.get_value();
            focus_instead(&console.tree, then_focus);
        }
    }

    /// Does it, says so, and looks at the image again.
    pub(super) fn act(self, deed: Deed, image: &Arc<Image>, then_focus: Vec<String>) {
        let console = self.console.get_value();
        let operation = match deed {
            Deed::Protect => Operation::UpdateImage,
            Deed::Reactivate => Operation::ReactivateImage,
        };
        let (Some(client), Ok(abort)) = (console.client_now(), Abort::new(operation)) else {
            return;
        };
        self.error.set(None);
        self.busy.set(Some(image.id.clone()));
        let (id, title) = (image.id.clone(), image.title().to_owned());
        spawn(async move {
            let outcome = run(deed, &client, &id, &abort).await;
            self.busy.try_set(None);
            match outcome {
                Ok(changed) => {
                    self.since.try_update(|since| {
                        since.insert(id, Some(Arc::new(changed)));
                    });
                    console.toasts.good(deed.done(console.lang, &title));
                    console.center.images_changed.notify();
                    focus_instead(&console.tree, then_focus);
                }
                Err(error) => {
                    self.error.try_set(Some(error));
                }
            }
        });
    }
}

fn is_other(before: Option<&Option<Images>>, now: Option<&Option<Images>>) -> bool {
    match (before, now) {
        (Some(Some(before)), Some(Some(now))) => !Arc::ptr_eq(before, now),
        _ => true,
    }
}

async fn run(deed: Deed, client: &Client, id: &str, abort: &Abort) -> Result<Image, Error> {
    match deed {
        Deed::Protect => {
            let patch = [PatchOperation::Replace {
                path: "/protected".to_owned(),
                value: Value::Bool(true),
            }];
            client.send(&images::update(id, &patch), abort).await
        }
        Deed::Reactivate => {
            client.send(&images::reactivate(id), abort).await?;
            client.send(&images::show(id), abort).await
        }
    }
}

/// Why the last deed failed; nothing while all is well.
#[component]
pub(super) fn FailureNotice() -> impl IntoView {
    let changes: Changes = expect_context();
    let explained = use_explained(&Console::here(), move || changes.error.get());
    move || {
        explained
            .get()
            .map(|explained| view! { <Problem explained=explained /> })
    }
}
