//! Hands a proven file over to the downloads folder, and clears away staging
//! files that are needed no more.

use gloo_timers::future::TimeoutFuture;
use js_sys::{AsyncIterator, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, File, FileSystemDirectoryHandle, FileSystemFileHandle, HtmlAnchorElement, Url,
};

use crate::query::spawn;

/// Begins the name of every staging file of ours.
pub(super) const STAGING_PREFIX: &str = "vitrine-download-";
/// A staging file this old belongs to nobody any more.
const LEFTOVER_AFTER_MS: f64 = 24.0 * 3_600_000.0;
/// Slowest copy into the downloads folder that we wait for, in bytes per second.
const COPY_BYTES_PER_S: f64 = 5.0e6;

/// The staging file's content.
pub(super) async fn staged(name: &str) -> Result<File, JsValue> {
    let handle: FileSystemFileHandle = JsFuture::from(root().await?.get_file_handle(name))
        .await?
        .dyn_into()?;
    JsFuture::from(handle.get_file()).await?.dyn_into()
}

/// Starts the browser's own copy into the downloads folder under `name`. The
/// browser doesn't say when it has finished, so the source is kept for as long
/// as a slow disk would need.
pub(super) fn save(blob: &Blob, name: &str, staging_name: Option<String>) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let document = window.document().ok_or(JsValue::NULL)?;
    let url = Url::create_object_url_with_blob(blob)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    let wait_ms = 600_000.0 + blob.size() / COPY_BYTES_PER_S * 1000.0;
    spawn(async move {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // bounded just here
        TimeoutFuture::new(wait_ms.min(f64::from(i32::MAX)) as u32).await;
        Url::revoke_object_url(&url).ok();
        if let Some(name) = staging_name {
            discard(&name).await;
        }
    });
    Ok(())
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

/// Deletes staging files that a closed tab or a crash left behind.
pub async fn sweep_leftovers() {
    let Ok(names) = leftovers().await else { return };
    for name in names {
        let Ok(file) = staged(&name).await else {
            continue;
        };
        if js_sys::Date::now() - file.last_modified() > LEFTOVER_AFTER_MS {
            discard(&name).await;
        }
    }
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
    let navigator = web_sys::window().ok_or(JsValue::NULL)?.navigator();
    let storage = Reflect::get(&navigator, &"storage".into())?;
    let storage: web_sys::StorageManager = storage.dyn_into()?;
    JsFuture::from(storage.get_directory()).await?.dyn_into()
}
