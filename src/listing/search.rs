//! The words of a search, and where they stand in a text.

use std::ops::Range;

/// Text in which case makes no difference any more.
#[must_use]
pub(super) fn fold(text: &str) -> String {
    text.to_lowercase()
}

/// Folded words: parted by blanks, unless these stand in double quotes.
#[must_use]
pub(super) fn words(search: &str) -> Vec<String> {
    fold(search)
        .split('"')
        .enumerate()
        .flat_map(|(index, part)| match index % 2 {
            0 => part.split_whitespace().map(ToOwned::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// Where the words of a search stand in a text: ranges of bytes, in order and
/// apart from each other.
#[must_use]
pub fn highlights(text: &str, search: &str) -> Vec<Range<usize>> {
    let folded = fold(text);
    if folded.len() != text.len() {
        return Vec::new();
    }
    let word = words(search).into_iter().next();
    let found = word.and_then(|word| Some((folded.find(&word)?, word.len())));
    let range = found.map(|(at, length)| at..at + length);
    range
        .into_iter()
        .filter(|r| text.get(r.clone()).is_some())
        .collect()
}
