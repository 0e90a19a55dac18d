//! What an action needs to know. Each kind of input makes the action of what was
//! typed or chosen, as soon as that is whole and right.

mod properties;
mod share;
mod stores;
mod tags;
mod visibility;

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;

use self::properties::PropertiesInput;
use self::share::ShareInput;
use self::stores::StoresInput;
use self::tags::TagsInput;
use self::visibility::VisibilityInput;
use crate::bulk::{Action, Kind};
use crate::model::Image;
use crate::views::Console;

/// So many suggestions are shown, the most frequent ones.
const MOST_FOUND: usize = 12;

/// Sets `action` while it is known; nothing to see for a kind that is an action by itself.
#[component]
pub(super) fn Inputs(
    kind: Kind,
    action: RwSignal<Option<Action>>,
    images: Vec<Arc<Image>>,
) -> impl IntoView {
    match kind {
        Kind::Visibility => Some(view! { <VisibilityInput action=action /> }.into_any()),
        Kind::Tags => Some(view! { <TagsInput action=action images=images /> }.into_any()),
        Kind::Properties => {
            Some(view! { <PropertiesInput action=action images=images /> }.into_any())
        }
        Kind::Share => Some(view! { <ShareInput action=action /> }.into_any()),
        Kind::CopyToStores => Some(view! { <StoresInput action=action /> }.into_any()),
        _ => None,
    }
}

/// Two ways of an action: the first adds or sets, the other removes.
#[component]
fn Ways(
    label: &'static str,
    words: [&'static str; 2],
    is_removal: RwSignal<bool>,
) -> impl IntoView {
    let way = |word: &'static str, removes: bool| {
        view! {
            <button
                type="button"
                aria-pressed=move || (is_removal.get() == removes).to_string()
                on:click=move |_| is_removal.set(removes)
            >
                {word}
            </button>
        }
    };
    view! {
        <div class="v-segments" role="group" aria-label=label>
            {way(words[0], false)}
            {way(words[1], true)}
        </div>
    }
}

/// What is on the selected images, to be put into a list by a click.
#[component]
fn Found(words: Vec<String>, list: RwSignal<String>) -> impl IntoView {
    let lang = Console::here().lang;
    let chip = move |word: String| {
        let shown = word.clone();
        let add = move |_| {
            list.update(|list| {
                if !words_in(list, is_comma).contains(&word) {
                    if !list.trim().is_empty() {
                        list.push_str(", ");
                    }
                    list.push_str(&word);
                }
            });
        };
        view! {
            <button type="button" class="v-find" on:click=add>
                {shown}
            </button>
        }
    };
    (!words.is_empty()).then(|| {
        view! {
            <div class="v-finds" role="group" aria-label=lang.bulk_found()>
                <span class="v-hint" aria-hidden="true">
                    {lang.bulk_found()}
                </span>
                {words.into_iter().map(chip).collect_view()}
            </div>
        }
    })
}

/// The most frequent of the words, those of the same frequency by name.
fn most_frequent(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut counts = BTreeMap::<String, usize>::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    let mut words: Vec<_> = counts.into_iter().collect();
    words.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    words.truncate(MOST_FOUND);
    words.into_iter().map(|(word, _)| word).collect()
}

/// The words of a list, without blanks at their ends, each once.
fn words_in(list: &str, parts: fn(char) -> bool) -> Vec<String> {
    let mut words = Vec::new();
    for word in list.split(parts).map(str::trim) {
        if !word.is_empty() && !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}

fn is_comma(c: char) -> bool {
    c == ','
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_people_write_it() {
        assert_eq!(words_in(" a, b c,,a ,", is_comma), ["a", "b c"]);
        let or_blank = |c: char| c == ',' || c.is_whitespace();
        assert_eq!(words_in("p1 p2,\n p3", or_blank), ["p1", "p2", "p3"]);
        assert!(words_in(" , ", is_comma).is_empty());
    }

    #[test]
    fn the_most_frequent_come_first() {
        let words = ["b", "c", "a", "c"].map(str::to_owned);
        assert_eq!(most_frequent(words.into_iter()), ["c", "a", "b"]);
    }
}
