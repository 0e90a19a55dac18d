//! Acting on many images: what an action would do to each and what it would
//! skip, which consent it needs, and the doing, a few images at a time. May use
//! `model`, `api`, `query` and `session`; knows nothing of views or of words.

mod act;
mod action;
mod batch;
mod consent;
mod deed;
mod dry_run;
mod kind;
mod plan;
mod run;
mod spoken;

pub use act::Act;
pub use action::{Action, Change, PropertyChange};
pub use batch::{Batch, End, Outcome, WhyStopped};
pub use consent::{Consent, Stakes, consent, members_to_ask, stakes};
pub use dry_run::{DryRun, Due, bytes_of};
pub use kind::Kind;
pub use plan::{Reason, plan};
pub use run::{Download, have_members, start};
pub use spoken::Spoken;
