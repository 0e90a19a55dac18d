//! Texts that are like a word: with one typing error, or with its letters in
//! order at places that a person would pick. For words that are found nowhere.

use std::ops::Range;

/// Shorter words are like almost anything.
const TYPO_MIN_CHARS: usize = 4;
/// A longer text is compared by its beginning: effort grows with its length.
const TEXT_MAX_CHARS: usize = 256;
/// As long a word is no abbreviation.
const WORD_MAX_CHARS: usize = 32;

/// What a letter counts at the beginning of a part of the text, …
const AT_START: i32 = 3;
/// … next to the letter before, …
const NEXT: i32 = 2;
/// … and anywhere else.
const APART: i32 = -1;

/// A word made ready for many texts.
pub(super) struct Like {
    word: Vec<char>,
    /// The text at hand; kept to be filled again.
    text: Vec<char>,
}

impl Like {
    pub fn new(word: &str) -> Self {
        Self {
            word: word.chars().collect(),
            text: Vec::new(),
        }
    }

    /// Whether a folded text is like the folded word.
    pub fn is_like(&mut self, text: &str) -> bool {
        // Most texts lack more letters than one error can leave out.
        let letters = letters(text);
        let mut buffer = [0; 4];
        let lacks = |c: &&char| {
            let c = c.encode_utf8(&mut buffer);
            self::letters(c) & !letters != 0
        };
        self.word.iter().filter(lacks).take(2).count() < 2 && !self.chars_in(text).is_empty()
    }

    /// Which characters of the text make it like the word, by their number.
    fn chars_in(&mut self, text: &str) -> Vec<usize> {
        self.text.clear();
        self.text.extend(text.chars().take(TEXT_MAX_CHARS));
        if self.word.len() >= TYPO_MIN_CHARS
            && let Some(range) = typo(&self.text, &self.word)
        {
            return range.collect();
        }
        abbreviation(&self.text, &self.word)
    }
}

/// A bit for each letter and digit of a text; some other characters share them.
fn letters(text: &str) -> u64 {
    let bit = |byte: u8| u32::from(byte & 31) + u32::from(!byte & 64) / 2;
    text.bytes().fold(0, |bits, byte| bits | 1 << bit(byte))
}

/// Where a folded text is like a folded word: ranges of bytes in the text.
pub(super) fn places(text: &str, word: &str) -> Vec<Range<usize>> {
    let chars = Like::new(word).chars_in(text);
    let mut wanted = chars.into_iter().peekable();
    let mut places = Vec::new();
    for (number, (at, c)) in text.char_indices().enumerate() {
        if wanted.next_if_eq(&number).is_some() {
            places.push(at..at + c.len_utf8());
        }
    }
    places
}

/// The first part of a text that differs from a word by one letter more, one
/// less, another one, or two neighbours changed round.
fn typo(text: &[char], word: &[char]) -> Option<Range<usize>> {
    (0..text.len()).find_map(|start| {
        let same = text[start..].iter().zip(word).take_while(|(a, b)| a == b);
        let same = same.count();
        // From the first difference on.
        let (text, word) = (&text[start + same..], &word[same..]);
        let length = match (text, word) {
            (_, []) => 0,
            (text, [_, word @ ..]) if text.starts_with(word) => word.len(),
            ([a, b, text @ ..], [c, d, word @ ..])
                if a == d && b == c && text.starts_with(word) =>
            {
                word.len() + 2
            }
            ([_, text @ ..], [_, rest @ ..]) if text.starts_with(rest) => rest.len() + 1,
            ([_, text @ ..], word) if text.starts_with(word) => word.len() + 1,
            _ => return None,
        };
        Some(start..start + same + length)
    })
}

