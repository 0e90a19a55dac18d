//! The connection doctor: finds out why a service gave no answer, or one that
//! isn't its own. Its probes carry no secret; only the question whether a token
//! is still good carries that token, to Keystone, which gave it.

mod checkup;

pub use checkup::{Check, CheckName, Outcome, Patient, check_up};

use super::Service;
use crate::api::identity;
use crate::api::probe::{
    answers_at_all, answers_without_tls, identity_lets_through, image_lets_through,
};
use crate::api::{self, Abort, Client, Endpoint, ErrorKind, Method, Operation, Secret, discovery};

/// What was found, at which service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    pub service: Service,
    pub endpoint: Endpoint,
    pub finding: Finding,
}

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The browser itself has no network.
    Offline,
    /// A page loaded by `https` may not call plain `http`.
    MixedContent,
    /// Nothing answers at the address.
    Unreachable,
    /// Something listens there, but this browser doesn't trust its certificate.
    CertificateNotTrusted,
    /// One of the two above; from this page they can't be told apart.
    UnreachableOrCertificate,
    /// CORS: pages of this origin may not call the service.
    OriginNotAllowed,
    /// CORS: the origin may, but not with this header.
    HeaderNotAllowed(&'static str),
    /// CORS: the origin may, but not by this method.
    MethodNotAllowed(Method),
    /// The service let this page in before; now somebody answers in its place,
    /// without the headers that would let the page read what.
    ProxyInTheWay,
    /// Everything that can be tried works: the one request was cut on its way.
    CutOnTheWay(Operation),
    /// A proxy's own answer (413, 502, 504, …).
    ProxyAnswered(api::Error),
    /// Something else is at the path; the service itself may be at another.
    NotTheService {
        error: api::Error,
        found_at: Option<Endpoint>,
    },
    /// The image service's 401, and nothing is known to contradict it.
    TokenRefused(api::Error),
    /// The image service's 401, while Keystone doesn't answer.
    KeystoneDown {
        error: api::Error,
        keystone: Endpoint,
    },
    /// The image service's 401 to a token that Keystone says is good.
    TokenNotChecked {
        error: api::Error,
        keystone: Endpoint,
    },
    /// The service's own words say what is wrong.
    Said(api::Error),
}

/// Who asks, and what is known already.
#[derive(Clone, Debug)]
pub struct Case {
    pub service: Service,
    pub endpoint: Endpoint,
    /// The token of the failed call, and who gave it, where that is known.
    pub token: Option<Secret>,
    pub keystone: Option<Endpoint>,
    /// How this page was loaded.
    pub page_is_https: bool,
    /// Whether the service has answered this page before.
    pub has_worked: bool,
}

impl Case {
    /// Finds out what a failed call failed of.
    pub async fn diagnose(&self, error: api::Error) -> Diagnosis {
        let finding = match error.kind {
            ErrorKind::NoAnswer | ErrorKind::TimedOut => self.why_no_answer(error).await,
            ErrorKind::Unauthorized if self.service == Service::Image => {
                self.why_refused(error).await
            }
            ErrorKind::TooLarge | ErrorKind::Unavailable if error.is_foreign => {
                Finding::ProxyAnswered(error)
            }
            ErrorKind::NotTheApi => self.not_the_service(error).await,
            ErrorKind::NotFound if !self.has_worked => self.not_the_service(error).await,
            _ => Finding::Said(error),
        };
        Diagnosis {
            service: self.service,
            endpoint: self.endpoint.clone(),
            finding,
        }
    }

    async fn why_no_answer(&self, error: api::Error) -> Finding {
        if is_offline() {
            return Finding::Offline;
        }
        let endpoint = &self.endpoint;
        if self.page_is_https && endpoint.is_plain_http() && !endpoint.is_loopback() {
            return Finding::MixedContent;
        }
        if self.lets_through(Method::Get, &[]).await {
            return self.what_is_kept_back(&error).await;
        }
        if answers_at_all(endpoint).await {
            return if self.has_worked {
                Finding::ProxyInTheWay
            } else {
                Finding::OriginNotAllowed
            };
        }
        if endpoint.is_plain_http() {
            Finding::Unreachable
        } else if answers_without_tls(endpoint).await {
            Finding::CertificateNotTrusted
        } else {
            Finding::UnreachableOrCertificate
        }
    }

