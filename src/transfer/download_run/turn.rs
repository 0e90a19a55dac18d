//! A download's place in the queue: at first, after a pause, and when it is tried again.

use futures::StreamExt as _;
use futures::channel::mpsc::UnboundedReceiver;
use futures::channel::oneshot;
use futures::future::{Either, select};

use super::super::center::{Control, Direction};
use super::super::stage::Stage;
use super::Run;

/// What came of waiting for a turn.
pub(super) enum Turn {
    Come,
    Cancelled,
    /// The console is gone.
    Gone,
}

impl Run {
    pub(super) async fn begin(
        mut self,
        turn: oneshot::Receiver<()>,
        mut asked: UnboundedReceiver<Control>,
    ) {
        match wait_for(turn, &mut asked).await {
            Turn::Come => self.drive(asked).await,
            Turn::Cancelled => self.cancel().await,
            Turn::Gone => {}
        }
    }

    /// Behind those that run and wait: what comes of it is this transfer's turn.
    pub(super) fn enter_queue(&self) -> oneshot::Receiver<()> {
        let (id, (gate, turn)) = (self.transfer.id, oneshot::channel());
        self.center.gates().insert(id, gate);
        self.center
            .change_queue(Direction::Download, |queue| queue.add(id));
        turn
    }

    pub(super) async fn wait_again(&mut self, asked: &mut UnboundedReceiver<Control>) -> Turn {
        let mut turn = self.enter_queue();
        if matches!(turn.try_recv(), Ok(Some(()))) {
            return Turn::Come;
        }
        self.show(Stage::Queued, self.plan.partial.bytes(), 0);
        wait_for(turn, asked).await
    }
}

async fn wait_for(mut turn: oneshot::Receiver<()>, asked: &mut UnboundedReceiver<Control>) -> Turn {
    loop {
        match select(&mut turn, asked.next()).await {
            Either::Left(_) => return Turn::Come,
            Either::Right((Some(Control::Cancel | Control::Stop), _)) => return Turn::Cancelled,
            Either::Right((None, _)) => return Turn::Gone,
            Either::Right(_) => {}
        }
    }
}
