//! Work that takes time, tied to what is on the screen: a query whose latest
//! question wins and whose earlier ones are cancelled. Knows the reactive
//! system and nothing of images, services or the network.

mod latest;
mod spawn;

pub use latest::{Cancel, Loadable, Publish, Query, follow, use_query};
pub use spawn::spawn;
