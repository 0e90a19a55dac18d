//! Reads the first bytes of a chosen file, for recognising it.

use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::sniff::HEAD_BYTES;

/// The first [`HEAD_BYTES`] of a file, or fewer if it is shorter.
///
/// # Errors
/// The browser's words: the file is gone, changed, or may not be read.
pub async fn read_head(file: &File) -> Result<Vec<u8>, String> {
    let words = |error: wasm_bindgen::JsValue| {
        js_sys::Error::from(error)
            .message()
            .as_string()
            .unwrap_or_default()
    };
    #[allow(clippy::cast_precision_loss)] // 64 KiB
    let end = file.size().min(HEAD_BYTES as f64);
    let slice = file.slice_with_f64_and_f64(0.0, end).map_err(words)?;
    let buffer = JsFuture::from(slice.array_buffer()).await.map_err(words)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
