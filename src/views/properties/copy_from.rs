//! Compares with another image's properties, and takes over those that are chosen.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::Properties;
use crate::model::{Image, PropertyName};
use crate::ui::{Button, ButtonKind, Dialog, IconName};
use crate::views::Console;
use crate::views::image_picker::ImagePicker;

/// Only where images are known to choose from.
#[component]
pub(super) fn CopyFrom(properties: Properties) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let open = RwSignal::new(false);
    let held = console.stock.held.clone();
    let is_there = Memo::new(move |_| held.with(|held| held.images.len() > 1));
    view! {
        {move || {
            is_there
                .get()
                .then(|| {
                    view! {
                        <Button icon=IconName::Copy on_click=move |()| open.set(true)>
                            {lang.copy_from_choose()}
                        </Button>
                    }
                })
        }}
        <Dialog open=open title=lang.copy_from_title().to_owned() close_label=lang.close()>
            <Choose properties=properties open=open />
        </Dialog>
    }
}

#[component]
fn Choose(properties: Properties, open: RwSignal<bool>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let other = RwSignal::new(None::<Arc<Image>>);
    let held = console.stock.held.clone();
    let images = Memo::new(move |_| {
        let has_any = |image: &&Arc<Image>| image.property_texts().next().is_some();
        held.with(|held| {
            Some(
                held.images
                    .iter()
                    .filter(has_any)
                    .cloned()
                    .collect::<Vec<_>>(),
            )
        })
    });
    let choose = Callback::new(move |image| other.set(Some(image)));
    move || match other.get() {
        Some(image) => {
            view! { <Differences properties=properties image=image open=open /> }.into_any()
        }
        None => view! {
            <ImagePicker
                label=lang.copy_from_search()
                images=images
                note=count_of
                on_choose=choose
            />
        }
        .into_any(),
    }
}

fn count_of(image: &Image) -> String {
    let lang = Console::here().lang;
    lang.copy_from_count(image.property_texts().count())
}

/// A property of the other image, and what is here.
struct Difference {
    name: String,
    theirs: String,
    ours: Option<String>,
}

fn differences(properties: Properties, image: &Image) -> Vec<Difference> {
    image
        .properties()
        .filter(|(name, _)| PropertyName::parse(name).is_ok())
        .filter(|(name, _)| !untrack(|| properties.is_locked(name)))
        .map(|(name, theirs)| Difference {
            ours: properties.value_now(name),
            name: name.to_owned(),
            theirs,
        })
        .filter(|difference| difference.ours.as_ref() != Some(&difference.theirs))
        .collect()
}

#[component]
fn Differences(properties: Properties, image: Arc<Image>, open: RwSignal<bool>) -> impl IntoView {
    let lang = Console::here().lang;
    let all = differences(properties, &image);
    // What an image was made of is no property that another has in common with it.
    let is_offered = |difference: &&Difference| {
        let own = [
            "instance_uuid",
            "base_image_ref",
            "image_type",
            "image_location",
        ];
        !own.contains(&difference.name.as_str())
    };
    let chosen: BTreeSet<String> = all
        .iter()
        .filter(is_offered)
        .map(|difference| difference.name.clone())
        .collect();
    let chosen = RwSignal::new(chosen);
    let is_none = all.is_empty();
    let row = move |difference: Difference| {
        let (name, of) = (difference.name.clone(), difference.name.clone());
        let is_chosen = move || chosen.with(|chosen| chosen.contains(&of));
        let toggle = move |_| {
            chosen.update(|chosen| {
                if !chosen.remove(&name) {
                    chosen.insert(name.clone());
                }
            });
        };
        view! {
            <li>
                <label class="v-check-label">
                    <input type="checkbox" prop:checked=is_chosen on:change=toggle />
                    <span class="v-copy-difference">
                        <code>{difference.name}</code>
                        <span>
                            {difference.ours.map(|ours| view! { <del>{ours}</del> " → " })}
                            <ins>{difference.theirs}</ins>
                        </span>
                    </span>
                </label>
            </li>
        }
    };
    let title = image.title().to_owned();
    let take = move |()| {
        let theirs = image.properties();
        let theirs = theirs.filter(|(name, _)| chosen.with_untracked(|all| all.contains(*name)));
        theirs.for_each(|(name, value)| properties.set(name, &value));
        open.set(false);
    };
    view! {
        <p>{lang.copy_from_differences(&title, all.len())}</p>
        <ul class="v-plain-list v-copy-differences">{all.into_iter().map(row).collect_view()}</ul>
        <div class="v-dialog-actions">
            <Button on_click=move |()| open.set(false)>{lang.cancel()}</Button>
            {(!is_none)
                .then(|| {
                    view! {
                        <Button
                            kind=ButtonKind::Primary
                            disabled=Signal::derive(move || chosen.with(BTreeSet::is_empty))
                            on_click=take
                        >
                            {move || lang.copy_from_take(chosen.with(BTreeSet::len))}
                        </Button>
                    }
                })}
        </div>
    }
}
