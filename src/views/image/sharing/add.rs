//! Shares with more projects: by id, or by name where the person may know it; many at
//! once by paste.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::bulk::{Act, Action};
use crate::model::{Image, Member};
use crate::ui::{Button, ButtonKind, IconName, TextArea};
use crate::views::Console;
use crate::views::image::acting::Acting;
use crate::views::project_names::ProjectNames;
use crate::views::show_as::ShowAs;

/// A word that was typed, and the project that it means.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wanted {
    Project {
        id: String,
        name: Option<String>,
    },
    /// No id by its looks, and no name that is known. The service would take it.
    Doubtful(String),
    /// Several projects are called so.
    Ambiguous(String),
    /// It has the image already, or owns it.
    Has(String),
}

/// What the words mean.
fn wanted(text: &str, names: &ProjectNames, taken: &BTreeSet<String>) -> Vec<Wanted> {
    let mut all = Vec::new();
    let separators = |c: char| c.is_whitespace() || c == ',' || c == ';';
    // A name may hold blanks: a line that is a name as a whole is one.
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let is_name = names.values().any(|name| name == line);
        let words: Vec<&str> = if is_name {
            vec![line]
        } else {
            line.split(separators)
                .filter(|word| !word.is_empty())
                .collect()
        };
        for word in words {
            let one = meaning(word, names, taken);
            if !all.contains(&one) {
                all.push(one);
            }
        }
    }
    all
}

fn meaning(word: &str, names: &ProjectNames, taken: &BTreeSet<String>) -> Wanted {
    let called: Vec<&String> = names
        .iter()
        .filter(|(_, name)| *name == word)
        .map(|(id, _)| id)
        .collect();
    let (id, name) = match (names.get(word), called.as_slice()) {
        (Some(name), _) => (word.to_owned(), Some(name.clone())),
        (None, [id]) => ((*id).clone(), Some(word.to_owned())),
        (None, [_, _, ..]) => return Wanted::Ambiguous(word.to_owned()),
        (None, []) => (word.to_owned(), None),
    };
    if taken.contains(&id) {
        return Wanted::Has(name.unwrap_or(id));
    }
    match name {
        None if !looks_like_id(word) => Wanted::Doubtful(word.to_owned()),
        name => Wanted::Project { id, name },
    }
}

/// Keystone makes ids of 32 hexadecimal digits; other identity back ends make UUIDs.
fn looks_like_id(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_hexdigit).count();
    digits == 32 && word.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

#[component]
pub(super) fn AddMembers(image: Memo<Arc<Image>>, members: Signal<Vec<Member>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let acting = Acting::here();
    let who = acting.who();
    let is_busy = acting.is_busy();
    let text = RwSignal::new(String::new());
    let names = console.project_names.clone();
    let meant = Memo::new(move |_| {
        let mut taken: BTreeSet<String> =
            members.with(|members| members.iter().map(|m| m.member_id.clone()).collect());
        taken.extend(image.with(|image| image.owner.clone()));
        names.with(|names| text.with(|text| wanted(text, names, &taken)))
    });
    let ids = Memo::new(move |_| {
        let meant = meant.get().into_iter();
        let ids = meant.filter_map(|one| match one {
            Wanted::Project { id, .. } | Wanted::Doubtful(id) => Some(id),
            Wanted::Ambiguous(_) | Wanted::Has(_) => None,
        });
        ids.collect::<Vec<_>>()
    });
    let spoken = {
        let who = who.clone();
        Memo::new(move |_| {
            let act = Act::Of(Action::Share(ids.get()));
            image.with(|image| act.spoken(image, who.as_ref()))
        })
    };
    let share = move |event: SubmitEvent| {
        event.prevent_default();
        let ids = ids.get_untracked();
        if !ids.is_empty() {
            acting.act(image.get_untracked(), Act::Of(Action::Share(ids)));
            text.set(String::new());
        }
    };
    view! {
        <section class="v-card">
            <h2>{lang.sharing_add()}</h2>
            <form class="v-form" on:submit=share>
                <TextArea
                    label=lang.sharing_projects()
                    value=text
                    rows=2
                    hint=Signal::stored(Some(lang.sharing_projects_hint().to_owned()))
                />
                // Always there, so that what comes into it is announced.
                <ul class="v-plain-list v-meant" role="status">
                    {move || meant.get().into_iter().map(|one| line(lang, one)).collect_view()}
                </ul>
                <div class="v-form-actions">
                    <Button
                        kind=ButtonKind::Primary
                        icon=IconName::Share
                        submit=true
                        busy=is_busy
                        disabled=Signal::derive(move || ids.with(Vec::is_empty))
                    >
                        {move || lang.sharing_share(ids.with(Vec::len))}
                    </Button>
                </div>
                {move || {
                    ids.with(|ids| !ids.is_empty()).then(|| view! { <ShowAs spoken=spoken /> })
                }}
            </form>
        </section>
    }
}

fn line(lang: crate::i18n::Lang, one: Wanted) -> impl IntoView {
    match one {
        Wanted::Project { id, name } => view! {
            <li>
                {name} " " <code>{id}</code>
            </li>
        }
        .into_any(),
        Wanted::Doubtful(word) => {
            view! { <li class="v-warning-text">{lang.sharing_doubtful(&word)}</li> }.into_any()
        }
        Wanted::Ambiguous(word) => {
            view! { <li class="v-hint-error">{lang.sharing_ambiguous(&word)}</li> }.into_any()
        }
        Wanted::Has(word) => {
            view! { <li class="v-muted">{lang.sharing_has(&word)}</li> }.into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "022b8a1f7d3e40009292cafe00000001";

    #[test]
    fn words_become_projects_by_id_and_by_name() {
        let names: ProjectNames = Arc::new(
            [
                ("p1", "demo"),
                ("p2", "two words"),
                ("p3", "twin"),
                ("p4", "twin"),
            ]
            .map(|(id, name)| (id.to_owned(), name.to_owned()))
            .into(),
        );
        let taken = ["p1".to_owned()].into();
        let text = format!("{ID}, {ID}\ntwo words\ntwin; demo p2\nnobody");
        let project = |id: &str, name: Option<&str>| Wanted::Project {
            id: id.to_owned(),
            name: name.map(str::to_owned),
        };
        assert_eq!(
            wanted(&text, &names, &taken),
            [
                project(ID, None),
                project("p2", Some("two words")),
                Wanted::Ambiguous("twin".to_owned()),
                Wanted::Has("demo".to_owned()),
                Wanted::Doubtful("nobody".to_owned()),
            ]
        );
    }
}
