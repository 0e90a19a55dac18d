//! A latest-wins query. When its key changes, the running request is told to
//! stop at once and its answer, should it still come, is thrown away.
//! (`LocalResource` waits for the old request before it starts the new one.)

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

use super::spawn;

/// Something being loaded. Old data stays while newer data is on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Loadable<T, E> {
    pub value: Option<T>,
    pub error: Option<E>,
    pub is_loading: bool,
}

impl<T, E> Default for Loadable<T, E> {
    fn default() -> Self {
        Self {
            value: None,
            error: None,
            is_loading: true,
        }
    }
}

/// One request, from its start to its end.
enum Run {
    /// It hasn't said yet how to stop it.
    Going,
    Stoppable(Box<dyn FnOnce()>),
    Superseded,
}

type Running = Rc<RefCell<Run>>;

/// What a running request must heed.
pub struct Cancel(Running);

impl Cancel {
    /// Says how to stop the request. Called at most once per request.
    /// At once, if the request is superseded already.
    pub fn on_cancel(&self, stop: impl FnOnce() + 'static) {
        let is_superseded = matches!(*self.0.borrow(), Run::Superseded);
        if is_superseded {
            stop();
        } else {
            *self.0.borrow_mut() = Run::Stoppable(Box::new(stop));
        }
    }
}

/// A query's state and a way to ask again.
pub struct Query<T: Send + Sync + 'static, E: Send + Sync + 'static> {
    pub state: RwSignal<Loadable<T, E>>,
    again: RwSignal<u32>,
}

impl<T: Send + Sync + 'static, E: Send + Sync + 'static> Clone for Query<T, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static, E: Send + Sync + 'static> Copy for Query<T, E> {}

impl<T: Send + Sync + 'static, E: Send + Sync + 'static> Query<T, E> {
    /// Asks again with the same key; does nothing once the owner has gone.
    pub fn reload(&self) {
        self.again.try_update(|times| *times += 1);
    }
}

/// A value on its way: `publish` shows a part before the whole has come.
pub struct Publish<T: Send + Sync + 'static, E: Send + Sync + 'static> {
    state: RwSignal<Loadable<T, E>>,
    is_current: Rc<dyn Fn() -> bool>,
    is_first: bool,
}

impl<T: Send + Sync + 'static, E: Send + Sync + 'static> Publish<T, E> {
    /// Whether nothing is shown yet. Where something is, a part of the new
    /// value would look like a loss.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.is_first
    }

    /// Shows what there is so far; does nothing once superseded.
    pub fn publish(&self, value: T) {
        if (self.is_current)() {
            self.state.try_update(|state| {
                state.value = Some(value);
            });
        }
    }
}

/// Runs `fetch` for `key()` now and whenever it changes. `fetch` gets the key,
/// a [`Cancel`] and a [`Publish`]. `None` as a key rests.
pub fn use_query<K, T, E, F>(
    key: impl Fn() -> Option<K> + 'static,
    fetch: impl Fn(K, Cancel, Publish<T, E>) -> F + 'static,
) -> Query<T, E>
where
    K: PartialEq + Clone + 'static,
    T: Send + Sync + 'static,
    E: Send + Sync + 'static,
    F: Future<Output = Result<T, E>> + 'static,
{
    let state = RwSignal::new(Loadable::default());
    let again = RwSignal::new(0_u32);
    let running: StoredValue<Option<Running>, LocalStorage> = StoredValue::new_local(None);
    let stop_running = move || {
        let Some(run) = running.try_get_value().flatten() else {
            return;
        };
        // Let go of the cell before foreign code runs.
        let was = run.replace(Run::Superseded);
        if let Run::Stoppable(stop) = was {
            stop();
        }
    };
    let last_key: StoredValue<Option<K>, LocalStorage> = StoredValue::new_local(None);

    Effect::new(move |_| {
        again.track();
        let Some(key) = key() else { return };
        stop_running();
        let is_new = last_key.with_value(|last| last.as_ref() != Some(&key));
        last_key.set_value(Some(key.clone()));
        let run: Running = Rc::new(RefCell::new(Run::Going));
        running.set_value(Some(Rc::clone(&run)));
        state.update(|state| {
            if is_new {
                state.value = None;
            }
            state.error = None;
            state.is_loading = true;
        });
        let is_current: Rc<dyn Fn() -> bool> = {
            let run = Rc::clone(&run);
            Rc::new(move || !matches!(*run.borrow(), Run::Superseded))
        };
        let publish = Publish {
            state,
            is_current: Rc::clone(&is_current),
            is_first: state.with_untracked(|state| state.value.is_none()),
        };
        let cancel = Cancel(run);
        let answer = fetch(key, cancel, publish);
        spawn(async move {
            let answer = answer.await;
            if is_current() {
                state.try_update(|state| {
                    state.is_loading = false;
                    match answer {
                        Ok(value) => state.value = Some(value),
                        Err(error) => state.error = Some(error),
                    }
                });
            }
        });
    });
    on_cleanup(stop_running);
    Query { state, again }
}

/// Asks again every so often for as long as `is_due` says so of the value. One
/// timer at a time: each answer starts the wait anew.
pub fn follow<T, E>(query: Query<T, E>, every_ms: u32, is_due: impl Fn(&T) -> bool + 'static)
where
    T: Send + Sync + 'static,
    E: Send + Sync + 'static,
{
    let waits = Rc::new(Cell::new(0_u32));
    Effect::new(move |_| {
        let mine = waits.get().wrapping_add(1);
        waits.set(mine);
        let is_due = query
            .state
            .with(|state| !state.is_loading && state.value.as_ref().is_some_and(&is_due));
        if is_due {
            let waits = Rc::clone(&waits);
            spawn(async move {
                TimeoutFuture::new(every_ms).await;
                if waits.get() == mine {
                    query.reload();
                }
            });
        }
    });
}
