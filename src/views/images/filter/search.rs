//! The field to search in as one types, and to write filters in: a combobox with
//! a list of suggestions. Nothing of the list has to be taken.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::bar::{Bar, Step, put};
use super::offers::{Asked, Offer, Take};
use super::typing::Typed;
use crate::i18n::FilterWords;
use crate::listing::Field;
use crate::query::spawn;
use crate::ui::{Icon, IconName, next_id};
use crate::views::Console;
use crate::views::later::{filter_offers, load_filter_tools};

/// The field's state.
#[derive(Clone, Copy)]
struct Typing {
    bar: Bar,
    console: StoredValue<Console>,
    text: RwSignal<String>,
    offers: RwSignal<Vec<Offer>>,
    is_open: RwSignal<bool>,
    /// Which of the offers Enter takes.
    active: RwSignal<Option<usize>>,
}

impl Typing {
    /// What is searched for at once: all but a filter that is being written.
    fn search_of(self, text: &str) -> String {
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

    fn write(self, text: String) {
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
            if load_filter_tools().await
                && let Some(text) = self.text.try_get_untracked()
            {
                self.offer(&text);
                self.is_open.set(!text.is_empty() && self.has_offers());
            }
        });
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
        let session = console.session.read_untracked();
        let who = session.as_ref().and_then(|session| session.who.as_ref());
        let offers = filter_offers(Asked {
            typed: typed.filter.to_owned(),
            facets: Arc::clone(&self.bar.facets.read_untracked()),
            lang: console.lang,
            project: who.map(|who| (who.project.id.clone(), who.project.name.clone())),
        });
        // Somebody who writes a filter means it; words are searched for.
        let is_meant = is_written && offers.first().is_some_and(Offer::is_filter);
        self.active.set(is_meant.then_some(0));
        self.offers.set(offers);
    }

    fn close(self) {
        self.is_open.set(false);
        self.active.set(None);
    }

    fn take(self, at: usize) {
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
    fn key(self, event: &KeyboardEvent, before_chips: Callback<()>) {
        // Keys of an input method are its own.
        if event.is_composing() || event.alt_key() || event.ctrl_key() || event.meta_key() {
            return;
        }
        let is_open = self.is_open.get_untracked();
        match event.key().as_str() {
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

/// `before_chips` is called by Backspace in the empty field.
#[component]
pub(super) fn SearchField(
    bar: Bar,
    field: NodeRef<html::Input>,
    before_chips: Callback<()>,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let typing = Typing {
        bar,
        console: StoredValue::new(console),
        text: RwSignal::new(bar.now().search),
        offers: RwSignal::new(Vec::new()),
        is_open: RwSignal::new(false),
        active: RwSignal::new(None),
    };
    // Back, a link, or what empties the search.
    Effect::new(move |_| {
        let search = bar.question.with(|question| question.search.clone());
        if typing
            .text
            .with_untracked(|text| typing.search_of(text) != search)
        {
            typing.text.set(search);
            typing.close();
        }
    });
    let list_id = next_id();
    let controls = list_id.clone();
    let active_id = {
        let list_id = list_id.clone();
        move || {
            let at = typing.active.get().filter(|_| typing.is_open.get())?;
            Some(option_id(&list_id, at))
        }
    };
    view! {
        <div class="v-filter-search">
            <Icon name=IconName::Search />
            <input
                class="v-input"
                type="search"
                role="combobox"
                node_ref=field
                aria-label=lang.filter_label()
                aria-autocomplete="list"
                aria-expanded=move || typing.is_open.get().to_string()
                aria-controls=controls
                aria-activedescendant=active_id
                placeholder=lang.filter_label()
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="search"
                prop:value=move || typing.text.get()
                on:input=move |event| typing.write(event_target_value(&event))
                on:keydown=move |event| typing.key(&event, before_chips)
                on:blur=move |_| {
                    // Also told when the page goes.
                    typing.is_open.try_set(false);
                }
            />
            <Suggestions typing=typing list_id=list_id />
        </div>
    }
}

#[component]
fn Suggestions(typing: Typing, list_id: String) -> impl IntoView {
    let lang = Console::here().lang;
    let list = NodeRef::<html::Ul>::new();
    Effect::new(move |_| {
        let (Some(at), Some(list)) = (typing.active.get(), list.get_untracked()) else {
            return;
        };
        scroll_to(&list, at);
    });
    let id = list_id.clone();
    let options = move || {
        let option = |(at, offer): (usize, Offer)| {
            let FilterWords { field, op, value } = offer.words;
            view! {
                <li
                    id=option_id(&id, at)
                    role="option"
                    aria-selected=move || (typing.active.get() == Some(at)).to_string()
                    on:click=move |_| typing.take(at)
                >
                    <span class="v-offer-words">
                        <span class="v-offer-field">{field}</span>
                        " "
                        {op}
                        " "
                        <b>{value}</b>
                    </span>
                    <span class="v-offer-note">{offer.note}</span>
                </li>
            }
        };
        typing
            .offers
            .get()
            .into_iter()
            .enumerate()
            .map(option)
            .collect_view()
    };
    view! {
        // The focus stays in the field, also while the mouse is down.
        <ul
            id=list_id
            class="v-offers"
            role="listbox"
            aria-label=lang.filter_suggestions()
            node_ref=list
            hidden=move || !typing.is_open.get()
            on:mousedown=|event| event.prevent_default()
        >
            {options}
        </ul>
    }
}

fn option_id(list_id: &str, at: usize) -> String {
    [list_id, &at.to_string()].join("-")
}

/// Scrolls the list, and nothing around it, until an option shows.
fn scroll_to(list: &web_sys::Element, at: usize) {
    let option = u32::try_from(at)
        .ok()
        .and_then(|at| list.children().item(at));
    let Some(option) = option.and_then(|option| option.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    let (top, bottom) = (
        option.offset_top(),
        option.offset_top() + option.offset_height(),
    );
    if top < list.scroll_top() {
        list.set_scroll_top(top);
    } else if bottom > list.scroll_top() + list.client_height() {
        list.set_scroll_top(bottom - list.client_height());
    }
}
