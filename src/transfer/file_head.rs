//! Reads what recognising a chosen file takes: its beginning, its end, and the
//! places in between that they point to. A few milliseconds, whatever the size.

use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::sniff::{Finding, Sample, recognise, wanted};

/// What a file is.
///
/// # Errors
/// The browser's words: the file is gone, changed, or may not be read.
pub async fn recognise_file(file: &File) -> Result<Finding, String> {
    // A browser counts bytes in an `f64`, exact up to 2^53 (8 PiB).
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let mut sample = Sample::new(file.size() as u64);
    while let Some(range) = wanted(&sample) {
        #[allow(clippy::cast_precision_loss)] // within the file's size
        let (start, end) = (range.start as f64, range.end as f64);
        sample.add(range.start, read(file, start, end).await?);
    }
    Ok(recognise(&sample))
}

async fn read(file: &File, start: f64, end: f64) -> Result<Vec<u8>, String> {
    let words = |error: wasm_bindgen::JsValue| {
        js_sys::Error::from(error)
            .message()
            .as_string()
            .unwrap_or_default()
    };
    let slice = file.slice_with_f64_and_f64(start, end).map_err(words)?;
    let buffer = JsFuture::from(slice.array_buffer()).await.map_err(words)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
