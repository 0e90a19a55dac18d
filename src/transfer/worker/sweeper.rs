//! Has the browser collect a worker's garbage now and then. A stream leaves objects of
//! the browser's own behind for every few KiB that are read: some 6 MiB for each GiB,
//! for as long as nothing else makes the worker's heap grow.

use std::cell::Cell;

use js_sys::{Array, Reflect};

/// Read between two collections.
const EVERY_BYTES: u64 = 256 << 20;
/// Chromium collects when buffers have come to so much since the last time.
const BALLAST_BYTES: u32 = 64 << 20;

#[derive(Default)]
pub(super) struct Sweeper {
    read: Cell<u64>,
}

impl Sweeper {
    /// So many bytes more were read.
    pub(super) fn read(&self, bytes: u32) {
        let read = self.read.get() + u64::from(bytes);
        let is_due = read >= EVERY_BYTES;
        self.read.set(if is_due { 0 } else { read });
        if is_due {
            weigh_down();
        }
    }
}

/// Takes a buffer and lets it go. It is never written to, so that it has addresses and
/// no memory; where even those lack, there is garbage for a while.
fn weigh_down() {
    Reflect::get(&js_sys::global(), &"ArrayBuffer".into())
        .and_then(|buffers| Reflect::construct(&buffers.into(), &Array::of1(&BALLAST_BYTES.into())))
        .ok();
}
