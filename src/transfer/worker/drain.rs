//! Gives the memory of buffers back now, rather than when the garbage collector
//! finds them, which is tens of MiB later.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::{MessageChannel, MessagePort};

/// A port that nobody has the other end of: what is sent to it is gone at once.
/// (What `ArrayBuffer.transfer` frees, Chromium goes on holding.) Where there is
/// none, the garbage collector has to do it.
pub(super) struct Drain(Option<MessagePort>);

impl Drain {
    pub(super) fn new() -> Self {
        let channel = MessageChannel::new().ok();
        Self(channel.map(|channel| {
            channel.port2().close();
            channel.port1()
        }))
    }

    /// `bytes`: read by nobody any more. Those that share a buffer with others stay.
    pub(super) fn take(&self, bytes: &Uint8Array) {
        let buffer = bytes.buffer();
        if let Some(port) = &self.0
            && buffer.byte_length() == bytes.length()
        {
            port.post_message_with_transferable(&JsValue::NULL, &Array::of1(&buffer))
                .ok();
        }
    }
}
