//! The services' APIs: one file per resource, each a pure builder of requests
//! and reader of answers, one error type, and one transport on the browser's
//! `fetch` (`XMLHttpRequest` for uploads, whose progress `fetch` doesn't tell).
//! May use `model`; knows nothing of views or of who is signed in.

mod endpoint;
mod error;
mod error_body;
pub mod identity;
pub mod images;
mod pager;
mod request;
mod secret;
mod transport;
mod upload;

pub use endpoint::{AddressProblem, Endpoint};
pub use error::{Error, ErrorKind, Retry};
pub use pager::Pager;
pub use request::{Call, Method, Operation, Request, Response};
pub use secret::Secret;
pub use transport::{Abort, Client, DataAnswer, answers_at_all, file_beside_page};
pub use upload::{BodyProgress, put_data};
