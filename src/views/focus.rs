//! Where the focus goes when what had it is gone.

use std::cell::Cell;

use wasm_bindgen::JsCast as _;

use crate::query::spawn;
use crate::ui::Tree;

/// Waits for the heading, which comes with the data, and not for ever; gives up
/// as soon as the person has moved the focus.
pub fn focus_heading(tree: &Tree) {
    let tree = tree.clone();
    spawn(async move {
        for _ in 0..100 {
            gloo_timers::future::TimeoutFuture::new(50).await;
            if !tree.is_focus_free() {
                return;
            }
            let main = tree.by_id("v-main");
            let heading = main.and_then(|main| main.query_selector("h1").ok().flatten());
            if heading.is_some() {
                return focus(heading);
            }
        }
    });
}

thread_local! {
    /// Counts the calls of [`focus_instead`]: the newest one knows best.
    static INSTEAD: Cell<u32> = const { Cell::new(0) };
}

/// What had the focus may be about to go, within a second: then the first of these ids
/// that is there gets it, or the page's heading. Whoever has it meanwhile keeps it, and
/// another call ends this one.
pub(super) fn focus_instead(tree: &Tree, ids: Vec<String>) {
    let tree = tree.clone();
    let mine = INSTEAD.get().wrapping_add(1);
    INSTEAD.set(mine);
    spawn(async move {
        for _ in 0..20 {
            gloo_timers::future::TimeoutFuture::new(50).await;
            if INSTEAD.get() != mine {
                return;
            }
            if !tree.is_focus_free() {
                continue;
            }
            let found = ids.iter().find_map(|id| tree.by_id(id));
            match found {
                Some(element) => focus(Some(element)),
                None => return focus_heading(&tree),
            }
        }
    });
}

/// Moves the focus to an element, if there is one.
pub fn focus(element: Option<web_sys::Element>) {
    if let Some(element) = element.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An element that can't take the focus leaves it where it is.
        element.focus().ok();
    }
}
