//! What all parts of the bar share: the question, how to change it, and what
//! occurs in the images. Renders nothing.

use std::sync::Arc;

use leptos::prelude::*;

use crate::listing::{Facets, Field, Question, Token};
use crate::model::Image;
use crate::views::Console;

/// What a new question does to the browser's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Back leads to the question before.
    Push,
    /// It takes the place of the one before: while somebody types.
    Replace,
}

#[derive(Clone, Copy, Debug)]
pub struct Bar {
    pub question: Signal<Question>,
    pub on_question: Callback<(Question, Step)>,
    pub facets: Signal<Arc<Facets>>,
    /// What the list shows, in its order; read only when it is exported.
    pub rows: Signal<Arc<Vec<Arc<Image>>>>,
    /// Columns of the list, for files.
    pub columns: Signal<Vec<Field>>,
    /// Name of the view that was chosen last.
    pub chosen_view: RwSignal<Option<String>>,
}

impl Bar {
    pub(super) fn now(&self) -> Question {
        self.question.get_untracked()
    }

    pub(super) fn ask(&self, question: Question, step: Step) {
        if self.question.with_untracked(|now| *now != question) {
            self.on_question.run((question, step));
        }
    }

    pub(super) fn token(&self, at: usize) -> Option<Token> {
        self.question
            .with(|question| question.tokens.get(at).cloned())
    }

    /// Puts a filter in the place of another, or behind all. The same one isn't
    /// there twice.
    pub(super) fn put(&self, at: Option<usize>, token: Token) {
        let mut question = self.now();
        put(&mut question.tokens, at, token);
        self.ask(question, Step::Push);
    }

    pub(super) fn remove(&self, at: usize) {
        let mut question = self.now();
        if at < question.tokens.len() {
            question.tokens.remove(at);
            self.ask(question, Step::Push);
        }
    }

    /// Takes search and filters away; the order stays.
    pub(super) fn clear(&self) {
        let order = self.now().order;
        self.ask(
            Question {
                order,
                ..Question::default()
            },
            Step::Push,
        );
    }
}

pub(super) fn put(tokens: &mut Vec<Token>, at: Option<usize>, token: Token) {
    match at.and_then(|at| tokens.get_mut(at)) {
        Some(place) => place.clone_from(&token),
        None => tokens.push(token.clone()),
    }
    let mut is_first = true;
    tokens.retain(|other| *other != token || std::mem::take(&mut is_first));
}

/// A project's name by its id, where it is known. Tracks.
pub(super) fn owner_name(console: &Console) -> impl Fn(&str) -> Option<String> + use<> {
    let names = console.project_names.clone();
    move |id| names.with(|names| names.get(id).cloned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_filter_is_there_twice() {
        let tokens = |texts: &[&str]| texts.iter().map(|t| Token::parse(t)).collect::<Vec<_>>();
        let mut now = tokens(&["status=active", "name~a", "size>=1G"]);
        put(&mut now, Some(1), Token::parse("name~b"));
        assert_eq!(now, tokens(&["status=active", "name~b", "size>=1G"]));
        put(&mut now, Some(2), Token::parse("status=active"));
        assert_eq!(now, tokens(&["status=active", "name~b"]));
        put(&mut now, None, Token::parse("name~b"));
        assert_eq!(now, tokens(&["status=active", "name~b"]));
        // Its place went while the editor was open.
        put(&mut now, Some(9), Token::parse("tag=x"));
        assert_eq!(now.len(), 3);
    }
}
