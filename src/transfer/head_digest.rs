//! A digest of a file's beginning, to know it again after a reload.

use std::fmt::Write as _;

use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// How much of the file is digested.
const BYTES: f64 = 1_048_576.0;

/// SHA-256 of the first MiB in hexadecimal; `None` where the browser digests
/// nothing (insecure pages) or the file can't be read.
pub async fn head_sha256(file: &File) -> Option<String> {
    let head = file
        .slice_with_f64_and_f64(0.0, file.size().min(BYTES))
        .ok()?;
    let bytes = JsFuture::from(head.array_buffer()).await.ok()?;
    let window = JsValue::from(web_sys::window()?);
    let crypto = Reflect::get(&window, &"crypto".into()).ok()?;
    let subtle = Reflect::get(&crypto, &"subtle".into()).ok()?;
    let digest: Function = Reflect::get(&subtle, &"digest".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let promise: Promise = digest
        .call2(&subtle, &"SHA-256".into(), &bytes)
        .ok()?
        .dyn_into()
        .ok()?;
    let digest = Uint8Array::new(&JsFuture::from(promise).await.ok()?).to_vec();
    let mut hex = String::new();
    for byte in digest {
        // Writing to a string can't fail.
        let _ = write!(hex, "{byte:02x}");
    }
    Some(hex)
}
