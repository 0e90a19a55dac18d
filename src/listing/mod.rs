//! What of the images is shown, and in which order: the question that stands in
//! a link, and the index that answers it as somebody types. Pure: uses `model`
//! alone, and touches neither the browser nor the network. Words for people are
//! elsewhere (`i18n`); what is written here is what links hold.

mod amount;
mod compare;
mod field;
mod index;
mod matching;
mod order;
mod question;
mod search;
mod source;
mod token;
mod written;

pub use amount::{AmountProblem, Moment, MomentProblem, parse_amount, parse_moment};
pub use compare::{Compared, compare, have_same_bytes};
pub use field::{Field, FieldKind, Op};
pub use index::{Answer, Context, Index};
pub use question::Question;
pub use search::highlights;
pub use source::Source;
pub use token::{Token, TokenProblem};
