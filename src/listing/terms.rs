//! What many images have in common (tags, properties, owners), each kept once:
//! a search looks at it once, and not in every image.

use std::collections::HashMap;
use std::sync::Arc;

use super::Context;
use super::pile::Pile;
use super::search::fold;

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TermKind {
    Tag,
    Property,
    /// A project's id.
    Owner,
}

#[derive(Clone)]
pub(super) struct Term {
    pub kind: TermKind,
    /// `#tag`, `:property=value` or `@project`.
    text: Arc<str>,
    /// Where in the text the value begins.
    value: usize,
    /// The last place in the folded text where a word may begin, in bytes. Of an id
    /// or a hash that is its beginning: two or three digits are somewhere in most of
    /// them.
    last_start: usize,
}

/// All terms; an image holds their numbers.
#[derive(Clone, Default)]
pub(super) struct Terms {
    terms: Vec<Term>,
    /// Folded, without the character for the kind.
    folded: Pile,
    numbers: HashMap<Arc<str>, u32>,
    /// The text at hand; kept to be filled again.
    text: String,
}

impl Terms {
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter()
    }

    /// The number of a tag.
    pub fn tag(&mut self, tag: &str) -> u32 {
        self.number(TermKind::Tag, &["#", tag])
    }

    /// The number of a property with its value.
    pub fn property(&mut self, name: &str, value: &str) -> u32 {
        self.number(TermKind::Property, &[":", name, "=", value])
    }

    /// The number of a project.
    pub fn owner(&mut self, id: &str) -> u32 {
        self.number(TermKind::Owner, &["@", id])
    }

    /// The number of what the parts make together, of which the last is the value.
    fn number(&mut self, kind: TermKind, parts: &[&str]) -> u32 {
        self.text.clear();
        parts.iter().for_each(|part| self.text.push_str(part));
        if let Some(number) = self.numbers.get(self.text.as_str()) {
            return *number;
        }
        let number = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        let value = parts.last().copied().unwrap_or_default();
        let folded = fold(&self.text[1..]);
        let text: Arc<str> = self.text.as_str().into();
        self.numbers.insert(Arc::clone(&text), number);
        self.terms.push(Term {
            kind,
            value: text.len() - value.len(),
            last_start: match is_code(value) {
                // Folding leaves the length of ids and hashes as it is.
                true => folded.len() - value.len(),
                false => folded.len(),
            },
            text,
        });
        self.folded.push(&folded);
        number
    }

    /// For each term what it counts for a folded word, if it has it.
    pub fn ranks(&self, word: &str, context: &Context<'_>) -> Vec<Option<u16>> {
        let mut ranks = vec![None; self.terms.len()];
        let rank = |term: &Term| match term.kind {
            TermKind::Tag => rank::TAG,
            TermKind::Property | TermKind::Owner => rank::ELSEWHERE,
        };
        self.folded.find(word, &mut |hit| {
            let term = &self.terms[hit.text];
            if hit.at <= term.last_start {
                ranks[hit.text] = Some(rank(term));
            }
        });
        for (term, found) in self.terms.iter().zip(&mut ranks) {
            if term.kind == TermKind::Owner && found.is_none() {
                let name = (context.owner_name)(term.value());
                let has_name = name.is_some_and(|name| fold(&name).contains(word));
                *found = has_name.then(|| rank(term));
            }
        }
        ranks
    }

    /// For each term whether it is a tag and `is_like` something.
    pub fn tags_like(&self, is_like: &mut dyn FnMut(&str) -> bool) -> Vec<bool> {
        let terms = self.terms.iter().enumerate();
        terms
            .map(|(at, term)| term.kind == TermKind::Tag && is_like(self.folded.get(at)))
            .collect()
    }
}

impl Term {
    /// A tag, a property's value, or a project's id.
    pub fn value(&self) -> &str {
        &self.text[self.value..]
    }

    /// A property's name.
    pub fn name(&self) -> &str {
        &self.text[1..self.value.saturating_sub(1).max(1)]
    }
}

/// Whether a text holds nothing but an id or a hash.
fn is_code(text: &str) -> bool {
    text.len() >= 32 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}
