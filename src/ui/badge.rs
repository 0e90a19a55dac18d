//! A word with a tone and, mostly, an icon: never colour alone.

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
pub fn Badge(
    tone: Tone,
    #[prop(into)] icon: Option<IconName>,
    #[prop(into)] text: String,
) -> impl IntoView {
    view! {
        <span class=tone.class()>
            {icon.map(|name| view! { <Icon name=name /> })}
            <span>{text}</span>
        </span>
    }
}
