//! Tags to add or to remove.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Found, Ways, is_comma, most_frequent, words_in};
use crate::bulk::Action;
use crate::model::{Image, check_tags};
use crate::ui::TextField;
use crate::views::Console;

#[component]
pub(super) fn TagsInput(
    action: RwSignal<Option<Action>>,
    images: Vec<Arc<Image>>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let is_removal = RwSignal::new(false);
    let list = RwSignal::new(String::new());
    let tags = Memo::new(move |_| list.with(|list| words_in(list, is_comma)));
    let problem = Memo::new(move |_| tags.with(|tags| check_tags(tags).err()));
    Effect::new(move |_| {
        let is_whole = problem.with(Option::is_none) && !tags.with(Vec::is_empty);
        action.set(is_whole.then(|| {
            if is_removal.get() {
                Action::RemoveTags(tags.get())
            } else {
                Action::AddTags(tags.get())
            }
        }));
    });
    let found = most_frequent(images.iter().flat_map(|image| image.tags.iter().cloned()));
    view! {
        <Ways
            label=lang.bulk_tags_mode()
            words=[lang.bulk_add(), lang.bulk_remove()]
            is_removal=is_removal
        />
        <TextField
            label=lang.bulk_tags()
            value=list
            hint=Signal::stored(Some(lang.bulk_commas().to_owned()))
            error=Signal::derive(move || {
                problem.with(|problem| problem.as_ref().map(|p| lang.tag_problem(p)))
            })
        />
        <Found words=found list=list />
    }
}
