//! One image at a glance: what the list knows of it, in a person's words, each
//! with a way to copy it, and what is done with it most.

use std::sync::Arc;

use leptos::prelude::*;

use super::shortened;
use crate::i18n::Lang;
use crate::model::{Image, Visibility};
use crate::route::Route;
use crate::ui::{Badge, Button, Icon, IconName, Tone};
use crate::views::fact::{Fact, FactList};
use crate::views::status::StatusBadge;
use crate::views::{Console, Link};

#[component]
pub(super) fn One(image: Arc<Image>) -> impl IntoView {
    let lang = Console::here().lang;
    let title = image.title().to_owned();
    let route = Route::image(&image.id);
    let properties: Vec<Fact> = image
        .properties()
        .map(|(name, value)| Fact::code(name, &value))
        .collect();
    let no_properties = properties
        .is_empty()
        .then(|| view! { <p class="v-muted">{lang.image_no_properties()}</p> });
    view! {
        <div class="v-peek-subject">
            <p class="v-peek-title">
                <Link to=route.clone()>{title}</Link>
            </p>
            <Badges image=Arc::clone(&image) />
            <Actions image=Arc::clone(&image) route=route />
        </div>
        <FactList facts=facts(lang, &image) />
        <div class="v-peek-properties">
            <h3>{lang.image_properties()}</h3>
            {no_properties}
            <FactList facts=properties />
        </div>
    }
}

#[component]
fn Badges(image: Arc<Image>) -> impl IntoView {
    let lang = Console::here().lang;
    let badge = |icon, text: String| view! { <Badge tone=Tone::Neutral icon=icon text=text /> };
    let seen_by = match image.visibility {
        Visibility::Private => IconName::Lock,
        _ => IconName::Account,
    };
    let tags = image
        .tags
        .iter()
        .map(|tag| view! { <li class="v-tag">{tag.clone()}</li> });
    let tags = tags.collect_view();
    let has_tags = !image.tags.is_empty();
    view! {
        <div class="v-peek-badges">
            <StatusBadge image=(*image).clone() />
            {badge(seen_by, lang.visibility(&image.visibility))}
            {image.protected.then(|| badge(IconName::Shield, lang.field_protected().to_owned()))}
            {image.os_hidden.then(|| badge(IconName::Info, lang.field_hidden().to_owned()))}
        </div>
        {has_tags
            .then(|| view! { <ul class="v-peek-badges" aria-label=lang.field_tags()>{tags}</ul> })}
    }
}

#[component]
fn Actions(image: Arc<Image>, route: Route) -> impl IntoView {
    let console = Console::here();
    let (lang, guest) = (console.lang, console.guest.clone());
    let has_download = !guest.without.download;
    let pick = guest.is_picker.then(|| {
        let image = Arc::clone(&image);
        view! {
            <Button icon=IconName::Check on_click=move |()| guest.pick(&image)>
                {lang.pick()}
            </Button>
        }
    });
    let can_download = console.may_download(&image);
    // Empty where there is nothing to explain.
    let no_download = if can_download {
        ""
    } else {
        lang.no_download(&image)
    };
    let download = move |()| console.download(&image, Vec::new());
    view! {
        <div class="v-peek-actions">
            <Link to=route class="v-button">
                <Icon name=IconName::ChevronRight />
                <span class="v-button-label">{lang.peek_open()}</span>
            </Link>
            {pick}
            {has_download
                .then(|| {
                    view! {
                        <Button
                            icon=IconName::Download
                            disabled=!can_download
                            title=no_download
                            on_click=download
                        >
                            {lang.action_download()}
                        </Button>
                    }
                })}
        </div>
    }
}

fn facts(lang: Lang, image: &Image) -> Vec<Fact> {
    let mut facts = vec![
        Fact::code(lang.field_id(), &image.id),
        size(lang, lang.field_size(), image.size),
        size(lang, lang.field_virtual_size(), image.virtual_size),
        Fact::new(lang.peek_formats(), formats(lang, image)),
        Fact::new(lang.field_visibility(), lang.visibility(&image.visibility))
            .note(lang.visibility_meaning(&image.visibility)),
    ];
    facts.extend(image.owner.as_deref().map(Fact::owner));
    facts.extend([
        Fact::time(lang, lang.field_created(), image.created_at.as_deref()),
        Fact::time(lang, lang.field_updated(), image.updated_at.as_deref()),
        Fact::new(lang.field_min_disk(), lang.min_disk(image.min_disk)),
        Fact::new(lang.field_min_ram(), lang.min_ram(image.min_ram)),
    ]);
    let stores: Vec<&str> = image.stores().collect();
    if !stores.is_empty() {
        facts.push(Fact::new(lang.field_stores(), stores.join(", ")));
    }
    facts.extend(image.expected_digest().map(|digest| Fact {
        shown: shortened(&digest.hex),
        ..Fact::code(digest.algorithm.label(), &digest.hex)
    }));
    facts
}

/// Copied as the number that the service means.
fn size(lang: Lang, label: &str, bytes: Option<u64>) -> Fact {
    let Some(bytes) = bytes else {
        return Fact::new(label, lang.none());
    };
    let fact = Fact::new(label, lang.size(bytes)).copying(bytes.to_string());
    match bytes {
        // Says the same already.
        0..1024 => fact,
        _ => fact.note(lang.bytes(bytes)),
    }
}

fn formats(lang: Lang, image: &Image) -> String {
    let disk = image.disk_format.as_ref().map(|format| format.as_str());
    let container = image
        .container_format
        .as_ref()
        .map(|format| format.as_str());
    let formats: Vec<&str> = disk.into_iter().chain(container).collect();
    match formats.as_slice() {
        [] => lang.none().to_owned(),
        formats => formats.join(" / "),
    }
}