    /// The origin may call; which part of the request may not come along?
    async fn what_is_kept_back(&self, error: &api::Error) -> Finding {
        let (method, headers) = needs(error.operation);
        for header in headers {
            if !self.lets_through(Method::Get, &[header]).await {
                return Finding::HeaderNotAllowed(header);
            }
        }
        if method != Method::Get && !self.lets_through(method, &[]).await {
            return Finding::MethodNotAllowed(method);
        }
        if error.kind == ErrorKind::TimedOut {
            return Finding::Said(error.clone());
        }
        Finding::CutOnTheWay(error.operation)
    }

    async fn lets_through(&self, method: Method, headers: &[&str]) -> bool {
        match self.service {
            Service::Image => image_lets_through(&self.endpoint, method, headers).await,
            Service::Identity => identity_lets_through(&self.endpoint, headers).await,
        }
        .is_some()
    }

    async fn why_refused(&self, error: api::Error) -> Finding {
        let (Some(keystone), Some(token)) = (self.keystone.clone(), &self.token) else {
            return Finding::TokenRefused(error);
        };
        let client = Client::new(keystone.clone(), Some(token.clone().into()));
        let Ok(abort) = Abort::new(Operation::CheckToken) else {
            return Finding::TokenRefused(error);
        };
        match client.send(&identity::check(token.expose()), &abort).await {
            Ok(_) => Finding::TokenNotChecked { error, keystone },
            Err(answer) if answer.status.is_none() || answer.kind == ErrorKind::Unavailable => {
                Finding::KeystoneDown { error, keystone }
            }
            Err(_) => Finding::TokenRefused(error),
        }
    }

    async fn not_the_service(&self, error: api::Error) -> Finding {
        let paths: &[&str] = match self.service {
            Service::Image => &["", "/image", "/glance"],
            Service::Identity => &["", "/identity", "/keystone"],
        };
        for path in paths {
            let candidate = self.endpoint.at_path(path);
            if candidate != self.endpoint && is_there(self.service, &candidate).await {
                let found_at = Some(candidate);
                return Finding::NotTheService { error, found_at };
            }
        }
        let found_at = None;
        Finding::NotTheService { error, found_at }
    }
}

/// Method of an operation, and the headers for which a browser asks leave.
fn needs(operation: Operation) -> (Method, &'static [&'static str]) {
    const TOKEN: &str = "X-Auth-Token";
    const TYPE: &str = "Content-Type";
    const SUBJECT: &str = "X-Subject-Token";
    match operation {
        Operation::SignIn => (Method::Post, &[TYPE]),
        Operation::CheckToken => (Method::Get, &[TOKEN, SUBJECT]),
        Operation::SignOut => (Method::Delete, &[TOKEN, SUBJECT]),
        Operation::CreateImage
        | Operation::ImportImage
        | Operation::AddMember
        | Operation::AddLocation
        | Operation::ChangeMetadefs => (Method::Post, &[TOKEN, TYPE]),
        Operation::DeactivateImage | Operation::ReactivateImage => (Method::Post, &[TOKEN]),
        Operation::UpdateImage => (Method::Patch, &[TOKEN, TYPE]),
        Operation::UploadData | Operation::StageData | Operation::AnswerOffer => {
            (Method::Put, &[TOKEN, TYPE])
        }
        Operation::ChangeTags => (Method::Put, &[TOKEN]),
        // What needs headers beyond these is offered only where they pass.
        Operation::DeleteImage
        | Operation::RemoveMember
        | Operation::DeleteFromStore
        | Operation::ChangeCache => (Method::Delete, &[TOKEN]),
        Operation::DownloadData => (Method::Get, &[TOKEN, "Range"]),
        Operation::ListProjects
        | Operation::Discover
        | Operation::ListImages
        | Operation::ShowImage
        | Operation::ReadMembers
        | Operation::ReadTasks
        | Operation::ReadCache
        | Operation::ReadLocations
        | Operation::ReadMetadefs => (Method::Get, &[TOKEN]),
    }
}

async fn is_there(service: Service, endpoint: &Endpoint) -> bool {
    let client = Client::new(endpoint.clone(), None);
    let Ok(abort) = Abort::new(Operation::Discover) else {
        return false;
    };
    match service {
        Service::Image => client
            .send(&discovery::versions(), &abort)
            .await
            .is_ok_and(|versions| discovery::current(&versions).is_some()),
        Service::Identity => client.send(&identity::version(), &abort).await.is_ok(),
    }
}

fn is_offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
}
