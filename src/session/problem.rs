//! Why a sign-in failed, by what the person can do about it.

use crate::api::{self, AddressProblem, Endpoint, ErrorKind, answers_at_all};

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
    /// The image service's 401 to a token.
    TokenRefused(api::Error),
    /// Nothing answers at this origin.
    Unreachable(Service, String),
    /// Something answers, but not to pages of this console's origin.
    CorsRefused(Service, String),
    /// A browser lets no page from `https` call plain `http`.
    MixedContent(Service, String),
    /// What answers isn't the service.
    NotTheService(Service, api::Error),
    /// The person has no role in any project.
    NoProject,
    NoImageService,
    /// The catalogue has an image service, but not at this interface.
    NoInterface(String),
    /// What was wanted, and what there is.
    NoRegion(String, Vec<String>),
    Other(Service, api::Error),
}

/// Sorts a failed call to a service. `page_is_https`: how this page was loaded.
pub(super) async fn explain(
    service: Service,
    endpoint: &Endpoint,
    error: api::Error,
    page_is_https: bool,
) -> SignInProblem {
    let origin = || endpoint.origin().to_owned();
    match (error.kind, service) {
        (ErrorKind::NoAnswer, _) if page_is_https && endpoint.is_plain_http() => {
            SignInProblem::MixedContent(service, origin())
        }
        (ErrorKind::NoAnswer, _) if answers_at_all(endpoint).await => {
            SignInProblem::CorsRefused(service, origin())
        }
        (ErrorKind::NoAnswer | ErrorKind::TimedOut, _) => {
            SignInProblem::Unreachable(service, origin())
        }
        (ErrorKind::Unauthorized, Service::Identity) => SignInProblem::WrongCredentials(error),
        (ErrorKind::Unauthorized, Service::Image) => SignInProblem::TokenRefused(error),
        (ErrorKind::NotTheApi | ErrorKind::NotFound, _) => {
            SignInProblem::NotTheService(service, error)
        }
        _ => SignInProblem::Other(service, error),
    }
}