/// The best places for the letters of a word in order, if they are good ones:
/// at the beginnings of the text's parts, or next to each other.
fn abbreviation(text: &[char], word: &[char]) -> Vec<usize> {
    if word.len() < 2 || word.len() > WORD_MAX_CHARS || !is_in_order(text, word) {
        return Vec::new();
    }
    // For each letter and place the best sum so far, and the place before.
    let mut steps: Vec<Vec<Option<(i32, usize)>>> = Vec::with_capacity(word.len());
    for (number, letter) in word.iter().enumerate() {
        let before = steps.last();
        // The best place that isn't next to the one at hand.
        let mut best: Option<(i32, usize)> = None;
        let mut step = vec![None; text.len()];
        for at in 0..text.len() {
            if *letter == text[at] {
                let alone = if is_start(text, at) { AT_START } else { APART };
                step[at] = match (number, before, at.checked_sub(1)) {
                    (0, _, _) => Some((alone.max(0), at)),
                    (_, Some(before), Some(left)) => {
                        let next = before[left].map(|(sum, _)| (sum + NEXT.max(alone), left));
                        let apart = best.map(|(sum, place)| (sum + alone, place));
                        next.max(apart)
                    }
                    _ => None,
                };
            }
            let left = at
                .checked_sub(1)
                .and_then(|left| before?[left].map(|s| (s.0, left)));
            best = best.max(left);
        }
        steps.push(step);
    }
    trace(&steps)
}

/// The places that led to the best sum, if it is high enough: on average a
/// letter counts half of the two good kinds, or more.
fn trace(steps: &[Vec<Option<(i32, usize)>>]) -> Vec<usize> {
    let letters = i32::try_from(steps.len()).unwrap_or(i32::MAX);
    let ends = steps.last().into_iter().flatten().enumerate();
    let end = ends
        .filter_map(|(at, step)| Some((step.as_ref()?.0, at)))
        .max();
    let Some((sum, mut at)) = end else {
        return Vec::new();
    };
    if 2 * sum < 3 * letters {
        return Vec::new();
    }
    let mut places = Vec::with_capacity(steps.len());
    for step in steps.iter().rev() {
        places.push(at);
        at = step[at].map_or(at, |(_, before)| before);
    }
    places.reverse();
    places
}

fn is_in_order(text: &[char], word: &[char]) -> bool {
    let mut text = text.iter();
    word.iter().all(|letter| text.any(|c| c == letter))
}

/// Whether a part of the text begins: a word or a number.
fn is_start(text: &[char], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|left| text[left]) else {
        return true;
    };
    !before.is_alphanumeric() || (text[at].is_ascii_digit() && !before.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_like(text: &str, word: &str) -> bool {
        Like::new(word).is_like(text)
    }

    #[test]
    fn one_error_is_forgiven_in_words_of_four_letters() {
        for word in [
            "ubunut", "ubuntuu", "ubnutu", "ubuntx", "xbuntu", "buntu", "untu", "uvuntu",
        ] {
            assert!(is_like("my-ubuntu-22.04", word), "{word}");
        }
        for word in ["ubnuut", "kubernetes", "xbunty", "23.60"] {
            assert!(!is_like("my-ubuntu-22.04", word), "{word}");
        }
        assert!(is_like("suse", "sise"));
        assert!(!is_like("sus", "sxs"));
    }

    #[test]
    fn letters_that_a_person_would_pick_are_an_abbreviation() {
        for (text, word) in [
            ("ubuntu-22.04", "u2204"),
            ("ubuntu-server", "ubsrv"),
            ("windows-server-2022", "ws22"),
            ("red hat enterprise linux", "rhel"),
            ("debian12", "d12"),
        ] {
            assert!(is_like(text, word), "{word} in {text}");
        }
        for (text, word) in [
            ("community-alpine", "mpe"),
            ("windows-server-2022", "noss"),
            ("abc", "x"),
            ("abc", "cba"),
            ("", "ab"),
        ] {
            assert!(!is_like(text, word), "{word} in {text}");
        }
    }

    #[test]
    fn places_are_of_the_letters_that_count() {
        assert_eq!(
            places("ubuntu-22.04", "u2204"),
            [0..1, 7..8, 8..9, 10..11, 11..12]
        );
        assert_eq!(
            places("é-debian", "dbian"),
            [3..4, 4..5, 5..6, 6..7, 7..8, 8..9]
        );
        assert!(places("a-ab", "zz").is_empty());
    }

    #[test]
    fn long_texts_take_no_longer() {
        let text = "ab-".repeat(100_000);
        assert!(is_like(&text, "aaaaaaaa"));
        assert!(!is_like(&text, &"a".repeat(100)));
    }
}
