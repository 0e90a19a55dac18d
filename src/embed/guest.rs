//! Consoles in somebody else's page. Each is known by a number, and is kept here: what
//! JavaScript holds may be collected, and a console whose host forgot its handle stays.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use leptos::mount::mount_to;
use leptos::prelude::*;
use web_sys::{Element, HtmlElement, ShadowRoot};

use super::door::{HostDoor, HostSignIn};
use super::options::{Options, actions};
use super::page::{Around, HostPage};
use super::telling::{Remote, follow_remote, tell_host};
use super::{crash, origin};
use crate::app::{self, App, Setup};
use crate::keep;
use crate::route::Route;
use crate::session::HostForm;
use crate::ui::{ThemeChoice, Tree};
use crate::views::Guest;

struct Mounted {
    /// Dropping it takes the console away.
    _view: Box<dyn Any>,
    container: Element,
    around: Arc<Around>,
    tree: Tree,
    remote: Remote,
    /// From the guests' program, which reads JSON of a host's; this one can't.
    set_actions: SetActions,
}

type SetActions = Rc<dyn Fn(&str) -> Result<(), String>>;

thread_local! {
    static CONSOLES: RefCell<HashMap<u32, Mounted>> = RefCell::default();
    static NEXT_ID: Cell<u32> = const { Cell::new(1) };
}

/// A console that is to be.
pub struct Mounting {
    pub root: ShadowRoot,
    /// An element of `root`, for the console alone.
    pub container: HtmlElement,
    /// As JSON.
    pub options: String,
    pub page: HostPage,
}

/// Puts a console into its container; its number.
///
/// # Errors
/// Options that can't be read.
pub(super) fn mount_now(mounting: Mounting) -> Result<u32, String> {
    let Mounting {
        root,
        container,
        options,
        page,
    } = mounting;
    let options = Options::parse(&options)?;
    if options.storage {
        keep::allow();
    }
    let around = Around::new(page);
    let tree = Tree::from(root);
    let remote = Remote {
        theme: options.theme().map(ArcRwSignal::new),
        ..Remote::default()
    };
    let config = options.config(&origin());
    // A configuration that can't be used is told in place of the sign-in.
    let door = config.as_ref().ok().filter(|_| options.gives_tokens);
    let door = door.map(|config| door_of(options.form(config), &around));
    let own_actions = ArcRwSignal::new(actions(options.actions.clone()));
    let setup = Setup {
        config,
        place: options.place(),
        view: options.view(),
        worker_url: options.worker_url.clone(),
        carrier_url: options.carrier_url.clone(),
        tree: tree.clone(),
        guest: Guest {
            without: options.without(),
            is_picker: options.pick,
            actions: own_actions.clone(),
            host: Some(around.clone()),
        },
        around: Some(app::Around {
            door,
            follow: {
                let remote = remote.clone();
                Arc::new(move |console| {
                    follow_remote(console, &remote);
                    tell_host(console);
                })
            },
            theme: remote.theme.clone(),
        }),
    };
    crash::show_panics_in(&container);
    let element = Element::from(container.clone());
    let view = mount_to(container, move || view! { <App setup=setup.clone() /> });
    let id = NEXT_ID.get();
    NEXT_ID.set(id.wrapping_add(1));
    let mounted = Mounted {
        _view: Box::new(view),
        container: element,
        around,
        tree,
        remote,
        set_actions: Rc::new(move |json| {
            let list = serde_json::from_str(json).map_err(|error| error.to_string())?;
            own_actions.set(actions(list));
            Ok(())
        }),
    };
    CONSOLES.with_borrow_mut(|all| all.insert(id, mounted));
    Ok(id)
}

fn door_of(form: HostForm, around: &Arc<Around>) -> ViewFn {
    let door = HostDoor {
        form,
        renew: around.renewing(),
    };
    ViewFn::from(move || view! { <HostSignIn door=door.clone() /> })
}

/// Takes a console away, and ends what it was doing; nothing for one that is gone.
pub fn unmount(id: u32) {
    let mounted = CONSOLES.with_borrow_mut(|all| all.remove(&id));
    if let Some(mounted) = mounted {
        crash::forget(&mounted.container);
        let Mounted {
            _view: view,
            container,
            around,
            tree,
            ..
        } = mounted;
        drop(view);
        around.leave();
        tree.leave();
        container.remove();
    }
}

/// How many transfers run or wait.
#[must_use]
pub fn running(id: u32) -> usize {
    with(id, |mounted| mounted.remote.running.get_untracked()).unwrap_or_default()
}

/// Goes to an address of the console's own.
pub fn navigate(id: u32, path: &str) {
    let to = with(id, |mounted| mounted.remote.to.clone());
    if let Some(to) = to {
        to.set(Some(Route::parse(path)));
    }
}

/// Nothing where the person chooses.
pub fn set_theme(id: u32, theme: &str) {
    let choice = with(id, |mounted| mounted.remote.theme.clone());
    if let Some(choice) = choice.flatten() {
        choice.set(ThemeChoice::parse(theme));
    }
}

/// Other actions of the host's own, as JSON.
///
/// # Errors
/// What isn't a list of actions.
pub fn set_actions(id: u32, json: &str) -> Result<(), String> {
    match with(id, |mounted| Rc::clone(&mounted.set_actions)) {
        Some(set) => set(json),
        None => Ok(()),
    }
}

/// Not borrowed beyond what is read: what a change sets off may mount another.
fn with<T>(id: u32, read: impl FnOnce(&Mounted) -> T) -> Option<T> {
    CONSOLES.with_borrow(|all| all.get(&id).map(read))
}
