//! What is lost, who else loses it, and the words to type where that is much.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use crate::bulk::{Action, Consent, DryRun, stakes};
use crate::i18n::Lang;
use crate::ui::{Notice, TextField, Tone};
use crate::views::Console;

#[component]
pub(super) fn ConsentField(
    action: RwSignal<Option<Action>>,
    dry_run: Memo<DryRun>,
    members: Signal<Option<Arc<BTreeSet<String>>>>,
    /// What is needed at least: what comes later moves what is there already.
    needed: Memo<Consent>,
    is_given: RwSignal<bool>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let lines = move || {
        let members = members.get().unwrap_or_default();
        dry_run.with(|dry_run| lang.bulk_stakes(stakes(&dry_run.due, &|id| members.contains(id))))
    };
    move || {
        let needed = needed.get();
        let action = action.get()?;
        let lost = match needed {
            Consent::None => None,
            Consent::Confirm | Consent::Type(_) => Some(what_is_lost(lang, &action)),
        };
        let word = match needed {
            Consent::Type(count) => Some(lang.bulk_word(&action, count)),
            Consent::None | Consent::Confirm => None,
        };
        Some(view! {
            {lost
                .map(|lost| {
                    view! {
                        <Notice tone=Tone::Warning title=lost>
                            {lines().into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                        </Notice>
                    }
                })}
            {word.map(|word| view! { <Typed word=word is_given=is_given /> })}
        })
    }
}

#[component]
fn Typed(word: String, is_given: RwSignal<bool>) -> impl IntoView {
    let lang = Console::here().lang;
    let typed = RwSignal::new(String::new());
    let label = lang.bulk_type(&word);
    Effect::new(move |_| {
        let is_same = typed.with(|typed| typed.trim().to_lowercase() == word);
        is_given.set(is_same);
    });
    view! { <TextField label=label value=typed /> }
}

fn what_is_lost(lang: Lang, action: &Action) -> &'static str {
    match action {
        Action::Delete => lang.bulk_delete_lost(),
        Action::Deactivate => lang.bulk_deactivate_lost(),
        Action::SetVisibility(_) => lang.bulk_visibility_lost(),
        _ => lang.bulk_properties_lost(),
    }
}
