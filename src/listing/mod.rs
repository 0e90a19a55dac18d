//! What of the images is shown, and in which order: the question that stands in
//! a link, and the index that answers it as somebody types. Pure: uses `model`
//! alone, and touches neither the browser nor the network. Words for people are
//! elsewhere (`i18n`); what is written here is what links hold.

mod amount;
mod command;
mod compare;
mod duplicates;
mod entry;
mod export;
mod facets;
mod field;
mod fuzzy;
mod index;
mod matching;
mod op;
mod order;
mod pile;
mod question;
mod search;
mod source;
mod suggest;
mod terms;
#[cfg(test)]
mod testing;
mod tidy;
mod token;
mod written;

pub use amount::{AmountProblem, Moment, MomentProblem, parse_amount, parse_moment, split_unit};
pub use command::{ListCommand, list_command};
pub use compare::{Compared, compare, have_same_bytes};
pub use export::{to_csv, to_json};
pub use facets::Facets;
pub use field::{Field, FieldKind};
pub use index::{Answer, Context, Index};
pub use op::Op;
pub use question::Question;
pub use search::highlights;
pub use source::Source;
pub use suggest::{Suggestion, Wording, suggest};
pub use tidy::{Age, Amount, Board, Group, Kind, SHOWN_MOST, board};
pub use token::{Token, TokenProblem};
