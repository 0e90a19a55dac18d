//! A word with an icon and a tone: never colour alone.

use leptos::prelude::*;

use super::icon::{Icon, IconName};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Neutral,
    Good,
    Working,
    Warning,
    Bad,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Neutral => "v-badge",
            Self::Good => "v-badge v-badge-good",
            Self::Working => "v-badge v-badge-working",
            Self::Warning => "v-badge v-badge-warning",
            Self::Bad => "v-badge v-badge-bad",
        }
    }
}

#[component]
pub fn Badge(tone: Tone, icon: IconName, #[prop(into)] text: String) -> impl IntoView {
    view! {
        <span class=tone.class()>
            <Icon name=icon />
            <span>{text}</span>
        </span>
    }
}
