//! What pages and the carrier (`worker/carrier.rs`) say to each other: JSON, with
//! the `File`s beside it that are meant. A body under way has an id of its own,
//! so that what is still said of an earlier one can't be taken for it.

use serde::{Deserialize, Serialize};

use super::journal::Unfinished;
use crate::api;

/// Changes with the messages below: a carrier of another release, kept alive by
/// an older page, is then another carrier.
pub(super) const CARRIER_NAME: &str = "vitrine-carrier-2";

/// From a page.
#[derive(Serialize, Deserialize)]
pub(super) enum Ask {
    /// Send the file beside it, and tell this page of it.
    Send { body_id: String, body: Body },
    /// What is there?
    List,
    /// From now on, tell this page of it.
    Follow { body_id: String },
    /// Stop it, if it is under way; nobody asks for it any more.
    Drop { body_id: String },
}

/// One body to be sent. The token is in here; so no `Debug`.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Body {
    pub token: Option<String>,
    /// What a page needs to know that goes on with it.
    pub upload: Unfinished,
}

/// From the carrier.
#[derive(Serialize, Deserialize)]
pub(super) enum Tell {
    /// The carrier listens.
    Ready,
    Sent {
        body_id: String,
        bytes: u64,
    },
    /// The service has answered (with the request's id, if it may be read), or didn't.
    Ended {
        body_id: String,
        outcome: Result<Option<String>, api::Error>,
    },
    /// What is there; the files are beside it in the same order.
    Carried(Vec<Carried>),
}

/// A body in the carrier's hands, under way or ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Carried {
    pub body_id: String,
    pub upload: Unfinished,
}
