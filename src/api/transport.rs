//! The one door to the network (but for uploads, next door): `fetch` with abort
//! and a time limit. Adds the token, and to nothing but the client's own
//! endpoint; never follows a redirect, which would carry the token elsewhere.
//! Answers a refused token by one renewal and one retry, where it can be renewed.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use futures::future::{Either, select};
use gloo_net::http::{Request as Fetch, Response as Answer};
use gloo_timers::future::TimeoutFuture;
use web_sys::{
    AbortController, AbortSignal, Headers, ReadableStream, RequestCache, RequestCredentials,
    RequestInit, RequestMode, RequestRedirect,
};

use super::content_range::ContentRange;
use super::deeds::Deeds;
use super::endpoint::Endpoint;
use super::error::{Error, ErrorKind};
use super::request::{Call, Operation, Request, Response};
use super::secret::Secret;
use super::token::Token;

/// How long an answer may take to begin, and an ordinary one to end.
const TIME_LIMIT_MS: u32 = 60_000;

/// Stops requests. Clones stop together.
#[derive(Clone, Debug)]
pub struct Abort(Rc<AbortController>);

impl Abort {
    /// # Errors
    /// In a browser without `AbortController`, which no supported one is.
    pub fn new(operation: Operation) -> Result<Self, Error> {
        AbortController::new()
            .map(|controller| Self(Rc::new(controller)))
            .map_err(|_| Error::without_answer(operation, ErrorKind::Unsendable))
    }

    /// Without a reason: gloo-net can't read one that is no `Error`.
    pub fn abort(&self) {
        self.0.abort();
    }

    #[must_use]
    pub fn is_aborted(&self) -> bool {
        self.0.signal().aborted()
    }

    #[must_use]
    pub fn signal(&self) -> AbortSignal {
        self.0.signal()
    }
}

/// A service at an endpoint, and the token that it takes (Keystone's sign-in takes none).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    pub endpoint: Endpoint,
    pub token: Option<Token>,
    /// Who hears of what was changed.
    pub deeds: Deeds,
}

/// An answer whose body is read as it comes.
#[derive(Debug)]
pub struct DataAnswer {
    pub status: u16,
    pub stream: Option<ReadableStream>,
    /// Bytes of this answer, where it says so.
    pub content_length: Option<u64>,
    /// Which part of the data came, where this page's origin may read that.
    pub content_range: Option<ContentRange>,
}

impl DataAnswer {
    /// Lets the rest of the data go.
    pub fn discard(self) {
        if let Some(stream) = self.stream {
            // What the browser says of a stream that has ended already is nothing to us.
            let _ = stream.cancel();
        }
    }
}

impl Client {
    /// Nobody hears of what it changes.
    #[must_use]
    pub fn new(endpoint: Endpoint, token: Option<Token>) -> Self {
        Self {
            endpoint,
            token,
            deeds: Deeds::default(),
        }
    }

    /// Sends a call and reads its answer.
    ///
    /// # Errors
    /// No answer, a refusal, or an answer that isn't the API's.
    pub async fn send<T>(&self, call: &Call<T>, abort: &Abort) -> Result<T, Error> {
        self.send_named(call, abort).await.map(|(read, _)| read)
    }

    /// The same, with the service's name for the request (`x-openstack-request-id`),
    /// where the page may read it.
    ///
    /// # Errors
    /// As [`Self::send`].
    pub async fn send_named<T>(
        &self,
        call: &Call<T>,
        abort: &Abort,
    ) -> Result<(T, Option<String>), Error> {
        // All but the reading is the same for every call, and compiled once.
        let answer: Pin<Box<dyn Future<Output = _>>> = Box::pin(self.answer(&call.request, abort));
        let answer = answer.await?;
        let request_id = answer.request_id();
        let read = call.read(&answer)?;
        self.deeds.note(&call.request);
        Ok((read, request_id))
    }

    async fn answer(&self, request: &Request, abort: &Abort) -> Result<Response, Error> {
        let Some(token) = &self.token else {
            return self.answer_to(request, None, abort).await;
        };
        let used = token.now();
        let response = self.answer_to(request, Some(&used), abort).await?;
        let is_refused = response.status == 401;
        // What was refused was not done, so it can be asked for once more.
        if !is_refused || abort.is_aborted() || !token.renew_after(&used).await {
            if !is_refused {
                token.was_answered(false);
            }
            return Ok(response);
        }
        let response = self.answer_to(request, Some(&token.now()), abort).await?;
        token.was_answered(response.status == 401);
        Ok(response)
    }

