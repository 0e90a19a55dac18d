//! The one error type of this room: what failed, at what, whether trying again
//! can help, in the service's own words, with its request id.

use serde::{Deserialize, Serialize};

use super::error_body;
use super::request::{Operation, Response};

/// A failed call. Crosses from worker to page as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Error {
    pub kind: ErrorKind,
    /// `None` when no answer came.
    pub status: Option<u16>,
    pub operation: Operation,
    /// The service's own words, as plain text.
    pub message: Option<String>,
    /// `x-openstack-request-id`, for the operator's logs.
    pub request_id: Option<String>,
    /// The answer isn't in the API's JSON, which is asked for each time:
    /// somebody between, such as a proxy, spoke in the service's place.
    pub is_foreign: bool,
}

/// What went wrong, by what a person or the console can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErrorKind {
    /// No answer: unreachable, TLS, CORS. The browser doesn't say which.
    NoAnswer,
    /// No answer, and no byte of a body was seen to leave: perhaps the browser refused to
    /// read the file (for this request, from where it was made).
    NothingSent,
    /// No answer within the time that this console waits.
    TimedOut,
    /// 408, and other refusals of a body of which no byte came for long: who took it gave up
    /// waiting for more.
    BodyTooSlow,
    /// This console gave up on purpose.
    Cancelled,
    /// A value that can't be sent, such as a token with a line break.
    Unsendable,
    /// 400 and other refusals of what was asked.
    BadRequest,
    /// 401.
    Unauthorized,
    /// 403.
    Forbidden,
    /// 404.
    NotFound,
    /// 409.
    Conflict,
    /// 410.
    Gone,
    /// 413: a size cap or a quota.
    TooLarge,
    /// 415 to image data: the content isn't the `disk_format`, or is unsafe.
    WrongContent,
    /// 416.
    RangeNotSatisfiable,
    /// 429.
    TooMany,
    /// 300, HTML, or JSON of another shape: something else lives there.
    NotTheApi,
    /// 500.
    ServerFault,
    /// 502, 503, 504.
    Unavailable,
}

/// Whether the same request may succeed later without anybody changing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    MayHelp,
    WillNotHelp,
}

impl Error {
    /// An error without an answer.
    #[must_use]
    pub fn without_answer(operation: Operation, kind: ErrorKind) -> Self {
        Self {
            kind,
            status: None,
            operation,
            message: None,
            request_id: None,
            is_foreign: false,
        }
    }

    /// Reads an answer that isn't what was asked for.
    #[must_use]
    pub fn from_response(operation: Operation, response: &Response) -> Self {
        Self {
            kind: kind_of(response.status),
            status: Some(response.status),
            operation,
            message: error_body::words(&response.body),
            request_id: response.request_id(),
            is_foreign: !error_body::is_json(&response.body),
        }
    }

    #[must_use]
    pub(crate) fn with_kind(mut self, kind: ErrorKind) -> Self {
        self.kind = kind;
        self
    }

    #[must_use]
    pub fn retry(&self) -> Retry {
        match self.kind {
            ErrorKind::NoAnswer
            | ErrorKind::NothingSent
            | ErrorKind::TimedOut
            | ErrorKind::BodyTooSlow
            | ErrorKind::TooMany
            | ErrorKind::ServerFault
            | ErrorKind::Unavailable => Retry::MayHelp,
            _ => Retry::WillNotHelp,
        }
    }

    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.kind == ErrorKind::Cancelled
    }
}

fn kind_of(status: u16) -> ErrorKind {
    match status {
        // A 2xx or 3xx that couldn't be used is another service's.
        200..=399 => ErrorKind::NotTheApi,
        401 => ErrorKind::Unauthorized,
        403 => ErrorKind::Forbidden,
        404 => ErrorKind::NotFound,
        408 => ErrorKind::BodyTooSlow,
        409 => ErrorKind::Conflict,
        410 => ErrorKind::Gone,
        413 => ErrorKind::TooLarge,
        415 => ErrorKind::WrongContent,
        416 => ErrorKind::RangeNotSatisfiable,
        429 => ErrorKind::TooMany,
        502..=504 => ErrorKind::Unavailable,
        500.. => ErrorKind::ServerFault,
        _ => ErrorKind::BadRequest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_keeps_words_and_request_id() {
        let response = Response {
            status: 403,
            headers: vec![("x-openstack-request-id".to_owned(), "req-1".to_owned())],
            body: r#"{"message": "Image 1 is protected and cannot be deleted.<br /><br />\n\n\n",
                "code": "403 Forbidden", "title": "Forbidden"}"#
                .to_owned(),
        };
        let error = Error::from_response(Operation::DeleteImage, &response);
        assert_eq!(error.kind, ErrorKind::Forbidden);
        assert_eq!(error.retry(), Retry::WillNotHelp);
        assert_eq!(error.request_id.as_deref(), Some("req-1"));
        assert_eq!(
            error.message.as_deref(),
            Some("Image 1 is protected and cannot be deleted.")
        );
    }

    #[test]
    fn statuses_sort_by_what_can_be_done() {
        for (status, kind, retry) in [
            (300, ErrorKind::NotTheApi, Retry::WillNotHelp),
            (400, ErrorKind::BadRequest, Retry::WillNotHelp),
            (408, ErrorKind::BodyTooSlow, Retry::MayHelp),
            (429, ErrorKind::TooMany, Retry::MayHelp),
            (500, ErrorKind::ServerFault, Retry::MayHelp),
            (503, ErrorKind::Unavailable, Retry::MayHelp),
            (507, ErrorKind::ServerFault, Retry::MayHelp),
        ] {
            let response = Response {
                status,
                ..Response::default()
            };
            let error = Error::from_response(Operation::ListImages, &response);
            assert_eq!((error.kind, error.retry()), (kind, retry), "{status}");
        }
    }
}
