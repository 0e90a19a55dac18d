//! Asks before an image is deleted: the more is lost by it, the more has to be done.

use std::convert::Infallible;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api::{Abort, Client, Error, ErrorKind, Operation, images};
use crate::bulk::{Spoken, have_members};
use crate::model::{Image, OpenstackCommand, PatchOperation, Visibility};
use crate::query::{spawn, use_query};
use crate::ui::{Button, ButtonKind, Dialog, IconName, TextField};
use crate::views::diagnosis::use_explained;
use crate::views::open_while_set::open_while_set;
use crate::views::show_as::ShowAs;
use crate::views::{Console, Later, Part, Problem};

/// An image that is to be deleted, once somebody says so; one value, since a program of
/// its own takes one.
#[derive(Clone, Copy, Debug)]
pub struct Deletion {
    image: RwSignal<Option<Image>>,
    on_deleted: Callback<()>,
}

/// Open while `image` is set. `on_deleted` runs when the image is gone. Its program is
/// fetched when it is first opened.
#[component]
pub(in crate::views) fn DeleteDialog(
    image: RwSignal<Option<Image>>,
    on_deleted: Callback<()>,
) -> impl IntoView {
    let deletion = Deletion { image, on_deleted };
    let is_wanted =
        Memo::new(move |was: Option<&bool>| was == Some(&true) || image.with(Option::is_some));
    move || {
        is_wanted
            .get()
            .then(|| view! { <Later part=Part::Delete(deletion) /> })
    }
}

#[component]
pub(in crate::views) fn DeletionDialog(deletion: Deletion) -> impl IntoView {
    let Deletion { image, on_deleted } = deletion;
    let lang = Console::here().lang;
    let open = open_while_set(image);
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
                    .map(|image| view! { <Ask image=image open=open on_deleted=on_deleted /> })
            }}
        </Dialog>
    }
}

/// What has to be done before it is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grade {
    /// It isn't known yet whether others use it.
    Unknown,
    Confirm,
    /// Its name has to be typed: it was protected, or others lose it.
    TypeName,
}

/// `has_members`: whether it is shared with anybody; `None` while that isn't known.
fn grade(image: &Image, has_members: Option<bool>) -> Grade {
    match (&image.visibility, has_members) {
        _ if image.protected => Grade::TypeName,
        (Visibility::Private, _) => Grade::Confirm,
        (Visibility::Shared, None) => Grade::Unknown,
        (Visibility::Shared, Some(false)) => Grade::Confirm,
        _ => Grade::TypeName,
    }
}

/// Why it wasn't deleted.
struct NotDeleted {
    error: Error,
    /// It was protected, and is no more.
    is_bare: bool,
}

impl From<Error> for NotDeleted {
    fn from(error: Error) -> Self {
        Self {
            error,
            is_bare: false,
        }
    }
}

/// Deletes it; takes its protection off first, and puts it back if the deletion fails.
async fn delete(client: &Client, image: &Image) -> Result<(), NotDeleted> {
    let protect = |is_protected| async move {
        let abort = Abort::new(Operation::UpdateImage)?;
        let call = images::update(&image.id, &[protection(is_protected)]);
        client.send(&call, &abort).await
    };
    if image.protected {
        protect(false).await?;
    }
    let abort = Abort::new(Operation::DeleteImage)?;
    match client.send(&images::delete(&image.id), &abort).await {
        // Gone is gone, whoever did it.
        Err(error) if error.kind == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(NotDeleted {
            is_bare: image.protected && protect(true).await.is_err(),
            error,
        }),
        Ok(()) => Ok(()),
    }
}

fn protection(is_protected: bool) -> PatchOperation {
    PatchOperation::Replace {
        path: "/protected".to_owned(),
        value: is_protected.into(),
    }
}

fn spoken(image: &Image) -> Spoken {
    let mut spoken = Spoken {
        requests: vec![images::delete(&image.id).request],
        commands: vec![OpenstackCommand::new(["image", "delete", &image.id])],
    };
    if image.protected {
        let unprotect = images::update(&image.id, &[protection(false)]).request;
        spoken.requests.insert(0, unprotect);
        let words = ["image", "set", "--unprotected", &image.id];
        spoken.commands.insert(0, OpenstackCommand::new(words));
    }
    spoken
}

fn use_has_members(console: &Console, image: &Image) -> Signal<Option<bool>> {
    let (console, id) = (console.clone(), image.id.clone());
    let is_asked = image.visibility == Visibility::Shared && !console.is_foreign(image);
    let query = use_query(
        move || console.client_now().filter(|_| is_asked),
        move |client, _, _| {
            let id = id.clone();
            async move { Ok::<_, Infallible>(!have_members(client, vec![id]).await.is_empty()) }
        },
    );
    Signal::derive(move || match is_asked {
        true => query.state.with(|state| state.value),
        false => Some(false),
    })
}

