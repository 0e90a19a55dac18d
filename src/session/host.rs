//! A session by a token that the page around the console has, and goes on getting: the
//! host signs people in, and this console only asks it.

use std::sync::Arc;

use super::catalog::image_regions;
use super::credentials::expires_at;
use super::doctor::Case;
use super::problem::{Service, SignInProblem, explain};
use super::sign_in::knock;
use super::term::now;
use super::{Region, Session, Who};
use crate::api::identity::{self, TokenBody};
use crate::api::{Abort, Client, Deeds, Endpoint, Error, Fresh, Renew, Token};
use crate::model::Validity;

/// Where the host's token is to be used. One of the addresses is needed.
#[derive(Clone, Debug, Default)]
pub struct HostForm {
    pub image_endpoint: Option<String>,
    /// Keystone: for the catalogue, where no endpoint is given, and for who the person is.
    pub auth_url: Option<String>,
    /// Empty: the catalogue's first.
    pub region: String,
    pub interface: String,
}

/// Begins a session with the host's token; `renew` asks for its next one.
///
/// # Errors
/// The problem, sorted by what can be done about it.
pub async fn with_host(
    form: &HostForm,
    fresh: Fresh,
    renew: Arc<Renew>,
    page_is_https: bool,
    abort: &Abort,
) -> Result<Session, SignInProblem> {
    let image = address(form.image_endpoint.as_deref(), Service::Image)?;
    let keystone = address(form.auth_url.as_deref(), Service::Identity)?;
    let is_dated = fresh.validity.is_some();
    let token = Token::new(fresh, Some(renew));
    let checked = match &keystone {
        Some(keystone) => Some(check(keystone, &token, abort).await),
        None => None,
    };
    let (regions, current) = match (image, &checked) {
        (Some(image), _) => (vec![Region::one(&form.region, image)], 0),
        (None, Some(Ok(body))) => {
            image_regions(&body.catalog, &form.interface, Some(&form.region))?
        }
        (None, Some(Err(error))) => {
            let case = Case {
                service: Service::Identity,
                // There is no answer without an address that was asked.
                endpoint: keystone.clone().ok_or(SignInProblem::NoImageService)?,
                token: Some(token.now()),
                keystone: None,
                page_is_https,
                has_worked: false,
            };
            return Err(explain(&case, error.clone()).await);
        }
        (None, None) => return Err(SignInProblem::NoImageService),
    };
    let body = checked.and_then(Result::ok);
    let end = body.as_ref().and_then(expires_at);
    if let Some(end) = end.filter(|_| !is_dated) {
        token.learn(Validity::of_old(end, now()));
    }
    let session = Session {
        token,
        parent: None,
        regions,
        current,
        who: body.and_then(Who::of),
        // What is the host's is not given back by us.
        identity: None,
        knows_end: keystone.clone(),
        deeds: Deeds::default(),
    };
    knock(&session, keystone, page_is_https, abort).await?;
    Ok(session)
}

fn address(text: Option<&str>, service: Service) -> Result<Option<Endpoint>, SignInProblem> {
    let read = match service {
        Service::Image => Endpoint::image,
        Service::Identity => Endpoint::identity,
    };
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    text.map(read)
        .transpose()
        .map_err(|problem| SignInProblem::Address(service, problem))
}

async fn check(keystone: &Endpoint, token: &Token, abort: &Abort) -> Result<TokenBody, Error> {
    let client = Client::new(keystone.clone(), Some(token.clone()));
    let call = identity::check(token.now().expose());
    client.send(&call, abort).await
}
