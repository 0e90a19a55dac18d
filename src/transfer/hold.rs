//! What a page asks of the browser while transfers run: that other tabs know who
//! works on a record (Web Locks), and that the screen stays awake. Both are
//! favours: where a browser hasn't got them, transfers run all the same.

use futures::future::{Either, select};
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

/// How long another tab's lock is waited for, in milliseconds: where nobody has it, the
/// browser gives it within a few.
const GRANTED_WITHIN_MS: u32 = 500;

/// Says to all tabs of this origin that this one works on a record, for as long
/// as the value lives.
pub(super) struct Claim {
    /// Ends the promise that holds the lock.
    release: Function,
    held: Held,
}

/// Whether a claim is held: a promise of `true`, of `false` where another tab has it and
/// it wasn't to be waited for, and of `null` where the browser gives nobody any.
#[derive(Clone)]
pub(super) struct Held(Promise);

impl Held {
    /// `false` where another tab has it.
    pub(super) async fn soon(self) -> bool {
        let granted = JsFuture::from(self.0);
        match select(granted, TimeoutFuture::new(GRANTED_WITHIN_MS)).await {
            Either::Left((granted, _)) => granted.is_ok_and(|is| is.is_truthy() || is.is_null()),
            Either::Right(_) => false,
        }
    }
}

impl Claim {
    pub(super) fn on(image_id: &str) -> Option<Self> {
        Self::ask(&format!("{UPLOAD}{image_id}"), false)
    }

    /// On the staging file of a download.
    pub(super) fn on_staging(name: &str) -> Option<Self> {
        Self::ask(&format!("{DOWNLOAD}{name}"), false)
    }

    /// The claim, if nobody has it; `None` also where the browser has no locks.
    pub(super) async fn at_once(image_id: &str) -> Option<Self> {
        let claim = Self::ask(&format!("{UPLOAD}{image_id}"), true)?;
        let granted = JsFuture::from(claim.held.0.clone()).await.ok()?;
        granted.is_truthy().then_some(claim)
    }

    pub(super) fn held(&self) -> Held {
        self.held.clone()
    }

    /// `at_once`: otherwise it waits for its turn.
    fn ask(name: &str, at_once: bool) -> Option<Self> {
        let locks = locks()?;
        let (mut release, mut answer) = (None, None);
        let until = Promise::new(&mut |resolve, _| release = Some(resolve));
        let held = Held(Promise::new(&mut |resolve, _| answer = Some(resolve)));
        let (release, answer) = (release?, answer?);
        let tell = move |is_ours: &JsValue| drop(answer.call1(&JsValue::UNDEFINED, is_ours));
        let granted = tell.clone();
        let holder = Closure::once_into_js(move |lock: JsValue| {
            granted(&lock.is_object().into());
            until
        });
        let options = Object::new();
        Reflect::set(&options, &"ifAvailable".into(), &at_once.into()).ok()?;
        let request: Function = method(&locks, "request")?;
        let outcome = request
            .call3(&locks, &name.into(), &options, &holder)
            .ok()?;
        // It ends when the claim does; before that only where the browser gives nobody any
        // (such as in a frame that may keep nothing).
        spawn(async move {
            if let Ok(promise) = outcome.dyn_into::<Promise>()
                && JsFuture::from(promise).await.is_err()
            {
                tell(&JsValue::NULL);
            }
        });
        Some(Self { release, held })
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
