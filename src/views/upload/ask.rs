//! Asks before something is sent that will most likely come to nothing.

use leptos::prelude::*;

use super::concerns::{Concerns, FileConcerns};
use crate::ui::{Button, ButtonKind, Dialog};
use crate::views::Console;

#[component]
pub(super) fn AskDialog(
    open: RwSignal<bool>,
    concerns: RwSignal<Concerns>,
    /// How many files are chosen.
    files: Signal<usize>,
    on_send: Callback<()>,
    on_remove: Callback<u32>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let title = Signal::derive(move || {
        concerns.with(|concerns| match (concerns.refused(), &concerns.obstacle) {
            (0, None) => lang.ask_title().to_owned(),
            (0, Some(obstacle)) => obstacle.title.to_owned(),
            (refused, _) => lang.ask_refused_title(refused, files.get()),
        })
    });
    let can_leave_out = Signal::derive(move || {
        let refused = concerns.with(Concerns::refused);
        refused > 0 && refused < files.get()
    });
    let leave_out = move |()| {
        open.set(false);
        for file in concerns.get_untracked().files {
            if file.is_refused {
                on_remove.run(file.item_id);
            }
        }
    };
    let send = move |()| {
        open.set(false);
        on_send.run(());
    };
    view! {
        <Dialog open=open title=title close_label=lang.close()>
            <div class="v-concerns">
                {move || {
                    let Concerns { files, obstacle, .. } = concerns.get();
                    let at_large = obstacle.map(|obstacle| view! { <p>{obstacle.words}</p> });
                    let files = files.into_iter().map(|file| view! { <OneFile file=file /> });
                    (at_large, files.collect_view())
                }}
            </div>
            <div class="v-dialog-actions">
                <Button on_click=send>{lang.ask_send()}</Button>
                {move || {
                    if can_leave_out.get() {
                        view! {
                            <Button kind=ButtonKind::Primary on_click=leave_out>
                                {lang.ask_leave_out()}
                            </Button>
                        }
                            .into_any()
                    } else {
                        view! {
                            <Button kind=ButtonKind::Primary on_click=move |()| open.set(false)>
                                {lang.ask_back()}
                            </Button>
                        }
                            .into_any()
                    }
                }}
            </div>
        </Dialog>
    }
}

#[component]
fn OneFile(file: FileConcerns) -> impl IntoView {
    let words = file.words.into_iter();
    view! {
        <section>
            <p class="v-dialog-subject">{file.file_name}</p>
            {words.map(|words| view! { <p>{words}</p> }).collect_view()}
        </section>
    }
}
