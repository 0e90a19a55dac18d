//! What an index knows of one image.

use super::search::fold;
use super::terms::{Terms, rank};
use crate::model::{Image, Timestamp};

/// What a word must have to be looked for inside of ids: two or three of their
/// digits are in most of them.
const ID_PART_MIN_BYTES: usize = 4;

/// Derived from an image alone, but for the terms that are shared.
pub(super) struct Entry {
    /// Folded; empty where there is none.
    pub name: String,
    pub created: Option<Timestamp>,
    /// Folded id and hashes.
    codes: Box<[String]>,
    /// Numbers of tags, properties and the owner.
    pub terms: Box<[u32]>,
}

impl Entry {
    pub fn new(image: &Image, shared: &mut Terms) -> Self {
        let mut terms: Vec<u32> = image.tags.iter().map(|tag| shared.tag(tag)).collect();
        let properties = image.property_texts();
        terms.extend(properties.map(|(name, value)| shared.property(name, &value)));
        terms.extend(image.owner.iter().map(|owner| shared.owner(owner)));
        let codes = [
            Some(&image.id),
            image.checksum.as_ref(),
            image.os_hash_value.as_ref(),
        ];
        Self {
            name: fold(image.name.as_deref().unwrap_or_default()),
            created: image.created_at.as_deref().and_then(Timestamp::parse),
            codes: codes.into_iter().flatten().map(|code| fold(code)).collect(),
            terms: terms.into(),
        }
    }

    /// What the best place beside the name counts that has a folded word. `terms`:
    /// what each of the shared terms counts.
    pub fn rank(&self, word: &str, terms: &[Option<u16>]) -> Option<u16> {
        let in_terms = || {
            self.terms
                .iter()
                .filter_map(|&term| terms[term as usize])
                .min()
        };
        let in_codes = || {
            let first = self.codes.iter().position(|code| code.starts_with(word));
            match first {
                Some(0) => Some(rank::ID_START),
                Some(_) => Some(rank::ELSEWHERE),
                None if word.len() < ID_PART_MIN_BYTES => None,
                None => {
                    let id = self.codes.first();
                    let has_it = id.is_some_and(|id| id.contains(word));
                    has_it.then_some(rank::ELSEWHERE)
                }
            }
        };
        match (in_terms(), in_codes()) {
            (Some(term), Some(code)) => Some(term.min(code)),
            (term, code) => term.or(code),
        }
    }
}

/// What a place in a name counts, by what stands before and behind the word.
pub(super) fn rank_in_name(before: &str, after: &str) -> u16 {
    match before.chars().next_back() {
        None if after.is_empty() => rank::NAME,
        None => rank::NAME_START,
        Some(c) if !c.is_alphanumeric() => rank::WORD_START,
        Some(_) => rank::IN_NAME,
    }
}
