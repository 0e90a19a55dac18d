//! One family of icons: 24 × 24, strokes of 1.75, round ends. Decoration only:
//! the words beside them, or the label of their button, say the same.

use leptos::prelude::*;

/// An icon by what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconName {
    Account,
    Alert,
    ArrowDown,
    ArrowUp,
    Bookmark,
    Check,
    ChevronDown,
    ChevronRight,
    Clock,
    Close,
    Columns,
    Copy,
    Differs,
    Disc,
    Download,
    Filter,
    Info,
    Lock,
    Moon,
    More,
    Pause,
    Pencil,
    Play,
    Plus,
    Refresh,
    Search,
    Share,
    Shield,
    Spinner,
    Sun,
    System,
    Transfers,
    Trash,
    Upload,
}

impl IconName {
    /// The drawing, as path data of SVG.
    fn path(self) -> &'static str {
        match self {
            Self::Account => {
                "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20.5c.8-3.6 4-5.5 8-5.5s7.2 1.9 8 5.5"
            }
            Self::Alert => "M12 3.5 2.5 20h19zM12 10v4.5M12 17.25v.01",
            Self::ArrowDown => "M12 5v14M6.5 13.5 12 19l5.5-5.5",
            Self::ArrowUp => "M12 19V5M6.5 10.5 12 5l5.5 5.5",
            Self::Bookmark => "M6.5 4h11v16.5L12 16.25 6.5 20.5z",
            Self::Check => "m5 12.5 4.5 4.5L19 7.5",
            Self::ChevronDown => "m6 9.5 6 6 6-6",
            Self::ChevronRight => "m9.5 6 6 6-6 6",
            Self::Clock => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.2l3.4 2",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::Columns => "M3.5 5h17v14h-17zM9.2 5v14M14.8 5v14",
            Self::Copy => "M9 9h10.5v11.5H9zM15 9V3.5H4.5V15H9",
            Self::Differs => "M5 9h14M5 15h14M16 4.5 8 19.5",
            Self::Disc => {
                "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 14.25a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5z"
            }
            Self::Download => "M12 4v11.5M7 11l5 5 5-5M4.5 20h15",
            Self::Filter => "M4 6.5h16M7 12h10M10 17.5h4",
            Self::Info => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.75v.01",
            Self::Lock => "M6 11h12v9.5H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
            Self::Moon => "M20 14.5A8.25 8.25 0 0 1 9.5 4a8.25 8.25 0 1 0 10.5 10.5z",
            Self::More => {
                "M5.5 12.6a.6.6 0 1 0 0-1.2.6.6 0 0 0 0 1.2zM12 12.6a.6.6 0 1 0 0-1.2.6.6 0 0 0 0 1.2zM18.5 12.6a.6.6 0 1 0 0-1.2.6.6 0 0 0 0 1.2z"
            }
            Self::Pause => "M8.5 5v14M15.5 5v14",
            Self::Pencil => "M4.5 19.5l.9-4L16 4.9l3.1 3.1L8.5 18.6zM13.75 7.15l3.1 3.1",
            Self::Play => "M7.5 4.5v15l12-7.5z",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Refresh => "M19.5 12a7.5 7.5 0 1 1-2.3-5.4L19.5 9M19.5 4v5h-5",
            Self::Search => "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20.5 20.5",
            Self::Share => "M12 15V4M8 7.5 12 3.5l4 4M7 11H5v9.5h14V11h-2",
            Self::Shield => {
                "M12 3l7.5 2.7V11c0 4.8-3 8.2-7.5 10-4.5-1.8-7.5-5.2-7.5-10V5.7zM8.75 12l2.3 2.3 4.2-4.3"
            }
            Self::Spinner => "M12 3a9 9 0 0 1 9 9",
            Self::Sun => {
                "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4"
            }
            Self::System => "M3.5 4.5h17v11.5h-17zM9 20h6M12 16v4",
            Self::Transfers => "M8 20V5M4 9l4-4 4 4M16 4v15M12 15l4 4 4-4",
            Self::Trash => {
                "M4.5 6.5h15M9 6.5V4h6v2.5M6.5 6.5 7.3 20.5h9.4l.8-14M10.25 10.5v6M13.75 10.5v6"
            }
            Self::Upload => "M12 16V4.5M7 9l5-5 5 5M4.5 20h15",
        }
    }
}

/// An icon in the size of the text around it.
#[component]
pub fn Icon(name: IconName) -> impl IntoView {
    let class = match name {
        IconName::Spinner => "v-icon v-icon-spinner",
        _ => "v-icon",
    };
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=name.path()></path>
        </svg>
    }
}
