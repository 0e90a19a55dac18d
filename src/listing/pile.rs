//! Many short texts, one behind the other: a word is looked for in all of them in
//! one go.

use std::ops::Range;

use memchr::memmem;

/// Stands behind each text, so that no word goes from one into the next.
const END: char = '\0';

/// Folded texts by number, in the order in which they came.
#[derive(Clone, Default)]
pub(super) struct Pile {
    all: String,
    /// Where each begins; it ends before the next one's [`END`].
    starts: Vec<usize>,
}

/// A place in which a word stands.
pub(super) struct Hit<'a> {
    /// The number of the text.
    pub text: usize,
    /// In the text, in bytes.
    pub at: usize,
    /// The text up to there.
    pub before: &'a str,
    /// The text from the word's end on.
    pub after: &'a str,
}

impl Pile {
    pub fn push(&mut self, folded: &str) {
        self.starts.push(self.all.len());
        self.all.push_str(folded);
        self.all.push(END);
    }

    fn range(&self, text: usize) -> Range<usize> {
        let next = self.starts.get(text + 1);
        self.starts[text]..next.map_or(self.all.len(), |next| *next) - END.len_utf8()
    }

    pub fn get(&self, text: usize) -> &str {
        &self.all[self.range(text)]
    }

    /// Shows every place of a folded word in every text, in order. The places of a
    /// word in one text don't overlap. A word that has a NUL in it is nowhere.
    pub fn find(&self, word: &str, see: &mut dyn FnMut(Hit<'_>)) {
        if word.is_empty() || word.contains(END) {
            return;
        }
        let mut text = 0;
        for place in memmem::find_iter(self.all.as_bytes(), word) {
            while self.starts.get(text + 1).is_some_and(|next| *next <= place) {
                text += 1;
            }
            let Range { start, end } = self.range(text);
            see(Hit {
                text,
                at: place - start,
                before: &self.all[start..place],
                after: &self.all[place + word.len()..end],
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(texts: &[&str], word: &str) -> Vec<(usize, usize)> {
        let mut pile = Pile::default();
        texts.iter().for_each(|text| pile.push(text));
        let mut found = Vec::new();
        pile.find(word, &mut |hit| {
            assert_eq!([hit.before, word, hit.after].concat(), texts[hit.text]);
            assert_eq!(pile.get(hit.text), texts[hit.text]);
            found.push((hit.text, hit.at));
        });
        found
    }

    #[test]
    fn a_word_is_found_in_each_text_and_never_across_two() {
        let texts = ["", "abab", "a", "b", "xé-ab", "", "a\0b", "ab"];
        assert_eq!(found(&texts, "ab"), [(1, 0), (1, 2), (4, 4), (7, 0)]);
        assert_eq!(
            found(&texts, "b"),
            [(1, 1), (1, 3), (3, 0), (4, 5), (6, 2), (7, 1)]
        );
        assert_eq!(found(&texts, "é"), [(4, 1)]);
        assert_eq!(found(&texts, "nowhere"), []);
        assert_eq!(found(&texts, ""), []);
        assert_eq!(found(&texts, "a\0b"), []);
        assert_eq!(found(&[], "a"), []);
    }
}
