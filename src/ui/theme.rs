//! Light, dark, or as the system has it. The choice sets `color-scheme` on the
//! console's root; every colour token follows from that.

use leptos::prelude::*;

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

    fn from_str(text: &str) -> Self {
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
}

const KEY: &str = "vitrine:theme";

impl Theme {
    #[must_use]
    pub fn remembered() -> Self {
        let stored = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
        Self {
            choice: RwSignal::new(ThemeChoice::from_str(stored.as_deref().unwrap_or_default())),
        }
    }

    pub fn choose(self, choice: ThemeChoice) {
        self.choice.set(choice);
        if let Some(storage) = storage() {
            // A full or blocked storage costs the memory of a colour, no more.
            storage.set_item(KEY, choice.as_str()).ok();
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
