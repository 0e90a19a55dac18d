//! The images of a list, prepared for questions that change with every key press.

use std::sync::Arc;

use super::Question;
use super::matching::Test;
use super::order;
use super::search::{fold, words};
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
#[derive(Default)]
pub struct Index {
    images: Vec<Arc<Image>>,
    texts: Vec<String>,
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

impl Index {
    /// Takes images over; what is known of those that stayed the same is kept.
    pub fn update(&mut self, images: &[Arc<Image>]) {
        self.images = images.to_vec();
        self.texts = images.iter().map(|image| text(image)).collect();
    }

    /// What of the images passes, in the asked order.
    #[must_use]
    pub fn answer(&self, question: &Question, context: &Context<'_>) -> Answer {
        let tests: Vec<_> = question
            .tokens
            .iter()
            .filter_map(|token| Test::new(token, context))
            .collect();
        let words = words(&question.search);
        let mut rows = Vec::new();
        for (row, (image, text)) in (0_u32..).zip(self.images.iter().zip(&self.texts)) {
            if tests.iter().all(|test| test.passes(image))
                && words.iter().all(|word| text.contains(word.as_str()))
            {
                rows.push(row);
            }
        }
        order::sort(&mut rows, &self.images, question, context);
        Answer {
            rows,
            is_guessed: false,
        }
    }
}

fn text(image: &Image) -> String {
    let mut text = String::new();
    let mut see = |part: &str| {
        text.push_str(part);
        text.push('\n');
    };
    see(image.name.as_deref().unwrap_or_default());
    image.tags.iter().for_each(|tag| see(tag));
    see(&image.id);
    for (name, value) in image.properties() {
        see(&name);
        see(&value);
    }
    fold(&text)
}
