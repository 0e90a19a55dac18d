//! The whole examination, for the connection page and for a ticket: every
//! thing that a console needs of a cloud, one after the other.

use super::{Case, Diagnosis, Finding};
use crate::api::cache::CLEAR_TARGET_HEADER;
use crate::api::images::{ListImages, STORE_HEADER};
use crate::api::probe::image_lets_through;
use crate::api::{Abort, Client, Endpoint, Error, Method, Operation, Secret, discovery, identity};
use crate::model::{ImageFilter, ImageStatus};
use crate::session::Service;
use crate::session::capabilities::{RangeSupport, probe_ranges};

/// Whom to examine.
#[derive(Clone, Debug)]
pub struct Patient {
    pub keystone: Option<Endpoint>,
    pub image: Option<Endpoint>,
    pub token: Option<Secret>,
    pub page_is_https: bool,
    /// Whether a session at these services runs.
    pub has_worked: bool,
}

/// What was examined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckName {
    /// Browsers keep private file storage from insecure pages.
    SecurePage,
    Answers(Service),
    /// Keystone knows the token, and the image service takes it.
    Token(Service),
    /// A request header that this page may send.
    Header(&'static str),
    Method(Method),
    /// `x-openstack-request-id` may be read.
    RequestId,
    Ranges,
    /// `Content-Range` may be read.
    ContentRange,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Good,
    /// What was found, such as a version.
    Found(String),
    /// It isn't so; the console does without, or does less.
    Limited,
    Bad(Diagnosis),
    /// Could not be examined: no token, no image, or what it depends on is bad.
    Skipped,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub name: CheckName,
    pub outcome: Outcome,
}

/// Examines everything; each check is told as soon as it is done.
///
/// # Errors
/// In a browser that can't stop requests.
pub async fn check_up(patient: &Patient, mut tell: impl FnMut(Check)) -> Result<(), Error> {
    let abort = Abort::new(Operation::Discover)?;
    let is_secure = web_sys::window().is_some_and(|window| window.is_secure_context());
    tell(Check {
        name: CheckName::SecurePage,
        outcome: if is_secure {
            Outcome::Good
        } else {
            Outcome::Limited
        },
    });
    if let Some(keystone) = &patient.keystone {
        examine_keystone(patient, keystone, &abort, &mut tell).await;
    }
    if let Some(image) = &patient.image {
        examine_image(patient, image, &abort, &mut tell).await;
    }
    Ok(())
}

async fn examine_keystone(
    patient: &Patient,
    keystone: &Endpoint,
    abort: &Abort,
    tell: &mut impl FnMut(Check),
) {
    let case = patient.case(Service::Identity, keystone);
    let client = patient.client(keystone);
    let outcome = match client.send(&identity::version(), abort).await {
        Ok(()) => Outcome::Good,
        Err(error) => Outcome::Bad(case.diagnose(error).await),
    };
    let is_there = outcome == Outcome::Good;
    tell(Check {
        name: CheckName::Answers(Service::Identity),
        outcome,
    });
    let outcome = match &patient.token {
        Some(token) if is_there => {
            match client.send(&identity::check(token.expose()), abort).await {
                Ok(body) => body.expires_at.map_or(Outcome::Good, Outcome::Found),
                Err(error) => Outcome::Bad(case.diagnose(error).await),
            }
        }
        _ => Outcome::Skipped,
    };
    tell(Check {
        name: CheckName::Token(Service::Identity),
        outcome,
    });
}

async fn examine_image(
    patient: &Patient,
    image: &Endpoint,
    abort: &Abort,
    tell: &mut impl FnMut(Check),
) {
    let case = patient.case(Service::Image, image);
    let client = patient.client(image);
    let outcome = match client.send(&discovery::versions(), abort).await {
        Ok(versions) => discovery::current(&versions)
            .map_or(Outcome::Good, |version| Outcome::Found(version.to_string())),
        // Some proxies pass on nothing but `/v2`.
        Err(_)
            if image_lets_through(image, Method::Get, &[])
                .await
                .is_some_and(|status| matches!(status, 200 | 401)) =>
        {
            Outcome::Good
        }
        Err(error) => Outcome::Bad(case.diagnose(error).await),
    };
    let is_there = !matches!(outcome, Outcome::Bad(_));
    tell(Check {
        name: CheckName::Answers(Service::Image),
        outcome,
    });
    if !is_there {
        return;
    }
    examine_cors(&case, tell).await;
    examine_with_token(patient, &case, &client, abort, tell).await;
}

