//! The projects to share with.

use leptos::prelude::*;

use super::words_in;
use crate::bulk::Action;
use crate::ui::TextField;
use crate::views::Console;

#[component]
pub(super) fn ShareInput(action: RwSignal<Option<Action>>) -> impl IntoView {
    let lang = Console::here().lang;
    let list = RwSignal::new(String::new());
    Effect::new(move |_| {
        let projects = list.with(|list| words_in(list, |c| c == ',' || c.is_whitespace()));
        action.set((!projects.is_empty()).then_some(Action::Share(projects)));
    });
    view! {
        <TextField
            label=lang.bulk_projects()
            value=list
            hint=Signal::stored(Some(lang.bulk_projects_hint().to_owned()))
        />
    }
}
