//! A console in somebody else's page: what that page wants of it, and what it hears.
//! A console that has its page for itself is a guest of nobody: everything is shown and
//! nothing told.

use std::sync::Arc;

use leptos::prelude::*;
use serde::Serialize;

use crate::api::{Deed, DeedKind};
use crate::model::Image;
use crate::ui::{Icon, IconName};

/// What the page around a console leaves out of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each is a part of its own
pub struct Without {
    /// The bar at the top.
    pub header: bool,
    /// Making images: files, addresses, empty records.
    pub create: bool,
    pub edit: bool,
    pub delete: bool,
    pub download: bool,
    pub share: bool,
    /// The pages of the service: stores, tasks, cache, definitions.
    pub service: bool,
}

impl Without {
    /// Whether nothing is left that is done to many images at once.
    #[must_use]
    pub fn many(self) -> bool {
        self.edit && self.delete && self.download
    }
}

/// Where a host's own action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionPlace {
    /// On an image's page.
    Page,
    /// On each row of the list.
    Row,
}

/// What the page around a console can do with an image, such as launching an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostAction {
    pub id: String,
    pub label: String,
    /// An SVG path on a grid of 24, drawn as a line.
    pub icon: Option<String>,
    pub places: Vec<ActionPlace>,
}

impl HostAction {
    #[must_use]
    pub fn is_on_rows(&self) -> bool {
        self.places.contains(&ActionPlace::Row)
    }
}

/// What the page around a console is told. Its names and fields are the interface:
/// they change only with a new version of it (`docs/embedding.md`).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(
    tag = "name",
    content = "detail",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum HostEvent {
    /// The console shows its first page. Once.
    Ready {},
    /// Another address of the console's own.
    Navigate {
        path: String,
        replace: bool,
    },
    ImageCreated {
        id: String,
    },
    ImageChanged {
        id: String,
    },
    ImageDeleted {
        id: String,
    },
    /// The rows that are selected now.
    ImageSelected {
        ids: Vec<String>,
    },
    /// Picked, where images are picked.
    ImagePicked {
        id: String,
        image: Box<Image>,
    },
    TransferProgress(TransferNews),
    TransferFinished(TransferNews),
    TransferFailed(TransferNews),
    /// The token was refused, and its provider has no better one.
    AuthRequired {
        message: String,
    },
    Error {
        message: String,
        request_id: Option<String>,
    },
}

/// A transfer at a moment. Bytes are texts: JavaScript's numbers end at 2^53.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TransferNews {
    pub id: u32,
    /// `upload` or `download`.
    pub direction: &'static str,
    pub image_id: String,
    pub title: String,
    pub stage: String,
    pub moved_bytes: String,
    pub total_bytes: String,
    /// How it ended, in words.
    pub message: Option<String>,
}

impl From<Deed> for HostEvent {
    fn from(deed: Deed) -> Self {
        let id = deed.image_id;
        match deed.kind {
            DeedKind::Created => Self::ImageCreated { id },
            DeedKind::Changed => Self::ImageChanged { id },
            DeedKind::Deleted => Self::ImageDeleted { id },
        }
    }
}

/// The page around a console.
pub trait Host: Send + Sync {
    fn hear(&self, event: &HostEvent);
    /// Whether an action of its own fits the image.
    fn offers(&self, action_id: &str, image: &Image) -> bool;
    fn act(&self, action_id: &str, image: &Image);
}

/// How this console stands to the page that it is on.
#[derive(Clone, Default)]
pub struct Guest {
    pub without: Without,
    /// Images are looked for to be picked, not to be worked on.
    pub is_picker: bool,
    pub actions: ArcRwSignal<Vec<HostAction>>,
    /// `None`: the page is the console's own.
    pub host: Option<Arc<dyn Host>>,
}

impl Guest {
    /// Tells the page around, if there is one.
    pub fn tell(&self, event: &HostEvent) {
        if let Some(host) = &self.host {
            host.hear(event);
        }
    }

    /// The host's actions that fit an image in a place. Tracks which there are.
    #[must_use]
    pub fn actions_for(&self, place: ActionPlace, image: &Image) -> Vec<HostAction> {
        let Some(host) = &self.host else {
            return Vec::new();
        };
        self.actions.with(|actions| {
            let is_meant = |action: &&HostAction| {
                action.places.contains(&place) && host.offers(&action.id, image)
            };
            actions.iter().filter(is_meant).cloned().collect()
        })
    }

    /// Whether the host's action fits the image.
    #[must_use]
    pub fn fits(&self, action: &HostAction, image: &Image) -> bool {
        self.host
            .as_ref()
            .is_some_and(|host| host.offers(&action.id, image))
    }

    /// Has the host do its own action.
    pub fn act(&self, action: &HostAction, image: &Image) {
        if let Some(host) = &self.host {
            host.act(&action.id, image);
        }
    }

    /// Gives an image to who wanted one picked.
    pub fn pick(&self, image: &Image) {
        self.tell(&HostEvent::ImagePicked {
            id: image.id.clone(),
            image: Box::new(image.clone()),
        });
    }
}

/// The icon of a host's action: its line, or that of something that is begun.
#[component]
pub(super) fn HostIcon(path: Option<String>) -> impl IntoView {
    match path {
        Some(path) => view! {
            <svg class="v-icon" viewBox="0 0 24 24" aria-hidden="true">
                <path d=path></path>
            </svg>
        }
        .into_any(),
        None => view! { <Icon name=IconName::Play /> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_what_the_interface_says() {
        let of = |event: &HostEvent| serde_json::to_value(event).expect("is JSON");
        assert_eq!(
            of(&HostEvent::Navigate {
                path: "/images/1".to_owned(),
                replace: false,
            }),
            serde_json::json!({"name": "navigate", "detail": {"path": "/images/1", "replace": false}})
        );
        assert_eq!(
            of(&HostEvent::Error {
                message: "m".to_owned(),
                request_id: Some("req-1".to_owned()),
            }),
            serde_json::json!({"name": "error", "detail": {"message": "m", "requestId": "req-1"}})
        );
        let deed = Deed {
            kind: DeedKind::Deleted,
            image_id: "i1".to_owned(),
        };
        assert_eq!(
            of(&deed.into()),
            serde_json::json!({"name": "image-deleted", "detail": {"id": "i1"}})
        );
    }
}
