//! How a session is made to last: its token is followed by the next one while
//! the endpoints, the person and every client that was given out stay.

use super::Session;
use super::credentials::expires_at;
use super::term::{Term, now};
use crate::api::{Abort, Client, Operation, Renewal, identity};
use crate::model::Validity;

impl Session {
    /// How long the sign-in lasts, as of now.
    #[must_use]
    pub fn term(&self) -> Term {
        Term {
            expires_at: self.token.validity().map(|validity| validity.expires_at),
            renewal: self.token.renewal(),
            seen_at: now(),
        }
    }

    /// Whether the next token should be asked for now.
    #[must_use]
    pub fn is_renewal_due(&self) -> bool {
        match self.token.renewal() {
            Renewal::Possible => self
                .token
                .validity()
                .is_some_and(|validity| validity.is_renewal_due(now())),
            Renewal::Failing => true,
            Renewal::Impossible | Renewal::Refused => false,
        }
    }

    /// Asks for the next token; `true` once it is in place.
    pub async fn renew(&self) -> bool {
        self.token.renew().await
    }

    /// Forgets what the person signed in with: nothing is renewed any more.
    pub fn stop_renewing(&self) {
        self.token.stop_renewing();
    }

    /// Waits for a renewal that is under way, so that its token isn't left behind.
    pub async fn settled(&self) {
        self.token.settled().await;
    }

    /// Whether both came of one sign-in, perhaps in different regions.
    #[must_use]
    pub fn is_same_sign_in(&self, other: &Self) -> bool {
        self.token == other.token
    }

    /// Finds out when a pasted token ends, where somebody can be asked. Without
    /// an answer it stays unknown, which harms nothing.
    pub async fn learn_end(&self) {
        let (Some(endpoint), Ok(abort)) =
            (self.knows_end.clone(), Abort::new(Operation::CheckToken))
        else {
            return;
        };
        let token = self.token();
        let keystone = Client {
            endpoint,
            token: Some(token.clone().into()),
        };
        let body = keystone
            .send(&identity::check(token.expose()), &abort)
            .await;
        if let Some(expires_at) = body.ok().as_ref().and_then(expires_at) {
            self.token.learn(Validity::of_old(expires_at, now()));
        }
    }
}