#[component]
fn Ask(image: Image, open: RwSignal<bool>, on_deleted: Callback<()>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let is_running = RwSignal::new(false);
    let error = RwSignal::new(None::<Error>);
    let explained = use_explained(&console, move || error.get());
    let has_members = use_has_members(&console, &image);
    let image = StoredValue::new(image);
    let grade = Memo::new(move |_| image.with_value(|image| grade(image, has_members.get())));
    let typed = RwSignal::new(String::new());
    let title = image.with_value(|image| image.title().to_owned());
    let is_named = {
        let title = title.clone();
        Memo::new(move |_| typed.with(|typed| typed.trim() == title.trim()))
    };
    let can_go = move || grade.get() == Grade::Confirm || is_named.get();
    let losers = move || {
        image.with_value(|image| match image.visibility {
            Visibility::Public => lang.delete_public(),
            Visibility::Community => lang.delete_community(),
            Visibility::Shared if has_members.get() == Some(true) => lang.delete_shared(),
            _ => "",
        })
    };
    let protected = image.with_value(|image| image.protected).then(|| {
        view! { <p>{lang.delete_protected_text()}</p> }
    });
    // A press that came while it wasn't known what has to be done first.
    let is_pressed = RwSignal::new(false);
    let go = Callback::new(move |()| {
        let Some(client) = console.client_now().filter(|_| untrack(can_go)) else {
            return;
        };
        if is_running.get_untracked() {
            return;
        }
        is_running.set(true);
        error.set(None);
        let (console, image) = (console.clone(), image.get_value());
        spawn(async move {
            let outcome = delete(&client, &image).await;
            is_running.try_set(false);
            match outcome {
                Err(problem) => {
                    if problem.is_bare {
                        console.toasts.warning(lang.delete_left_bare(image.title()));
                        console.center.images_changed.notify();
                    }
                    error.try_set(Some(problem.error));
                }
                Ok(()) => {
                    open.try_set(false);
                    console.toasts.good(lang.deleted(image.title()));
                    console.forget(&image.id);
                    console.center.images_changed.notify();
                    on_deleted.try_run(());
                }
            }
        });
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if untrack(move || grade.get()) == Grade::Unknown {
            is_pressed.set(true);
        } else {
            go.run(());
        }
    };
    Effect::new(move |_| {
        if grade.get() != Grade::Unknown && is_pressed.get_untracked() {
            is_pressed.set(false);
            go.run(());
        }
    });
    let label = lang.delete_type_name(&title);
    view! {
        <form class="v-form" on:submit=submit>
            <p class="v-dialog-subject">{title}</p>
            <p>{lang.delete_text()} " " {losers}</p>
            {protected}
            {move || {
                (grade.get() == Grade::TypeName)
                    .then(|| view! { <TextField label=label.clone() value=typed /> })
            }}
            {move || explained.get().map(|explained| view! { <Problem explained=explained /> })}
            <ShowAs spoken=Signal::derive(move || image.with_value(spoken)) />
            <div class="v-dialog-actions">
                <Button on_click=move |()| open.set(false)>{lang.cancel()}</Button>
                <Button
                    kind=ButtonKind::Danger
                    icon=IconName::Trash
                    submit=true
                    busy=Signal::derive(move || {
                        is_running.get() || is_pressed.get()
                    })
                    disabled=Signal::derive(move || {
                        grade.get() == Grade::TypeName && !is_named.get()
                    })
                >
                    {lang.action_delete()}
                </Button>
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_others_lose_has_to_be_named() {
        let graded = |visibility: &str, protected: bool, has_members| {
            let json = json!({"id": "i", "status": "active", "visibility": visibility,
                "protected": protected});
            grade(&serde_json::from_value(json).expect("decodes"), has_members)
        };
        assert_eq!(graded("private", false, None), Grade::Confirm);
        assert_eq!(graded("private", true, None), Grade::TypeName);
        assert_eq!(graded("shared", false, None), Grade::Unknown);
        assert_eq!(graded("shared", false, Some(false)), Grade::Confirm);
        assert_eq!(graded("shared", false, Some(true)), Grade::TypeName);
        assert_eq!(graded("public", false, None), Grade::TypeName);
        assert_eq!(graded("community", false, None), Grade::TypeName);
    }

    #[test]
    fn a_protected_image_is_unprotected_first() {
        let json = json!({"id": "i", "status": "active", "visibility": "private",
            "protected": true});
        let spoken = spoken(&serde_json::from_value(json).expect("decodes"));
        assert_eq!(
            format!("{:?}", spoken.requests),
            "[PATCH /v2/images/i, DELETE /v2/images/i]"
        );
    }
}
