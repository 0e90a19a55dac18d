//! The token of a session: one cell that all its clients share and read at the
//! moment a request is sent, so that a renewed token is everyone's at once.
//! Knows how to renew only what it was given for that, and forgets it when told.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::channel::oneshot;

use super::error::{Error, ErrorKind};
use super::secret::Secret;
use crate::model::Validity;

/// A token that came just now.
#[derive(Clone, Debug)]
pub struct Fresh {
    pub secret: Secret,
    /// `None` where the service didn't say.
    pub validity: Option<Validity>,
}

type Asking = Pin<Box<dyn Future<Output = Result<Fresh, Error>>>>;

/// Asks for the next token. Holds what that takes, and nobody else does.
pub type Renew = dyn Fn() -> Asking + Send + Sync;

/// Whether a token is followed by another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Renewal {
    /// It came without what it takes, or the session is over.
    #[default]
    Impossible,
    Possible,
    /// The last attempt failed of something that passes.
    Failing,
    /// The service takes the credentials no more. They aren't tried again, and
    /// forgotten: many clouds lock an account after a few wrong passwords.
    Refused,
}

/// A token, shared by all clones.
#[derive(Clone)]
pub struct Token(Arc<Mutex<State>>);

struct State {
    secret: Secret,
    validity: Option<Validity>,
    renew: Option<Arc<Renew>>,
    renewal: Renewal,
    is_first: bool,
    /// Who waits for the attempt that is under way.
    waiting: Option<Vec<oneshot::Sender<bool>>>,
    /// A token made because its predecessor was refused was refused, too:
    /// asking for another one wouldn't help.
    is_vain: bool,
}

/// An attempt that is given up half-way leaves nobody waiting.
struct Attempt<'a>(&'a Token);

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        self.0.state().waiting = None;
    }
}

impl From<Secret> for Token {
    /// A token that can't be renewed.
    fn from(secret: Secret) -> Self {
        let validity = None;
        Self::new(Fresh { secret, validity }, None)
    }
}

impl Token {
    #[must_use]
    pub fn new(fresh: Fresh, renew: Option<Arc<Renew>>) -> Self {
        Self(Arc::new(Mutex::new(State {
            secret: fresh.secret,
            validity: fresh.validity,
            renewal: match renew {
                Some(_) => Renewal::Possible,
                None => Renewal::Impossible,
            },
            renew,
            is_first: true,
            waiting: None,
            is_vain: false,
        })))
    }

    /// As it is at this moment.
    #[must_use]
    pub fn now(&self) -> Secret {
        self.state().secret.clone()
    }

    /// Whether it is still the one that the session began with.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.state().is_first
    }

    /// `None` while nobody has said.
    #[must_use]
    pub fn validity(&self) -> Option<Validity> {
        self.state().validity
    }

    /// What was found out about a token that came without a word.
    pub fn learn(&self, validity: Validity) {
        self.state().validity = Some(validity);
    }

    #[must_use]
    pub fn renewal(&self) -> Renewal {
        self.state().renewal
    }

    /// Asks for the next token; `true` once it is in place. Whoever asks while
    /// an attempt is under way shares it.
    pub async fn renew(&self) -> bool {
        let joined = self.join();
        match joined {
            Join::Wait(attempt) => attempt.await.unwrap_or(false),
            Join::Never => false,
            Join::Lead(renew) => {
                let attempt = Attempt(self);
                let outcome = renew().await;
                let has_worked = self.take(outcome);
                let waiting = self.state().waiting.take();
                drop(attempt);
                for waiter in waiting.into_iter().flatten() {
                    // Whoever is gone needs no answer.
                    waiter.send(has_worked).ok();
                }
                has_worked
            }
        }
    }

    /// Waits until no attempt is under way.
    pub async fn settled(&self) {
        let attempt = self.state().waiting.as_mut().map(queue_up);
        if let Some(attempt) = attempt {
            // However it ended.
            attempt.await.ok();
        }
    }

    /// Forgets what renewing takes: the session is over. An attempt that is
    /// under way ends as it would.
    pub fn stop_renewing(&self) {
        let mut state = self.state();
        state.renew = None;
        state.renewal = Renewal::Impossible;
    }

    /// A service refused `used`; `true` if another token is in place now.
    pub(super) async fn renew_after(&self, used: &Secret) -> bool {
        let (is_other, is_vain) = {
            let state = self.state();
            (state.secret != *used, state.is_vain)
        };
        is_other || (!is_vain && self.renew().await)
    }

    /// What a service made of the token as it is now.
    pub(super) fn was_answered(&self, is_refused: bool) {
        self.state().is_vain = is_refused;
    }

    fn join(&self) -> Join {
        let mut state = self.state();
        if let Some(waiting) = &mut state.waiting {
            return Join::Wait(queue_up(waiting));
        }
        let Some(renew) = state.renew.clone() else {
            return Join::Never;
        };
        state.waiting = Some(Vec::new());
        Join::Lead(renew)
    }

    fn take(&self, outcome: Result<Fresh, Error>) -> bool {
        let mut state = self.state();
        // Without `renew` the session ended meanwhile, and stays unrenewable.
        let goes_on = state.renew.is_some();
        match outcome {
            Ok(fresh) => {
                state.secret = fresh.secret;
                state.validity = fresh.validity;
                state.is_first = false;
                if goes_on {
                    state.renewal = Renewal::Possible;
                }
                goes_on
            }
            Err(error) => {
                if goes_on {
                    let is_refused = is_refusal(&error);
                    state.renewal = if is_refused {
                        Renewal::Refused
                    } else {
                        Renewal::Failing
                    };
                    if is_refused {
                        state.renew = None;
                    }
                }
                false
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // What a panicked holder left is still a token.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the service itself says no to what was asked, and not something between.
/// Keystone knows of a deleted application credential no more: 404.
fn is_refusal(error: &Error) -> bool {
    let is_no = matches!(
        error.kind,
        ErrorKind::BadRequest
            | ErrorKind::Unauthorized
            | ErrorKind::Forbidden
            | ErrorKind::NotFound
    );
    is_no && !error.is_foreign
}

enum Join {
    Wait(oneshot::Receiver<bool>),
    Never,
    Lead(Arc<Renew>),
}

fn queue_up(waiting: &mut Vec<oneshot::Sender<bool>>) -> oneshot::Receiver<bool> {
    let (sender, receiver) = oneshot::channel();
    waiting.push(sender);
    receiver
}

/// The same cell, whatever is in it: for who asks whether it is the same session.
impl PartialEq for Token {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Token {}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
