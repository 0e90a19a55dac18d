//! Reads a stream in large pieces into one reused buffer. A BYOB reader with
//! `min` where the browser has it: default readers hand out small chunks and
//! leave hundreds of MiB to the garbage collector.

use js_sys::{ArrayBuffer, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, ReadableStreamByobReader, ReadableStreamDefaultReader};

/// Bytes read at a time.
const PIECE_BYTES: u32 = 1 << 20;

pub(super) struct PieceReader {
    source: Source,
    /// Bytes that are still to come, where that is known.
    left: Option<u64>,
    piece: Vec<u8>,
}

enum Source {
    Byob {
        reader: ReadableStreamByobReader,
        read: Function,
        /// `{min}`; one for all reads, since garbage is collected late.
        options: Object,
        /// Handed to the browser with each read and back with its answer.
        buffer: ArrayBuffer,
    },
    Default(ReadableStreamDefaultReader),
}

impl PieceReader {
    /// `size`: what the stream has, where that is known. Then it is not read beyond
    /// its last byte: a read that waits while a stream closes may wait for ever
    /// (Chromium).
    pub(super) fn new(stream: &ReadableStream, size: Option<u64>) -> Result<Self, JsValue> {
        let source = match ReadableStreamByobReader::new(stream) {
            Ok(reader) => {
                let options = Object::new();
                Reflect::set(&options, &"min".into(), &PIECE_BYTES.into())?;
                Source::Byob {
                    read: Reflect::get(&reader, &"read".into())?.dyn_into()?,
                    reader,
                    options,
                    buffer: ArrayBuffer::new(PIECE_BYTES),
                }
            }
            Err(_) => Source::Default(ReadableStreamDefaultReader::new(stream)?),
        };
        Ok(Self {
            source,
            left: size,
            piece: Vec::new(),
        })
    }

    fn read(&self) -> Result<Promise, JsValue> {
        match &self.source {
            Source::Byob {
                reader,
                read,
                options,
                buffer,
            } => {
                let view = Uint8Array::new(buffer);
                read.call2(reader, &view, options)?.dyn_into()
            }
            Source::Default(reader) => Ok(reader.read()),
        }
    }

    /// The next bytes; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<&[u8]>, JsValue> {
        if self.left == Some(0) {
            return Ok(None);
        }
        let answer = JsFuture::from(self.read()?).await?;
        let value = Reflect::get(&answer, &"value".into())?;
        let Ok(view) = value.dyn_into::<Uint8Array>() else {
            return Ok(None);
        };
        if let Source::Byob { buffer, .. } = &mut self.source {
            *buffer = view.buffer();
        }
        // The last bytes of a stream that ends short of `min` come with `done` already
        // set, so the end is where nothing comes any more.
        if view.length() == 0 {
            return Ok(None);
        }
        self.piece.resize(view.length() as usize, 0);
        view.copy_to(&mut self.piece);
        self.left = self
            .left
            .map(|left| left.saturating_sub(self.piece.len() as u64));
        Ok(Some(&self.piece))
    }
}
