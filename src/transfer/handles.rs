//! Where this browser keeps how a file is found again after a reload (Chromium's
//! file handles): so that an upload is finished without choosing the file anew.
//! A handle is no file: opening it asks the person first.

use idb::TransactionMode;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileSystemFileHandle};

use super::database::{FILES, open};

/// Keeps the handle of the file that goes into the image. Where the browser
/// refuses, the file has to be chosen again.
pub(super) async fn keep(image_id: &str, handle: &FileSystemFileHandle) {
    let keep = async {
        let database = open().await?;
        let transaction = database.transaction(&[FILES], TransactionMode::ReadWrite)?;
        let store = transaction.object_store(FILES)?;
        store.put(handle, Some(&image_id.into()))?.await?;
        transaction.commit()?.await?;
        database.close();
        Ok::<_, idb::Error>(())
    };
    keep.await.ok();
}

/// The handle that was kept, if there is one.
pub async fn kept_handle(image_id: &str) -> Option<FileSystemFileHandle> {
    let get = async {
        let database = open().await?;
        let transaction = database.transaction(&[FILES], TransactionMode::ReadOnly)?;
        let store = transaction.object_store(FILES)?;
        let key = JsValue::from(image_id);
        let value = store.get(key)?.await?;
        database.close();
        Ok::<_, idb::Error>(value)
    };
    get.await.ok().flatten()?.dyn_into().ok()
}

/// Forgets the handle, once the upload is done with.
pub(super) async fn let_go(image_id: &str) {
    let delete = async {
        let database = open().await?;
        let transaction = database.transaction(&[FILES], TransactionMode::ReadWrite)?;
        let store = transaction.object_store(FILES)?;
        store.delete(JsValue::from(image_id))?.await?;
        transaction.commit()?.await?;
        database.close();
        Ok::<_, idb::Error>(())
    };
    delete.await.ok();
}

/// The file behind a handle; `None` if the person says no, or it is gone. Has to
/// be called in answer to something that the person did.
pub async fn open_handle(handle: &FileSystemFileHandle) -> Option<File> {
    let mode = Object::new();
    Reflect::set(&mode, &"mode".into(), &"read".into()).ok()?;
    // Not every browser asks; where there is nothing to ask, the file is open.
    if let Some(request) = method(handle, "requestPermission") {
        let promise: Promise = request.call1(handle, &mode).ok()?.dyn_into().ok()?;
        let state = JsFuture::from(promise).await.ok()?;
        if state.as_string().as_deref() != Some("granted") {
            return None;
        }
    }
    JsFuture::from(handle.get_file())
        .await
        .ok()?
        .dyn_into()
        .ok()
}

/// Lets the person choose files so that they can be found again; `None` where
/// the browser can't. What comes of it is `None` where the browser won't (such as
/// in a frame of another origin), and an empty list when nothing was chosen.
#[must_use]
pub fn file_picker() -> Option<impl Future<Output = Option<Vec<FileSystemFileHandle>>>> {
    let window = web_sys::window()?;
    let pick = method(&window, "showOpenFilePicker")?;
    let options = Object::new();
    Reflect::set(&options, &"multiple".into(), &true.into()).ok()?;
    let promise: Promise = pick.call1(&window, &options).ok()?.dyn_into().ok()?;
    Some(async move {
        let chosen = match JsFuture::from(promise).await {
            Ok(chosen) => js_sys::Array::from(&chosen),
            // Stepping back from the choice is an error to the browser.
            Err(error) if is_abort(&error) => js_sys::Array::new(),
            Err(_) => return None,
        };
        let handles = chosen.iter().filter_map(|handle| handle.dyn_into().ok());
        Some(handles.collect())
    })
}

fn is_abort(error: &JsValue) -> bool {
    let name = Reflect::get(error, &"name".into()).ok();
    name.and_then(|name| name.as_string()).as_deref() == Some("AbortError")
}

fn method(object: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}
