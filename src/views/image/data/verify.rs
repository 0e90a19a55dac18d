//! Reads the data once more, to see that it is still what it should be.

use std::sync::Arc;

use leptos::prelude::*;

use crate::model::Image;
use crate::transfer::Direction;
use crate::ui::{Button, IconName};
use crate::views::Console;

#[component]
pub(super) fn VerifyAgain(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let transfers = console.center.transfers.clone();
    // Of the last time, though another part of the page was open meanwhile.
    let stage = Memo::new(move |_| {
        let id = image.with(|image| image.id.clone());
        let last = transfers.with(|all| {
            // The newest comes first.
            let mut all = all.iter();
            all.find(|it| it.is_check && it.image_id() == id).cloned()
        });
        let snapshot = last?.snapshot;
        Some(snapshot.with(|snapshot| snapshot.stage.clone()))
    });
    let is_running = Signal::derive(move || stage.get().is_some_and(|stage| !stage.is_ended()));
    let begin = move |()| {
        let begun = console
            .client_now()
            .and_then(|client| image.with_untracked(|image| console.center.check(client, image)));
        if begun.is_some() {
            console.drawer_open.set(true);
        }
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
