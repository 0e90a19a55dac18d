//! A download's place in the queue: at first, and when it is tried again.

use futures::channel::mpsc::UnboundedReceiver;
use futures::channel::oneshot;

use super::super::center::Control;
use super::super::stage::Stage;
use super::super::turn::{Turn, wait_for};
use super::Run;

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

    pub(super) async fn wait_again(&mut self, asked: &mut UnboundedReceiver<Control>) -> Turn {
        let mut turn = self.center.enter_queue(&self.transfer);
        if matches!(turn.try_recv(), Ok(Some(()))) {
            return Turn::Come;
        }
        self.show(Stage::Queued, self.plan.partial.bytes(), 0);
        wait_for(turn, asked).await
    }
}
