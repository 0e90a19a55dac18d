//! Why a download that was to go on begins at its first byte: of what is there, only what
//! the image's record still vouches for is of use.

use crate::model::Expected;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Afresh {
    /// The image has other data now.
    OtherData,
    /// The hash that the bytes were to be held against is told no more.
    HashGone,
    /// The browser, or somebody, deleted what was there.
    NothingThere,
}

impl Afresh {
    /// What the record said when the download began, and what it says now: size and hash.
    pub(super) fn between(
        then: (u64, Option<&Expected>),
        now: (u64, Option<&Expected>),
    ) -> Option<Self> {
        if then == now {
            return None;
        }
        let algorithm = |expected: Option<&Expected>| expected.map(|digest| digest.algorithm);
        let is_gone =
            then.0 == now.0 && algorithm(then.1).is_some_and(|it| algorithm(now.1) != Some(it));
        Some(if is_gone {
            Self::HashGone
        } else {
            Self::OtherData
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DigestAlgorithm;

    fn digest(algorithm: DigestAlgorithm, hex: &str) -> Expected {
        let hex = hex.to_owned();
        Expected { algorithm, hex }
    }

    #[test]
    fn only_what_the_record_vouches_for_is_gone_on_with() {
        let strong = digest(DigestAlgorithm::Sha512, "aa");
        let other = digest(DigestAlgorithm::Sha512, "bb");
        let weak = digest(DigestAlgorithm::Md5, "cc");
        let told = |size, hash| (size, hash);
        for (then, now, afresh) in [
            (told(9, Some(&strong)), told(9, Some(&strong)), None),
            (told(9, None), told(9, None), None),
            (
                told(9, Some(&strong)),
                told(9, Some(&other)),
                Some(Afresh::OtherData),
            ),
            (
                told(9, Some(&strong)),
                told(8, Some(&strong)),
                Some(Afresh::OtherData),
            ),
            (
                told(9, Some(&strong)),
                told(8, None),
                Some(Afresh::OtherData),
            ),
            (
                told(9, Some(&strong)),
                told(9, Some(&weak)),
                Some(Afresh::HashGone),
            ),
            (
                told(9, Some(&strong)),
                told(9, None),
                Some(Afresh::HashGone),
            ),
            // Perhaps it was another image's data until now.
            (
                told(9, None),
                told(9, Some(&strong)),
                Some(Afresh::OtherData),
            ),
        ] {
            assert_eq!(Afresh::between(then, now), afresh, "{then:?} {now:?}");
        }
    }
}
