//! Why a sign-in failed, by what the person can do about it.

use super::doctor::{Case, Diagnosis};
use crate::api::{self, AddressProblem, ErrorKind};

/// The two services that a console talks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    Identity,
    Image,
}

/// A failed sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInProblem {
    /// The text isn't the address of a service.
    Address(Service, AddressProblem),
    /// The token holds what no token holds, such as a line break.
    TokenUnsendable,
    /// Keystone's 401: it doesn't say which of user, password, domain or project is wrong.
    WrongCredentials(api::Error),
    /// The person has no role in any project.
    NoProject,
    NoImageService,
    /// The catalogue has an image service, but not at this interface.
    NoInterface(String),
    /// What was wanted, and what there is.
    NoRegion(String, Vec<String>),
    /// A call that failed, and why.
    Connection(Box<Diagnosis>),
}

/// Sorts a failed call.
pub(super) async fn explain(case: &Case, error: api::Error) -> SignInProblem {
    let is_keystone = case.service == Service::Identity;
    if is_keystone && error.kind == ErrorKind::Unauthorized {
        return SignInProblem::WrongCredentials(error);
    }
    SignInProblem::Connection(Box::new(case.diagnose(error).await))
}
