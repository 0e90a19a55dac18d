//! Where the address is kept: in the page's path below a base, behind its `#`,
//! or in memory, when the page belongs to somebody else.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use super::Route;

/// A keeper of the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Path of the page below `base`, which has no slash at its end.
    Path {
        base: String,
    },
    Hash,
    Memory,
    /// The page around keeps it: it hears of each step, and says when it was changed
    /// elsewhere. What stands before the console's own address in a link is `base`.
    Host {
        base: String,
    },
}

impl Place {
    /// A path place for a base address such as `/console/`.
    #[must_use]
    pub fn path(base: &str) -> Self {
        Self::Path {
            base: base.trim_end_matches('/').to_owned(),
        }
    }

    /// A place that the page around keeps, below a base address such as `/images`.
    #[must_use]
    pub fn host(base: &str) -> Self {
        Self::Host {
            base: base.trim_end_matches('/').to_owned(),
        }
    }

    /// Whether the browser's own address says where the console is.
    fn is_in_browser(&self) -> bool {
        matches!(self, Self::Path { .. } | Self::Hash)
    }

    /// What a link's `href` is.
    #[must_use]
    pub fn href(&self, route: &Route) -> String {
        match self {
            Self::Path { base } | Self::Host { base } => format!("{base}{}", route.href()),
            Self::Hash => format!("#{}", route.href()),
            // The page has no address for it; the link still works by click and key.
            Self::Memory => "#".to_owned(),
        }
    }

    /// Reads the page's address: its path with query, and its hash.
    #[must_use]
    pub fn read(&self, path_and_query: &str, hash: &str) -> Route {
        match self {
            Self::Path { base } => match path_and_query.strip_prefix(base.as_str()) {
                // Only at the boundary of a segment: /console is no base of /console-2.
                Some(rest) if rest.is_empty() || rest.starts_with(['/', '?']) => Route::parse(rest),
                _ => Route::NotFound(path_and_query.to_owned()),
            },
            Self::Hash => Route::parse(hash.strip_prefix('#').unwrap_or(hash)),
            Self::Memory | Self::Host { .. } => Route::images(),
        }
    }
}

/// The address, as a signal and as a way to go elsewhere.
#[derive(Clone)]
pub struct Router {
    pub route: ArcRwSignal<Route>,
    /// The last step that was made here, and not by the browser or the page around.
    pub step: ArcRwSignal<Option<(Route, Step)>>,
    place: Arc<Place>,
    hold: Hold,
}

/// A page that isn't to be left without a question.
#[derive(Clone, Default)]
struct Hold {
    is_on: Arc<AtomicBool>,
    /// Where somebody wanted to go.
    wanted: ArcRwSignal<Option<Route>>,
}

impl Router {
    /// Reads the address now, and again whenever Back or Forward change it. The
    /// listener goes with the owner that this is called under.
    #[must_use]
    pub fn new(place: Place) -> Self {
        let place = Arc::new(place);
        let route = ArcRwSignal::new(current(&place));
        let hold = Hold::default();
        if place.is_in_browser() {
            follow_history(Arc::clone(&place), route.clone(), hold.clone());
        }
        Self {
            route,
            step: ArcRwSignal::new(None),
            place,
            hold,
        }
    }

    /// Where to be at first, unless the browser's address leads somewhere.
    pub fn begin(&self, view: Route) {
        let is_home = self.route.with_untracked(|now| *now == Route::images());
        if is_home || !self.place.is_in_browser() {
            self.route.set(view);
        }
    }

    /// The page around says where to be: when it begins, and when its own address was
    /// changed. A page that is held stays, and its address is told anew.
    pub fn arrive(&self, to: Route) {
        if self.route.with_untracked(|now| *now == to) {
            return;
        }
        if self.is_held() {
            let here = self.route.get_untracked();
            self.step.set(Some((here, Step::Push)));
            self.hold.wanted.set(Some(to));
        } else if self.place.is_in_browser() {
            self.write(&to, Step::Push);
        } else {
            self.route.set(to);
        }
    }

    #[must_use]
    pub fn href(&self, route: &Route) -> String {
        self.place.href(route)
    }

