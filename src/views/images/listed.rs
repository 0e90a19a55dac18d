//! What of the images is shown, as the question says; asked anew when either changes.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use super::Console;
use super::shelf::Shelf;
use super::table::Rows;
use crate::listing::{Context, Facets, Index, Question};
use crate::model::Timestamp;
use crate::views::context::now_s;

/// A list that is whole is left alone for so long before anything is made ready.
const READY_AFTER: Duration = Duration::from_millis(300);

/// What of the images is shown.
#[derive(Clone, Copy)]
pub(super) struct Listed {
    /// In their order.
    pub(super) rows: Memo<Rows>,
    /// Whether nothing has what is searched for, and what is like it is shown.
    pub(super) is_guessed: Memo<bool>,
    pub(super) facets: Memo<Arc<Facets>>,
}

pub(super) fn use_listed(shelf: Shelf, question: Memo<Question>) -> Listed {
    let Console {
        session,
        project_names,
        ..
    } = Console::here();
    let index = StoredValue::new_local(Index::default());
    let indexed = Memo::new(move |times: Option<&u32>| {
        shelf
            .images
            .with(|images| index.update_value(|index| index.update(images)));
        times.map_or(0, |times| times.wrapping_add(1))
    });
    let facets = Memo::new(move |_| {
        indexed.track();
        index.with_value(|index| Arc::new(index.facets()))
    });
    let answer = Memo::new_with_compare(
        move |_| {
            // Not only tracked: a memo that nobody reads does nothing.
            indexed.get();
            let project = session.with(|session| {
                let who = session.as_ref().and_then(|session| session.who.as_ref());
                who.map_or_else(String::new, |who| who.project.id.clone())
            });
            let names = project_names.get();
            let context = Context {
                now: Timestamp(now_s()),
                project: &project,
                owner_name: &|id| names.get(id).cloned(),
            };
            let answer =
                question.with(|question| index.with_value(|i| i.answer(question, &context)));
            let images = shelf.images.get_untracked();
            let row = |&at: &u32| images.get(at as usize).cloned();
            let rows: Vec<_> = answer.rows.iter().filter_map(row).collect();
            (Arc::new(rows), answer.is_guessed)
        },
        |a, b| !matches!((a, b), (Some((a, x)), Some((b, y))) if x == y && are_same(a, b)),
    );
    let make_ready = move || {
        facets.try_with_untracked(|_| ());
        index.try_with_value(make_search_ready);
    };
    Effect::new(move |was_whole: Option<bool>| {
        let is_whole = was_whole == Some(true) || !shelf.is_growing();
        if is_whole && was_whole != Some(true) {
            set_timeout(make_ready, READY_AFTER);
        }
        is_whole
    });
    Listed {
        rows: Memo::new_with_compare(
            move |_| answer.with(|(rows, _)| Arc::clone(rows)),
            |a, b| !matches!((a, b), (Some(a), Some(b)) if Arc::ptr_eq(a, b)),
        ),
        is_guessed: Memo::new(move |_| answer.with(|(_, is_guessed)| *is_guessed)),
        facets,
    }
}

/// The browser compiles a program as it runs: without this, the first key of a search
/// would wait for it.
fn make_search_ready(index: &Index) {
    let question = Question {
        search: "a".to_owned(),
        ..Question::default()
    };
    let context = Context {
        now: Timestamp(now_s()),
        project: "",
        owner_name: &|_| None,
    };
    // It runs though nobody takes its answer.
    std::hint::black_box(index.answer(&question, &context));
}

/// By identity: an image that changed is another one.
fn are_same(a: &Rows, b: &Rows) -> bool {
    a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| Arc::ptr_eq(a, b))
}
