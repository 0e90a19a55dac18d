//! One image of an open group, with what can be done about it.

use std::sync::Arc;

use leptos::prelude::*;

use super::Names;
use super::act::{Changes, Deed};
use super::open_group::HEADING;
use crate::listing::{Kind, Question};
use crate::model::{Image, ImageStatus};
use crate::route::Route;
use crate::ui::{Button, Icon, IconButton, IconName};
use crate::views::context::now_s;
use crate::views::row_facts::{size_and_format, updated_at};
use crate::views::status::StatusBadge;
use crate::views::{Console, Link};

#[component]
pub(super) fn Row(
    kind: Kind,
    image: Arc<Image>,
    /// Other rows by their images' ids, for the focus when this one is gone.
    near: Vec<String>,
    is_first: bool,
    names: Names,
    to_delete: RwSignal<Option<Image>>,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let title = image.title().to_owned();
    let is_ready = image.status == ImageStatus::Active;
    let badge = (!is_ready).then(|| view! { <StatusBadge image=(*image).clone() /> });
    let lock = image.protected.then(|| {
        view! {
            <span class="v-row-mark" title=lang.field_protected()>
                <Icon name=IconName::Lock />
                <span class="v-visually-hidden">{lang.field_protected()}</span>
            </span>
        }
    });
    let mut focus: Vec<String> = near.iter().map(|id| row_id(id)).collect();
    focus.push(HEADING.to_owned());
    let to_list = Route::Images(Question {
        search: image.id.clone(),
        ..Question::default()
    });
    let facts = facts(&console, kind, &image, is_first, names);
    let (row, name) = (row_id(&image.id), title.clone());
    let to = Route::image(&image.id);
    view! {
        <li class="v-row" id=row tabindex="-1">
            <div class="v-row-text">
                <div>
                    <Link to=to class="v-row-link">
                        {name}
                    </Link>
                    {lock}
                    " "
                    {badge}
                </div>
                <div class="v-row-facts">
                    {facts}
                    <span>
                        <Link to=to_list>
                            {lang.tidy_show_in_list()}
                            <span class="v-visually-hidden">" " {title}</span>
                        </Link>
                    </span>
                </div>
            </div>
            <div class="v-row-actions">
                <Actions kind=kind image=image focus=focus to_delete=to_delete />
            </div>
        </li>
    }
}

fn row_id(image_id: &str) -> String {
    format!("v-tidy-{image_id}")
}

/// What the group is about comes first.
fn facts(
    console: &Console,
    kind: Kind,
    image: &Image,
    is_first: bool,
    names: Names,
) -> Vec<AnyView> {
    let lang = console.lang;
    let say = |words: String| view! { <span>{words}</span> }.into_any();
    let mut facts = Vec::new();
    if kind == Kind::Duplicates && is_first {
        facts.push(say(lang.tidy_first().to_owned()));
    }
    facts.extend(size_and_format(lang, image).map(say));
    facts.push(say(lang.visibility(&image.visibility)));
    if image.os_hidden {
        facts.push(say(lang.tidy_hidden().to_owned()));
    }
    if let Some(at) = updated_at(image) {
        let words = lang.updated_ago(at, now_s());
        facts.push(view! { <span title=lang.date_time(at)>{words}</span> }.into_any());
    }
    // One's own project needs no mention.
    let own = console.session.with_untracked(|session| {
        let who = session.as_ref()?.who.as_ref()?;
        Some(who.project.id.clone())
    });
    if let Some(owner) = image
        .owner
        .clone()
        .filter(|owner| own.as_ref() != Some(owner))
    {
        let name = names.with(|names| names.get(&owner).cloned());
        facts.push(match name {
            Some(name) => view! { <span title=owner>{name}</span> }.into_any(),
            None => view! { <code>{owner}</code> }.into_any(),
        });
    }
    facts
}

#[component]
fn Actions(
    kind: Kind,
    image: Arc<Image>,
    focus: Vec<String>,
    to_delete: RwSignal<Option<Image>>,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let changes: Changes = expect_context();
    let title = image.title().to_owned();
    let deed = match kind {
        Kind::UnprotectedPublic => Some(Deed::Protect),
        Kind::Deactivated => Some(Deed::Reactivate),
        _ => None,
    };
    let without = console.guest.without;
    let deed = deed.filter(|_| !without.edit).map(|deed| {
        let (image, focus, title) = (Arc::clone(&image), focus.clone(), title.clone());
        let id = image.id.clone();
        view! {
            <Button
                busy=Signal::derive(move || changes.is_busy(&id))
                on_click=move |()| changes.act(deed, &image, focus.clone())
            >
                {deed.words(lang)}
                <span class="v-visually-hidden">" " {title}</span>
            </Button>
        }
    });
    let has_data = matches!(kind, Kind::Duplicates | Kind::Oldest | Kind::Largest);
    let is_offered = has_data && console.may_download(&image) && !without.download;
    let download = is_offered.then(|| {
        let (console, image) = (console.clone(), Arc::clone(&image));
        view! {
            <IconButton
                icon=IconName::Download
                label=lang.download_named(&title)
                on_click=move |()| console.download(&image, Vec::new())
            />
        }
    });
    // Who is told to protect an image isn't tempted to delete it.
    let delete = (kind != Kind::UnprotectedPublic && !without.delete).then(|| {
        let (image, focus) = (Arc::clone(&image), focus.clone());
        view! {
            <IconButton
                icon=IconName::Trash
                label=lang.delete_named(&title)
                on_click=move |()| {
                    changes.will_delete(&image, focus.clone());
                    to_delete.set(Some((*image).clone()));
                }
            />
        }
    });
    view! {
        {deed}
        {download}
        {delete}
    }
}
