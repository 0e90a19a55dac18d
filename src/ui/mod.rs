//! The design system: what pages are made of. Knows nothing of images, services
//! or languages: every text comes in as a property. Styles are in `style/`.

mod badge;
mod button;
mod copy;
mod dialog;
mod disclosure;
mod empty;
mod field;
mod icon;
mod menu;
mod notice;
mod progress;
mod skeleton;
mod theme;
mod toast;
mod tree;
mod words;

pub use badge::{Badge, Tone};
pub use button::{Button, ButtonKind, IconButton};
pub use copy::{CopyButton, CopyTexts};
pub use dialog::Dialog;
pub use disclosure::Disclosure;
pub use empty::EmptyState;
pub use field::{
    CheckField, Choice, SelectField, TextArea, TextField, TextKind, focus_first_invalid, next_id,
};
pub use icon::{Icon, IconName};
pub use menu::Menu;
pub use notice::Notice;
pub use progress::ProgressBar;
pub use skeleton::Skeleton;
pub use theme::{Theme, ThemeChoice};
pub use toast::{ToastAction, ToastRegion, Toasts};
pub use tree::Tree;
pub use words::{WordsField, WordsTexts};
