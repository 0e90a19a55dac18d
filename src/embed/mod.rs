//! How a console gets onto a page: the standalone start, the start in somebody else's
//! page, and what happens if the program ever panics. `main.rs` exports it to JavaScript;
//! the interface for others is `npm/index.js`.

mod crash;
mod door;
mod guest;
mod options;
mod page;
mod program;
mod telling;

pub use guest::{Mounting, navigate, running, set_actions, set_theme, unmount};
pub use page::HostPage;
pub use program::mount;

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::api::file_beside_page;
use crate::app::{App, Setup};
use crate::keep;
use crate::route::Place;
use crate::session::{Routing, SiteConfig};
use crate::ui::Tree;
use crate::views::Guest;

/// The element of `index.html` that the console takes over.
const ROOT_ID: &str = "vitrine";
/// The worker's program, beside the page.
const WORKER_FILE: &str = "worker_loader.js";
/// The same program, loaded for a shared worker.
const CARRIER_FILE: &str = "carrier.js";

/// Starts the console that owns its page.
pub fn start_standalone() {
    let root = document().get_element_by_id(ROOT_ID);
    let Some(root) = root.and_then(|root| root.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    crash::show_panics_in(&root);
    keep::allow();
    crate::query::spawn(async move {
        let config = match file_beside_page(&beside("config.json")).await {
            Some(text) => SiteConfig::parse(&text, &origin()),
            None => Ok(SiteConfig::default()),
        };
        let routing = config.as_ref().map(|config| config.routing);
        let place = match routing.unwrap_or_default() {
            Routing::Path => Place::path(&base_path()),
            Routing::Hash => Place::Hash,
            Routing::Memory => Place::Memory,
        };
        let setup = Setup {
            config,
            place,
            view: None,
            worker_url: beside(WORKER_FILE),
            carrier_url: beside(CARRIER_FILE),
            tree: Tree::default(),
            guest: Guest::default(),
            around: None,
        };
        root.replace_children_with_node_0();
        // The console lives as long as its page.
        mount_to(root, move || view! { <App setup=setup.clone() /> }).forget();
    });
}

/// The address of a file beside the page, whatever page of the console this is.
fn beside(name: &str) -> String {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    match web_sys::Url::new_with_base(name, &base) {
        Ok(url) => url.href(),
        Err(_) => name.to_owned(),
    }
}

/// The page's own: scheme, host and port.
fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Path of `<base href>`: where the console is hosted.
fn base_path() -> String {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    web_sys::Url::new(&base).map_or_else(|_| "/".to_owned(), |url| url.pathname())
}
