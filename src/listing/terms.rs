//! What many images have in common (tags, properties, owners), each kept once:
//! a search looks at it once, and not in every image.

use std::collections::HashMap;
use std::sync::Arc;

use super::Context;
use super::search::{fold, fold_into};

/// Which place of an image matches, the best first; sums decide the order.
pub(super) mod rank {
    pub const NAME: u16 = 0;
    pub const NAME_START: u16 = 1;
    pub const WORD_START: u16 = 2;
    pub const IN_NAME: u16 = 3;
    pub const TAG: u16 = 4;
    pub const ID_START: u16 = 5;
    pub const ELSEWHERE: u16 = 6;
    pub const ALIKE: u16 = 7;
}

/// What a word must have to be looked for inside of ids and hashes: two or three
/// of their digits are in most of them.
pub(super) const CODE_MIN_BYTES: usize = 6;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TermKind {
    Tag,
    Property,
    Owner,
}

#[derive(Clone)]
struct Term {
    /// Folded, but for owners, behind a character for the kind.
    text: Arc<str>,
    kind: TermKind,
    /// Where in the text an id or a hash begins.
    code: Option<usize>,
}

/// All terms; an image holds their numbers.
#[derive(Clone, Default)]
pub(super) struct Terms {
    terms: Vec<Term>,
    numbers: HashMap<Arc<str>, u32>,
    /// The text at hand; kept to be filled again.
    text: String,
}

impl Terms {
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// The number of a tag.
    pub fn tag(&mut self, tag: &str) -> u32 {
        self.begin("#");
        fold_into(tag, &mut self.text);
        self.number(TermKind::Tag, 1)
    }

    /// The number of a property with its value.
    pub fn property(&mut self, name: &str, value: &str) -> u32 {
        self.begin(":");
        fold_into(name, &mut self.text);
        self.text.push('=');
        let start = self.text.len();
        fold_into(value, &mut self.text);
        self.number(TermKind::Property, start)
    }

    /// The number of a project. Its id isn't folded: names are asked for by it.
    pub fn owner(&mut self, id: &str) -> u32 {
        self.begin("@");
        self.text.push_str(id);
        self.number(TermKind::Owner, 1)
    }

    fn begin(&mut self, sign: &str) {
        self.text.clear();
        self.text.push_str(sign);
    }

    /// The number of the text at hand, whose value begins at `start`.
    fn number(&mut self, kind: TermKind, start: usize) -> u32 {
        if let Some(number) = self.numbers.get(self.text.as_str()) {
            return *number;
        }
        let number = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        let code = is_code(&self.text[start..]).then_some(start);
        let text: Arc<str> = self.text.as_str().into();
        self.numbers.insert(Arc::clone(&text), number);
        self.terms.push(Term { text, kind, code });
        number
    }

    /// For each term what it counts for a folded word, if it has it.
    pub fn ranks(&self, word: &str, context: &Context<'_>) -> Vec<Option<u16>> {
        let rank = |term: &Term| {
            let text = &term.text[1..];
            let rank = match term.kind {
                TermKind::Tag => rank::TAG,
                TermKind::Property | TermKind::Owner => rank::ELSEWHERE,
            };
            let has_it = match term.code {
                Some(at) => has_code(&term.text[1..at], &term.text[at..], word),
                None if term.kind == TermKind::Owner => fold(text).contains(word),
                None => text.contains(word),
            };
            let is_named = || {
                let name = (term.kind == TermKind::Owner).then(|| (context.owner_name)(text));
                name.flatten()
                    .is_some_and(|name| fold(&name).contains(word))
            };
            (has_it || is_named()).then_some(rank)
        };
        self.terms.iter().map(rank).collect()
    }

    /// For each term whether it is a tag and `is_like` something.
    pub fn tags_like(&self, is_like: &mut dyn FnMut(&str) -> bool) -> Vec<Option<u16>> {
        let rank = |term: &Term| {
            let is_alike = term.kind == TermKind::Tag && is_like(&term.text[1..]);
            is_alike.then_some(rank::ALIKE)
        };
        self.terms.iter().map(rank).collect()
    }
}

/// Whether a text holds nothing but an id or a hash.
fn is_code(text: &str) -> bool {
    text.len() >= 32 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

/// Whether a word is in the text before a code, begins the code, or is in both
/// and long enough.
fn has_code(before: &str, code: &str, word: &str) -> bool {
    before.contains(word)
        || code.starts_with(word)
        || (word.len() >= CODE_MIN_BYTES && (code.contains(word) || spans(before, code, word)))
}

/// Whether a word begins in the text before a code and ends in the code.
fn spans(before: &str, code: &str, word: &str) -> bool {
    word.char_indices()
        .skip(1)
        .any(|(at, _)| before.ends_with(&word[..at]) && code.starts_with(&word[at..]))
}
