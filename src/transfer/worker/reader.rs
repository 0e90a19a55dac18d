//! Reads a stream in large pieces into buffers of the caller's. A BYOB reader with
//! `min` where the browser has it: default readers hand out small chunks and
//! leave hundreds of MiB to the garbage collector.

use js_sys::{ArrayBuffer, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, ReadableStreamByobReader, ReadableStreamDefaultReader};

/// Most bytes read at a time, and the size of a buffer.
pub(super) const PIECE_BYTES: u32 = 1 << 20;

pub(super) struct PieceReader {
    source: Source,
    /// Bytes that are still to come.
    left: u64,
}

enum Source {
    Byob {
        reader: ReadableStreamByobReader,
        read: Function,
        /// `{min}`; one for all reads, since garbage is collected late.
        options: Object,
    },
    Default {
        reader: ReadableStreamDefaultReader,
        /// What didn't fit into the last buffer.
        rest: Option<Uint8Array>,
    },
}

impl PieceReader {
    /// `size`: what the stream has. It is not read beyond its last byte: a read
    /// that waits while a stream closes may wait for ever (Chromium).
    pub(super) fn new(stream: &ReadableStream, size: u64) -> Result<Self, JsValue> {
        let source = match ReadableStreamByobReader::new(stream) {
            Ok(reader) => Source::Byob {
                read: Reflect::get(&reader, &"read".into())?.dyn_into()?,
                reader,
                options: Object::new(),
            },
            Err(_) => Source::Default {
                reader: ReadableStreamDefaultReader::new(stream)?,
                rest: None,
            },
        };
        Ok(Self { source, left: size })
    }

    /// The next bytes, in `buffer` or what the browser made of it; `None` at the
    /// end. Waits for `at_least` bytes, or the last ones.
    pub(super) async fn next(
        &mut self,
        buffer: ArrayBuffer,
        at_least: u32,
    ) -> Result<Option<Uint8Array>, JsValue> {
        let most = u32::try_from(self.left)
            .unwrap_or(u32::MAX)
            .min(buffer.byte_length());
        if most == 0 {
            return Ok(None);
        }
        let view = Uint8Array::new_with_byte_offset_and_length(&buffer, 0, most);
        let view = match &mut self.source {
            Source::Byob {
                reader,
                read,
                options,
            } => {
                let least = at_least.clamp(1, most);
                Reflect::set(options, &"min".into(), &least.into())?;
                let promise: Promise = read.call2(reader, &view, options)?.dyn_into()?;
                // The last bytes of a stream that ends short of `min` come with `done`
                // already set, so the end is where nothing comes any more.
                value(promise).await?
            }
            Source::Default { reader, rest } => {
                let chunk = match rest.take() {
                    Some(rest) => Some(rest),
                    None => value(reader.read()).await?,
                };
                chunk.map(|chunk| {
                    let len = chunk.length().min(most);
                    let (now, later) =
                        (chunk.subarray(0, len), chunk.subarray(len, chunk.length()));
                    *rest = (later.length() > 0).then_some(later);
                    let view = view.subarray(0, len);
                    view.set(&now, 0);
                    view
                })
            }
        };
        let view = view.filter(|view| view.length() > 0);
        let len = view.as_ref().map_or(0, Uint8Array::length);
        self.left -= u64::from(len);
        Ok(view)
    }
}

async fn value(read: Promise) -> Result<Option<Uint8Array>, JsValue> {
    let answer = JsFuture::from(read).await?;
    Ok(Reflect::get(&answer, &"value".into())?.dyn_into().ok())
}