    async fn answer_to(
        &self,
        request: &Request,
        secret: Option<&Secret>,
        abort: &Abort,
    ) -> Result<Response, Error> {
        let operation = request.operation;
        let exchange = Box::pin(self.exchange(request, secret, abort));
        match select(exchange, TimeoutFuture::new(TIME_LIMIT_MS)).await {
            Either::Left((response, _)) => response,
            Either::Right(((), _)) => {
                abort.abort();
                Err(Error::without_answer(operation, ErrorKind::TimedOut))
            }
        }
    }

    async fn exchange(
        &self,
        request: &Request,
        secret: Option<&Secret>,
        abort: &Abort,
    ) -> Result<Response, Error> {
        let operation = request.operation;
        let answer = self.fetch(request, secret, abort).await?;
        read_whole(operation, &answer, abort).await
    }

    /// Sends a request for image data; a refusal's body is read, data is not.
    ///
    /// # Errors
    /// No answer, or a refusal.
    pub async fn open_data(&self, request: &Request, abort: &Abort) -> Result<DataAnswer, Error> {
        let secret = self.token.as_ref().map(Token::now);
        let fetch = Box::pin(self.fetch(request, secret.as_ref(), abort));
        let answer = match select(fetch, TimeoutFuture::new(TIME_LIMIT_MS)).await {
            Either::Left((answer, _)) => answer?,
            Either::Right(((), _)) => {
                abort.abort();
                let kind = ErrorKind::TimedOut;
                return Err(Error::without_answer(request.operation, kind));
            }
        };
        if !answer.ok() {
            let response = read_whole(request.operation, &answer, abort).await?;
            return Err(Error::from_response(request.operation, &response));
        }
        let header = |name| answer.headers().get(name);
        Ok(DataAnswer {
            status: answer.status(),
            stream: answer.body(),
            content_length: header("content-length").and_then(|text| text.parse().ok()),
            content_range: header("content-range").and_then(|text| ContentRange::parse(&text)),
        })
    }

    async fn fetch(
        &self,
        request: &Request,
        secret: Option<&Secret>,
        abort: &Abort,
    ) -> Result<Answer, Error> {
        let failed = |kind| Error::without_answer(request.operation, kind);
        let init = RequestInit::new();
        init.set_method(request.method.as_str());
        init.set_mode(RequestMode::Cors);
        init.set_credentials(RequestCredentials::Omit);
        init.set_cache(RequestCache::NoStore);
        init.set_redirect(RequestRedirect::Manual);
        init.set_signal(Some(&abort.signal()));
        if let Some(body) = &request.body {
            init.set_body(&body.into());
        }
        let headers = headers(request, secret).map_err(|()| failed(ErrorKind::Unsendable))?;
        init.set_headers(&headers);
        let url = self.endpoint.url(&request.target());
        let raw = web_sys::Request::new_with_str_and_init(&url, &init)
            .map_err(|_| failed(ErrorKind::Unsendable))?;
        Fetch::from(raw).send().await.map_err(|_| {
            failed(if abort.is_aborted() {
                ErrorKind::Cancelled
            } else {
                ErrorKind::NoAnswer
            })
        })
    }
}

fn headers(request: &Request, secret: Option<&Secret>) -> Result<Headers, ()> {
    let headers = Headers::new().map_err(drop)?;
    // Exactly this makes Glance answer errors in JSON.
    headers.set("Accept", "application/json").map_err(drop)?;
    if let Some(secret) = secret {
        headers.set("X-Auth-Token", secret.expose()).map_err(drop)?;
    }
    for (name, value) in &request.headers {
        headers.set(name, value).map_err(drop)?;
    }
    Ok(headers)
}

async fn read_whole(
    operation: Operation,
    answer: &Answer,
    abort: &Abort,
) -> Result<Response, Error> {
    let body = answer.text().await.map_err(|_| {
        let kind = if abort.is_aborted() {
            ErrorKind::Cancelled
        } else {
            ErrorKind::NoAnswer
        };
        Error::without_answer(operation, kind)
    })?;
    Ok(Response {
        // A redirect that isn't followed shows as status 0; nothing at this address is the API.
        status: if answer.status() == 0 {
            302
        } else {
            answer.status()
        },
        headers: answer.headers().entries().collect(),
        body,
    })
}

/// A JSON file that lies beside the page; `None` where there is none, which many
/// web servers say by sending the page itself.
pub async fn file_beside_page(name: &str) -> Option<String> {
    let init = RequestInit::new();
    init.set_cache(RequestCache::NoCache);
    init.set_credentials(RequestCredentials::SameOrigin);
    let raw = web_sys::Request::new_with_str_and_init(name, &init).ok()?;
    let answer = Fetch::from(raw).send().await.ok()?;
    let content_type = answer.headers().get("content-type").unwrap_or_default();
    if !answer.ok() || !content_type.contains("json") {
        return None;
    }
    answer.text().await.ok()
}
