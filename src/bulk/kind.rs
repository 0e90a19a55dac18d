//! The kinds of action that a person chooses among, before saying with what.

use super::action::Action;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Download,
    Delete,
    Visibility,
    /// Adding or removing.
    Tags,
    /// Setting or removing.
    Properties,
    Protect,
    Unprotect,
    Hide,
    Unhide,
    Deactivate,
    Reactivate,
    Share,
    CopyToStores,
}

impl Kind {
    /// The action, where nothing more needs to be said.
    #[must_use]
    pub fn action(self) -> Option<Action> {
        Some(match self {
            Self::Download => Action::Download,
            Self::Delete => Action::Delete,
            Self::Protect => Action::SetProtected(true),
            Self::Unprotect => Action::SetProtected(false),
            Self::Hide => Action::SetHidden(true),
            Self::Unhide => Action::SetHidden(false),
            Self::Deactivate => Action::Deactivate,
            Self::Reactivate => Action::Reactivate,
            Self::Visibility | Self::Tags | Self::Properties | Self::Share | Self::CopyToStores => {
                return None;
            }
        })
    }
}
