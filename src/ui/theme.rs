//! Light, dark, or as the system has it. The choice sets `color-scheme` on the
//! console's root; every colour token follows from that.

use leptos::prelude::*;

use crate::keep;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    #[default]
    System,
    Light,
    Dark,
}

impl ThemeChoice {
    /// The value of `data-theme` on the root.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// What isn't known is the system's.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

/// The theme of this console, remembered in this browser where it lets us.
#[derive(Clone, Copy)]
pub struct Theme {
    pub choice: RwSignal<ThemeChoice>,
    /// Somebody else chooses.
    pub is_given: bool,
}

const KEY: &str = "vitrine:theme";

impl Theme {
    #[must_use]
    pub fn remembered() -> Self {
        let stored = keep::local().and_then(|storage| storage.get_item(KEY).ok().flatten());
        Self {
            choice: RwSignal::new(ThemeChoice::parse(stored.as_deref().unwrap_or_default())),
            is_given: false,
        }
    }

    /// Follows what somebody else chooses.
    #[must_use]
    pub fn given(by: ArcRwSignal<ThemeChoice>) -> Self {
        let choice = RwSignal::new(by.get_untracked());
        Effect::new(move |_| choice.set(by.get()));
        Self {
            choice,
            is_given: true,
        }
    }

    pub fn choose(self, choice: ThemeChoice) {
        self.choice.set(choice);
        if let Some(storage) = keep::local() {
            // A full or blocked storage costs the memory of a colour, no more.
            storage.set_item(KEY, choice.as_str()).ok();
        }
    }
}
