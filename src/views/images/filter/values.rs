//! The editor's fields for the values of a filter, as its field and comparison
//! want them.

use leptos::prelude::*;

use super::bar::{Bar, owner_name};
use super::draft::{Draft, Entry, takes_none};
use super::measures::{Amount, Time};
use crate::listing::{Field, FieldKind, Op, TokenProblem};
use crate::model::{ContainerFormat, DiskFormat, ImageStatus, MemberStatus, Visibility};
use crate::ui::{TextField, next_id};
use crate::views::Console;

#[component]
pub(super) fn Values(bar: Bar, draft: Draft) -> impl IntoView {
    // Made anew only where they change, so that nobody loses what is typed.
    let shape = Memo::new(move |_| {
        let field = draft.shape();
        let op = draft.op_now();
        (
            Entry::of(&field, op),
            takes_none(&field, op),
            draft.key.get(),
        )
    });
    let problem = problem_words(draft);
    move || {
        let (entry, takes_none, _) = shape.get();
        let none = takes_none.then(|| view! { <NoneBox draft=draft /> });
        match entry {
            Entry::Choices => view! {
                <Choices bar=bar draft=draft takes_none=takes_none problem=problem />
            }
            .into_any(),
            Entry::OneChoice => view! { <OneChoice draft=draft problem=problem /> }.into_any(),
            Entry::Text => view! {
                <TypedValues draft=draft problem=problem />
                {none}
            }
            .into_any(),
            Entry::Amount => view! { <Amount draft=draft problem=problem /> }.into_any(),
            Entry::Time => view! { <Time draft=draft problem=problem /> }.into_any(),
        }
    }
}

pub(super) type Problem = Signal<Option<String>>;

/// What is wrong with the values.
fn problem_words(draft: Draft) -> Problem {
    let lang = Console::here().lang;
    Signal::derive(move || {
        let problem = draft.problem.get()?;
        (problem != TokenProblem::NoField).then(|| lang.filter_problem(&problem))
    })
}

/// Values that occur or that the service knows, with how many images have each.
fn candidates(bar: Bar, field: &Field, chosen: &[String]) -> Vec<(String, Option<u32>)> {
    let mut values: Vec<(String, Option<u32>)> = bar.facets.with_untracked(|facets| {
        let values = facets.values(field).iter();
        values
            .map(|(value, count)| (value.clone(), Some(*count)))
            .collect()
    });
    let known: Vec<&str> = match field {
        Field::Status => ImageStatus::KNOWN.iter().map(ImageStatus::as_str).collect(),
        Field::Visibility => Visibility::KNOWN.iter().map(Visibility::as_str).collect(),
        Field::DiskFormat => DiskFormat::KNOWN.iter().map(DiskFormat::as_str).collect(),
        Field::ContainerFormat => ContainerFormat::KNOWN
            .iter()
            .map(ContainerFormat::as_str)
            .collect(),
        _ => Vec::new(),
    };
    let chosen = chosen
        .iter()
        .map(String::as_str)
        .filter(|value| !value.is_empty());
    for value in known.into_iter().chain(chosen) {
        if !values.iter().any(|(other, _)| other == value) {
            values.push((value.to_owned(), None));
        }
    }
    values
}

#[component]
fn Choices(bar: Bar, draft: Draft, takes_none: bool, problem: Problem) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let field = untrack(|| draft.shape());
    let owner_name = owner_name(&console);
    let mut values = candidates(bar, &field, &draft.chosen.get_untracked());
    if takes_none && !values.is_empty() {
        values.push((String::new(), None));
    }
    let has_values = !values.is_empty();
    let is_text = matches!(field.kind(), FieldKind::Text);
    let boxes = values.into_iter().map(|(value, count)| {
        let name = (field == Field::Owner)
            .then(|| owner_name(&value))
            .flatten();
        let words = name.unwrap_or_else(|| lang.filter_value_words(&field, Op::Is, &value));
        let count = count.map(|n| lang.number(n.into()));
        view! { <ValueBox draft=draft value=value words=words count=count /> }
    });
    let other = is_text.then(|| {
        let label = if has_values {
            lang.filter_other_values()
        } else {
            lang.filter_values()
        };
        let hint = Some(lang.filter_several_hint().to_owned());
        view! { <TextField label=label value=draft.text hint=hint error=problem /> }
    });
    let note_id = next_id();
    let described_by = note_id.clone();
    view! {
        {has_values
            .then(|| {
                view! {
                    <fieldset
                        class="v-value-boxes"
                        aria-describedby=move || problem.get().map(|_| described_by.clone())
                    >
                        <legend>{lang.filter_values()}</legend>
                        <div>{boxes.collect_view()}</div>
                    </fieldset>
                }
            })}
        {other}
        // Beside a text field, the problem is said there.
        {move || {
            problem
                .get()
                .filter(|_| !is_text)
                .map(|words| {
                    view! { <p class="v-hint v-hint-error" id=note_id.clone() role="alert">{words}</p> }
                })
        }}
    }
}

#[component]
fn ValueBox(draft: Draft, value: String, words: String, count: Option<String>) -> impl IntoView {
    let is_chosen = {
        let value = value.clone();
        move || draft.chosen.with(|chosen| chosen.contains(&value))
    };
    let choose = move |event| {
        let is_chosen = event_target_checked(&event);
        draft.problem.set(None);
        draft.chosen.update(|chosen| {
            chosen.retain(|other| *other != value);
            if is_chosen {
                chosen.push(value.clone());
            }
        });
    };
    view! {
        <label class="v-value-box">
            <input type="checkbox" prop:checked=is_chosen on:change=choose />
            <span>{words}</span>
            {count.map(|count| view! { <span class="v-muted">{count}</span> })}
        </label>
    }
}

#[component]
fn NoneBox(draft: Draft) -> impl IntoView {
    let words = Console::here().lang.filter_no_value().to_owned();
    view! { <ValueBox draft=draft value=String::new() words=words count=None /> }
}

/// Yes or no, or one of the answers to an offer.
#[component]
fn OneChoice(draft: Draft, problem: Problem) -> impl IntoView {
    let lang = Console::here().lang;
    let field = untrack(|| draft.shape());
    let values: Vec<&str> = match field.kind() {
        FieldKind::Flag => vec!["yes", "no"],
        _ => MemberStatus::KNOWN
            .iter()
            .map(MemberStatus::as_str)
            .chain(["all"])
            .collect(),
    };
    let legend = lang.filter_field_name(&field);
    let name = next_id();
    let radio = |value: &'static str| {
        let is_chosen = move || {
            draft
                .chosen
                .with(|chosen| chosen.first().is_some_and(|v| v == value))
        };
        let choose = move |_| {
            draft.problem.set(None);
            draft.chosen.set(vec![value.to_owned()]);
        };
        let words = lang.filter_value_words(&field, Op::Is, value);
        view! {
            <label class="v-value-box">
                <input type="radio" name=name.clone() prop:checked=is_chosen on:change=choose />
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <fieldset class="v-value-boxes">
            <legend>{legend}</legend>
            <div>{values.into_iter().map(radio).collect_view()}</div>
        </fieldset>
        {move || {
            problem.get().map(|words| view! { <p class="v-hint v-hint-error" role="alert">{words}</p> })
        }}
    }
}

#[component]
fn TypedValues(draft: Draft, problem: Problem) -> impl IntoView {
    let lang = Console::here().lang;
    let hint = Some(lang.filter_several_hint().to_owned());
    view! { <TextField label=lang.filter_value() value=draft.text hint=hint error=problem /> }
}