/// What may come along with a request, and by which methods.
async fn examine_cors(case: &Case, tell: &mut impl FnMut(Check)) {
    let bad = |finding| {
        Outcome::Bad(Diagnosis {
            service: case.service,
            endpoint: case.endpoint.clone(),
            finding,
        })
    };
    let must = ["X-Auth-Token", "Content-Type"];
    for header in must
        .into_iter()
        .chain(["Range", STORE_HEADER, CLEAR_TARGET_HEADER])
    {
        let outcome = if case.lets_through(Method::Get, &[header]).await {
            Outcome::Good
        } else if must.contains(&header) {
            bad(Finding::HeaderNotAllowed(header))
        } else {
            Outcome::Limited
        };
        let name = CheckName::Header(header);
        tell(Check { name, outcome });
    }
    for method in [Method::Post, Method::Put, Method::Patch, Method::Delete] {
        let outcome = if case.lets_through(method, &[]).await {
            Outcome::Good
        } else {
            bad(Finding::MethodNotAllowed(method))
        };
        let name = CheckName::Method(method);
        tell(Check { name, outcome });
    }
}

async fn examine_with_token(
    patient: &Patient,
    case: &Case,
    client: &Client,
    abort: &Abort,
    tell: &mut impl FnMut(Check),
) {
    let mut tell = |name, outcome| tell(Check { name, outcome });
    let name = CheckName::Token(Service::Image);
    if patient.token.is_none() {
        return tell(name, Outcome::Skipped);
    }
    match client.send(&discovery::readable_headers(), abort).await {
        Err(error) => {
            return tell(name, Outcome::Bad(case.diagnose(error).await));
        }
        Ok(headers) => {
            tell(name, Outcome::Good);
            let is_readable = headers.iter().any(|name| name == "x-openstack-request-id");
            tell(CheckName::RequestId, good_or_limited(is_readable));
        }
    }
    let found = match an_image_with_data(client, abort).await {
        Some(image) => probe_ranges(client, &image, abort).await,
        None => RangeSupport::Unknown,
    };
    let (ranges, content_range) = match found {
        RangeSupport::Offered {
            shows_content_range,
        } => (Outcome::Good, good_or_limited(shows_content_range)),
        RangeSupport::Refused => (Outcome::Limited, Outcome::Skipped),
        RangeSupport::Unknown => (Outcome::Skipped, Outcome::Skipped),
    };
    tell(CheckName::Ranges, ranges);
    tell(CheckName::ContentRange, content_range);
}

fn good_or_limited(is_so: bool) -> Outcome {
    if is_so {
        Outcome::Good
    } else {
        Outcome::Limited
    }
}

async fn an_image_with_data(client: &Client, abort: &Abort) -> Option<crate::model::Image> {
    let list = ListImages::new(ImageFilter {
        statuses: vec![ImageStatus::Active],
        size_min: Some(1),
        ..ImageFilter::default()
    });
    let page = client.send(&list.ok()?.page(1, None), abort).await.ok()?;
    page.images.into_iter().next()
}

impl Patient {
    fn client(&self, endpoint: &Endpoint) -> Client {
        Client::new(endpoint.clone(), self.token.clone().map(Into::into))
    }

    fn case(&self, service: Service, endpoint: &Endpoint) -> Case {
        Case {
            service,
            endpoint: endpoint.clone(),
            token: self.token.clone(),
            keystone: self.keystone.clone(),
            page_is_https: self.page_is_https,
            has_worked: self.has_worked,
        }
    }
}
