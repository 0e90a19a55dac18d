//! Custom properties: rows of name and value, checked as they are typed, with what the
//! cloud's definitions say of them. What a site demands of new images has fields of its
//! own on their form (`upload::required`).

mod block;
mod browser;
mod common;
mod copy_from;
mod row;
mod rules;

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use self::browser::Browser;
use self::common::COMMON;
use self::copy_from::CopyFrom;
use self::row::PropertyRow;
use self::rules::{RowProblem, SiteProperties, SiteProperty, is_blank, problems_of};
use super::definitions::{Definitions, use_definitions};
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
    definitions: Signal<Option<Arc<Definitions>>>,
    /// Names that have a field of their own.
    taken: Signal<Vec<String>>,
    /// What the image has: what isn't touched can't be wrong.
    as_is: RwSignal<BTreeMap<String, String>>,
    next_id: StoredValue<u32>,
    /// The row that was just added to be typed into.
    fresh: StoredValue<Option<u32>>,
    /// Rows belong to the page, whichever handler adds them.
    owner: StoredValue<Option<Owner>>,
}

impl Properties {
    /// For images that are still to be. `taken`: names that have a field of their own.
    pub(super) fn new(console: &Console, taken: Signal<Vec<String>>) -> Self {
        let properties = Self::empty(console, taken);
        // Somewhere to type, or to paste a block into, from the start.
        properties.add(None, vec![(String::new(), String::new())]);
        properties
    }

    /// Those of an image.
    pub(super) fn of_image(console: &Console, has: &BTreeMap<PropertyName, String>) -> Self {
        let properties = Self::empty(console, Signal::stored(Vec::new()));
        properties.fill_anew(has, has);
        properties
    }

    /// Rows for these and no others; `as_is` is what the image has.
    pub(super) fn fill_anew(
        self,
        rows: &BTreeMap<PropertyName, String>,
        as_is: &BTreeMap<PropertyName, String>,
    ) {
        let pair =
            |(name, value): (&PropertyName, &String)| (name.as_str().to_owned(), value.clone());
        self.as_is.set(as_is.iter().map(pair).collect());
        self.rows.set(Vec::new());
        self.add(None, rows.iter().map(pair).collect());
    }

    fn empty(console: &Console, taken: Signal<Vec<String>>) -> Self {
        let rows = RwSignal::new(Vec::<Row>::new());
        let as_is = RwSignal::new(BTreeMap::new());
        let definitions = use_definitions(console);
        let console = console.clone();
        let site = Memo::new(move |_| known_to(&console));
        let problems = Memo::new(move |_| {
            let typed: Vec<_> = rows.with(|rows| {
                let pair = |row: &Row| (row.name.get(), row.value.get());
                rows.iter().map(pair).collect()
            });
            site.with(|site| as_is.with(|as_is| problems_of(&typed, &taken.get(), site, as_is)))
        });
        Self {
            rows,
            problems,
            site,
            definitions,
            taken,
            as_is,
            next_id: StoredValue::new(0),
            fresh: StoredValue::new(None),
            owner: StoredValue::new(Owner::current()),
        }
    }

    /// What was filled in; `None` while something is wrong. Tracks.
    pub(super) fn filled(self) -> Option<BTreeMap<PropertyName, String>> {
        let is_wrong = self.problems.with(|all| all.iter().any(Option::is_some));
        if is_wrong || self.count() > PROPERTIES_MAX {
            return None;
        }
        Some(self.rows.with(|rows| {
            // What can't be parsed was left blank.
            let pair = |row: &Row| {
                let name = PropertyName::parse(row.name.read().trim()).ok()?;
                Some((name, row.value.get()))
            };
            rows.iter().filter_map(pair).collect()
        }))
    }

    /// Sets a property: in its row, where there is one, else in a new one at the end.
    fn set(self, name: &str, value: &str) {
        let row = self.rows.with_untracked(|rows| {
            rows.iter()
                .find(|row| row.name.with_untracked(|of| of.trim() == name))
                .copied()
        });
        match row {
            Some(row) => row.value.set(value.to_owned()),
            None => self.add(None, vec![(name.to_owned(), value.to_owned())]),
        }
    }

    /// The value in the row of this name, if there is one.
    fn value_now(self, name: &str) -> Option<String> {
        self.rows.with_untracked(|rows| {
            let mut rows = rows.iter();
            let row = rows.find(|row| row.name.with_untracked(|of| of.trim() == name))?;
            Some(row.value.get_untracked())
        })
    }

    /// Whether a row has this name. Tracks.
    fn has(self, name: &str) -> bool {
        self.rows
            .with(|rows| rows.iter().any(|row| row.name.with(|of| of.trim() == name)))
    }

    /// Whether the site keeps it from people. Tracks.
    fn is_locked(self, name: &str) -> bool {
        self.site
            .with(|site| site.get(name).is_some_and(|site| site.is_locked))
    }

    /// Whether this is one of the image's that the site keeps from people. Tracks.
    fn has_locked(self, name: &str) -> bool {
        self.is_locked(name) && self.as_is.with(|as_is| as_is.contains_key(name))
    }

    /// How many the record would have. Tracks.
    fn count(self) -> usize {
        let is_filled = |row: &Row| !is_blank(&row.name.read(), &row.value.read());
        let rows = self
            .rows
            .with(|rows| rows.iter().filter(|row| is_filled(row)).count());
        rows + self.taken.with(Vec::len)
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

/// What the site's schema says of properties beside the service's own.
fn known_to(console: &Console) -> SiteProperties {
    let can = console.capabilities();
    let schema = can.as_ref().and_then(|can| can.schema.offered());
    schema
        .into_iter()
        .flat_map(|schema| &schema.properties)
        .filter(|(name, _)| PropertyName::parse(name).is_ok())
        .map(|(name, property)| {
            let site = SiteProperty {
                words: property.words().map(str::to_owned).collect(),
                description: property.description.clone(),
                is_locked: property.read_only == Some(true),
            };
            (name.clone(), site)
        })
        .collect()
}

/// Those that a person may set.
fn open_names(site: &SiteProperties) -> impl Iterator<Item = &str> {
    let open = site.iter().filter(|(_, of_site)| !of_site.is_locked);
    open.map(|(name, _)| name.as_str())
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
            .with(|site| names.extend(open_names(site).map(str::to_owned)));
        properties.definitions.with(|all| {
            names.extend(all.iter().flat_map(|all| all.names().map(str::to_owned)));
        });
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
        focus(button.and_then(|all| {
            all.query_selector(":scope > .v-row-actions > button")
                .ok()
                .flatten()
        }));
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
            <div class="v-row-actions">
                <Button
                    icon=IconName::Plus
                    disabled=is_full
                    on_click=move |()| properties.add_blank(None)
                >
                    {lang.property_add()}
                </Button>
                <Browser properties=properties />
                <CopyFrom properties=properties />
            </div>
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
