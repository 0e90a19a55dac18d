//! What of the bar comes with a program of its own, when it is first opened.

use leptos::prelude::*;

use super::bar::Bar;
use super::editor::Editor;
use super::export::ExportMenu;
use super::views_menu::ViewsMenu;

#[derive(Clone, Debug)]
pub enum FilterTool {
    /// Makes a filter, or changes the one at a place.
    Editor {
        bar: Bar,
        at: Option<usize>,
        is_open: RwSignal<bool>,
    },
    Views {
        bar: Bar,
        is_open: RwSignal<bool>,
    },
    Export {
        bar: Bar,
    },
}

impl FilterTool {
    #[must_use]
    pub fn show(self) -> AnyView {
        match self {
            Self::Editor { bar, at, is_open } => {
                view! { <Editor bar=bar at=at is_open=is_open /> }.into_any()
            }
            Self::Views { bar, is_open } => {
                view! { <ViewsMenu bar=bar is_open=is_open /> }.into_any()
            }
            Self::Export { bar } => view! { <ExportMenu bar=bar /> }.into_any(),
        }
    }
}
