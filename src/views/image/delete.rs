//! Asks before an image is deleted, and says why a protected one can't be.

use leptos::prelude::*;

use crate::api::{Abort, Error, ErrorKind, Operation, images};
use crate::model::{Image, Visibility, unprotect_command};
use crate::query::spawn;
use crate::ui::{Button, ButtonKind, CopyButton, Dialog, IconName};
use crate::views::diagnosis::use_explained;
use crate::views::{Console, Problem};

/// Open while `image` is set. `on_deleted` runs when the image is gone.
#[component]
pub(in crate::views) fn DeleteDialog(
    image: RwSignal<Option<Image>>,
    on_deleted: Callback<()>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let open = RwSignal::new(false);
    // Each of the two follows the other, so neither may be set to what it is already.
    Effect::new(move |_| {
        let is_set = image.with(Option::is_some);
        if open.get_untracked() != is_set {
            open.set(is_set);
        }
    });
    Effect::new(move |_| {
        // However it was closed, the next opening begins anew.
        if !open.get() && image.with_untracked(Option::is_some) {
            image.set(None);
        }
    });
    let title = Signal::derive(move || {
        let is_protected = image.with(|i| i.as_ref().is_some_and(|i| i.protected));
        if is_protected {
            lang.delete_protected_title().to_owned()
        } else {
            lang.delete_title().to_owned()
        }
    });
    view! {
        <Dialog open=open title=title close_label=lang.close()>
            {move || {
                image
                    .get()
                    .map(|image| {
                        if image.protected {
                            view! { <Protected image=image open=open /> }.into_any()
                        } else {
                            view! { <Ask image=image open=open on_deleted=on_deleted /> }.into_any()
                        }
                    })
            }}
        </Dialog>
    }
}

#[component]
fn Protected(image: Image, open: RwSignal<bool>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let command = unprotect_command(&image.id);
    let copy = command.clone();
    view! {
        <p class="v-dialog-subject">{image.title().to_owned()}</p>
        <p>{lang.delete_protected_text()}</p>
        <div class="v-snippet">
            <pre><code>{command}</code></pre>
            <CopyButton text=copy label=lang.copy() texts=console.copy_texts() />
        </div>
        <div class="v-dialog-actions">
            <Button on_click=move |()| open.set(false)>{lang.close()}</Button>
        </div>
    }
}

#[component]
fn Ask(image: Image, open: RwSignal<bool>, on_deleted: Callback<()>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let is_running = RwSignal::new(false);
    let error = RwSignal::new(None::<Error>);
    let explained = use_explained(&console, move || error.get());
    let warning = match image.visibility {
        Visibility::Public => Some(lang.delete_public()),
        Visibility::Community | Visibility::Shared => Some(lang.delete_shared()),
        _ => None,
    };
    let title = image.title().to_owned();
    let delete = move |()| {
        let (Some(client), Ok(abort)) = (console.client_now(), Abort::new(Operation::DeleteImage))
        else {
            return;
        };
        is_running.set(true);
        error.set(None);
        let (console, image) = (console.clone(), image.clone());
        spawn(async move {
            let outcome = client.send(&images::delete(&image.id), &abort).await;
            is_running.try_set(false);
            match outcome {
                Err(problem) if problem.kind != ErrorKind::NotFound => {
                    error.try_set(Some(problem));
                }
                // Gone is gone, whoever did it.
                _ => {
                    open.try_set(false);
                    console.toasts.good(lang.deleted(image.title()));
                    console.forget(&image.id);
                    console.center.images_changed.notify();
                    on_deleted.try_run(());
                }
            }
        });
    };
    view! {
        <p class="v-dialog-subject">{title}</p>
        <p>{lang.delete_text()} " " {warning}</p>
        {move || explained.get().map(|explained| view! { <Problem explained=explained /> })}
        <div class="v-dialog-actions">
            <Button on_click=move |()| open.set(false)>{lang.cancel()}</Button>
            <Button
                kind=ButtonKind::Danger
                icon=IconName::Trash
                busy=is_running
                on_click=delete
            >
                {lang.action_delete()}
            </Button>
        </div>
    }
}
