//! Which way an upload takes into the service's stores.

use serde::{Deserialize, Serialize};

use crate::api::{Request, images};
use crate::model::{Import, ImportSource, ImportStores};

/// The way of an upload.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// Into the store that the service chooses.
    #[default]
    Default,
    /// Into this store, named in a header that many clouds refuse to pages.
    Named(String),
    /// Staged first and then imported, into this store where there is a choice.
    Staged(Option<String>),
}

impl Way {
    /// Whether the body goes through the service's staging area.
    #[must_use]
    pub fn is_staged(&self) -> bool {
        matches!(self, Self::Staged(_))
    }

    /// What the body is sent with.
    pub(super) fn request(&self, image_id: &str) -> Request {
        match self {
            Self::Default => images::upload(image_id, None),
            Self::Named(store) => images::upload(image_id, Some(store)),
            Self::Staged(_) => images::stage(image_id),
        }
    }

    /// What follows on a staged body. With `all_must_succeed` an import that
    /// fails would leave the image stuck in `importing`; without, it goes back to
    /// `queued`.
    pub(super) fn import(&self) -> Import {
        let stores = match self {
            Self::Named(store) | Self::Staged(Some(store)) => ImportStores::These {
                ids: vec![store.clone()],
                all_must_succeed: false,
            },
            Self::Default | Self::Staged(None) => ImportStores::Default,
        };
        Import {
            source: ImportSource::Staged,
            stores,
        }
    }
}
