//! The console's program, and what it exports: for `boot.js`, which gives it a page of its
//! own, and for `npm/index.js`, which puts it into a host's. Here and not in the library,
//! which the workers' program is made of, too: what is exported is kept.

use vitrine::embed::{self, HostPage, Mounting};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot};

fn main() {}

#[wasm_bindgen(js_name = startStandalone)]
pub fn start_standalone() {
    embed::start_standalone();
}

/// See [`embed::mount`].
///
/// # Errors
/// Options that can't be read, or a program that doesn't arrive.
#[wasm_bindgen]
pub async fn mount(
    root: ShadowRoot,
    container: HtmlElement,
    options: String,
    page: HostPage,
) -> Result<u32, JsError> {
    let mounting = Mounting {
        root,
        container,
        options,
        page,
    };
    let mounted = embed::mount(mounting).await;
    mounted.map_err(|words| JsError::new(&words))
}

/// See [`embed::unmount`].
#[wasm_bindgen]
pub fn unmount(id: u32) {
    embed::unmount(id);
}

/// See [`embed::running`].
#[wasm_bindgen]
#[must_use]
pub fn running(id: u32) -> usize {
    embed::running(id)
}

/// See [`embed::navigate`].
#[wasm_bindgen]
pub fn navigate(id: u32, path: &str) {
    embed::navigate(id, path);
}

/// See [`embed::set_theme`].
#[wasm_bindgen(js_name = setTheme)]
pub fn set_theme(id: u32, theme: &str) {
    embed::set_theme(id, theme);
}

/// See [`embed::set_actions`].
///
/// # Errors
/// What isn't a list of actions.
#[wasm_bindgen(js_name = setActions)]
pub fn set_actions(id: u32, json: &str) -> Result<(), JsError> {
    embed::set_actions(id, json).map_err(|words| JsError::new(&words))
}
