//! What an index knows of one image.

use super::search::{fold, fold_into};
use super::terms::{CODE_MIN_BYTES, Terms, rank};
use crate::model::{Image, Timestamp};

/// Derived from an image alone, but for the terms that are shared.
pub(super) struct Entry {
    /// Folded; empty where there is none.
    pub name: String,
    pub created: Option<Timestamp>,
    /// Folded id and hashes, with a line for each.
    codes: String,
    /// Numbers of tags, properties and the owner.
    pub terms: Box<[u32]>,
}

impl Entry {
    pub fn new(image: &Image, shared: &mut Terms) -> Self {
        let mut terms: Vec<u32> = image.tags.iter().map(|tag| shared.tag(tag)).collect();
        let properties = image.property_texts();
        terms.extend(properties.map(|(name, value)| shared.property(name, &value)));
        terms.extend(image.owner.iter().map(|owner| shared.owner(owner)));
        let mut codes = fold(&image.id);
        for code in [&image.checksum, &image.os_hash_value]
            .into_iter()
            .flatten()
        {
            codes.push('\n');
            fold_into(code, &mut codes);
        }
        Self {
            name: fold(image.name.as_deref().unwrap_or_default()),
            created: image.created_at.as_deref().and_then(Timestamp::parse),
            codes,
            terms: terms.into(),
        }
    }

    /// What the best place counts that has a folded word. `terms`: what each of
    /// the shared terms counts.
    pub fn rank(&self, word: &str, terms: &[Option<u16>]) -> Option<u16> {
        let in_terms = || {
            self.terms
                .iter()
                .filter_map(|&term| terms[term as usize])
                .min()
        };
        let in_codes = || {
            if self.codes.starts_with(word) {
                return Some(rank::ID_START);
            }
            let has_it = word.len() >= CODE_MIN_BYTES && self.codes.contains(word);
            has_it.then_some(rank::ELSEWHERE)
        };
        if let Some(rank) = in_name(&self.name, word) {
            return Some(rank);
        }
        match (in_terms(), in_codes()) {
            (Some(term), Some(code)) => Some(term.min(code)),
            (term, code) => term.or(code),
        }
    }
}

fn in_name(name: &str, word: &str) -> Option<u16> {
    let first = name.find(word)?;
    if first == 0 {
        let is_all = name.len() == word.len();
        return Some(if is_all { rank::NAME } else { rank::NAME_START });
    }
    let begins_word = |at: usize| {
        let before = name[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric())
    };
    let has_start = begins_word(first) || name.match_indices(word).any(|(at, _)| begins_word(at));
    Some(if has_start {
        rank::WORD_START
    } else {
        rank::IN_NAME
    })
}
