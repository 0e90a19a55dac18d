//! The editor's fields for a size, and for a date or an age.

use leptos::prelude::*;

use super::draft::{DAYS, Draft, SIZE_UNITS};
use super::values::Problem;
use crate::listing::FieldKind;
use crate::ui::{Choice, SelectField, TextField, TextKind};
use crate::views::Console;

#[component]
pub(super) fn Amount(draft: Draft, problem: Problem) -> impl IntoView {
    let lang = Console::here().lang;
    let field = untrack(|| draft.shape());
    if draft.unit.with_untracked(String::is_empty) {
        let has_number = !draft.number.with_untracked(String::is_empty);
        // A number alone was meant in the field's own unit.
        let unit = match field.kind() {
            FieldKind::Amount(1) if has_number => "B",
            FieldKind::Amount(1_048_576) => "MiB",
            _ => "GiB",
        };
        draft.unit.set(unit.to_owned());
    }
    let unit = draft.unit.get_untracked();
    let mut units: Vec<String> = SIZE_UNITS.map(str::to_owned).to_vec();
    if !units.contains(&unit) {
        units.push(unit);
    }
    let choices: Vec<_> = units.iter().map(|unit| Choice::new(unit, unit)).collect();
    view! {
        <div class="v-filter-measure">
            <TextField
                label=lang.filter_number()
                value=draft.number
                kind=TextKind::Decimal
                error=problem
            />
            <SelectField label=lang.filter_unit() value=draft.unit choices=choices />
        </div>
    }
}

/// Units of ages, as they are written.
const AGE_UNITS: [&str; 6] = ["m", "h", "d", "w", "mo", "y"];

#[component]
pub(super) fn Time(draft: Draft, problem: Problem) -> impl IntoView {
    let lang = Console::here().lang;
    // Also when another field has emptied it.
    Effect::new(move |_| {
        if draft.unit.with(String::is_empty) {
            draft.unit.set(DAYS.to_owned());
        }
    });
    let kinds = [(false, lang.filter_by_age()), (true, lang.filter_by_date())];
    let kinds = kinds.map(|(is_date, words)| {
        view! {
            <button
                type="button"
                aria-pressed=move || (draft.is_date.get() == is_date).to_string()
                on:click=move |_| {
                    draft.problem.set(None);
                    draft.is_date.set(is_date);
                }
            >
                {words}
            </button>
        }
    });
    let units = AGE_UNITS.map(|unit| Choice::new(unit, lang.filter_age_unit("", unit)));
    view! {
        <div class="v-segments" role="group" aria-label=lang.filter_time_kind()>
            {kinds.into_iter().collect_view()}
        </div>
        {move || {
            if draft.is_date.get() {
                let hint = Some(lang.filter_date_hint().to_owned());
                // A link may name a time of that day, too.
                let is_day = draft.date.with_untracked(|date| date.len() <= "2026-01-01".len());
                let kind = if is_day { TextKind::Date } else { TextKind::Text };
                view! {
                    <TextField
                        label=lang.filter_date()
                        value=draft.date
                        kind=kind
                        hint=hint
                        error=problem
                    />
                }
                    .into_any()
            } else {
                view! {
                    <div class="v-filter-measure">
                        <TextField
                            label=lang.filter_age()
                            value=draft.number
                            kind=TextKind::Number
                            error=problem
                        />
                        <SelectField
                            label=lang.filter_unit()
                            value=draft.unit
                            choices=units.to_vec()
                        />
                    </div>
                }
                    .into_any()
            }
        }}
    }
}
