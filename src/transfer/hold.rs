//! What a page asks of the browser while transfers run: that other tabs know who
//! works on a record (Web Locks), and that the screen stays awake. Both are
//! favours: where a browser hasn't got them, transfers run all the same.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::query::spawn;

/// Begins the names of locks on records that take an upload.
const UPLOAD: &str = "vitrine-upload-";
/// Begins the names of locks on staging files.
const DOWNLOAD: &str = "vitrine-staging-";

/// Says to all tabs of this origin that this one works on a record, for as long
/// as the value lives.
pub(super) struct Claim {
    /// Ends the promise that holds the lock.
    release: Function,
    held: Held,
}

/// So often, and so far apart, it is looked whether a claim is held.
const HELD_LOOKS: u32 = 20;
const HELD_LOOK_MS: u32 = 25;

/// Whether a claim is held, or waits for another tab's.
#[derive(Clone, Default)]
pub(super) struct Held(Rc<Cell<bool>>);

impl Held {
    /// Where nobody else has it, the browser says so within milliseconds.
    pub(super) async fn soon(&self) -> bool {
        for _ in 0..HELD_LOOKS {
            if self.0.get() {
                return true;
            }
            TimeoutFuture::new(HELD_LOOK_MS).await;
        }
        self.0.get()
    }
}

impl Claim {
    pub(super) fn on(image_id: &str) -> Option<Self> {
        Self::lock(&format!("{UPLOAD}{image_id}"))
    }

    /// On the staging file of a download.
    pub(super) fn on_staging(name: &str) -> Option<Self> {
        Self::lock(&format!("{DOWNLOAD}{name}"))
    }

    pub(super) fn held(&self) -> Held {
        self.held.clone()
    }

    fn lock(name: &str) -> Option<Self> {
        let locks = locks()?;
        let mut release = None;
        let until = Promise::new(&mut |resolve, _| release = Some(resolve));
        let held = Held::default();
        let granted = held.clone();
        let holder = Closure::once_into_js(move |_lock: JsValue| {
            granted.0.set(true);
            until
        });
        let request: Function = method(&locks, "request")?;
        let outcome = request.call2(&locks, &name.into(), &holder).ok()?;
        // It ends when the claim does; before that only where the browser gives nobody any
        // (such as in a frame that may keep nothing), and then nobody else has it either.
        let refused = held.clone();
        spawn(async move {
            if let Ok(promise) = outcome.dyn_into::<Promise>()
                && JsFuture::from(promise).await.is_err()
            {
                refused.0.set(true);
            }
        });
        release.map(|release| Self { release, held })
    }

    /// The claim, if nobody has it; `None` also where the browser has no locks.
    pub(super) async fn at_once(image_id: &str) -> Option<Self> {
        let locks = locks()?;
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        let mut got = None;
        let answered = Promise::new(&mut |resolve, _| got = Some(resolve));
        let got = got?;
        let holder = Closure::once_into_js(move |lock: JsValue| {
            got.call1(&JsValue::UNDEFINED, &lock.is_object().into())
                .ok();
            held
        });
        let options = Object::new();
        Reflect::set(&options, &"ifAvailable".into(), &true.into()).ok()?;
        let request: Function = method(&locks, "request")?;
        let name = format!("{UPLOAD}{image_id}");
        let outcome = request
            .call3(&locks, &name.into(), &options, &holder)
            .ok()?;
        spawn(async move {
            if let Ok(promise) = outcome.dyn_into::<Promise>() {
                JsFuture::from(promise).await.ok();
            }
        });
        let is_ours = JsFuture::from(answered).await.ok()?.is_truthy();
        // Without it, there is nothing to release either.
        let held = Held(Rc::new(Cell::new(is_ours)));
        let claim = release.map(|release| Self { release, held });
        claim.filter(|_| is_ours)
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.release.call0(&JsValue::UNDEFINED).ok();
    }
}

/// Records that some tab of this origin uploads to; `None` where the browser can't
/// tell (without locks, such as on a page without TLS).
pub async fn claimed() -> Option<Vec<String>> {
    held(UPLOAD).await
}

/// Staging files that some tab of this origin writes or hands over; `None` where
/// the browser can't tell.
pub(super) async fn claimed_staging() -> Option<Vec<String>> {
    held(DOWNLOAD).await
}

/// What follows the prefix in the names of locks that are held.
async fn held(prefix: &str) -> Option<Vec<String>> {
    let query = async {
        let locks = locks()?;
        let query: Function = method(&locks, "query")?;
        let promise: Promise = query.call0(&locks).ok()?.dyn_into().ok()?;
        let state = JsFuture::from(promise).await.ok()?;
        Reflect::get(&state, &"held".into())
            .ok()?
            .dyn_into::<Array>()
            .ok()
    };
    let held = query.await?;
    let name = |lock: JsValue| Reflect::get(&lock, &"name".into()).ok()?.as_string();
    let names = held.iter().filter_map(name);
    let marked = names.filter_map(|name| name.strip_prefix(prefix).map(str::to_owned));
    Some(marked.collect())
}

/// Keeps the screen from sleeping; `None` where the browser can't or won't.
/// Browsers let go of it when the page is hidden.
pub async fn stay_awake() -> Option<Awake> {
    let navigator = JsValue::from(web_sys::window()?.navigator());
    let wake_lock: Object = Reflect::get(&navigator, &"wakeLock".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let request: Function = method(&wake_lock, "request")?;
    let promise: Promise = request
        .call1(&wake_lock, &"screen".into())
        .ok()?
        .dyn_into()
        .ok()?;
    JsFuture::from(promise).await.ok().map(Awake)
}

/// The screen stays on while this lives.
pub struct Awake(JsValue);

impl Drop for Awake {
    fn drop(&mut self) {
        if let Some(release) = method(&self.0, "release") {
            release.call0(&self.0).ok();
        }
    }
}

/// Whether tabs of this browser can tell which of them is at something.
pub(super) fn can_tell() -> bool {
    locks().is_some()
}

fn locks() -> Option<JsValue> {
    let navigator = JsValue::from(web_sys::window()?.navigator());
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    locks.is_object().then_some(locks)
}

fn method(object: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}
