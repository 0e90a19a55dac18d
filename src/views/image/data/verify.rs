//! Reads the data once more, to see that it is still what it should be.

use std::sync::Arc;

use leptos::prelude::*;

use crate::model::Image;
use crate::transfer::{Direction, Stage, Transfer, Verdict};
use crate::ui::{Button, IconName};
use crate::views::Console;

#[component]
pub(super) fn VerifyAgain(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let check = RwSignal::new(None::<Transfer>);
    let stage = Memo::new(move |_| {
        let check = check.get()?;
        Some(check.snapshot.with(|snapshot| snapshot.stage.clone()))
    });
    let is_running = Signal::derive(move || stage.get().is_some_and(|stage| !stage.is_ended()));
    {
        let console = console.clone();
        Effect::new(move |_| {
            if let Some(Stage::Done(Verdict::Verified(_))) = stage.get() {
                image.with_untracked(|image| {
                    let words = lang.verified_again(image.title());
                    console.diary.note(&image.id, &words);
                });
            }
        });
    }
    let begin = move |()| {
        let Some(client) = console.client_now() else {
            return;
        };
        let begun = image.with_untracked(|image| console.center.check(client, image));
        check.set(begun);
        console.drawer_open.set(true);
    };
    view! {
        <section class="v-card">
            <div class="v-card-head">
                <h2>{lang.verify_again()}</h2>
                <Button icon=IconName::Shield busy=is_running on_click=begin>
                    {lang.verify_again()}
                </Button>
            </div>
            <p class="v-muted">{lang.verify_again_text()}</p>
            <p role="status">
                {move || stage.get().map(|stage| lang.stage(Direction::Download, &stage))}
            </p>
        </section>
    }
}
