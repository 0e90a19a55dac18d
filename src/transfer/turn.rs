//! Waiting for one's turn, and for whatever else a person may call off meanwhile.

use std::pin::pin;

use futures::StreamExt as _;
use futures::channel::mpsc::UnboundedReceiver;
use futures::channel::oneshot;
use futures::future::{Either, select};

use super::center::Control;

/// What came of waiting for a turn.
pub(super) enum Turn {
    Come,
    Cancelled,
    /// The console is gone.
    Gone,
}

pub(super) async fn wait_for(
    turn: oneshot::Receiver<()>,
    asked: &mut UnboundedReceiver<Control>,
) -> Turn {
    match unless_cancelled(turn, asked).await {
        Ok(_) => Turn::Come,
        Err(turn) => turn,
    }
}

/// What comes of `doing`, unless that is called off first.
pub(super) async fn unless_cancelled<T>(
    doing: impl Future<Output = T>,
    asked: &mut UnboundedReceiver<Control>,
) -> Result<T, Turn> {
    let mut doing = pin!(doing);
    loop {
        match select(doing.as_mut(), asked.next()).await {
            Either::Left((done, _)) => return Ok(done),
            Either::Right((Some(Control::Cancel | Control::Stop), _)) => {
                return Err(Turn::Cancelled);
            }
            Either::Right((None, _)) => return Err(Turn::Gone),
            Either::Right(_) => {}
        }
    }
}
