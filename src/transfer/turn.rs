//! Waiting for one's turn, and for whatever else a person may call off meanwhile.

use std::pin::pin;

use futures::StreamExt as _;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender};
use futures::channel::oneshot;
use futures::future::{Either, select};

use super::center::Control;

/// What came of waiting for a turn.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Come,
    Cancelled,
    /// The console is gone.
    Gone,
}

/// What waits can only be called off.
pub(super) async fn wait_for(
    turn: oneshot::Receiver<()>,
    asked: &mut UnboundedReceiver<Control>,
) -> Turn {
    match race(turn, asked, drop).await {
        Ok(_) => Turn::Come,
        Err(turn) => turn,
    }
}

/// What comes of `doing`, unless that is called off first. What else is asked meanwhile is
/// asked `again` after it.
pub(super) async fn unless_cancelled<T>(
    doing: impl Future<Output = T>,
    asked: &mut UnboundedReceiver<Control>,
    again: &UnboundedSender<Control>,
) -> Result<T, Turn> {
    let mut later = Vec::new();
    let done = race(doing, asked, |control| later.push(control)).await;
    for control in later {
        again.unbounded_send(control).ok();
    }
    done
}

async fn race<T>(
    doing: impl Future<Output = T>,
    asked: &mut UnboundedReceiver<Control>,
    mut other: impl FnMut(Control),
) -> Result<T, Turn> {
    let mut doing = pin!(doing);
    loop {
        match select(doing.as_mut(), asked.next()).await {
            Either::Left((done, _)) => return Ok(done),
            Either::Right((Some(Control::Cancel | Control::Stop), _)) => {
                return Err(Turn::Cancelled);
            }
            Either::Right((None, _)) => return Err(Turn::Gone),
            Either::Right((Some(control), _)) => other(control),
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::channel::mpsc::unbounded;
    use futures::executor::block_on;

    use super::*;

    #[test]
    fn what_is_called_off_ends_at_once_and_a_pause_comes_after_it() {
        let (again, mut asked) = unbounded();
        again.unbounded_send(Control::Pause).expect("listens");
        again.unbounded_send(Control::Cancel).expect("listens");
        let never = std::future::pending::<()>();
        let ended = block_on(unless_cancelled(never, &mut asked, &again));
        assert_eq!(ended, Err(Turn::Cancelled));
        assert!(matches!(asked.try_recv(), Ok(Control::Pause)));
        let done = block_on(unless_cancelled(async { 7 }, &mut asked, &again));
        assert_eq!(done, Ok(7));
    }

    #[test]
    fn a_turn_comes_or_is_given_up() {
        let (again, mut asked) = unbounded();
        let (gate, turn) = oneshot::channel();
        gate.send(()).expect("waits");
        assert_eq!(block_on(wait_for(turn, &mut asked)), Turn::Come);
        let (_gate, turn) = oneshot::channel();
        drop(again);
        assert_eq!(block_on(wait_for(turn, &mut asked)), Turn::Gone);
    }
}
