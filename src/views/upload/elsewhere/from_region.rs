//! An image of another region of the same cloud, chosen by name.

use std::sync::Arc;

use leptos::prelude::*;

use super::super::item::Record;
use crate::api::images::ListImages;
use crate::api::{Client, Error, Operation, Pager};
use crate::model::{Image, ImageFilter, ImageStatus};
use crate::query::{Query, use_query};
use crate::ui::{Button, Choice, IconName, SelectField};
use crate::views::Console;
use crate::views::context::abort_with;
use crate::views::image_picker::{ImagePicker, size_of};
use crate::views::query_problem::QueryProblem;

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
                    <ImagePicker
                        label=lang.create_region_image()
                        images=Signal::derive(move || query.state.with(|state| state.value.clone()))
                        note=size_of
                        on_choose=Callback::new(choose)
                    />
                }
                    .into_any()
            }
        }}
    }
}

/// All of the region's images that have data.
fn use_images(console: &Console, region: RwSignal<String>) -> Query<Vec<Arc<Image>>, Error> {
    let session = console.session.clone();
    use_query(
        move || {
            let name = region.get();
            session.with(|session| Some(session.as_ref()?.in_region(&name)?.images()))
        },
        |client: Client, cancel, publish| async move {
            let abort = abort_with(&cancel, Operation::ListImages)?;
            let mut all = Vec::new();
            let Ok(list) = ListImages::new(ImageFilter::default()) else {
                return Ok(all);
            };
            let mut pager = Pager::new(list);
            while let Some(call) = pager.next() {
                let page = client.send(&call, &abort).await?;
                let with_data = |image: &Image| image.status == ImageStatus::Active;
                all.extend(pager.take(page).into_iter().filter(with_data).map(Arc::new));
                publish.publish(all.clone());
            }
            Ok(all)
        },
    )
}
