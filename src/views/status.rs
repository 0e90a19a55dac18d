//! Status and visibility of an image as badges.

use leptos::prelude::*;

use super::Console;
use crate::model::{Image, ImageStatus};
use crate::ui::{Badge, IconName, Tone};

#[component]
pub(super) fn StatusBadge(
    image: Image,
    /// Without an icon where all is well: in a long list the others stand out then, and
    /// less has to be drawn.
    #[prop(optional)]
    is_calm: bool,
) -> impl IntoView {
    let lang = Console::here().lang;
    let (tone, icon) = match &image.status {
        ImageStatus::Active => (Tone::Good, IconName::Check),
        ImageStatus::Queued if image.is_poisoned() => (Tone::Bad, IconName::Alert),
        ImageStatus::Queued => (Tone::Neutral, IconName::Clock),
        status if status.is_in_transition() => (Tone::Working, IconName::Spinner),
        ImageStatus::Deactivated => (Tone::Warning, IconName::Pause),
        ImageStatus::Deleted | ImageStatus::Killed => (Tone::Bad, IconName::Alert),
        _ => (Tone::Neutral, IconName::Info),
    };
    let icon = (!is_calm || tone != Tone::Good).then_some(icon);
    view! { <Badge tone=tone icon=icon text=lang.status(&image.status) /> }
}
