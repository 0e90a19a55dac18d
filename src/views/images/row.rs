//! One row: an element that shows one image after another. It is filled by hand, not a
//! view that is made for each image: while somebody scrolls, hundreds of rows a second
//! come into sight, and most of each is what the row has shown before. Clicks and keys
//! are the table's.

use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlInputElement};

use super::blank::{RowButton, RowStyle};
use super::state::Selection;
use super::told::{BadgeOf, Told};
use super::written::{Attribute, Words};
use crate::listing::{Field, highlights};
use crate::model::Image;
use crate::route::Route;

/// What a row looks like beyond its image; the same for all.
pub(super) struct Marks<'a> {
    pub(super) selection: &'a Selection,
    /// The id of the row that keys act on.
    pub(super) cursor: Option<&'a str>,
    /// The row that Tab leads to.
    pub(super) entry: usize,
    /// What is to be marked in the name.
    pub(super) search: &'a str,
}

pub(super) struct Row {
    pub(super) element: Element,
    at: usize,
    image: Option<Arc<Image>>,
    place: Attribute,
    row_index: Attribute,
    id: Attribute,
    is_selected: Attribute,
    class: Attribute,
    checkbox: HtmlInputElement,
    label: Attribute,
    link: Element,
    href: Attribute,
    name: Words,
    marked: Vec<Range<usize>>,
    is_unprotected: Attribute,
    summary: Option<Words>,
    cells: Vec<Cell>,
    buttons: Arc<[RowButton]>,
    actions: Vec<Action>,
    /// Of the row and of what is in it.
    tabs: Vec<Attribute>,
}

/// One between the name and the actions.
struct Cell {
    field: Field,
    element: Element,
    class: Attribute,
    title: Attribute,
    /// Not where a badge is.
    words: Option<Words>,
    badge: Option<BadgeOf>,
}

struct Action {
    title: Attribute,
    label: Attribute,
    is_disabled: Attribute,
}

impl Row {
    /// `None`: the copy of a blank row isn't one.
    pub(super) fn of(element: Element, style: &RowStyle) -> Option<Self> {
        let part = |selector: &str| element.query_selector(selector).ok().flatten();
        let checkbox: HtmlInputElement = part("input")?.dyn_into().ok()?;
        let link = part(".v-row-link")?;
        let buttons: Vec<_> = (0..style.buttons.len())
            .filter_map(|at| part(&format!("[data-act='{at}']")))
            .collect();
        let children = element.children();
        let cells = style.cells().iter().zip(2..);
        let cells: Vec<_> = cells
            .filter_map(|(field, at)| Some(Cell::of(children.item(at)?, field.clone())))
            .collect();
        Some(Self {
            at: usize::MAX,
            image: None,
            place: Attribute::of(&element, "data-at"),
            row_index: Attribute::of(&element, "aria-rowindex"),
            id: Attribute::of(&element, "data-id"),
            is_selected: Attribute::of(&element, "aria-selected"),
            class: Attribute::of(&element, "class"),
            label: Attribute::of(&checkbox, "aria-label"),
            href: Attribute::of(&link, "href"),
            name: Words::of(&link)?,
            marked: Vec::new(),
            is_unprotected: Attribute::of(&part(".v-row-mark")?, "hidden"),
            summary: part(".v-row-summary").as_ref().and_then(Words::of),
            tabs: [&element, &link]
                .into_iter()
                .chain(&buttons)
                .map(|it| Attribute::of(it, "tabindex"))
                .collect(),
            actions: buttons.iter().map(Action::of).collect(),
            buttons: Arc::clone(&style.buttons),
            cells,
            checkbox,
            link,
            element,
        })
    }

    pub(super) fn image_id(&self) -> Option<&str> {
        self.image.as_ref().map(|image| image.id.as_str())
    }

