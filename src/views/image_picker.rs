//! Chooses one of many images, by its name or its id.

use std::sync::Arc;

use leptos::prelude::*;

use super::Console;
use crate::model::Image;
use crate::ui::{Skeleton, TextField};

/// So many are shown at a time.
const SHOWN: usize = 8;

/// `images`: `None` while they aren't there. `note`: what stands beside a name.
#[component]
pub(super) fn ImagePicker(
    label: &'static str,
    #[prop(into)] images: Signal<Option<Vec<Arc<Image>>>>,
    note: fn(&Image) -> String,
    on_choose: Callback<Arc<Image>>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let search = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let words = search.with(|words| words.trim().to_lowercase());
        let is_found = |image: &&Arc<Image>| {
            image.title().to_lowercase().contains(&words) || image.id == words
        };
        images.with(|images| {
            let images = images.as_ref()?.iter();
            Some(
                images
                    .filter(is_found)
                    .take(SHOWN)
                    .cloned()
                    .collect::<Vec<_>>(),
            )
        })
    });
    let offer = move |image: Arc<Image>| {
        let (title, note) = (image.title().to_owned(), note(&image));
        view! {
            <li>
                <button type="button" on:click=move |_| on_choose.run(Arc::clone(&image))>
                    <span class="v-choice-name">{title}</span>
                    <span class="v-muted">{note}</span>
                </button>
            </li>
        }
    };
    view! {
        <TextField label=label value=search />
        {move || match found.get() {
            None => view! { <Skeleton rows=3 label=lang.loading() /> }.into_any(),
            Some(found) if found.is_empty() => {
                view! { <p class="v-muted">{lang.images_no_match_title()}</p> }.into_any()
            }
            Some(found) => {
                view! { <ul class="v-choices">{found.into_iter().map(offer).collect_view()}</ul> }
                    .into_any()
            }
        }}
    }
}

/// How large an image is.
pub(super) fn size_of(image: &Image) -> String {
    let lang = Console::here().lang;
    image
        .size
        .map_or_else(String::new, |bytes| lang.size(bytes))
}
