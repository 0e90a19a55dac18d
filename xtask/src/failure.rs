//! The one error type of the developer commands.

use std::fmt;
use std::path::Path;

/// Why a command stopped early.
#[derive(Debug)]
pub enum Failure {
    /// Somebody pressed Ctrl-C or closed the terminal: nothing to explain.
    Interrupted,
    /// What failed and what to do next, for a person.
    Because(String),
}

pub type Result<T = ()> = std::result::Result<T, Failure>;

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interrupted => f.write_str("stopped"),
            Self::Because(why) => f.write_str(why),
        }
    }
}

/// A failure with its explanation.
pub fn because<T>(why: impl Into<String>) -> Result<T> {
    Err(Failure::Because(why.into()))
}

/// Adds what was being attempted to an error of the standard library.
pub trait Doing<T> {
    fn doing(self, what: impl FnOnce() -> String) -> Result<T>;

    /// The same, for one file or directory.
    fn at(self, verb: &str, path: &Path) -> Result<T>
    where
        Self: Sized,
    {
        self.doing(|| format!("cannot {verb} {}", path.display()))
    }
}

impl<T, E: fmt::Display> Doing<T> for std::result::Result<T, E> {
    fn doing(self, what: impl FnOnce() -> String) -> Result<T> {
        self.map_err(|error| Failure::Because(format!("{}: {error}", what())))
    }
}
