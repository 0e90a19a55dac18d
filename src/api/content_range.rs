//! `Content-Range` of an answer: which part of the data came (RFC 9110, section 14.4).

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContentRange {
    /// The first byte's offset.
    pub from: u64,
    /// Of all the data, in bytes; `None` where the server left it open (`*`).
    pub total: Option<u64>,
}

impl ContentRange {
    /// `bytes 0-9/100`; `None` for what isn't a range of bytes.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (range, total) = text.trim().strip_prefix("bytes ")?.split_once('/')?;
        Some(Self {
            from: range.split_once('-')?.0.trim().parse().ok()?,
            total: total.trim().parse().ok(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_and_nothing_is_guessed() {
        let parse = ContentRange::parse;
        let some = |from, total| Some(ContentRange { from, total });
        assert_eq!(parse("bytes 0-9/100"), some(0, Some(100)));
        assert_eq!(
            parse("bytes 9007199254740993-9007199254740994/*"),
            some(9_007_199_254_740_993, None)
        );
        for other in ["", "bytes */100", "items 0-9/100", "bytes 0-9"] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
