//! Texts and attributes of the page that are written only where they differ from what
//! is there: most of what a row shows is what it showed of the image before.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, Text};

/// What an attribute is.
pub(super) struct Attribute {
    element: Element,
    name: &'static str,
    /// `None` until it was written: what is there then isn't known.
    value: Option<Option<String>>,
}

impl Attribute {
    pub(super) fn of(element: &Element, name: &'static str) -> Self {
        Self {
            element: element.clone(),
            name,
            value: None,
        }
    }

    /// `None` removes it.
    pub(super) fn write(&mut self, value: Option<&str>) {
        if self.value.as_ref().is_some_and(|is| is.as_deref() == value) {
            return;
        }
        // Fails for names that aren't one; ours are.
        match value {
            Some(value) => self.element.set_attribute(self.name, value).ok(),
            None => self.element.remove_attribute(self.name).ok(),
        };
        self.value = Some(value.map(str::to_owned));
    }

    /// For what is there or not, and has no value.
    pub(super) fn write_flag(&mut self, is_set: bool) {
        self.write(is_set.then_some(""));
    }
}

/// What a text is.
pub(super) struct Words {
    text: Text,
    value: String,
}

impl Words {
    /// The text in an element that has that alone.
    pub(super) fn of(element: &Element) -> Option<Self> {
        let text: Text = element.first_child()?.dyn_into().ok()?;
        let value = text.data();
        Some(Self { text, value })
    }

    pub(super) fn write(&mut self, value: String) {
        if self.value != value {
            self.text.set_data(&value);
            self.value = value;
        }
    }

    pub(super) fn node(&self) -> &Text {
        &self.text
    }
}
