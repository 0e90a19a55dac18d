//! The editor of one filter: field, comparison, values. Nobody needs to know how
//! filters are written.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::bar::Bar;
use super::draft::{Draft, Entry, OTHER_PROPERTY};
use super::values::Values;
use crate::i18n::Lang;
use crate::listing::{Field, TokenProblem};
use crate::ui::{Button, ButtonKind, Choice, SelectField, TextField, focus_first_invalid};
use crate::views::{Console, focus};

#[component]
pub(super) fn Editor(bar: Bar, at: Option<usize>, is_open: RwSignal<bool>) -> impl IntoView {
    let lang = Console::here().lang;
    let token = at.and_then(|at| untrack(|| bar.token(at)));
    let is_new = token.is_none();
    let draft = Draft::new(token);
    let form = NodeRef::<html::Form>::new();
    // The dialog opened before its content was there.
    Effect::new(move |_| {
        if let Some(form) = form.get() {
            focus(form.query_selector("select, input").ok().flatten());
        }
    });
    // What was wrong is being changed.
    Effect::new(move |is_again: Option<()>| {
        for text in [
            draft.property,
            draft.op,
            draft.text,
            draft.number,
            draft.date,
        ] {
            text.track();
        }
        if is_again.is_some() {
            draft.problem.set(None);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match untrack(|| draft.token()) {
            Ok(token) => {
                is_open.set(false);
                bar.put(at, token);
            }
            Err(problem) => {
                draft.problem.set(Some(problem));
                if let Some(form) = form.get_untracked() {
                    focus_first_invalid(form.unchecked_into::<HtmlElement>());
                }
            }
        }
    };
    let remove = move |()| {
        is_open.set(false);
        if let Some(at) = at {
            bar.remove(at);
        }
    };
    view! {
        <form class="v-form v-filter-editor" node_ref=form novalidate on:submit=submit>
            <div class="v-form-grid">
                <FieldChoice bar=bar draft=draft />
                <OpChoice draft=draft />
            </div>
            <Values bar=bar draft=draft />
            <div class="v-dialog-actions">
                {(!is_new)
                    .then(|| {
                        view! {
                            <Button kind=ButtonKind::Quiet on_click=remove>
                                {lang.filter_remove()}
                            </Button>
                        }
                    })}
                <Button on_click=move |()| is_open.set(false)>{lang.cancel()}</Button>
                <Button kind=ButtonKind::Primary submit=true>
                    {lang.filter_apply()}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn FieldChoice(bar: Bar, draft: Draft) -> impl IntoView {
    let lang = Console::here().lang;
    let choices = field_choices(lang, bar, &draft.key.get_untracked());
    let last = StoredValue::new(draft.key.get_untracked());
    Effect::new(move |_| {
        let key = draft.key.get();
        if last.get_value() != key {
            last.set_value(key);
            untrack(|| draft.choose_field());
        }
    });
    let is_other = Memo::new(move |_| draft.key.with(|key| key == OTHER_PROPERTY));
    let problem = Signal::derive(move || {
        let problem = draft.problem.get()?;
        (problem == TokenProblem::NoField).then(|| lang.filter_problem(&problem))
    });
    view! {
        <div class="v-form">
            <SelectField label=lang.filter_field() value=draft.key choices=choices />
            {move || {
                is_other
                    .get()
                    .then(|| {
                        view! {
                            <TextField
                                label=lang.filter_property_name()
                                value=draft.property
                                error=problem
                            />
                        }
                    })
            }}
        </div>
    }
}

/// Every field, the properties that occur, and any other. `now`: the key that is
/// chosen, whether it occurs or not.
fn field_choices(lang: Lang, bar: Bar, now: &str) -> Vec<Choice> {
    let mut fields: Vec<Field> = Field::FIXED.to_vec();
    bar.facets.with_untracked(|facets| {
        let names = facets.properties().iter();
        fields.extend(names.map(|(name, _)| Field::Property(name.clone())));
    });
    if let Some(now) = Field::parse(now)
        && !fields.contains(&now)
    {
        fields.push(now);
    }
    let choice = |field: &Field| Choice::new(field.key(), lang.filter_field_name(field));
    let mut choices: Vec<Choice> = fields.iter().map(choice).collect();
    choices.push(Choice::new(OTHER_PROPERTY, lang.filter_other_property()));
    choices
}

#[component]
fn OpChoice(draft: Draft) -> impl IntoView {
    let lang = Console::here().lang;
    let choices = Memo::new(move |_| {
        let field = draft.shape();
        let is_age = Entry::of(&field, draft.op_now()) == Entry::Time && !draft.is_date.get();
        let ops = field.ops().iter();
        ops.map(|op| {
            let words = lang.filter_op_words(&field, *op, is_age);
            Choice::new(op.symbol(), words)
        })
        .collect::<Vec<_>>()
    });
    // With a single comparison there is nothing to choose.
    let has_several = Memo::new(move |_| choices.with(|choices| choices.len() > 1));
    move || {
        has_several.get().then(
            || view! { <SelectField label=lang.filter_op() value=draft.op choices=choices /> },
        )
    }
}
