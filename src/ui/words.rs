//! A field for a set of words, such as tags: each is a chip that can be taken out.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::button::IconButton;
use super::field::next_id;
use super::icon::IconName;

/// What a [`WordsField`] says.
#[derive(Clone)]
pub struct WordsTexts {
    pub label: &'static str,
    /// How words are typed.
    pub hint: &'static str,
    /// Takes a word out.
    pub remove: Arc<dyn Fn(&str) -> String + Send + Sync>,
}

/// Enter, a comma or leaving the field adds what was typed. A word with a comma in it,
/// which others may have written, stays whole.
#[component]
pub fn WordsField(
    texts: WordsTexts,
    words: RwSignal<BTreeSet<String>>,
    /// Completions.
    #[prop(into)]
    known: Signal<Vec<String>>,
    /// What is wrong with the words, those among them that are still being typed.
    #[prop(into)]
    check: Callback<BTreeSet<String>, Option<String>>,
) -> impl IntoView {
    let id = next_id();
    let (note_id, list_id) = (format!("{id}-note"), format!("{id}-list"));
    let described_by = note_id.clone();
    let typed = RwSignal::new(String::new());
    let input = NodeRef::<html::Input>::new();
    let error = Memo::new(move |_| {
        let mut all = words.get();
        typed.with(|typed| all.extend(words_in(typed)));
        check.run(all)
    });
    let add = move || {
        let new: Vec<String> = typed.with_untracked(|typed| words_in(typed).collect());
        if !new.is_empty() {
            words.update(|words| words.extend(new));
        }
        typed.set(String::new());
    };
    let on_key = move |event: KeyboardEvent| {
        let is_end = event.key() == "Enter" || event.key() == ",";
        if is_end && !event.is_composing() && typed.with_untracked(|typed| !typed.is_empty()) {
            // Neither the form's submission nor a comma in the next word.
            event.prevent_default();
            add();
        }
    };
    let remove = move |word: &str| {
        words.update(|words| {
            words.remove(word);
        });
        // What had the focus is gone.
        if let Some(input) = input.get_untracked() {
            input.focus().ok();
        }
    };
    let chip = move |word: String| {
        let label = (texts.remove)(&word);
        let shown = word.clone();
        view! {
            <li class="v-tag v-chip">
                <span>{shown}</span>
                <IconButton
                    icon=IconName::Close
                    label=label
                    on_click=move |()| remove(&word)
                />
            </li>
        }
    };
    let under = move || match error.get() {
        Some(error) => {
            Some(view! { <p class="v-hint v-hint-error" id=note_id.clone()>{error}</p> })
        }
        None => words
            .with(BTreeSet::is_empty)
            .then(|| view! { <p class="v-hint" id=note_id.clone()>{texts.hint.to_owned()}</p> }),
    };
    view! {
        <div class="v-field">
            <label for=id.clone()>{texts.label}</label>
            <div class="v-words">
                <input
                    id=id
                    node_ref=input
                    class="v-input"
                    type="text"
                    list=list_id.clone()
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-describedby=move || {
                        let is_noted = error.with(Option::is_some) || words.with(BTreeSet::is_empty);
                        is_noted.then(|| described_by.clone())
                    }
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                    on:keydown=on_key
                    on:blur=move |_| add()
                />
                // What is wrong is said below the chips' place: leaving the field makes the
                // words chips, and moves nothing that is being clicked.
                <div
                    class="v-words-under"
                    data-error=move || error.with(Option::is_some).then_some("true")
                >
                    <ul aria-label=texts.label>
                        <For each=move || words.get() key=Clone::clone children=chip />
                    </ul>
                    {under}
                </div>
            </div>
            <datalist id=list_id>
                {move || {
                    known
                        .get()
                        .into_iter()
                        .map(|word| view! { <option value=word></option> })
                        .collect_view()
                }}
            </datalist>
        </div>
    }
}

fn words_in(typed: &str) -> impl Iterator<Item = String> {
    let words = typed.split(',').map(str::trim);
    words.filter(|word| !word.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::words_in;

    #[test]
    fn words_as_people_type_them() {
        let words: Vec<String> = words_in(" a, ,b c,").collect();
        assert_eq!(words, ["a", "b c"]);
    }
}
