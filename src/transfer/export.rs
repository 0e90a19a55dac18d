//! Hands a proven file over to the downloads folder, and clears away staging
//! files that are needed no more.

use gloo_timers::future::TimeoutFuture;
use js_sys::{AsyncIterator, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, File, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemWritableFileStream,
    HtmlAnchorElement, StorageManager, Url,
};

use super::hold::claimed_staging;
use super::partial;

/// Begins the name of every staging file of ours.
const STAGING_PREFIX: &str = "vitrine-download-";
/// A staging file that no note speaks of and that is this old belongs to nobody.
const LEFTOVER_AFTER_MS: f64 = 24.0 * 3_600_000.0;
/// A download that nobody went on with for so long.
const FORGOTTEN_AFTER_MS: f64 = 14.0 * 24.0 * 3_600_000.0;
/// Slowest copy into the downloads folder that we wait for, in bytes per second.
const COPY_BYTES_PER_S: f64 = 5.0e6;

/// A name for a new staging file, which no other has.
pub(super) fn staging_name(image_id: &str) -> String {
    let unique = uuid::Uuid::new_v4().simple();
    format!("{STAGING_PREFIX}{image_id}-{unique}")
}

/// The staging file's content.
pub(super) async fn staged(name: &str) -> Result<File, JsValue> {
    let handle: FileSystemFileHandle = JsFuture::from(root().await?.get_file_handle(name))
        .await?
        .dyn_into()?;
    JsFuture::from(handle.get_file()).await?.dyn_into()
}

/// The browser's own copy into the downloads folder. It doesn't say when it has
/// finished, so the source has to live for [`copy_ms`]; and this value with it.
pub(super) struct Saved {
    url: String,
}

impl Drop for Saved {
    fn drop(&mut self) {
        Url::revoke_object_url(&self.url).ok();
    }
}

/// Starts the copy, under `name`.
pub(super) fn save(blob: &Blob, name: &str) -> Result<Saved, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let document = window.document().ok_or(JsValue::NULL)?;
    let url = Url::create_object_url_with_blob(blob)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    Ok(Saved { url })
}

/// So much is read and written at once by [`copy`], in bytes.
const COPY_STEP: f64 = (16 << 20) as f64;

/// Copies into a file that the person chose, which has its name once all is there.
/// `on_copied` is told how many bytes are.
pub(super) async fn copy(
    source: &Blob,
    to: &FileSystemFileHandle,
    on_copied: impl Fn(u64),
) -> Result<(), JsValue> {
    let stream = JsFuture::from(to.create_writable()).await?;
    let stream: FileSystemWritableFileStream = stream.dyn_into()?;
    let (mut at, end) = (0.0, source.size());
    while at < end {
        let next = (at + COPY_STEP).min(end);
        let piece = source.slice_with_f64_and_f64(at, next)?;
        let written = JsFuture::from(stream.write_with_blob(&piece)?).await;
        if let Err(error) = written {
            // What was written so far goes with it.
            JsFuture::from(stream.abort()).await.ok();
            return Err(error);
        }
        at = next;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // exact below 8 PiB
        on_copied(at as u64);
    }
    JsFuture::from(stream.close()).await?;
    Ok(())
}

/// As long as a slow disk needs for a copy, in milliseconds.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss
)] // bounded just here
pub(super) fn copy_ms(bytes: u64) -> u32 {
    (600_000.0 + bytes as f64 / COPY_BYTES_PER_S * 1000.0).min(f64::from(i32::MAX)) as u32
}

/// Deletes a staging file. A worker that was just ended may hold it a moment longer.
pub(super) async fn discard(name: &str) {
    for _ in 0..20 {
        let Ok(root) = root().await else { return };
        if JsFuture::from(root.remove_entry(name)).await.is_ok() || staged(name).await.is_err() {
            return;
        }
        TimeoutFuture::new(250).await;
    }
}

/// Deletes staging files that a closed tab or a crash left behind, those that were copied
/// long since, and what nobody has gone on with for two weeks.
pub async fn sweep_leftovers() {
    let Ok(files) = leftovers().await else { return };
    let noted = partial::all().await;
    let claimed = claimed_staging().await.unwrap_or_default();
    let now_ms = js_sys::Date::now();
    for note in noted
        .iter()
        .filter(|one| !claimed.contains(&one.staging_name))
    {
        let name = &note.staging_name;
        let written_ms = match staged(name).await {
            Ok(file) => file.last_modified(),
            // It never had its turn.
            Err(_) => note.begun_ms,
        };
        if note.is_copied() || now_ms - written_ms > FORGOTTEN_AFTER_MS {
            partial::forget(name);
            discard(name).await;
        }
    }
    let is_noted = |name: &String| noted.iter().any(|one| one.staging_name == *name);
    for name in files
        .iter()
        .filter(|name| !claimed.contains(name) && !is_noted(name))
    {
        let Ok(file) = staged(name).await else {
            continue;
        };
        if now_ms - file.last_modified() > LEFTOVER_AFTER_MS {
            discard(name).await;
        }
    }
}

/// Asks the browser for more room than a site has by itself, which may ask the
/// person. `true` once it is granted.
pub(super) async fn ask_for_room() -> bool {
    let Ok(storage) = storage() else { return false };
    let Ok(promise) = storage.persist() else {
        return false;
    };
    JsFuture::from(promise).await.is_ok_and(|is| is.is_truthy())
}

/// Lets the person choose where a file goes; `None` where the browser can't.
/// Has to be called in answer to something that the person did. What comes of it
/// is `None` when nothing was chosen.
#[must_use]
pub fn place_picker(
    name: &str,
) -> Option<impl Future<Output = Option<FileSystemFileHandle>> + use<>> {
    let window = web_sys::window()?;
    let pick = save_picker(&window)?;
    let options = Object::new();
    Reflect::set(&options, &"suggestedName".into(), &name.into()).ok()?;
    let promise: Promise = pick.call1(&window, &options).ok()?.dyn_into().ok()?;
    Some(async move { JsFuture::from(promise).await.ok()?.dyn_into().ok() })
}

/// Whether [`place_picker`] would show anything.
#[must_use]
pub fn has_place_picker() -> bool {
    web_sys::window().is_some_and(|window| save_picker(&window).is_some())
}

fn save_picker(window: &JsValue) -> Option<Function> {
    let pick = Reflect::get(window, &"showSaveFilePicker".into()).ok()?;
    pick.dyn_into().ok()
}

async fn leftovers() -> Result<Vec<String>, JsValue> {
    let keys: AsyncIterator = root().await?.keys();
    let mut names = Vec::new();
    loop {
        let step = JsFuture::from(keys.next()?).await?;
        if Reflect::get(&step, &"done".into())?.is_truthy() {
            return Ok(names);
        }
        let name = Reflect::get(&step, &"value".into())?.as_string();
        names.extend(name.filter(|name| name.starts_with(STAGING_PREFIX)));
    }
}

/// The root of the origin-private file system; an error where there is none.
async fn root() -> Result<FileSystemDirectoryHandle, JsValue> {
    JsFuture::from(storage()?.get_directory()).await?.dyn_into()
}

fn storage() -> Result<StorageManager, JsValue> {
    let navigator = web_sys::window().ok_or(JsValue::NULL)?.navigator();
    Reflect::get(&navigator, &"storage".into())?.dyn_into()
}
