//! What clicks and keys do in the table, and where its focus is.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, HtmlElement};

use super::blank::{RowButton, RowStyle};
use super::keys::{Step, TypeAhead, find};
use super::state::ListState;
use super::table::Rows;
use super::viewport::Viewport;
use crate::model::Image;
use crate::views::is_plain_click;

/// What a link or a button in a row is for.
#[derive(Clone, Debug)]
pub(super) enum RowAct {
    Open(Arc<Image>),
    Button(RowButton, Arc<Image>),
}

#[derive(Clone)]
pub(super) struct Grid {
    pub(super) rows: Memo<Rows>,
    pub(super) state: ListState,
    pub(super) frame: NodeRef<html::Div>,
    pub(super) viewport: Signal<Viewport>,
    pub(super) act: Callback<RowAct>,
    pub(super) style: Memo<RowStyle>,
}

impl Grid {
    pub(super) fn image(&self, at: usize) -> Option<Arc<Image>> {
        self.rows.with_untracked(|rows| rows.get(at).cloned())
    }

    /// Gives whether the key was one of ours. `at`: the row with the focus.
    pub(super) fn key(
        &self,
        event: &KeyboardEvent,
        at: usize,
        typed: StoredValue<TypeAhead>,
    ) -> bool {
        let key = event.key();
        let is_command = event.ctrl_key() || event.meta_key();
        let len = self.rows.with_untracked(|rows| rows.len());
        if len == 0 || event.alt_key() {
            return false;
        }
        if let Some(step) = Step::of(&key, self.viewport.get_untracked().page()) {
            self.go(step.from(at, len), at, event.shift_key());
            return true;
        }
        match key.as_str() {
            "a" if is_command => self.select_all(),
            " " if is_row(event) && event.shift_key() => self.extend(at, at),
            " " if is_row(event) => self.toggle(at),
            "Escape" if self.state.selection.with_untracked(|s| s.len() > 0) => {
                self.state.selection.update(super::state::Selection::clear);
            }
            _ if is_command || !is_row(event) => return false,
            key => return self.type_ahead(key, at, typed),
        }
        true
    }

    fn type_ahead(&self, key: &str, at: usize, typed: StoredValue<TypeAhead>) -> bool {
        let found = typed.try_update_value(|ahead| {
            let (typed, may_stay) = ahead.take(key, js_sys::Date::now())?;
            self.rows.with_untracked(|rows| {
                let title = |row: usize| rows[row].title();
                Some(find(title, rows.len(), at, typed, may_stay))
            })
        });
        match found.flatten() {
            Some(Some(to)) => self.go(to, at, false),
            Some(None) => {}
            None => return false,
        }
        true
    }

    /// Takes cursor and focus to a row.
    fn go(&self, to: usize, from: usize, extends: bool) {
        if extends {
            self.extend(to, from);
        }
        let Some(image) = self.image(to) else { return };
        self.state.cursor.set(Some(image.id.clone()));
        self.scroll_to(self.viewport.get_untracked().reach(to));
        self.focus_soon(to);
    }

    fn extend(&self, to: usize, from: usize) {
        let rows = self.rows.get_untracked();
        self.state
            .selection
            .update(|selection| selection.extend_to(&rows, to, from));
    }

    fn toggle(&self, at: usize) {
        if let Some(image) = self.image(at) {
            self.state
                .selection
                .update(|selection| selection.toggle(&image.id));
        }
    }

    fn select_all(&self) {
        let rows = self.rows.get_untracked();
        self.state
            .selection
            .update(|selection| selection.all(&rows));
    }

    pub(super) fn click(&self, event: &MouseEvent) {
        let Some(target) = target(event) else { return };
        let Some(at) = row_at(&target) else { return };
        let Some(image) = self.image(at) else { return };
        let before = self.state.cursor.get_untracked();
        self.state.cursor.set(Some(image.id.clone()));
        let is_in = |selector| target.closest(selector).ok().flatten();
        if let Some(button) = is_in("[data-act]") {
            let at = button.get_attribute("data-act");
            let at = at.and_then(|at| at.parse::<usize>().ok());
            let style = self.style.get_untracked();
            if let Some(button) = at.and_then(|at| style.buttons.get(at).cloned()) {
                self.act.run(RowAct::Button(button, image));
            }
        } else if is_in("a").is_some() {
            if is_plain_click(event) {
                event.prevent_default();
                self.act.run(RowAct::Open(image));
            }
        } else if event.shift_key() {
            let from = self.rows.with_untracked(|rows| {
                before.and_then(|id| rows.iter().position(|image| image.id == id))
            });
            self.extend(at, from.unwrap_or(at));
        } else if is_in(".v-col-check").is_some() || event.ctrl_key() || event.meta_key() {
            self.toggle(at);
        }
    }

    pub(super) fn scrolled(&self) {
        if let Some(frame) = self.frame.get_untracked() {
            self.state.scroll_top.set(f64::from(frame.scroll_top()));
        }
    }

    #[allow(clippy::cast_possible_truncation)] // as far as browsers scroll
    pub(super) fn scroll_to(&self, top: f64) {
        if let Some(frame) = self.frame.get_untracked() {
            frame.set_scroll_top(top as i32);
            // The browser tells later; the rows are needed now.
            self.scrolled();
        }
    }

    fn focus_soon(&self, at: usize) {
        let frame = self.frame;
        request_animation_frame(move || {
            let frame = frame.try_get_untracked().flatten();
            let selector = ["tr[data-at=\"", &at.to_string(), "\"]"].concat();
            let row = frame.and_then(|frame| frame.query_selector(&selector).ok().flatten());
            if let Some(row) = row {
                focus_row(&row);
            }
        });
    }
}

/// Where the list is scrolled to stays.
pub(super) fn focus_row(row: &Element) {
    if let Some(row) = row.dyn_ref::<HtmlElement>() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        row.focus_with_options(&options).ok();
    }
}

/// Whether the row itself has the focus, and not something in it.
pub(super) fn is_row(event: &Event) -> bool {
    target(event).is_some_and(|target| target.tag_name() == "TR")
}

fn target(event: &Event) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into().ok())
}

/// Which row an element is in.
fn row_at(element: &Element) -> Option<usize> {
    let row = element.closest("tr[data-at]").ok().flatten()?;
    row.get_attribute("data-at")?.parse().ok()
}
