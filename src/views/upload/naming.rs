//! The names of a batch: from a template that all files share, unless a name was
//! edited by hand.

use leptos::html;
use leptos::prelude::*;

use super::Items;
use super::file_title::{fit, name_of};
use super::item::Item;
use crate::model::{NameParts, NameTemplate, TemplateProblem};
use crate::ui::{Button, ButtonKind, TextField};
use crate::views::{Console, focus};

/// What one file alone is called by.
const PLAIN: &str = "{name}";

/// The template and what was read from it.
#[derive(Clone, Copy)]
pub(super) struct Naming {
    text: RwSignal<String>,
    read: Memo<Result<NameTemplate, TemplateProblem>>,
}

impl Naming {
    /// Names the items from now on. `is_batch`: whether the template counts.
    pub(super) fn new(items: Items, is_batch: Memo<bool>) -> Self {
        let text = RwSignal::new(PLAIN.to_owned());
        let read = Memo::new(move |_| match is_batch.get() {
            true => text.with(|text| NameTemplate::parse(text)),
            false => NameTemplate::parse(PLAIN),
        });
        Effect::new(move |_| {
            let Ok(template) = read.get() else { return };
            let date = today();
            items.with(|items| {
                for (index, item) in items.iter().enumerate() {
                    item.is_named(&name_for(&template, item, index + 1, &date));
                }
            });
        });
        Self { text, read }
    }

    /// Whether the template gives names.
    pub(super) fn is_good(self) -> bool {
        self.read.with_untracked(Result::is_ok)
    }
}

fn name_for(template: &NameTemplate, item: &Item, number: usize, date: &str) -> String {
    let file = item.file.name();
    template.fill(NameParts {
        name: &name_of(&file),
        file: &fit(&file),
        number,
        date,
        format: &item.disk_format.read(),
    })
}

/// The day where the person is.
fn today() -> String {
    let now = js_sys::Date::new_0();
    let month = now.get_month() + 1;
    format!(
        "{:04}-{month:02}-{:02}",
        now.get_full_year(),
        now.get_date()
    )
}

impl Item {
    /// Takes a name from the template, unless another was typed by hand.
    fn is_named(&self, name: &str) {
        let is_own = self.has_own_name();
        if self.given_name.with_untracked(|given| given != name) {
            self.given_name.set(name.to_owned());
        }
        if !is_own && self.name.with_untracked(|shown| shown != name) {
            self.name.set(name.to_owned());
        }
    }

    fn has_own_name(&self) -> bool {
        self.name
            .with_untracked(|name| self.given_name.with_untracked(|given| name != given))
    }
}

/// The template's field, for a batch.
#[component]
pub(super) fn TemplateField(naming: Naming) -> impl IntoView {
    let lang = Console::here().lang;
    let error = Signal::derive(move || {
        let problem = naming.read.with(|read| read.as_ref().err().cloned())?;
        Some(lang.template_problem(&problem))
    });
    view! {
        <TextField
            label=lang.template_label()
            value=naming.text
            hint=lang.template_hint()
            error=error
            required=true
        />
    }
}

/// Says that a name was edited by hand, with a way back.
#[component]
pub(super) fn OwnName(item: Item, is_batch: Memo<bool>) -> impl IntoView {
    let lang = Console::here().lang;
    let (name, given) = (item.name, item.given_name);
    let is_own = Memo::new(move |_| is_batch.get() && name.read() != *given.read());
    let line = NodeRef::<html::P>::new();
    let give_back = move |()| {
        // The button goes with the difference; the field is where one goes on.
        let card = line
            .get_untracked()
            .and_then(|line| line.closest(".v-upload-item").ok().flatten());
        name.set(given.get_untracked());
        focus(card.and_then(|card| card.query_selector("input").ok().flatten()));
    };
    move || {
        is_own.get().then(|| {
            view! {
                <p class="v-own-name" node_ref=line>
                    <span class="v-hint">{lang.name_by_hand()}</span>
                    <Button kind=ButtonKind::Quiet on_click=give_back>
                        {lang.name_by_template()}
                    </Button>
                </p>
            }
        })
    }
}
