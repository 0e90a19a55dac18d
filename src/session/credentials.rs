//! What a person signed in with, kept to ask for the next token: in memory
//! alone, no longer than the session, and shown by no `Debug`.

use std::fmt;
use std::sync::Arc;

use super::term::now;
use crate::api::identity::{self, ApplicationCredential, IssuedToken, Scope, TokenBody};
use crate::api::{
    Abort, Call, Client, Endpoint, Error, ErrorKind, Fresh, Operation, Renew, Secret,
};
use crate::model::{Timestamp, Validity};

#[derive(Clone)]
pub(super) enum Credentials {
    Password {
        user: String,
        domain: String,
        password: String,
    },
    /// Its project is fixed.
    Application { id: String, secret: String },
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(…)")
    }
}

impl Credentials {
    /// An application credential has its own scope, whichever is named.
    pub(super) fn call(&self, scope: &Scope) -> Call<IssuedToken> {
        match self {
            Self::Password {
                user,
                domain,
                password,
            } => identity::sign_in(user, domain, password, scope),
            Self::Application { id, secret } => {
                identity::with_application_credential(&ApplicationCredential::ById {
                    id: id.clone(),
                    secret: secret.clone(),
                })
            }
        }
    }

    /// The way to the next token of the same scope. A token can't be traded for
    /// that: what is made of one ends when it does.
    pub(super) fn renewing(self, keystone: Endpoint, scope: Scope) -> Arc<Renew> {
        let keystone = Client::new(keystone, None);
        Arc::new(move || {
            let (keystone, call) = (keystone.clone(), self.call(&scope));
            Box::pin(async move {
                let abort = Abort::new(Operation::SignIn)?;
                let issued = keystone.send(&call, &abort).await?;
                let unsendable = Error::without_answer(Operation::SignIn, ErrorKind::Unsendable);
                fresh(&issued).ok_or(unsendable)
            })
        })
    }
}

/// A token that came just now; `None` if it can't be sent.
pub(super) fn fresh(issued: &IssuedToken) -> Option<Fresh> {
    Some(Fresh {
        secret: Secret::new(&issued.secret)?,
        validity: expires_at(&issued.body)
            .map(|expires_at| Validity::of_new(expires_at, issued_at(&issued.body), now())),
    })
}

/// When Keystone says that a token ends.
pub(super) fn expires_at(body: &TokenBody) -> Option<Timestamp> {
    Timestamp::parse(body.expires_at.as_deref()?)
}

fn issued_at(body: &TokenBody) -> Option<Timestamp> {
    Timestamp::parse(body.issued_at.as_deref()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body_of(call: &Call<IssuedToken>) -> &str {
        call.request.body.as_deref().expect("has one")
    }

    #[test]
    fn a_password_is_used_for_the_scope_that_is_asked_for() {
        let credentials = Credentials::Password {
            user: "demo".to_owned(),
            domain: "Default".to_owned(),
            password: "s3cret".to_owned(),
        };
        let call = credentials.call(&Scope::Id("p1".to_owned()));
        assert!(body_of(&call).contains(r#""scope":{"project":{"id":"p1"}}"#));
        assert!(!format!("{credentials:?} {call:?}").contains("s3cret"));
    }

    #[test]
    fn an_application_credential_names_no_scope() {
        let credentials = Credentials::Application {
            id: "c1".to_owned(),
            secret: "s3cret".to_owned(),
        };
        let call = credentials.call(&Scope::Id("p1".to_owned()));
        assert!(!body_of(&call).contains("scope"));
        assert!(!format!("{credentials:?} {call:?}").contains("s3cret"));
    }
}
