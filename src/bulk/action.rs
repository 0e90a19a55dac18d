//! What a person wants done to images, and what that comes to for one of them.
//! Plain data.

use std::collections::BTreeMap;

use crate::model::{Image, ImageDraft, PatchOperation, PropertyName, Visibility};

/// One thing to do to each of many images.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Delete,
    AddTags(Vec<String>),
    RemoveTags(Vec<String>),
    SetProperties(BTreeMap<PropertyName, String>),
    RemoveProperties(Vec<PropertyName>),
    SetVisibility(Visibility),
    SetProtected(bool),
    SetHidden(bool),
    Deactivate,
    Reactivate,
    /// Ids of projects; the service takes any text for one.
    Share(Vec<String>),
    Download,
    /// Ids of stores that take data.
    CopyToStores(Vec<String>),
}

impl Action {
    /// What makes an image what it was before; `None` for what the service can't take
    /// back, or where more than one thing may have been changed.
    #[must_use]
    pub fn undo(&self, before: &Image) -> Option<Self> {
        match self {
            Self::SetProtected(is_protected) => Some(Self::SetProtected(!is_protected)),
            Self::SetHidden(is_hidden) => Some(Self::SetHidden(!is_hidden)),
            Self::SetVisibility(_) => Some(Self::SetVisibility(before.visibility.clone())),
            Self::Deactivate => Some(Self::Reactivate),
            Self::Reactivate => Some(Self::Deactivate),
            _ => None,
        }
    }
}

/// What an action changes of one image: only what isn't so already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Delete,
    AddTags(Vec<String>),
    RemoveTags(Vec<String>),
    Properties(Vec<PropertyChange>),
    Visibility { from: Visibility, to: Visibility },
    Protected(bool),
    Hidden(bool),
    Deactivate,
    Reactivate,
    Share(Vec<String>),
    Download,
    CopyToStores(Vec<String>),
}

/// A property before and after; `None` is a property that isn't there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropertyChange {
    pub name: PropertyName,
    pub from: Option<String>,
    pub to: Option<String>,
}

impl Change {
    /// The change as a patch of the image; empty for what isn't done by patch.
    pub(super) fn patch(&self, image: &Image) -> Vec<PatchOperation> {
        ImageDraft::of(image).patch_to(&self.draft(image))
    }

    /// The image as it will be, as far as that is done by patch.
    pub(super) fn draft(&self, image: &Image) -> ImageDraft {
        let mut wanted = ImageDraft::of(image);
        match self {
            Self::AddTags(tags) => wanted.tags.extend(tags.iter().cloned()),
            Self::RemoveTags(tags) => wanted.tags.retain(|tag| !tags.contains(tag)),
            Self::Properties(changes) => {
                for PropertyChange { name, to, .. } in changes {
                    match to {
                        Some(value) => wanted.properties.insert(name.clone(), value.clone()),
                        None => wanted.properties.remove(name),
                    };
                }
            }
            Self::Visibility { to, .. } => wanted.visibility = to.clone(),
            Self::Protected(is_protected) => wanted.protected = *is_protected,
            Self::Hidden(is_hidden) => wanted.os_hidden = *is_hidden,
            Self::Delete
            | Self::Deactivate
            | Self::Reactivate
            | Self::Share(_)
            | Self::Download
            | Self::CopyToStores(_) => {}
        }
        wanted
    }

    /// Whether the image has to be read first: a patch that writes a whole list would
    /// lose what somebody else added meanwhile, and to name a store that has the image
    /// by now is refused (400).
    pub(super) fn needs_fresh_image(&self) -> bool {
        matches!(
            self,
            Self::AddTags(_) | Self::RemoveTags(_) | Self::CopyToStores(_)
        )
    }
}
