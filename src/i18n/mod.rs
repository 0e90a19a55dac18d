//! Every sentence that a person reads, and how numbers, sizes and times are
//! written. One method per message, so that the compiler finds a missing one.
//! May use the rooms below; decides nothing.

mod bulk;
mod bulk_plan;
mod bulk_results;
mod checkup;
mod commands;
mod create;
mod diagnosis;
mod edit;
mod errors;
mod filter;
mod filter_tools;
mod format;
mod image;
mod listing;
mod outlook;
mod peek;
mod service;
mod shared;
mod sharing;
mod sign_in;
mod stores;
mod texts;
mod tidy;
mod transfer_failures;
mod transfers;
mod upload;
mod words;

pub use errors::Explained;
pub use filter::FilterWords;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    En,
}

impl Lang {
    /// The tag for `lang` attributes and `Intl` (BCP 47).
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
        }
    }
}

/// Defines messages without parameters.
macro_rules! texts {
    ($($name:ident: $en:literal;)+) => {
        impl $crate::i18n::Lang {
            $(
                #[must_use]
                pub fn $name(self) -> &'static str {
                    match self {
                        Self::En => $en,
                    }
                }
            )+
        }
    };
}
pub(super) use texts as define_texts;
