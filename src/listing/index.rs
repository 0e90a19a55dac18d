//! The images of a list, prepared for questions that change with every key press.

use std::collections::HashMap;
use std::sync::Arc;

use super::entry::{Entry, rank_in_name};
use super::fuzzy::Like;
use super::matching::{Owners, Test};
use super::order::{Order, Sorted};
use super::pile::Pile;
use super::search::{fold, words};
use super::terms::{Terms, rank};
use super::{Facets, Question};
use crate::model::{Image, Timestamp};

/// What an answer depends on besides images and question.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub now: Timestamp,
    /// The id of the project that the person works in; empty where unknown.
    pub project: &'a str,
    /// A project's name by its id, where it is known.
    pub owner_name: &'a dyn Fn(&str) -> Option<String>,
}

/// Images in the order of the last [`Index::update`].
#[derive(Clone, Default)]
pub struct Index {
    images: Vec<Arc<Image>>,
    entries: Vec<Arc<Entry>>,
    /// Of the entries, folded.
    names: Pile,
    terms: Terms,
    sorted: Sorted,
}

/// What to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Positions in the images of the last update, in the asked order.
    pub rows: Vec<u32>,
    /// A word of the search was found nowhere as it was typed; the rows have
    /// something like it.
    pub is_guessed: bool,
}

/// Terms that no image has any more are dropped when they are so many, and more
/// than the others.
const UNUSED_TERMS_MAX: usize = 1000;

impl Index {
    /// Takes images over; what is known of those that stayed the same is kept.
    /// (`updated_at` doesn't tell: tags change without it.)
    pub fn update(&mut self, images: &[Arc<Image>]) {
        let old = Self {
            images: std::mem::take(&mut self.images),
            entries: std::mem::take(&mut self.entries),
            ..Self::default()
        };
        let mut places = None;
        let terms = &mut self.terms;
        self.entries = images
            .iter()
            .enumerate()
            .map(|(at, image)| {
                let kept = match old.kept(at, image) {
                    Some(entry) => Some(entry),
                    None if at < old.images.len() || places.is_some() => {
                        let places = places.get_or_insert_with(|| old.places());
                        let place = places.get(image.id.as_str());
                        place.and_then(|place| old.kept(*place, image))
                    }
                    None => None,
                };
                kept.unwrap_or_else(|| Arc::new(Entry::new(image, terms)))
            })
            .collect();
        self.images = images.to_vec();
        self.names = Pile::default();
        for entry in &self.entries {
            self.names.push(&entry.name);
        }
        self.sorted = Sorted::default();
        self.drop_unused_terms();
    }

    /// What is known of an image that was at a place, if it is the same.
    fn kept(&self, at: usize, image: &Arc<Image>) -> Option<Arc<Entry>> {
        let known = self.images.get(at)?;
        (Arc::ptr_eq(known, image) || known == image).then(|| Arc::clone(&self.entries[at]))
    }

    fn places(&self) -> HashMap<&str, usize> {
        let ids = self.images.iter().map(|image| image.id.as_str());
        ids.zip(0..).collect()
    }

    /// How many images have each of the terms.
    fn term_counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.terms.len()];
        for term in self.entries.iter().flat_map(|entry| entry.terms.iter()) {
            counts[*term as usize] += 1;
        }
        counts
    }

    fn drop_unused_terms(&mut self) {
        let counts = self.term_counts();
        let unused = counts.iter().filter(|count| **count == 0).count();
        if unused > UNUSED_TERMS_MAX && unused > counts.len() / 2 {
            self.terms = Terms::default();
            let terms = &mut self.terms;
            let entry = |image: &Arc<Image>| Arc::new(Entry::new(image, terms));
            self.entries = self.images.iter().map(entry).collect();
        }
    }

    /// Which values occur in the images, and how often.
    #[must_use]
    pub fn facets(&self) -> Facets {
        Facets::of(&self.images, self.terms.iter().zip(self.term_counts()))
    }

    /// What of the images passes, in the asked order.
    #[must_use]
    pub fn answer(&self, question: &Question, context: &Context<'_>) -> Answer {
        let owners = Owners::new(context);
        let tests = question.tokens.iter();
        let tests: Vec<_> = tests
            .filter_map(|token| Test::new(token, context, &owners))
            .collect();
        let order = Order {
            images: &self.images,
            entries: &self.entries,
            owners: &owners,
        };
        let mut rows = self.sorted.rows(&order, &question.order);
        if !tests.is_empty() {
            let passes = |row: &u32| {
                let image = &self.images[*row as usize];
                tests.iter().all(|test| test.passes(image))
            };
            rows.retain(passes);
        }
        let mut ranks = Vec::new();
        let is_guessed = self.search(&question.search, context, &mut rows, &mut ranks);
        if question.order.is_empty() && !ranks.is_empty() {
            // The best first; those that are alike stay in their order.
            rows.sort_by_key(|row| ranks[*row as usize]);
        }
        Answer {
            is_guessed: is_guessed && !rows.is_empty(),
            rows,
        }
    }

    /// Keeps the rows that have every word of a search, and fills in what each
    /// image then counts. Tells whether something like a word had to do for it.
    fn search(
        &self,
        search: &str,
        context: &Context<'_>,
        rows: &mut Vec<u32>,
        ranks: &mut Vec<u16>,
    ) -> bool {
        let words = words(search);
        if words.is_empty() {
            return false;
        }
        ranks.resize(self.images.len(), 0);
        let mut is_guessed = false;
        for word in &words {
            let mut found = self.find(word, rows, context);
            if found.iter().all(Option::is_none) {
                is_guessed = true;
                found = self.find_like(word, rows);
            }
            add(&found, rows, ranks);
        }
        let whole = fold(search.trim());
        for row in rows.iter().map(|row| *row as usize) {
            if self.entries[row].name == whole {
                ranks[row] = rank::NAME;
            }
        }
        is_guessed
    }

    /// For each of the rows what the place counts that has a word.
    fn find(&self, word: &str, rows: &[u32], context: &Context<'_>) -> Vec<Option<u16>> {
        let mut names = vec![None; self.entries.len()];
        self.names.find(word, &mut |hit| {
            let rank = rank_in_name(hit.before, hit.after);
            let best = &mut names[hit.text];
            *best = Some(best.map_or(rank, |best: u16| best.min(rank)));
        });
        let terms = self.terms.ranks(word, context);
        let rank = |row: &u32| {
            let at = *row as usize;
            names[at].or_else(|| self.entries[at].rank(word, &terms))
        };
        rows.iter().map(rank).collect()
    }

    /// The same for something like the word, in names and tags.
    fn find_like(&self, word: &str, rows: &[u32]) -> Vec<Option<u16>> {
        let mut like = Like::new(word);
        let tags = self.terms.tags_like(&mut |tag| like.is_like(tag));
        let rows = rows.iter().map(|row| &self.entries[*row as usize]);
        let rank = |entry: &Arc<Entry>| {
            let has_tag = entry.terms.iter().any(|tag| tags[*tag as usize]);
            (has_tag || like.is_like(&entry.name)).then_some(rank::ALIKE)
        };
        rows.map(rank).collect()
    }
}

/// Keeps the rows for which something was found, and adds up what it counts.
fn add(found: &[Option<u16>], rows: &mut Vec<u32>, ranks: &mut [u16]) {
    let mut found = found.iter();
    rows.retain(|row| {
        let rank = found.next().copied().flatten();
        if let Some(rank) = rank {
            ranks[*row as usize] += rank;
        }
        rank.is_some()
    });
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
