//! One property: its name, its value, and what is wrong with them.

use leptos::ev::{ClipboardEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;

use super::block::pairs_in;
use super::common::usual_values;
use super::rules::{RowProblem, is_blank};
use super::{Properties, Row};
use crate::i18n::Lang;
use crate::model::Misfit;
use crate::ui::{Icon, IconButton, IconName};
use crate::views::Console;
use crate::views::definitions::Definitions;

#[component]
pub(super) fn PropertyRow(
    properties: Properties,
    row: Row,
    /// The id of the datalist with names.
    names: String,
    on_remove: Callback<u32>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let Row { id, name, value } = row;
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get()
            && properties.fresh.get_value() == Some(id)
        {
            properties.fresh.set_value(None);
            // It is on the page and shown, so it can take the focus.
            input.focus().ok();
        }
    });
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && !event.is_composing() {
            // Not the form's submission, and no second blank row.
            event.prevent_default();
            if !is_blank(&name.read_untracked(), &value.read_untracked()) {
                properties.add_blank(Some(id));
            }
        }
    };
    let on_paste = move |event: ClipboardEvent| {
        let text = event
            .clipboard_data()
            .and_then(|data| data.get_data("text").ok());
        let Some(pairs) = text.as_deref().and_then(pairs_in) else {
            return;
        };
        event.prevent_default();
        properties.fill(row, pairs);
    };
    let is_locked = Memo::new(move |_| properties.has_locked(name.read().trim()));
    let place = Memo::new(move |_| properties.place(id));
    let problem = Memo::new(move |_| properties.problem_of(id));
    let about = move |is_name: bool| {
        problem.with(|problem| {
            let problem = problem.as_ref();
            problem.is_some_and(|problem| problem.is_about_name() == is_name)
        })
    };
    let description = Memo::new(move |_| {
        let name = name.get();
        let of_site = properties.site.with(|site| {
            site.get(name.trim())
                .and_then(|site| site.description.clone())
        });
        of_site.or_else(|| {
            let summary = |all: &Definitions| Some(all.get(name.trim())?.summary());
            properties
                .definitions
                .with(|all| all.as_deref().and_then(summary))
        })
    });
    let note = Memo::new(move |_| {
        if let Some(problem) = problem.get() {
            return Some((row_problem(lang, &problem), "v-hint v-hint-error"));
        }
        // Nobody is held to a definition: it is said, and no more.
        let misfit = misfit(properties, name.get().trim(), &value.read());
        if let Some(misfit) = misfit {
            return Some((lang.property_misfit(&misfit), "v-hint v-warning-text"));
        }
        if is_locked.get() {
            return Some((lang.property_locked().to_owned(), "v-hint"));
        }
        description.get().map(|words| (words, "v-hint"))
    });
    let values = Memo::new(move |_| values_of(properties, name.get().trim()));
    let note_id = format!("{names}-note-{id}");
    let values_id = format!("{names}-values-{id}");
    let described_by = note_id.clone();
    let described = Signal::derive(move || note.get().map(|_| described_by.clone()));
    view! {
        <div class="v-property">
            <input
                node_ref=input
                class="v-input"
                type="text"
                list=names
                placeholder=lang.property_name()
                aria-label=move || lang.property_name_of(place.get())
                aria-invalid=move || about(true).then_some("true")
                aria-describedby=move || described.get()
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                readonly=move || is_locked.get()
                prop:value=move || name.get()
                on:input=move |event| name.set(event_target_value(&event))
                on:keydown=on_key
                on:paste=on_paste
            />
            <input
                class="v-input"
                type="text"
                list=values_id.clone()
                placeholder=lang.property_value()
                aria-label=move || lang.property_value_of(place.get())
                aria-invalid=move || about(false).then_some("true")
                aria-describedby=move || described.get()
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                readonly=move || is_locked.get()
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
                on:keydown=on_key
            />
            <datalist id=values_id>
                {move || {
                    values
                        .get()
                        .into_iter()
                        .map(|value| view! { <option value=value></option> })
                        .collect_view()
                }}
            </datalist>
            {move || {
                if is_locked.get() {
                    return view! {
                        <span class="v-property-lock" title=lang.property_locked()>
                            <Icon name=IconName::Lock />
                        </span>
                    }
                        .into_any();
                }
                view! {
                    <IconButton
                        icon=IconName::Close
                        label=Signal::derive(move || {
                            lang.property_remove(name.get().trim(), place.get())
                        })
                        on_click=move |()| on_remove.run(id)
                    />
                }
                    .into_any()
            }}
            {move || {
                note.get()
                    .map(|(words, class)| {
                        view! { <p class=class id=note_id.clone()>{words}</p> }
                    })
            }}
        </div>
    }
}

impl Properties {
    /// Puts the first pair into the row, unless something is in it already, and
    /// the others below.
    fn fill(self, row: Row, mut pairs: Vec<(String, String)>) {
        let is_free = is_blank(&row.name.read_untracked(), &row.value.read_untracked());
        if is_free && !pairs.is_empty() {
            let (name, value) = pairs.remove(0);
            row.name.set(name);
            row.value.set(value);
        }
        self.add(Some(row.id), pairs);
    }
}

/// What the cloud's definitions say against a value.
fn misfit(properties: Properties, name: &str, value: &str) -> Option<Misfit> {
    if value.is_empty() {
        return None;
    }
    properties
        .definitions
        .with(|all| all.as_ref()?.get(name)?.check(value).err())
}

/// The words of the site's schema, else of its definitions; where they have none, what
/// is often meant.
fn values_of(properties: Properties, name: &str) -> Vec<String> {
    let words = properties
        .site
        .with(|site| site.get(name).map(|site| site.words.clone()));
    let words = words.filter(|words| !words.is_empty()).or_else(|| {
        let words = |all: &Definitions| Some(all.get(name)?.words());
        properties
            .definitions
            .with(|all| all.as_deref().and_then(words))
    });
    words.filter(|words| !words.is_empty()).unwrap_or_else(|| {
        let usual = usual_values(name).iter();
        usual.map(|word| (*word).to_owned()).collect()
    })
}

fn row_problem(lang: Lang, problem: &RowProblem) -> String {
    match problem {
        RowProblem::Name(problem) => lang.property_name_problem(*problem),
        RowProblem::Doubled => lang.property_doubled().to_owned(),
        RowProblem::Value(problem) => lang.property_value_problem(*problem),
        RowProblem::NotOneOf(words) => lang.property_not_one_of(words),
    }
}
