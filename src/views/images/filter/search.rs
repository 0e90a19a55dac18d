//! The field to search in as one types, and to write filters in: a combobox with
//! a list of suggestions. Nothing of the list has to be taken.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::bar::Bar;
use super::combobox::Typing;
use super::offers::Offer;
use crate::i18n::FilterWords;
use crate::ui::{Icon, IconName, next_id};
use crate::views::Console;

/// `before_chips` is called by Backspace in the empty field.
#[component]
pub(super) fn SearchField(
    bar: Bar,
    field: NodeRef<html::Input>,
    before_chips: Callback<()>,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let typing = Typing::new(bar, console);
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
                on:blur=move |_| typing.close()
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
