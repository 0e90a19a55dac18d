//! An image of another region of the same cloud, chosen by name.

use std::sync::Arc;

use leptos::prelude::*;

use super::super::item::Record;
use crate::api::images::ListImages;
use crate::api::{Client, Error, Operation};
use crate::model::{Image, ImageFilter, ImageStatus};
use crate::query::{Query, use_query};
use crate::ui::{Button, Choice, IconName, SelectField, Skeleton, TextField};
use crate::views::Console;
use crate::views::context::abort_with;
use crate::views::query_problem::QueryProblem;

/// So many of the region's images are asked for, and so many are shown at a time.
const ASKED: u32 = 1_000;
const SHOWN: usize = 8;

#[component]
pub(super) fn FromRegion(
    region: RwSignal<String>,
    image: RwSignal<String>,
    record: Record,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let others = console.session.with_untracked(|session| {
        let here = session.as_ref().and_then(|s| s.region().name.clone());
        let all = session.iter().flat_map(|session| session.regions());
        let names = all.filter_map(|region| region.name.clone());
        names
            .filter(|name| Some(name) != here.as_ref())
            .collect::<Vec<_>>()
    });
    if let Some(first) = others.first() {
        region.set(first.clone());
    }
    let choices: Vec<Choice> = others.iter().map(|name| Choice::new(name, name)).collect();
    let query = use_images(&console, region);
    let chosen = RwSignal::new(None::<Arc<Image>>);
    Effect::new(move |was: Option<String>| {
        let now = region.get();
        // Another region has other images.
        if was.is_some_and(|was| was != now) {
            chosen.set(None);
            image.set(String::new());
        }
        now
    });
    let choose = move |it: Arc<Image>| {
        image.set(it.id.clone());
        record.name.set(it.title().to_owned());
        if let Some(format) = &it.disk_format {
            record.disk_format.set(format.to_string());
        }
        if let Some(format) = &it.container_format {
            record.container_format.set(format.to_string());
        }
        record.min_disk.set(it.min_disk.to_string());
        chosen.set(Some(it));
    };
    let back = move |()| {
        chosen.set(None);
        image.set(String::new());
    };
    view! {
        <SelectField label=lang.region() value=region choices=choices />
        {move || match chosen.get() {
            Some(it) => {
                view! {
                    <div class="v-row">
                        <div class="v-row-text">
                            <p class="v-row-title">{it.title().to_owned()}</p>
                            <p class="v-mono v-muted">{it.id.clone()}</p>
                        </div>
                        <Button icon=IconName::Search on_click=back>
                            {lang.create_other_image()}
                        </Button>
                    </div>
                }
                    .into_any()
            }
            None => {
                view! {
                    <QueryProblem query=query />
                    <Search query=query on_choose=Callback::new(choose) />
                }
                    .into_any()
            }
        }}
    }
}

type Asked = Query<Arc<Vec<Arc<Image>>>, Error>;

fn use_images(console: &Console, region: RwSignal<String>) -> Asked {
    let session = console.session.clone();
    use_query(
        move || {
            let name = region.get();
            session.with(|session| Some(session.as_ref()?.in_region(&name)?.images()))
        },
        |client: Client, cancel, _| async move {
            let abort = abort_with(&cancel, Operation::ListImages)?;
            let Ok(list) = ListImages::new(ImageFilter::default()) else {
                return Ok(Arc::default());
            };
            let page = client.send(&list.page(ASKED, None), &abort).await?;
            let with_data = page
                .images
                .into_iter()
                .filter(|i| i.status == ImageStatus::Active);
            Ok(Arc::new(with_data.map(Arc::new).collect()))
        },
    )
}

#[component]
fn Search(query: Asked, on_choose: Callback<Arc<Image>>) -> impl IntoView {
    let lang = Console::here().lang;
    let search = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let words = search.with(|words| words.trim().to_lowercase());
        let is_found = |image: &&Arc<Image>| {
            image.title().to_lowercase().contains(&words) || image.id == words
        };
        query.state.with(|state| {
            let all = state.value.as_ref()?;
            Some(
                all.iter()
                    .filter(is_found)
                    .take(SHOWN)
                    .cloned()
                    .collect::<Vec<_>>(),
            )
        })
    });
    let offer = move |image: Arc<Image>| {
        let title = image.title().to_owned();
        let size = image.size.map(|bytes| lang.size(bytes));
        view! {
            <li>
                <button type="button" on:click=move |_| on_choose.run(Arc::clone(&image))>
                    <span class="v-choice-name">{title}</span>
                    <span class="v-muted">{size}</span>
                </button>
            </li>
        }
    };
    view! {
        <TextField label=lang.create_region_image() value=search required=true />
        {move || match found.get() {
            None if query.state.with(|state| state.error.is_some()) => None,
            None => Some(view! { <Skeleton rows=3 label=lang.loading() /> }.into_any()),
            Some(found) if found.is_empty() => {
                Some(view! { <p class="v-muted">{lang.images_no_match_title()}</p> }.into_any())
            }
            Some(found) => {
                Some(
                    view! {
                        <ul class="v-choices">{found.into_iter().map(offer).collect_view()}</ul>
                    }
                        .into_any(),
                )
            }
        }}
    }
}