    /// Goes to a page, as a link does; while this one is held, only notes the wish.
    pub fn go(&self, route: &Route) {
        if self.route.with_untracked(|now| now == route) {
            return;
        }
        if self.is_held() {
            self.hold.wanted.set(Some(route.clone()));
        } else {
            self.write(route, Step::Push);
        }
    }

    /// From now on, whoever wants to go elsewhere is held up: see [`Router::held`].
    pub fn hold(&self) {
        self.hold.is_on.store(true, Ordering::Relaxed);
    }

    pub fn release(&self) {
        self.hold.is_on.store(false, Ordering::Relaxed);
        // Nothing, if nobody waits: this runs while pages go.
        if self.hold.wanted.with_untracked(Option::is_some) {
            self.hold.wanted.set(None);
        }
    }

    #[must_use]
    pub fn is_held(&self) -> bool {
        self.hold.is_on.load(Ordering::Relaxed)
    }

    /// Where somebody wanted to go while the page was held.
    #[must_use]
    pub fn held(&self) -> ArcRwSignal<Option<Route>> {
        self.hold.wanted.clone()
    }

    /// Changes the address without a step in the history: for what is typed.
    pub fn replace(&self, route: &Route) {
        self.write(route, Step::Replace);
    }

    fn write(&self, route: &Route, step: Step) {
        if self.place.is_in_browser()
            && let Some(history) = web_sys::window().and_then(|w| w.history().ok())
        {
            let href = self.href(route);
            // Refused only when called hundreds of times a second; the page still changes.
            match step {
                Step::Push => history.push_state_with_url(&JsValue::NULL, "", Some(&href)),
                Step::Replace => history.replace_state_with_url(&JsValue::NULL, "", Some(&href)),
            }
            .ok();
        }
        self.route.set(route.clone());
        self.step.set(Some((route.clone(), step)));
    }
}

/// What a change of the address is to the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Push,
    Replace,
}

fn current(place: &Place) -> Route {
    let Some(location) = web_sys::window().map(|window| window.location()) else {
        return Route::images();
    };
    let path = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    place.read(&path, &location.hash().unwrap_or_default())
}

fn follow_history(place: Arc<Place>, route: ArcRwSignal<Route>, hold: Hold) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let listener = Closure::<dyn FnMut()>::new(move || {
        let to = current(&place);
        if !hold.is_on.load(Ordering::Relaxed) {
            return route.set(to);
        }
        // The browser has gone already: the page's own address is put on top.
        let here = place.href(&route.get_untracked());
        if let Some(history) = web_sys::window().and_then(|w| w.history().ok()) {
            history
                .push_state_with_url(&JsValue::NULL, "", Some(&here))
                .ok();
        }
        hold.wanted.set(Some(to));
    });
    window
        .add_event_listener_with_callback("popstate", listener.as_ref().unchecked_ref())
        .ok();
    let listener = StoredValue::new_local(listener);
    on_cleanup(move || {
        listener.with_value(|listener| {
            window
                .remove_event_listener_with_callback("popstate", listener.as_ref().unchecked_ref())
                .ok();
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_below_its_base_and_nowhere_else() {
        let place = Place::path("/console/");
        let image = Route::image("1");
        assert_eq!(place.href(&image), "/console/images/1");
        assert_eq!(place.read("/console/images/1", ""), image);
        assert_eq!(place.read("/console", ""), Route::images());
        assert_eq!(
            place.read("/console-2/images/1", ""),
            Route::NotFound("/console-2/images/1".to_owned())
        );
        assert_eq!(Place::path("/").read("/upload", ""), Route::upload());
    }

    #[test]
    fn a_hash_leaves_the_path_alone() {
        assert_eq!(Place::Hash.href(&Route::upload()), "#/upload");
        assert_eq!(
            Place::Hash.read("/any/path?x=1", "#/upload"),
            Route::upload()
        );
        assert_eq!(Place::Hash.read("/any", ""), Route::images());
    }

    #[test]
    fn the_page_around_keeps_what_it_is_told() {
        let place = Place::host("/cloud/images/");
        assert_eq!(place.href(&Route::image("1")), "/cloud/images/images/1");
        assert_eq!(place.read("/cloud/images/images/1", ""), Route::images());
    }

    #[test]
    fn memory_reads_nothing_of_the_page() {
        assert_eq!(Place::Memory.read("/upload", "#/upload"), Route::images());
    }
}
