//! A panic ends the program for good: nothing of any console reacts any more. So each of
//! them must say so.

use std::cell::{Cell, RefCell};
use std::panic;

use leptos::prelude::document;
use web_sys::{Element, console};

use crate::i18n::Lang;

thread_local! {
    /// The elements that consoles are in.
    static ROOTS: RefCell<Vec<Element>> = const { RefCell::new(Vec::new()) };
    static HAS_HOOK: Cell<bool> = const { Cell::new(false) };
}

/// Shows any panic in this element, too, and in the browser's log.
pub(super) fn show_panics_in(root: &Element) {
    ROOTS.with_borrow_mut(|roots| roots.push(root.clone()));
    if !HAS_HOOK.replace(true) {
        panic::set_hook(Box::new(|info| {
            let words = info.to_string();
            console::error_1(&words.as_str().into());
            // A borrowed list is the panic's own doing.
            ROOTS.with(|roots| {
                for root in roots.try_borrow().iter().flat_map(|roots| roots.iter()) {
                    show(root, &words);
                }
            });
        }));
    }
}

/// The element is gone, or somebody else's again.
pub(super) fn forget(root: &Element) {
    ROOTS.with_borrow_mut(|roots| roots.retain(|other| other != root));
}

fn show(root: &Element, words: &str) {
    let lang = Lang::default();
    let document = document();
    let parts = [
        ("h1", lang.crashed_title()),
        ("p", lang.crashed_text()),
        ("pre", words),
    ];
    let Ok(panel) = document.create_element("div") else {
        return;
    };
    panel.set_class_name("v-crash");
    panel.set_attribute("role", "alert").ok();
    for (tag, text) in parts {
        if let Ok(element) = document.create_element(tag) {
            element.set_text_content(Some(text));
            panel.append_child(&element).ok();
        }
    }
    root.replace_children_with_node_1(&panel);
}
