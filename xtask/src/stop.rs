//! The wish to stop: set by Ctrl-C, SIGTERM or a closed terminal, looked at
//! by every wait.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crate::failure::{Doing, Failure, Result};

static WANTED: AtomicBool = AtomicBool::new(false);

pub fn listen() -> Result {
    ctrlc::set_handler(|| WANTED.store(true, Ordering::SeqCst))
        .doing(|| "cannot listen for Ctrl-C".to_owned())
}

/// An error once somebody wants to stop.
pub fn check() -> Result {
    if WANTED.load(Ordering::SeqCst) {
        Err(Failure::Interrupted)
    } else {
        Ok(())
    }
}

/// A short sleep that ends early, as an error, when somebody wants to stop.
pub fn pause() -> Result {
    check()?;
    thread::sleep(Duration::from_millis(40));
    check()
}