    /// Shows an image. `at`: its place in the whole list.
    pub(super) fn show(&mut self, at: usize, image: &Arc<Image>, told: &mut Told) {
        if self.at != at {
            self.at = at;
            self.place.write(Some(&at.to_string()));
            self.row_index.write(Some(&(at + 2).to_string()));
        }
        let is_shown = self.image.as_ref();
        if is_shown.is_some_and(|shown| Arc::ptr_eq(shown, image)) {
            return;
        }
        let (lang, title) = (told.console.lang, image.title());
        self.id.write(Some(&image.id));
        self.label.write(Some(&lang.select_named(title)));
        let route = Route::image(&image.id);
        self.href.write(Some(&told.console.router.href(&route)));
        self.unmark();
        self.name.write(title.to_owned());
        self.is_unprotected.write_flag(!image.protected);
        if let Some(summary) = &mut self.summary {
            summary.write(told.summary(image));
        }
        for (action, button) in self.actions.iter_mut().zip(self.buttons.iter()) {
            let (label, can) = told.button(button, image);
            action.title.write(Some(&label));
            action.label.write(Some(&label));
            action.is_disabled.write_flag(!can);
        }
        self.image = Some(Arc::clone(image));
        self.tell(told);
    }

    /// The next image is told of whole, whichever it is.
    pub(super) fn forget(&mut self) {
        self.image = None;
    }

    /// The cells, anew where something else is known of the same image.
    pub(super) fn tell(&mut self, told: &mut Told) {
        if let Some(image) = &self.image {
            for cell in &mut self.cells {
                cell.show(image, told);
            }
        }
    }

    pub(super) fn mark(&mut self, marks: &Marks<'_>) {
        let Some(image) = self.image.clone() else {
            return;
        };
        let is_selected = marks.selection.has(&image.id);
        self.is_selected
            .write(Some(if is_selected { "true" } else { "false" }));
        // A click changes it before anybody is asked.
        if self.checkbox.checked() != is_selected {
            self.checkbox.set_checked(is_selected);
        }
        let has_cursor = marks.cursor == Some(image.id.as_str());
        self.class.write(has_cursor.then_some("v-cursor"));
        let tab = if marks.entry == self.at { "0" } else { "-1" };
        for element in &mut self.tabs {
            element.write(Some(tab));
        }
        let found = highlights(image.title(), marks.search);
        if found != self.marked {
            self.unmark();
            if !found.is_empty() {
                self.link.set_text_content(None);
                for part in marked_text(image.title(), &found) {
                    self.link.append_child(&part).ok();
                }
                self.marked = found;
            }
        }
    }

    /// The name as one text again.
    fn unmark(&mut self) {
        if !self.marked.is_empty() {
            self.marked.clear();
            self.link.set_text_content(None);
            self.link.append_child(self.name.node()).ok();
        }
    }
}

impl Cell {
    fn of(element: Element, field: Field) -> Self {
        Self {
            class: Attribute::of(&element, "class"),
            title: Attribute::of(&element, "title"),
            words: Words::of(&element),
            badge: None,
            field,
            element,
        }
    }

    fn show(&mut self, image: &Image, told: &mut Told) {
        let Some(words) = &mut self.words else {
            let badge = (image.status.clone(), image.is_poisoned());
            if self.badge.as_ref() != Some(&badge)
                && let Some(element) = told.badge(&badge, image)
            {
                self.element.set_text_content(None);
                self.element.append_child(&element).ok();
                self.badge = Some(badge);
            }
            return;
        };
        let (text, title) = match (&self.field, &image.owner) {
            (Field::Owner, Some(id)) => {
                let name = told.console.project_name_now(id);
                self.class.write(name.is_none().then_some("v-mono"));
                (name.unwrap_or_else(|| id.clone()), Some(id.clone()))
            }
            (field, _) => told.cell(field, image),
        };
        self.title.write(title.as_deref());
        words.write(text);
    }
}

impl Action {
    fn of(element: &Element) -> Self {
        Self {
            title: Attribute::of(element, "title"),
            label: Attribute::of(element, "aria-label"),
            is_disabled: Attribute::of(element, "disabled"),
        }
    }
}

/// Text with what was searched for marked in it.
fn marked_text(text: &str, ranges: &[Range<usize>]) -> Vec<web_sys::Node> {
    let document = document();
    let plain = |text: &str| document.create_text_node(text).into();
    let mut parts = Vec::new();
    let mut at = 0;
    for range in ranges {
        let (Some(before), Some(marked)) = (text.get(at..range.start), text.get(range.clone()))
        else {
            continue;
        };
        if !before.is_empty() {
            parts.push(plain(before));
        }
        if let Ok(mark) = document.create_element("mark") {
            mark.set_text_content(Some(marked));
            parts.push(mark.into());
        }
        at = range.end;
    }
    parts.push(plain(text.get(at..).unwrap_or_default()));
    parts
}
