//! What of the images is shown, and how it is sorted. May use `model`; touches
//! neither browser nor network.

mod duplicates;
mod tidy;

pub use tidy::{Age, Amount, Board, Group, Kind, SHOWN_MOST, board};
