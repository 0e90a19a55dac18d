//! The token cell without a browser: who shares an attempt, and what each end of
//! one leaves behind.

use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Waker};

use futures::channel::mpsc::{UnboundedSender, unbounded};
use futures::{FutureExt as _, StreamExt as _};

use super::*;
use crate::api::Operation;

fn secret(text: &str) -> Secret {
    Secret::new(text).expect("can be sent")
}

fn fresh(text: &str) -> Fresh {
    Fresh {
        secret: secret(text),
        validity: None,
    }
}

fn failed(kind: ErrorKind) -> Error {
    Error::without_answer(Operation::SignIn, kind)
}

/// A token whose renewals end as they are told to, and how often one began.
struct Desk {
    token: Token,
    answers: UnboundedSender<Result<Fresh, Error>>,
    asked: Arc<AtomicU32>,
}

impl Desk {
    fn open() -> Self {
        let (answers, inbox) = unbounded();
        let inbox = Arc::new(futures::lock::Mutex::new(inbox));
        let asked = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&asked);
        let renew = move || -> Asking {
            count.fetch_add(1, Ordering::Relaxed);
            let inbox = Arc::clone(&inbox);
            Box::pin(async move { inbox.lock().await.next().await.expect("is answered") })
        };
        Self {
            token: Token::new(fresh("old"), Some(Arc::new(renew))),
            answers,
            asked,
        }
    }

    fn answer(&self, answer: Result<Fresh, Error>) {
        self.answers.unbounded_send(answer).expect("is heard");
    }

    fn asked(&self) -> u32 {
        self.asked.load(Ordering::Relaxed)
    }
}

fn waits<T>(future: Pin<&mut impl Future<Output = T>>) -> bool {
    let mut context = Context::from_waker(Waker::noop());
    future.poll(&mut context).is_pending()
}

fn run<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("waits for nothing")
}

#[test]
fn a_renewed_token_is_every_clones() {
    let desk = Desk::open();
    let clone = desk.token.clone();
    desk.answer(Ok(fresh("new")));
    assert!(run(desk.token.renew()));
    assert_eq!(clone.now(), secret("new"));
    assert_eq!(clone, desk.token);
    assert!(!clone.is_first());
}

#[test]
fn who_asks_meanwhile_shares_the_attempt() {
    let desk = Desk::open();
    run(async {
        let mut first = pin!(desk.token.renew());
        let mut second = pin!(desk.token.renew());
        assert!(waits(first.as_mut()) && waits(second.as_mut()));
        desk.answer(Ok(fresh("new")));
        assert!(first.await && second.await);
    });
    assert_eq!(desk.asked(), 1);
}

#[test]
fn an_attempt_given_up_leaves_nobody_waiting() {
    let desk = Desk::open();
    run(async {
        let mut first = Box::pin(desk.token.renew());
        let mut second = pin!(desk.token.renew());
        assert!(waits(first.as_mut()) && waits(second.as_mut()));
        drop(first);
        assert!(!second.await);
    });
    desk.answer(Ok(fresh("new")));
    assert!(run(desk.token.renew()));
}

#[test]
fn what_passes_is_tried_again_and_a_refusal_is_not() {
    let desk = Desk::open();
    desk.answer(Err(failed(ErrorKind::NoAnswer)));
    assert!(!run(desk.token.renew()));
    assert_eq!(desk.token.renewal(), Renewal::Failing);
    desk.answer(Err(failed(ErrorKind::Unauthorized)));
    assert!(!run(desk.token.renew()));
    assert_eq!(desk.token.renewal(), Renewal::Refused);
    assert!(!run(desk.token.renew()));
    assert_eq!(desk.asked(), 2);
    assert_eq!(desk.token.now(), secret("old"));
}

#[test]
fn what_a_proxy_says_is_no_refusal() {
    let desk = Desk::open();
    desk.answer(Err(Error {
        is_foreign: true,
        ..failed(ErrorKind::NotFound)
    }));
    assert!(!run(desk.token.renew()));
    assert_eq!(desk.token.renewal(), Renewal::Failing);
}

#[test]
fn a_refused_token_is_renewed_only_if_nobody_has_yet() {
    let desk = Desk::open();
    desk.answer(Ok(fresh("new")));
    assert!(run(desk.token.renew_after(&secret("old"))));
    assert!(run(desk.token.renew_after(&secret("old"))));
    assert_eq!(desk.asked(), 1);
}

#[test]
fn a_new_token_refused_at_once_ends_the_asking() {
    let desk = Desk::open();
    desk.answer(Ok(fresh("new")));
    assert!(run(desk.token.renew_after(&secret("old"))));
    desk.token.was_answered(true);
    assert!(!run(desk.token.renew_after(&secret("new"))));
    assert_eq!(desk.asked(), 1);
    // Until a service takes it again.
    desk.token.was_answered(false);
    desk.answer(Ok(fresh("newer")));
    assert!(run(desk.token.renew_after(&secret("new"))));
}

#[test]
fn after_the_end_of_the_session_nothing_is_renewed() {
    let desk = Desk::open();
    run(async {
        let mut attempt = pin!(desk.token.renew());
        assert!(waits(attempt.as_mut()));
        desk.token.stop_renewing();
        let mut settled = pin!(desk.token.settled());
        assert!(waits(settled.as_mut()));
        desk.answer(Ok(fresh("late")));
        assert!(!attempt.await);
        settled.await;
    });
    // So that it can be given back.
    assert_eq!(desk.token.now(), secret("late"));
    assert!(!run(desk.token.renew()));
    assert_eq!(desk.token.renewal(), Renewal::Impossible);
}

#[test]
fn debug_shows_nothing() {
    let token = Token::from(secret("gAAAA-x"));
    assert!(!format!("{token:?}").contains("gAAAA"));
    assert!(!format!("{:?}", fresh("gAAAA-x")).contains("gAAAA"));
}
