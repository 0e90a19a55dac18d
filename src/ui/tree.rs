//! The tree of elements that a console is in: the document, or the shadow root that keeps
//! it apart from the page around it. What is looked for by id, or by the focus, is looked
//! for here and never in somebody else's page.

use std::cell::RefCell;
use std::sync::Arc;

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use web_sys::{Element, ShadowRoot};

/// Clones are the same.
#[derive(Clone, Default)]
pub struct Tree(Root);

#[derive(Clone, Default)]
enum Root {
    #[default]
    Document,
    /// `None` once the console is gone: work that ends after it must not keep the elements.
    Shadow(Arc<SendWrapper<RefCell<Option<ShadowRoot>>>>),
}

impl From<ShadowRoot> for Tree {
    fn from(root: ShadowRoot) -> Self {
        let root = SendWrapper::new(RefCell::new(Some(root)));
        Self(Root::Shadow(Arc::new(root)))
    }
}

impl Tree {
    /// The console is gone from its shadow root, and finds nothing any more.
    pub fn leave(&self) {
        if let Root::Shadow(root) = &self.0 {
            root.replace(None);
        }
    }

    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<Element> {
        match &self.0 {
            Root::Shadow(root) => root.borrow().as_ref()?.get_element_by_id(id),
            Root::Document => document().get_element_by_id(id),
        }
    }

    /// The first that matches the selector.
    #[must_use]
    pub fn find(&self, selector: &str) -> Option<Element> {
        let found = match &self.0 {
            Root::Shadow(root) => root.borrow().as_ref()?.query_selector(selector),
            Root::Document => document().query_selector(selector),
        };
        found.ok().flatten()
    }

    /// Whether a key that was pressed on this element is the console's: on one of its own,
    /// or, on a page of its own, on none in particular.
    #[must_use]
    pub fn hears_keys_of(&self, element: &Element) -> bool {
        match &self.0 {
            Root::Shadow(root) => root
                .borrow()
                .as_ref()
                .is_some_and(|root| root.contains(Some(element))),
            Root::Document => {
                let is_inside = element.closest(".v-root").ok().flatten().is_some();
                is_inside || document().body().is_some_and(|body| *element == *body)
            }
        }
    }

    /// What has the focus in here.
    #[must_use]
    pub fn focused(&self) -> Option<Element> {
        match &self.0 {
            Root::Shadow(root) => root.borrow().as_ref()?.active_element(),
            Root::Document => focused_in_document(),
        }
    }

    /// Whether nothing has the focus, here or, where the page isn't ours, beside.
    #[must_use]
    pub fn is_focus_free(&self) -> bool {
        self.focused().is_none() && focused_in_document().is_none()
    }
}

/// A page where nothing has it says that its body has.
fn focused_in_document() -> Option<Element> {
    let body = document().body().map(Element::from);
    document()
        .active_element()
        .filter(|active| Some(active) != body.as_ref())
}
