//! A file that the person chose. What was in it stays there until it is closed.

use std::cell::Cell;

use js_sys::Uint8Array;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{FileSystemFileHandle, FileSystemWritableFileStream, WriteCommandType, WriteParams};

use super::super::protocol::WorkerFailure;
use super::sink::{exact_f64, write_failed};

/// Written at a time, in bytes. Each write goes through another process of the browser's and
/// takes a millisecond or more: in pieces of 64 KiB, as they come, half as much gets through
/// in the same time.
const WRITE_BYTES: u32 = 4 << 20;

pub(super) struct Chosen {
    stream: FileSystemWritableFileStream,
    /// What isn't written yet.
    buffer: Uint8Array,
    /// Bytes of it that are filled.
    held: Cell<u32>,
    /// Where in the file they belong.
    from: Cell<u64>,
}

impl Drop for Chosen {
    fn drop(&mut self) {
        // Without effect on one that was closed.
        drop(self.stream.abort());
    }
}

impl Chosen {
    pub(super) async fn open(handle: &FileSystemFileHandle) -> Result<Self, WorkerFailure> {
        let stream = JsFuture::from(handle.create_writable()).await;
        let stream = stream.and_then(|stream| stream.dyn_into());
        Ok(Self {
            stream: stream.map_err(write_failed)?,
            buffer: Uint8Array::new_with_length(WRITE_BYTES),
            held: Cell::new(0),
            from: Cell::new(0),
        })
    }

    /// Where this is dropped before it ends, the same bytes have to come again.
    pub(super) async fn write(&self, at: u64, bytes: &Uint8Array) -> Result<(), WorkerFailure> {
        let (mut done, all) = (0, bytes.length());
        while done < all {
            let (held, next) = (self.held.get(), at + u64::from(done));
            if held == WRITE_BYTES || next != self.from.get() + u64::from(held) {
                self.flush().await?;
                self.from.set(next);
                continue;
            }
            let take = (all - done).min(WRITE_BYTES - held);
            self.buffer.set(&bytes.subarray(done, done + take), held);
            self.held.set(held + take);
            done += take;
        }
        Ok(())
    }

    /// Until it has ended, nothing else is put into the buffer: the browser may read it late.
    async fn flush(&self) -> Result<(), WorkerFailure> {
        let held = self.held.get();
        if held > 0 {
            let params = WriteParams::new(WriteCommandType::Write);
            params.set_position(Some(exact_f64(self.from.get())));
            params.set_data(&self.buffer.subarray(0, held));
            let promise = self.stream.write_with_write_params(&params);
            let written = JsFuture::from(promise.map_err(write_failed)?).await;
            written.map_err(write_failed)?;
            self.held.set(0);
        }
        Ok(())
    }

    /// Puts what was written in the place of what was there.
    pub(super) async fn close(&self) -> Result<(), WorkerFailure> {
        self.flush().await?;
        let closed = JsFuture::from(self.stream.close()).await;
        closed.map(drop).map_err(write_failed)
    }
}
