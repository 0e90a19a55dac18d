//! The words of a search, and where they stand in a text. Case makes no
//! difference, in any alphabet.

use std::ops::Range;

use super::fuzzy;

/// Text in which case makes no difference any more. It may be longer or shorter
/// than the original.
#[must_use]
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// The same behind what is there already.
pub(super) fn fold_into(text: &str, folded: &mut String) {
    if text.is_ascii() {
        let start = folded.len();
        folded.push_str(text);
        folded[start..].make_ascii_lowercase();
    } else {
        text.chars().for_each(|c| push_folded(c, folded));
    }
}

/// Character by character, so that places can be found again. Beyond the small
/// letters: the forms that one letter has at the end of a word or by its font.
fn push_folded(c: char, folded: &mut String) {
    match c {
        'ς' => folded.push('σ'),
        'ß' | 'ẞ' => folded.push_str("ss"),
        // Its small letter would be an i and a second dot.
        'İ' => folded.push('i'),
        c => folded.extend(c.to_lowercase()),
    }
}

/// Folded words: parted by blanks, unless these stand in double quotes. A quote
/// that isn't closed yet reaches to the end.
#[must_use]
pub(super) fn words(search: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in fold(search).split('"').enumerate() {
        if index % 2 == 0 {
            words.extend(part.split_whitespace().map(ToOwned::to_owned));
        } else if !part.trim().is_empty() {
            words.push(part.to_owned());
        }
    }
    words
}

/// Where the words of a search stand in a text: ranges of bytes, in order and
/// apart from each other. A word that isn't in the text is marked where the
/// text has something like it.
#[must_use]
pub fn highlights(text: &str, search: &str) -> Vec<Range<usize>> {
    let words = words(search);
    if words.is_empty() || text.is_empty() {
        return Vec::new();
    }
    let folded = Folded::new(text);
    let mut found = Vec::new();
    for word in &words {
        let before = found.len();
        for (at, _) in folded.text.match_indices(word.as_str()) {
            found.push(folded.original(text, at..at + word.len()));
        }
        if found.len() == before {
            let alike = fuzzy::places(&folded.text, word);
            found.extend(alike.into_iter().map(|range| folded.original(text, range)));
        }
    }
    joined(found)
}

/// A folded text that knows where it comes from.
struct Folded {
    text: String,
    /// For each byte where the character begins that it was made of.
    origins: Vec<usize>,
}

impl Folded {
    fn new(text: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(text.len()),
            origins: Vec::with_capacity(text.len()),
        };
        for (at, c) in text.char_indices() {
            push_folded(c, &mut folded.text);
            folded.origins.resize(folded.text.len(), at);
        }
        folded
    }

    /// The whole characters of the original that a range of the folded text was
    /// made of. The range isn't empty.
    fn original(&self, text: &str, range: Range<usize>) -> Range<usize> {
        let at = |byte: usize| self.origins.get(byte).copied().unwrap_or(text.len());
        let last = at(range.end.saturating_sub(1));
        let after = text[last..].chars().next().map_or(0, char::len_utf8);
        at(range.start)..last + after
    }
}

/// Sorts ranges and makes one of those that touch.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| range.start);
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, search: &str) -> String {
        let mut marked = String::new();
        let mut rest = 0;
        for range in highlights(text, search) {
            marked.push_str(&text[rest..range.start]);
            marked.push('[');
            marked.push_str(&text[range.clone()]);
            marked.push(']');
            rest = range.end;
        }
        marked.push_str(&text[rest..]);
        marked
    }

    #[test]
    fn blanks_part_words_unless_they_are_quoted() {
        assert_eq!(words("  Ubuntu\t22 "), ["ubuntu", "22"]);
        assert_eq!(words("a \"B  c\" d\"e f"), ["a", "b  c", "d", "e f"]);
        assert_eq!(words(" \"\" \" \" "), [""; 0]);
    }

    #[test]
    fn every_place_of_every_word_is_marked() {
        for (text, search, expected) in [
            ("ubuntu-22.04", "BUN 22", "u[bun]tu-[22].04"),
            ("aaa", "aa", "[aa]a"),
            ("abab", "ab", "[abab]"),
            ("abcd", "bc ab", "[abc]d"),
            ("a b c", "\"b c\"", "a [b c]"),
            ("ubuntu", "", "ubuntu"),
            ("", "x", ""),
            ("GRÖSSE Größe", "größe", "[GRÖSSE] [Größe]"),
            ("aßb", "s", "a[ß]b"),
            ("İstanbul", "ist", "[İst]anbul"),
            ("ΟΔΟΣ οδός", "οσ", "ΟΔ[ΟΣ] οδός"),
            ("🐧日本", "本", "🐧日[本]"),
        ] {
            assert_eq!(marked(text, search), expected, "{search} in {text}");
        }
    }

    #[test]
    fn what_is_only_alike_is_marked_too() {
        assert_eq!(marked("debian-12", "debain"), "[debian]-12");
        assert_eq!(marked("Ubuntu-22.04", "u2204"), "[U]buntu-[22].[04]");
        assert_eq!(marked("İß-debian", "dbian"), "İß-[debian]");
        assert_eq!(marked("windows", "debian"), "windows");
    }

    #[test]
    fn marks_are_whole_characters_in_order_whatever_the_text() {
        const SIGNS: [char; 16] = [
            'a', 'A', 'b', 's', '-', ' ', '"', '1', 'ß', 'İ', 'Σ', 'ς', 'ﬁ', '\u{307}', '🐧', 'ǅ',
        ];
        let mut seed = 7_u64;
        let mut text = || {
            let mut text = String::new();
            loop {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                match SIGNS.get(usize::try_from(seed >> 59).expect("fits")) {
                    Some(c) => text.push(*c),
                    None if seed >> 57 & 3 == 0 => return text,
                    None => {}
                }
            }
        };
        for _ in 0..20_000 {
            let (text, search) = (text(), text());
            let mut end = 0;
            for range in highlights(&text, &search) {
                assert!(range.start < range.end, "{text:?} {search:?}");
                assert!(range.start > end || end == 0, "{text:?} {search:?}");
                assert!(text.get(range.clone()).is_some(), "{text:?} {search:?}");
                end = range.end;
            }
            if let Some(word) = words(&search).first().filter(|w| fold(&text).contains(*w)) {
                let has_it = |range: Range<usize>| fold(&text[range]).contains(word.as_str());
                assert!(highlights(&text, &search).into_iter().any(has_it));
            }
        }
    }
}
