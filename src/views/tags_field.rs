//! The tags of an image, as they are typed: completed from those that others have, held
//! against the service's rules.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use crate::model::check_tags;
use crate::ui::{WordsField, WordsTexts};
use crate::views::Console;

#[component]
pub(super) fn TagsField(tags: RwSignal<BTreeSet<String>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let held = console.stock.held.clone();
    let known = Memo::new(move |_| {
        held.with(|held| {
            let all = held
                .images
                .iter()
                .flat_map(|image| image.tags.iter().cloned());
            all.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>()
        })
    });
    let check = Callback::new(move |tags: BTreeSet<String>| {
        let listed: Vec<String> = tags.into_iter().collect();
        let problem = check_tags(&listed).err()?;
        Some(lang.tag_problem(&problem))
    });
    let texts = WordsTexts {
        label: lang.field_tags(),
        hint: lang.edit_tags_hint(),
        remove: Arc::new(move |tag| lang.edit_remove_tag(tag)),
    };
    view! { <WordsField texts=texts words=tags known=known check=check /> }
}
