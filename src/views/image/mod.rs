//! One image: every field that the service tells, and what can be done with it.

mod copy_as;
mod delete;
mod facts;

use leptos::prelude::*;

use self::copy_as::CopyAs;
pub(super) use self::delete::DeleteDialog;
use self::facts::Facts;
use super::context::abort_with;
use super::query_problem::QueryProblem;
use super::status::StatusBadge;
use super::{Console, Link};
use crate::api::{Error, Operation, images};
use crate::model::{Image, ImageStatus};
use crate::query::{Query, follow, use_query};
use crate::ui::{Button, ButtonKind, Choice, Icon, IconName, Notice, SelectField, Skeleton, Tone};

/// While the image is in transition, the page looks again this often.
const FOLLOW_EVERY_MS: u32 = 2_000;

#[component]
pub fn ImagePage(#[prop(into)] id: Signal<String>) -> impl IntoView {
    let console = Console::here();
    let query = use_image(&console, id);
    follow(query, FOLLOW_EVERY_MS, Image::is_in_transition);
    let lang = console.lang;
    let list = console.list.clone();
    let as_left = Signal::derive(move || list.route());
    // Memos, so that asking again builds nothing anew unless something changed.
    let image = Memo::new(move |_| query.state.with(|state| state.value.clone()));
    let has_failed = Memo::new(move |_| query.state.with(|state| state.error.is_some()));
    view! {
        <nav class="v-crumbs">
            <Link to=as_left>{lang.images_title()}</Link>
            <Icon name=IconName::ChevronRight />
            <span aria-current="page">
                {move || {
                    query
                        .state
                        .with(|s| s.value.as_ref().map(|i| i.title().to_owned()))
                        .unwrap_or_else(|| id.get())
                }}
            </span>
        </nav>
        <QueryProblem query=query>
            <Link to=as_left class="v-button v-button-quiet">
                {lang.back_to_images()}
            </Link>
        </QueryProblem>
        {move || match image.get() {
            Some(image) => Some(view! { <Whole image=image /> }.into_any()),
            None if has_failed.get() => None,
            None => Some(view! { <Skeleton rows=6 label=lang.loading() /> }.into_any()),
        }}
    }
}

fn use_image(console: &Console, id: Signal<String>) -> Query<Image, Error> {
    let console = console.clone();
    use_query(
        move || {
            console.center.images_changed.track();
            Some((console.client()?, id.get()))
        },
        |(client, id), cancel, _| async move {
            let abort = abort_with(&cancel, Operation::ShowImage)?;
            client.send(&images::show(&id), &abort).await
        },
    )
}

#[component]
fn Whole(image: Image) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let to_delete = RwSignal::new(None::<Image>);
    let can_download = image.is_downloadable();
    let store = RwSignal::new(String::new());
    let download = {
        let (console, image) = (console.clone(), image.clone());
        move |()| {
            let store = store.get_untracked();
            let prefer = (!store.is_empty()).then_some(store);
            console.download(&image, prefer.into_iter().collect());
        }
    };
    // Empty where there is nothing to explain.
    let no_download = if can_download {
        ""
    } else {
        lang.no_download(&image)
    };
    let is_foreign = console.is_foreign(&image);
    let for_delete = image.clone();
    let (router, list) = (console.router.clone(), console.list.clone());
    view! {
        <div class="v-page-head">
            <h1 tabindex="-1" class="v-image-title">{image.title().to_owned()}</h1>
            <StatusBadge image=image.clone() />
            <div class="v-page-actions">
                {can_download.then(|| view! { <StoreChoice image=image.clone() store=store /> })}
                <Button
                    icon=IconName::Download
                    kind=ButtonKind::Primary
                    disabled=!can_download
                    title=no_download
                    on_click=download
                >
                    {lang.action_download()}
                </Button>
                <Button
                    icon=IconName::Trash
                    disabled=is_foreign
                    title=if is_foreign { lang.delete_foreign() } else { "" }
                    on_click=move |()| to_delete.set(Some(for_delete.clone()))
                >
                    {lang.action_delete()}
                </Button>
            </div>
        </div>
        <StateNotice image=image.clone() />
        {can_download.then(|| view! { <CopyAs image=image.clone() /> })}
        <Facts image=image />
        <DeleteDialog
            image=to_delete
            on_deleted=Callback::new(move |()| router.go(&untrack(|| list.route())))
        />
    }
}

/// Which store the data is read from, where it is in several.
#[component]
fn StoreChoice(image: Image, store: RwSignal<String>) -> impl IntoView {
    let lang = Console::here().lang;
    let any = Choice::new("", lang.download_from_any());
    let named = |name| Choice::new(name, lang.download_from_store(name));
    let stores = image.stores().map(named);
    let choices: Vec<Choice> = std::iter::once(any).chain(stores).collect();
    (choices.len() > 2).then(|| {
        view! {
            <SelectField
                label=lang.download_from()
                label_hidden=true
                value=store
                choices=choices
            />
        }
    })
}

/// Says what a state other than `active` means for the person.
#[component]
fn StateNotice(image: Image) -> impl IntoView {
    let lang = Console::here().lang;
    let (tone, title, text) = match &image.status {
        ImageStatus::Queued if image.is_poisoned() => {
            (Tone::Bad, lang.poisoned_title(), lang.poisoned_text())
        }
        ImageStatus::Queued => (Tone::Neutral, lang.queued_title(), lang.queued_text()),
        ImageStatus::Deactivated => (
            Tone::Warning,
            lang.deactivated_title(),
            lang.deactivated_text(),
        ),
        _ => return None,
    };
    Some(view! {
        <Notice tone=tone title=title>
            <p>{text}</p>
        </Notice>
    })
}
