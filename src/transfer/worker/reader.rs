//! Reads a file of this machine in large pieces, into buffers that come back. A
//! reader of the caller's own buffers (BYOB) is the fastest, and leaves the least to
//! the garbage collector; without one the file is read slice by slice.

use js_sys::{ArrayBuffer, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStreamByobReader};

use super::sweeper::Sweeper;

pub(super) struct PieceReader {
    source: Source,
    /// Where the next piece begins.
    at: u64,
    size: u64,
    sweeper: Sweeper,
}

enum Source {
    Byob {
        reader: ReadableStreamByobReader,
        read: Function,
        /// `{min}`; one for all reads, since garbage is collected late.
        options: Object,
    },
    Slices(Blob),
}

impl PieceReader {
    /// It isn't read beyond its last byte: a read that waits while a stream closes
    /// may wait for ever (Chromium).
    pub(super) fn of(file: Blob, size: u64) -> Result<Self, JsValue> {
        let source = match ReadableStreamByobReader::new(&file.stream()) {
            Ok(reader) => Source::Byob {
                read: Reflect::get(&reader, &"read".into())?.dyn_into()?,
                reader,
                options: Object::new(),
            },
            Err(_) => Source::Slices(file),
        };
        Ok(Self {
            source,
            at: 0,
            size,
            sweeper: Sweeper::default(),
        })
    }

    /// The next bytes, in `buffer` or what the browser made of it; `None` at the
    /// end, or where the file ends too early.
    pub(super) async fn next(
        &mut self,
        buffer: ArrayBuffer,
    ) -> Result<Option<Uint8Array>, JsValue> {
        let left = u32::try_from(self.size - self.at).unwrap_or(u32::MAX);
        let wanted = left.min(buffer.byte_length());
        if wanted == 0 {
            return Ok(None);
        }
        let piece = match &self.source {
            Source::Byob {
                reader,
                read,
                options,
            } => {
                let view = Uint8Array::new_with_byte_offset_and_length(&buffer, 0, wanted);
                Reflect::set(options, &"min".into(), &wanted.into())?;
                let promise: Promise = read.call2(reader, &view, options)?.dyn_into()?;
                let answer = JsFuture::from(promise).await?;
                Reflect::get(&answer, &"value".into())?.dyn_into().ok()
            }
            Source::Slices(file) => {
                #[allow(clippy::cast_precision_loss)] // exact below 8 PiB
                let (from, to) = (self.at as f64, (self.at + u64::from(wanted)) as f64);
                let slice = file.slice_with_f64_and_f64(from, to)?;
                let bytes = JsFuture::from(slice.array_buffer()).await?;
                Some(Uint8Array::new(&bytes))
            }
        };
        let piece = piece.filter(|piece: &Uint8Array| piece.length() > 0);
        let bytes = piece.as_ref().map_or(0, Uint8Array::length);
        self.at += u64::from(bytes);
        self.sweeper.read(bytes);
        Ok(piece)
    }
}
