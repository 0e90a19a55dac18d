//! Who is to see the images.

use leptos::prelude::*;

use crate::bulk::Action;
use crate::model::Visibility;
use crate::session::Who;
use crate::ui::{Choice, SelectField};
use crate::views::Console;
use crate::views::bulk::desk::who_now;

#[component]
pub(super) fn VisibilityInput(action: RwSignal<Option<Action>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let chosen = RwSignal::new(String::new());
    Effect::new(move |_| {
        let to = chosen.get();
        action.set((!to.is_empty()).then(|| Action::SetVisibility(to.as_str().into())));
    });
    let may_publish = who_now(&console).as_ref().is_none_or(Who::seems_admin);
    let refusal = |visibility: &Visibility| {
        let is_refused = *visibility == Visibility::Public && !may_publish;
        is_refused.then(|| lang.upload_public_refused().to_owned())
    };
    let mut choices = vec![Choice::new("", lang.bulk_choose())];
    choices.extend(
        Visibility::KNOWN
            .iter()
            .map(|v| Choice::new(v.as_str(), lang.visibility(v)).refused(refusal(v))),
    );
    let hint = Signal::derive(move || {
        let to = chosen.get();
        (!to.is_empty()).then(|| lang.visibility_meaning(&to.as_str().into()).to_owned())
    });
    view! { <SelectField label=lang.field_visibility() value=chosen choices=choices hint=hint /> }
}
