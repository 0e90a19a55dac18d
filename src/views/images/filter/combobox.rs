//! What happens in the bar's field: what is typed is searched for, a filter that
//! is being written is gone on with, keys move through the suggestions. Renders
//! nothing.

use std::sync::Arc;
use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::bar::{Bar, Step, put};
use super::offers::{Asked, Offer, Take};
use super::typing::Typed;
use crate::listing::Field;
use crate::query::spawn;
use crate::views::Console;
use crate::views::later::{filter_offers, load_filter_tools};

/// Suggestions come once the rows are drawn: these are what is waited for.
const SUGGEST_AFTER: Duration = Duration::from_millis(50);

/// The field's state.
#[derive(Clone, Copy)]
pub(super) struct Typing {
    bar: Bar,
    console: StoredValue<Console>,
    pub text: RwSignal<String>,
    pub offers: RwSignal<Vec<Offer>>,
    pub is_open: RwSignal<bool>,
    /// Which of the offers Enter takes.
    pub active: RwSignal<Option<usize>>,
    /// The offers are still those for what was typed before.
    is_late: StoredValue<bool>,
}

impl Typing {
    pub fn new(bar: Bar, console: Console) -> Self {
        Self {
            bar,
            console: StoredValue::new(console),
            text: RwSignal::new(bar.now().search),
            offers: RwSignal::new(Vec::new()),
            is_open: RwSignal::new(false),
            active: RwSignal::new(None),
            is_late: StoredValue::new(false),
        }
    }

    /// What is searched for at once: all but a filter that is being written.
    pub fn search_of(self, text: &str) -> String {
        let typed = Typed::read(text);
        match typed.key {
            Some(key) if self.is_field(key) => typed.head.trim_end().to_owned(),
            _ => text.to_owned(),
        }
    }

    /// Whether there is a field, or a property in some image, of this name.
    fn is_field(self, key: &str) -> bool {
        match Field::parse(key) {
            Some(Field::Property(name)) => self.bar.facets.with_untracked(|facets| {
                let mut names = facets.properties().iter();
                names.any(|(other, _)| *other == name)
            }),
            field => field.is_some(),
        }
    }

    pub fn write(self, text: String) {
        let mut question = self.bar.now();
        question.search = self.search_of(&text);
        self.text.set(text);
        self.bar.ask(question, Step::Replace);
        self.suggest();
    }

    /// Fetches the suggestions' program where it isn't there yet.
    fn suggest(self) {
        spawn(async move {
            // The page may have gone meanwhile.
            if load_filter_tools().await && self.is_late.try_set_value(true).is_none() {
                set_timeout(move || self.catch_up(), SUGGEST_AFTER);
            }
        });
    }

    /// Makes the offers those for what was typed.
    fn catch_up(self) {
        if self.is_late.try_get_value() == Some(true) {
            self.is_late.set_value(false);
            let text = self.text.get_untracked();
            self.offer(&text);
            self.is_open.set(!text.is_empty() && self.has_offers());
        }
    }

    /// Opens the list of all fields, too.
    fn open(self) {
        spawn(async move {
            if load_filter_tools().await
                && let Some(text) = self.text.try_get_untracked()
            {
                self.offer(&text);
                self.is_open.set(self.has_offers());
            }
        });
    }

    fn has_offers(self) -> bool {
        self.offers.with_untracked(|all| !all.is_empty())
    }

    fn offer(self, text: &str) {
        let console = self.console.get_value();
        let typed = Typed::read(text);
        let is_written = typed.key.is_some_and(|key| self.is_field(key));
        let offers = filter_offers(Asked {
            typed: typed.filter.to_owned(),
            facets: Arc::clone(&self.bar.facets.read_untracked()),
            lang: console.lang,
            project_names: console.project_names.get_untracked(),
        });
        // Somebody who writes a filter means it; words are searched for.
        let is_meant = is_written && offers.first().is_some_and(Offer::is_filter);
        self.active.set(is_meant.then_some(0));
        self.offers.set(offers);
    }

    pub fn close(self) {
        // Also told when the page goes.
        self.is_late.try_set_value(false);
        self.is_open.try_set(false);
        self.active.try_set(None);
    }

    pub fn take(self, at: usize) {
        let Some(offer) = self.offers.with_untracked(|all| all.get(at).cloned()) else {
            return;
        };
        let text = self.text.get_untracked();
        let head = Typed::read(&text).head;
        match offer.take {
            Take::Type(filter) => self.write([head, &filter].concat()),
            Take::Filter(token) => {
                let mut question = self.bar.now();
                question.search = head.trim_end().to_owned();
                put(&mut question.tokens, None, token);
                self.text.set(question.search.clone());
                self.close();
                self.bar.ask(question, Step::Push);
            }
        }
    }

    /// Moves on among the offers; beyond the ends is the text itself.
    fn step(self, by: isize) {
        let count = self.offers.with_untracked(Vec::len);
        self.active.update(|active| {
            let places = count.cast_signed() + 1;
            let now = active.map_or(0, |at| at.cast_signed() + 1);
            let next = (now + by).rem_euclid(places).cast_unsigned();
            *active = next.checked_sub(1);
        });
    }

    /// `before_chips` is called by Backspace where there is nothing to delete.
    pub fn key(self, event: &KeyboardEvent, before_chips: Callback<()>) {
        // Keys of an input method are its own.
        if event.is_composing() || event.alt_key() || event.ctrl_key() || event.meta_key() {
            return;
        }
        let key = event.key();
        // Of what was typed, however fast.
        if matches!(key.as_str(), "ArrowDown" | "ArrowUp" | "Enter" | "Escape") {
            self.catch_up();
        }
        let is_open = self.is_open.get_untracked();
        match key.as_str() {
            "ArrowDown" if is_open => self.step(1),
            "ArrowUp" if is_open => self.step(-1),
            "ArrowDown" => self.open(),
            "Escape" if is_open => self.close(),
            "Enter" => match self.active.get_untracked() {
                Some(at) if is_open => self.take(at),
                _ => self.close(),
            },
            "Backspace" if self.text.with_untracked(String::is_empty) => before_chips.run(()),
            _ => return,
        }
        // Or the browser would empty the field, move its cursor, or go back.
        event.prevent_default();
    }
}
