//! What the comparison of two digests says about a transfer.

use crate::model::{DigestAlgorithm, Expected};

/// The outcome of a transfer whose bytes have all moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Our digest over the bytes that moved equals the service's.
    Verified(DigestAlgorithm),
    /// It doesn't: the bytes differ.
    Mismatch {
        algorithm: DigestAlgorithm,
        ours: String,
        theirs: String,
    },
    /// The service gives no digest that can be computed here.
    NoHashGiven,
}

impl Verdict {
    /// Compares our digest (lower-case hexadecimal) with the service's.
    #[must_use]
    pub fn of(expected: &Expected, ours: &str) -> Self {
        if ours.eq_ignore_ascii_case(&expected.hex) {
            Self::Verified(expected.algorithm)
        } else {
            Self::Mismatch {
                algorithm: expected.algorithm,
                ours: ours.to_owned(),
                theirs: expected.hex.clone(),
            }
        }
    }
}
