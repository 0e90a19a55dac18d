//! A panic ends the program for good: nothing of the page reacts any more. So
//! the page must say so.

use std::panic;

use leptos::prelude::document;
use web_sys::console;

use crate::i18n::Lang;

/// Shows any panic in the element with this id, and in the browser's log.
pub(super) fn show_panics_in(root_id: &'static str) {
    panic::set_hook(Box::new(move |info| {
        let words = info.to_string();
        console::error_1(&words.as_str().into());
        let lang = Lang::default();
        let document = document();
        let Some(root) = document.get_element_by_id(root_id) else {
            return;
        };
        let parts = [
            ("h1", lang.crashed_title()),
            ("p", lang.crashed_text()),
            ("pre", words.as_str()),
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
    }));
}
