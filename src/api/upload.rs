//! Sending image data (`PUT …/file` or `…/stage`) with progress. `XMLHttpRequest`, because `fetch` doesn't tell
//! how much of a body has gone; the browser streams the file from the disk.

use std::cell::RefCell;
use std::rc::Rc;

use futures::channel::oneshot;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Blob, ProgressEvent, XmlHttpRequest};

use super::error::{Error, ErrorKind};
use super::request::{REQUEST_ID, Request, Response};
use super::transport::{Abort, Client};

/// How far the body has gone into the connection. Not how much the service has
/// stored: that is known only from its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BodyProgress {
    pub sent_bytes: u64,
}

type Sender = Rc<RefCell<Option<oneshot::Sender<Outcome>>>>;

enum Outcome {
    Answered,
    NoAnswer,
    Aborted,
}

/// Sends a blob as a request's body (`images::upload`, `images::stage`) and
/// waits for the service's answer, which comes only when it has stored the last byte.
/// Gives the request's id, where the page may read it.
///
/// # Errors
/// No answer, a refusal, or [`ErrorKind::Cancelled`].
pub async fn put_data(
    client: &Client,
    request: &Request,
    blob: &Blob,
    on_progress: impl FnMut(BodyProgress) + 'static,
    abort: &Abort,
) -> Result<Option<String>, Error> {
    let failed = |kind| Error::without_answer(request.operation, kind);
    if abort.is_aborted() {
        return Err(failed(ErrorKind::Cancelled));
    }
    let xhr = open(client, request).ok_or_else(|| failed(ErrorKind::Unsendable))?;
    let (sender, receiver) = oneshot::channel();
    // The closures must outlive the request: they are dropped when this function ends.
    let _listeners = listen(&xhr, Rc::new(RefCell::new(Some(sender))), on_progress)
        .ok_or_else(|| failed(ErrorKind::Unsendable))?;
    let stop = {
        let xhr = xhr.clone();
        Closure::<dyn FnMut()>::new(move || {
            // Aborting a request that has ended already does nothing.
            xhr.abort().ok();
        })
    };
    abort
        .signal()
        .set_onabort(Some(stop.as_ref().unchecked_ref()));
    xhr.send_with_opt_blob(Some(blob))
        .map_err(|_| failed(ErrorKind::Unsendable))?;
    let outcome = receiver.await;
    abort.signal().set_onabort(None);
    match outcome {
        // This kind of request follows redirects, whether one likes it or not.
        Ok(Outcome::Answered) if !came_from(client, &xhr) => Err(failed(ErrorKind::NotTheApi)),
        Ok(Outcome::Answered) => match answer(&xhr) {
            response if response.is_success() => Ok(response.request_id()),
            response => Err(Error::from_response(request.operation, &response)),
        },
        Ok(Outcome::Aborted) => Err(failed(ErrorKind::Cancelled)),
        Ok(Outcome::NoAnswer) | Err(_) => Err(failed(ErrorKind::NoAnswer)),
    }
}

fn open(client: &Client, request: &Request) -> Option<XmlHttpRequest> {
    let xhr = XmlHttpRequest::new().ok()?;
    let url = client.endpoint.url(&request.target());
    xhr.open_with_async(request.method.as_str(), &url, true)
        .ok()?;
    xhr.set_request_header("Accept", "application/json").ok()?;
    for (name, value) in &request.headers {
        xhr.set_request_header(name, value).ok()?;
    }
    if let Some(token) = &client.token {
        xhr.set_request_header("X-Auth-Token", token.now().expose())
            .ok()?;
    }
    Some(xhr)
}

struct Listeners {
    _progress: Closure<dyn FnMut(ProgressEvent)>,
    _ends: Vec<Closure<dyn FnMut()>>,
}

fn listen(
    xhr: &XmlHttpRequest,
    sender: Sender,
    mut on_progress: impl FnMut(BodyProgress) + 'static,
) -> Option<Listeners> {
    let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        on_progress(BodyProgress {
            sent_bytes: whole_bytes(event.loaded()),
        });
    });
    xhr.upload()
        .ok()?
        .set_onprogress(Some(progress.as_ref().unchecked_ref()));
    let end = |outcome: fn() -> Outcome| {
        let sender = Rc::clone(&sender);
        Closure::<dyn FnMut()>::new(move || {
            if let Some(sender) = sender.borrow_mut().take() {
                // The receiver is gone only if nobody waits any more.
                sender.send(outcome()).ok();
            }
        })
    };
    let ends = vec![
        end(|| Outcome::Answered),
        end(|| Outcome::NoAnswer),
        end(|| Outcome::Aborted),
    ];
    xhr.set_onload(Some(ends[0].as_ref().unchecked_ref()));
    xhr.set_onerror(Some(ends[1].as_ref().unchecked_ref()));
    xhr.set_onabort(Some(ends[2].as_ref().unchecked_ref()));
    Some(Listeners {
        _progress: progress,
        _ends: ends,
    })
}

fn came_from(client: &Client, xhr: &XmlHttpRequest) -> bool {
    let origin = client.endpoint.origin();
    let rest = xhr.response_url();
    rest.strip_prefix(origin)
        .is_some_and(|rest| rest.starts_with('/'))
}

fn answer(xhr: &XmlHttpRequest) -> Response {
    let request_id = xhr.get_response_header(REQUEST_ID);
    Response {
        status: xhr.status().unwrap_or(0),
        headers: request_id
            .ok()
            .flatten()
            .map(|id| (REQUEST_ID.to_owned(), id))
            .into_iter()
            .collect(),
        body: xhr.response_text().ok().flatten().unwrap_or_default(),
    }
}

/// A browser counts bytes in an `f64`, exact up to 2^53 (8 PiB).
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole_bytes(count: f64) -> u64 {
    count as u64
}
