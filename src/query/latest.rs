//! A latest-wins query. When its key changes, the running request is told to
//! stop at once and its answer, should it still come, is thrown away.
//! (`LocalResource` waits for the old request before it starts the new one.)

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

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

/// How to stop what runs; `None` while nothing does.
type Running = Rc<RefCell<Option<Box<dyn FnOnce()>>>>;

/// What a running request must heed: `cancelled` runs when it is superseded.
pub struct Cancel(Running);

impl Cancel {
    /// Says how to stop the request. Called at most once per request.
    pub fn on_cancel(&self, stop: impl FnOnce() + 'static) {
        *self.0.borrow_mut() = Some(Box::new(stop));
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
    let running: StoredValue<Running, LocalStorage> = StoredValue::new_local(Rc::default());
    let generation = Rc::new(RefCell::new(0_u64));
    let stop_running = move || {
        if let Some(running) = running.try_get_value()
            && let Some(stop) = running.borrow_mut().take()
        {
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
        *generation.borrow_mut() += 1;
        let mine = *generation.borrow();
        state.update(|state| {
            if is_new {
                state.value = None;
            }
            state.error = None;
            state.is_loading = true;
        });
        let is_current: Rc<dyn Fn() -> bool> = {
            let generation = Rc::clone(&generation);
            Rc::new(move || *generation.borrow() == mine)
        };
        let publish = Publish {
            state,
            is_current: Rc::clone(&is_current),
            is_first: state.with_untracked(|state| state.value.is_none()),
        };
        let cancel = Cancel(running.get_value());
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
