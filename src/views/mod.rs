//! The pages: thin. They read state, call down and render; none of them talks
//! HTTP itself. May use every room but `app` and `embed`.

mod bulk;
mod connection;
mod context;
mod diagnosis;
mod fact;
mod focus;
mod forecast;
mod image;
mod images;
mod later;
mod link;
mod offers;
mod page;
mod partials;
mod problem;
mod project_names;
mod query_problem;
mod row_facts;
mod shared;
mod sign_in;
mod status;
mod tidy;
mod transfer_card;
mod transfer_list;
mod transfers;
mod upload;

pub use bulk::{BulkBar, BulkDone, Selection};
pub use context::{Abilities, Console, use_abilities};
pub use focus::{focus, focus_heading};
pub use images::ListState;
pub use later::{Later, Part, load_ahead};
pub use link::Link;
use link::is_plain_click;
pub use offers::offers;
pub use partials::watch_partials;
pub use problem::Problem;
pub use project_names::keep_project_names;
pub use sign_in::SignInPage;
pub use transfers::{TransferWatch, TransfersDrawer};
