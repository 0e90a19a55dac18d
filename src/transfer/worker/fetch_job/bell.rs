//! Wakes whoever waits for something to have changed.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// Rung by one, heard by one other; rings that nobody hears are remembered once.
#[derive(Default)]
pub(super) struct Bell {
    has_rung: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Bell {
    pub(super) fn ring(&self) {
        self.has_rung.set(true);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    pub(super) async fn heard(&self) {
        poll_fn(|context| {
            if self.has_rung.take() {
                return Poll::Ready(());
            }
            self.waker.replace(Some(context.waker().clone()));
            Poll::Pending
        })
        .await;
    }
}
