//! Questions that carry no secret and change nothing, to find out why an
//! ordinary one got no answer. A browser tells a page only that there was none.

use futures::future::{Either, select};
use gloo_net::http::Request as Fetch;
use gloo_timers::future::TimeoutFuture;
use web_sys::{Headers, RequestCache, RequestCredentials, RequestInit, RequestMode};

use super::endpoint::Endpoint;
use super::request::Method;

/// How long a probe may take.
const TIME_LIMIT_MS: u32 = 10_000;

/// No image and no token has this name; what is asked of it is refused.
const NOBODY: &str = "vitrine-probe";

/// Whether anything answers at an endpoint's origin, CORS or no CORS. The
/// answer itself stays unreadable.
pub async fn answers_at_all(endpoint: &Endpoint) -> bool {
    answers_unread(&endpoint.url("/")).await
}

/// Whether what listens at an `https` endpoint answers when spoken to without
/// TLS, as many TLS servers do to say that this was a mistake: then somebody is
/// there, and only the certificate keeps the browser from it. A page loaded by
/// `https` may not ask; then, or if nothing comes, the answer is no.
pub async fn answers_without_tls(endpoint: &Endpoint) -> bool {
    match endpoint.origin().strip_prefix("https://") {
        // Without a port, 80 would be asked: another server, maybe.
        Some(host) if host.rsplit(']').next().is_some_and(|h| h.contains(':')) => {
            answers_unread(&format!("http://{host}/")).await
        }
        Some(host) => answers_unread(&format!("http://{host}:443/")).await,
        None => false,
    }
}

async fn answers_unread(url: &str) -> bool {
    let init = RequestInit::new();
    init.set_mode(RequestMode::NoCors);
    send(url, &init).await.is_some()
}

/// The status with which the image service answers this page, if the browser
/// lets it through: a request with this method and these headers (with
/// meaningless values), and without a token.
pub async fn image_lets_through(
    endpoint: &Endpoint,
    method: Method,
    headers: &[&str],
) -> Option<u16> {
    let path = match method {
        Method::Get => "/v2/schemas/image".to_owned(),
        _ => format!("/v2/images/{NOBODY}"),
    };
    lets_through(&endpoint.url(&path), method, headers).await
}

/// The same at Keystone.
pub async fn identity_lets_through(endpoint: &Endpoint, headers: &[&str]) -> Option<u16> {
    lets_through(&endpoint.url("/v3"), Method::Get, headers).await
}

async fn lets_through(url: &str, method: Method, headers: &[&str]) -> Option<u16> {
    let init = RequestInit::new();
    init.set_mode(RequestMode::Cors);
    init.set_method(method.as_str());
    let all = Headers::new().ok()?;
    for name in headers {
        let value = match *name {
            "Content-Type" => "application/octet-stream",
            "Range" => "bytes=0-0",
            _ => NOBODY,
        };
        all.set(name, value).ok()?;
    }
    init.set_headers(&all);
    send(url, &init).await
}

async fn send(url: &str, init: &RequestInit) -> Option<u16> {
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(RequestCache::NoStore);
    let raw = web_sys::Request::new_with_str_and_init(url, init).ok()?;
    let attempt = Box::pin(Fetch::from(raw).send());
    match select(attempt, TimeoutFuture::new(TIME_LIMIT_MS)).await {
        Either::Left((answer, _)) => answer.ok().map(|answer| answer.status()),
        Either::Right(_) => None,
    }
}
