//! Custom properties for all chosen files: rows of name and value, checked as
//! they are typed. What a site demands has fields of its own (`required`).

mod block;
mod common;
mod row;
mod rules;

use std::collections::BTreeMap;

use leptos::html;
use leptos::prelude::*;

use self::common::COMMON;
use self::row::PropertyRow;
use self::rules::{RowProblem, SiteProperties, SiteProperty, is_blank, problems_of};
use super::required::RequiredProperties;
use crate::model::{PROPERTIES_MAX, PropertyName};
use crate::ui::{Button, IconName};
use crate::views::{Console, focus};

/// One row; the signals end with the page.
#[derive(Clone, Copy, PartialEq)]
struct Row {
    id: u32,
    name: RwSignal<String>,
    value: RwSignal<String>,
}

/// The rows and what is wrong with them.
#[derive(Clone, Copy)]
pub(super) struct Properties {
    rows: RwSignal<Vec<Row>>,
    problems: Memo<Vec<Option<RowProblem>>>,
    site: Memo<SiteProperties>,
    required: RequiredProperties,
    next_id: StoredValue<u32>,
    /// The row that was just added to be typed into.
    fresh: StoredValue<Option<u32>>,
    /// Rows belong to the page, whichever handler adds them.
    owner: StoredValue<Option<Owner>>,
}

impl Properties {
    pub(super) fn new(console: &Console, required: RequiredProperties) -> Self {
        let rows = RwSignal::new(Vec::<Row>::new());
        let console = console.clone();
        let site = Memo::new(move |_| known_to(&console));
        let problems = Memo::new(move |_| {
            let typed: Vec<_> = rows.with(|rows| {
                let pair = |row: &Row| (row.name.get(), row.value.get());
                rows.iter().map(pair).collect()
            });
            site.with(|site| problems_of(&typed, &required.names(), site))
        });
        let properties = Self {
            rows,
            problems,
            site,
            required,
            next_id: StoredValue::new(0),
            fresh: StoredValue::new(None),
            owner: StoredValue::new(Owner::current()),
        };
        // Somewhere to type, or to paste a block into, from the start.
        properties.add(None, vec![(String::new(), String::new())]);
        properties
    }

    /// What was filled in, with what the site demands; `None` while something
    /// is missing or wrong.
    pub(super) fn filled(self) -> Option<BTreeMap<PropertyName, String>> {
        let mut all = self.required.filled()?;
        let is_wrong = self
            .problems
            .with_untracked(|all| all.iter().any(Option::is_some));
        if is_wrong || self.is_over() {
            return None;
        }
        self.rows.with_untracked(|rows| {
            for row in rows {
                let (name, value) = (row.name.get_untracked(), row.value.get_untracked());
                // What can't be parsed was left blank.
                if let Ok(name) = PropertyName::parse(name.trim()) {
                    all.insert(name, value);
                }
            }
        });
        Some(all)
    }

    /// How many the record would have. Tracks.
    fn count(self) -> usize {
        let is_filled = |row: &Row| !is_blank(&row.name.read(), &row.value.read());
        let rows = self
            .rows
            .with(|rows| rows.iter().filter(|row| is_filled(row)).count());
        rows + self.required.names().len()
    }

    fn is_over(self) -> bool {
        untrack(|| self.count()) > PROPERTIES_MAX
    }

    /// Adds rows below `after`, or at the end.
    fn add(self, after: Option<u32>, pairs: Vec<(String, String)>) {
        let make = || {
            self.rows.update(|rows| {
                let found = after.and_then(|id| rows.iter().position(|row| row.id == id));
                let at = found.map_or(rows.len(), |at| at + 1);
                let made = pairs.into_iter().map(|(name, value)| {
                    let id = self.next_id.get_value();
                    self.next_id.set_value(id + 1);
                    Row {
                        id,
                        name: RwSignal::new(name),
                        value: RwSignal::new(value),
                    }
                });
                rows.splice(at..at, made.collect::<Vec<_>>());
            });
        };
        match self.owner.get_value() {
            Some(owner) => owner.with(make),
            None => make(),
        }
    }

    /// Adds a row to be typed into: it takes the focus.
    fn add_blank(self, after: Option<u32>) {
        self.fresh.set_value(Some(self.next_id.get_value()));
        self.add(after, vec![(String::new(), String::new())]);
    }

    fn remove(self, id: u32) {
        self.rows.update(|rows| rows.retain(|row| row.id != id));
    }

    /// The row's place among the rows, from 1. Tracks.
    fn place(self, id: u32) -> usize {
        let at = self
            .rows
            .with(|rows| rows.iter().position(|row| row.id == id));
        at.map_or(0, |at| at + 1)
    }

    /// What is wrong with a row. Tracks.
    fn problem_of(self, id: u32) -> Option<RowProblem> {
        let place = self.place(id);
        self.problems.with(|all| {
            place
                .checked_sub(1)
                .and_then(|at| all.get(at).cloned().flatten())
        })
    }
}

/// What the site's schema says of properties that a person may set.
fn known_to(console: &Console) -> SiteProperties {
    let can = console.capabilities();
    let schema = can.as_ref().and_then(|can| can.schema.offered());
    schema
        .into_iter()
        .flat_map(|schema| &schema.properties)
        .filter(|(name, property)| {
            property.read_only != Some(true) && PropertyName::parse(name).is_ok()
        })
        .map(|(name, property)| {
            let site = SiteProperty {
                words: property.words().map(str::to_owned).collect(),
                description: property.description.clone(),
            };
            (name.clone(), site)
        })
        .collect()
}

#[component]
pub(super) fn PropertyFields(properties: Properties) -> impl IntoView {
    let lang = Console::here().lang;
    let fieldset = NodeRef::<html::Fieldset>::new();
    // Datalists are found by id, which must differ on the page.
    let list_id = format!("v-names-{}", uuid::Uuid::new_v4());
    let names = Memo::new(move |_| {
        let mut names: Vec<String> = COMMON.iter().map(|(name, _)| (*name).to_owned()).collect();
        properties
            .site
            .with(|site| names.extend(site.keys().cloned()));
        names.sort();
        names.dedup();
        names
    });
    let count = Memo::new(move |_| properties.count());
    let is_full = Signal::derive(move || count.get() >= PROPERTIES_MAX);
    let on_remove = Callback::new(move |id| {
        properties.remove(id);
        // The button that had the focus is gone.
        let button = fieldset.get_untracked();
        focus(button.and_then(|all| all.query_selector(":scope > button").ok().flatten()));
    });
    let row_list = list_id.clone();
    view! {
        <fieldset class="v-properties" node_ref=fieldset>
            <legend>{lang.properties_title()}</legend>
            <p class="v-hint">{lang.properties_hint()}</p>
            <datalist id=list_id>
                {move || {
                    names.get().into_iter().map(|name| view! { <option value=name></option> }).collect_view()
                }}
            </datalist>
            <For each=move || properties.rows.get() key=|row| row.id let:row>
                <PropertyRow
                    properties=properties
                    row=row
                    names=row_list.clone()
                    on_remove=on_remove
                />
            </For>
            <Button
                icon=IconName::Plus
                disabled=is_full
                on_click=move |()| properties.add_blank(None)
            >
                {lang.property_add()}
            </Button>
            {move || {
                let count = count.get();
                (count > PROPERTIES_MAX)
                    .then(|| {
                        view! {
                            <p class="v-hint v-hint-error" role="alert">
                                {lang.properties_too_many(count)}
                            </p>
                        }
                    })
            }}
        </fieldset>
    }
}
