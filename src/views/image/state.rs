//! Says what a state other than `active` means for the person, and the way out of it.

use std::sync::Arc;

use leptos::prelude::*;

use super::acting::Acting;
use crate::bulk::{Act, Action};
use crate::model::{Image, ImageStatus};
use crate::ui::{Button, Notice, Tone};
use crate::views::Console;

#[component]
pub(super) fn StateNotice(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let acting = Acting::here();
    let state = Memo::new(move |_| {
        image.with(|image| match &image.status {
            ImageStatus::Queued if image.is_poisoned() => {
                Some((Tone::Bad, lang.poisoned_title(), lang.poisoned_text()))
            }
            ImageStatus::Queued if image.is_being_imported() => None,
            ImageStatus::Queued => Some((Tone::Neutral, lang.queued_title(), lang.queued_text())),
            ImageStatus::Importing if !image.is_being_imported() => {
                Some((Tone::Bad, lang.stuck_title(), lang.stuck_text()))
            }
            ImageStatus::Deactivated => Some((
                Tone::Warning,
                lang.deactivated_title(),
                lang.deactivated_text(),
            )),
            _ => None,
        })
    });
    let may_reactivate = move || {
        image.with(|image| image.status == ImageStatus::Deactivated && console.may_change(image))
    };
    move || {
        let (tone, title, text) = state.get()?;
        let acting = acting.clone();
        let is_busy = acting.is_busy();
        let button = may_reactivate().then(|| {
            let act = move |()| acting.act(image.get_untracked(), Act::Of(Action::Reactivate));
            view! {
                <div class="v-notice-actions">
                    <Button busy=is_busy on_click=act>
                        {lang.act_label(&Action::Reactivate)}
                    </Button>
                </div>
            }
        });
        Some(view! {
            <Notice tone=tone title=title>
                <p>{text}</p>
                {button}
            </Notice>
        })
    }
}
