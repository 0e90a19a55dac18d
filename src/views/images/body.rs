//! Keeps the rows in the page in line with those that are to be there. A row stays
//! where its image does, and so does its focus; one whose image is gone shows another.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Node};

use super::blank::{RowStyle, blank_row, element_of};
use super::built::Built;
use super::grid::focus_row;
use super::reuse::plan;
use super::row::{Marks, Row};
use super::state::ListState;
use super::told::Told;
use crate::model::Image;
use crate::views::Console;

/// Rows kept for later, out of the page.
const SPARE: usize = 64;

/// What the rows follow.
#[derive(Clone)]
pub(super) struct Followed {
    pub(super) built: Memo<Built>,
    pub(super) style: Memo<RowStyle>,
    pub(super) state: ListState,
    /// The row that Tab leads to.
    pub(super) entry: Memo<usize>,
    /// What is to be marked in the names.
    pub(super) search: Memo<Arc<str>>,
    /// Told which images are in the page.
    pub(super) in_sight: StoredValue<Vec<String>>,
}

impl Followed {
    fn with_marks(&self, show: impl FnOnce(&Marks<'_>)) {
        let search = self.search.get_untracked();
        let cursor = self.state.cursor.get_untracked();
        self.state.selection.with_untracked(|selection| {
            show(&Marks {
                selection,
                cursor: cursor.as_deref(),
                entry: self.entry.get_untracked(),
                search: &search,
            });
        });
    }
}

/// Keeps the rows before `below` as they are to be, as long as the page is there.
pub(super) fn keep_rows(console: &Console, followed: &Followed, below: NodeRef<html::Tr>) {
    let body = Rc::new(RefCell::new(Body::new(console.clone())));
    let (rows, its) = (Rc::clone(&body), followed.clone());
    Effect::new(move |_| {
        let Some(below) = below.get() else { return };
        let style = its.style.get();
        let built = its.built.get();
        let images = built.rows.get(built.first..built.end).unwrap_or_default();
        let ids = images.iter().map(|image| image.id.clone());
        its.in_sight.set_value(ids.collect());
        let mut rows = rows.borrow_mut();
        rows.set_style(&style);
        its.with_marks(|marks| {
            rows.show(images, built.first, &below, marks);
            rows.give_focus_back(marks.cursor);
        });
    });
    let (rows, its) = (Rc::clone(&body), followed.clone());
    Effect::new(move |_| {
        its.state.selection.track();
        its.state.cursor.track();
        its.entry.track();
        its.search.track();
        its.with_marks(|marks| rows.borrow_mut().mark(marks));
    });
    let names = console.project_names.clone();
    Effect::new(move |_| {
        names.track();
        body.borrow_mut().tell();
    });
}

struct Body {
    told: Told,
    style: Option<RowStyle>,
    blank: Option<Element>,
    /// In the page, in their order.
    rows: Vec<Row>,
    spare: Vec<Row>,
    /// Whose row had the focus and is no more; until the focus is given back.
    lost_focus: Option<String>,
}

impl Body {
    fn new(console: Console) -> Self {
        Self {
            told: Told::new(console),
            style: None,
            blank: None,
            rows: Vec::new(),
            spare: Vec::new(),
            lost_focus: None,
        }
    }

    /// Shows these images in rows before `below`. `first`: the place of the first of
    /// them in the whole list.
    fn show(&mut self, images: &[Arc<Image>], first: usize, below: &Element, marks: &Marks<'_>) {
        let Some(parent) = below.parent_node() else {
            return;
        };
        let focused = self.focused();
        let plan = {
            let before: Vec<_> = self
                .rows
                .iter()
                .map(|row| row.image_id().unwrap_or_default())
                .collect();
            let now: Vec<_> = images.iter().map(|image| image.id.as_str()).collect();
            plan(&before, &now, focused)
        };
        if !focused.is_none_or(|at| plan.contains(&Some(at))) {
            self.lose_focus(focused);
        }
        let mut rows: Vec<_> = self.rows.drain(..).map(Some).collect();
        let stay: Vec<_> = plan.iter().map(|at| rows[(*at)?].take()).collect();
        for mut row in rows.into_iter().flatten() {
            row.element.remove();
            row.forget();
            self.spare.push(row);
        }
        let mut anchor: Node = below.clone().into();
        for (n, row) in stay.into_iter().enumerate().rev() {
            let is_new = row.is_none();
            let Some(mut row) = row.or_else(|| self.take()) else {
                continue;
            };
            row.show(first + n, &images[n], &mut self.told);
            row.mark(marks);
            if is_new {
                parent.insert_before(&row.element, Some(&anchor)).ok();
            }
            anchor = row.element.clone().into();
            self.rows.push(row);
        }
        self.rows.reverse();
        self.spare.truncate(SPARE);
    }

    /// The row that has the focus, or in which it is.
    fn focused(&self) -> Option<usize> {
        let focused = self.told.console.tree.focused()?;
        let has_focus = |row: &Row| row.element.contains(Some(&focused));
        self.rows.iter().position(has_focus)
    }

    fn lose_focus(&mut self, focused: Option<usize>) {
        if let Some(row) = focused.and_then(|at| self.rows.get(at)) {
            self.lost_focus = row.image_id().map(str::to_owned);
        }
    }

    /// To the cursor's row, or that of the same image, once that is in the page, unless
    /// it has gone elsewhere.
    fn give_focus_back(&mut self, cursor: Option<&str>) {
        let Some(lost) = self.lost_focus.as_deref() else {
            return;
        };
        let wanted = Some(cursor.unwrap_or(lost));
        if !self.told.console.tree.is_focus_free() {
            self.lost_focus = None;
        } else if let Some(row) = self.rows.iter().find(|row| row.image_id() == wanted) {
            focus_row(&row.element);
            self.lost_focus = None;
        }
    }

    /// Rows of another style are other rows.
    fn set_style(&mut self, style: &RowStyle) {
        if self.style.as_ref() == Some(style) {
            return;
        }
        self.style = Some(style.clone());
        self.blank = element_of(blank_row(self.told.console.lang, style));
        self.spare.clear();
        self.lose_focus(self.focused());
        for row in self.rows.drain(..) {
            row.element.remove();
        }
    }

    fn mark(&mut self, marks: &Marks<'_>) {
        for row in &mut self.rows {
            row.mark(marks);
        }
    }

    /// Something else is known of the same images.
    fn tell(&mut self) {
        for row in &mut self.rows {
            row.tell(&mut self.told);
        }
    }

    fn take(&mut self) -> Option<Row> {
        self.spare.pop().or_else(|| {
            let copy = self.blank.as_ref()?.clone_node_with_deep(true).ok()?;
            Row::of(copy.dyn_into().ok()?, self.style.as_ref()?)
        })
    }
}
