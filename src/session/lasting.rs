//! How a session is made to last: its token is followed by the next one while
//! the endpoints, the person and every client that was given out stay.

use super::credentials::expires_at;
use super::term::{Term, now};
use super::{Session, Who};
use crate::api::identity::TokenBody;
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

    /// Who the person is; of a pasted token Keystone is asked, where it is known.
    pub async fn find_who(&self) -> Option<Who> {
        if self.who.is_some() {
            return self.who.clone();
        }
        let body = self.check_token().await?;
        Who::of(body)
    }

    /// Finds out when a pasted token ends, where somebody can be asked. Without
    /// an answer it stays unknown, which harms nothing.
    pub async fn learn_end(&self) {
        let body = self.check_token().await;
        if let Some(expires_at) = body.as_ref().and_then(expires_at) {
            self.token.learn(Validity::of_old(expires_at, now()));
        }
    }

    /// What Keystone says of a pasted token, where somebody can be asked.
    async fn check_token(&self) -> Option<TokenBody> {
        let endpoint = self.knows_end.clone()?;
        let abort = Abort::new(Operation::CheckToken).ok()?;
        let token = self.token();
        let keystone = Client::new(endpoint, Some(token.clone().into()));
        let call = identity::check(token.expose());
        keystone.send(&call, &abort).await.ok()
    }
}
