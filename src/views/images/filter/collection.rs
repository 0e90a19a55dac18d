//! The views of the menu while it is open: which there are, which one is shown, and
//! what is kept of them. Renders nothing.

use leptos::prelude::*;

use super::bar::{Bar, Step};
use super::saved::{self, NameProblem, SavedView, View, check_name};
use crate::i18n::Lang;
use crate::session::Session;
use crate::views::Console;

/// The menu's state, made anew each time it opens.
#[derive(Clone, Copy)]
pub(super) struct Collection {
    pub lang: Lang,
    pub bar: Bar,
    is_open: RwSignal<bool>,
    /// The image service whose views these are.
    service: StoredValue<String>,
    pub built_in: StoredValue<Vec<View>>,
    pub saved: RwSignal<Vec<SavedView>>,
    /// Name of the view whose name is being changed.
    pub renamed: RwSignal<Option<String>>,
    /// With the place that it had.
    pub deleted: RwSignal<Option<(usize, SavedView)>>,
    pub is_kept: RwSignal<bool>,
}

impl Collection {
    pub fn new(console: &Console, bar: Bar, is_open: RwSignal<bool>) -> Self {
        let session = console.session.get_untracked();
        let region = session.as_ref().map(Session::region);
        let service = region.map(|region| region.image.to_string());
        let service = service.unwrap_or_default();
        let who = session.as_ref().and_then(|session| session.who.as_ref());
        let project = who.map(|who| who.project.id.as_str());
        Self {
            lang: console.lang,
            bar,
            is_open,
            built_in: StoredValue::new(saved::built_in(console.lang, project)),
            saved: RwSignal::new(saved::kept(&service)),
            service: StoredValue::new(service),
            renamed: RwSignal::new(None),
            deleted: RwSignal::new(None),
            is_kept: RwSignal::new(true),
        }
    }

    /// Changes what is kept; another tab may have changed it meanwhile.
    fn change(self, change: impl FnOnce(&mut Vec<SavedView>)) {
        let service = self.service.get_value();
        let mut views = saved::kept(&service);
        change(&mut views);
        self.is_kept.set(saved::keep(&service, &views));
        self.saved.set(views);
    }

    pub fn choose(self, view: &View) {
        self.bar.chosen_view.set(Some(view.name.clone()));
        let question = view.chosen(&self.bar.now());
        self.is_open.set(false);
        self.bar.ask(question, Step::Push);
    }

    pub fn is_shown(self, view: &View) -> bool {
        self.bar.question.with(|now| view.is_shown_by(now))
    }

    /// Chosen, and then something else was searched or filtered.
    pub fn is_changed(self, view: &View) -> bool {
        let is_chosen = self
            .bar
            .chosen_view
            .with(|chosen| chosen.as_deref() == Some(&view.name));
        is_chosen && !self.is_shown(view)
    }

    /// `except`: the name of the view that is renamed.
    pub fn check<'a>(self, name: &'a str, except: &str) -> Result<&'a str, String> {
        let mut names: Vec<String> = self
            .built_in
            .with_value(|views| views.iter().map(|view| view.name.clone()).collect());
        names.extend(self.saved.get_untracked().into_iter().map(|view| view.name));
        let taken = names.iter().map(String::as_str);
        check_name(name, taken.filter(|name| *name != except))
            .map(|_| name.trim())
            .map_err(|problem| {
                match problem {
                    NameProblem::Missing => self.lang.view_name_missing(),
                    NameProblem::Taken => self.lang.view_name_taken(),
                }
                .to_owned()
            })
    }

    pub fn save(self, name: &str) {
        let view = SavedView::new(name, &self.bar.now());
        self.bar.chosen_view.set(Some(view.name.clone()));
        self.change(
            |views| match views.iter_mut().find(|v| v.name == view.name) {
                Some(old) => *old = view,
                None => views.push(view),
            },
        );
    }

    pub fn rename(self, from: &str, to: &str) {
        self.change(|views| {
            if let Some(view) = views.iter_mut().find(|view| view.name == from) {
                to.clone_into(&mut view.name);
            }
        });
        self.bar.chosen_view.update(|chosen| {
            if chosen.as_deref() == Some(from) {
                *chosen = Some(to.to_owned());
            }
        });
        self.renamed.set(None);
    }

    pub fn delete(self, name: &str) {
        self.change(|views| {
            if let Some(at) = views.iter().position(|view| view.name == name) {
                self.deleted.set(Some((at, views.remove(at))));
            }
        });
    }

    pub fn undo(self) {
        if let Some((at, view)) = self.deleted.get_untracked() {
            self.change(|views| views.insert(at.min(views.len()), view));
        }
        self.deleted.set(None);
    }
}
