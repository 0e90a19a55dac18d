//! The services' APIs: one file per resource, each a pure builder of requests
//! and reader of answers, one error type, and one transport on the browser's
//! `fetch` (`XMLHttpRequest` for uploads, whose progress `fetch` doesn't tell).
//! May use `model`; knows nothing of views or of who is signed in.

pub mod cache;
mod content_range;
mod deeds;
pub mod discovery;
mod endpoint;
mod error;
mod error_body;
pub mod identity;
pub mod images;
pub mod members;
pub mod metadefs;
mod pager;
pub mod probe;
mod request;
mod secret;
mod shown;
pub mod tags;
pub mod tasks;
mod token;
mod transport;
mod upload;

pub use content_range::ContentRange;
pub use deeds::{Deed, DeedKind, Deeds};
pub use endpoint::{AddressProblem, Endpoint};
pub use error::{Error, ErrorKind, Retry};
pub use pager::Pager;
pub use request::{Call, Method, Operation, Request, Response};
pub use secret::Secret;
pub use token::{Fresh, Renew, Renewal, Token};
pub use transport::{Abort, Client, DataAnswer, file_beside_page};
pub use upload::{BodyProgress, put_data};
