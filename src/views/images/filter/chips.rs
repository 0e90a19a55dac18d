//! The filters as a list of chips: each says what it does, opens its editor and
//! can be removed.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::bar::{Bar, owner_name};
use crate::i18n::FilterWords;
use crate::listing::Token;
use crate::ui::{Icon, IconName};
use crate::views::{Console, focus};

/// `on_edit` gets a filter's place. The focus goes to `field` when the last chip
/// is gone.
#[component]
pub(super) fn Chips(
    bar: Bar,
    on_edit: Callback<usize>,
    field: NodeRef<html::Input>,
    list: NodeRef<html::Ul>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let count = Memo::new(move |_| bar.question.with(|question| question.tokens.len()));
    let remove = move |at: usize| {
        bar.remove(at);
        // The next one has moved up; behind the last one there is none.
        let left = count.get_untracked();
        if at >= left {
            match left {
                0 => focus_field(field),
                left => focus_chip(list, left - 1),
            }
        }
    };
    let clear = move |_| {
        bar.clear();
        focus_field(field);
    };
    // Chips are told apart by place, so that a changed one keeps the focus.
    view! {
        <div class="v-chips" hidden=move || count.get() == 0>
            <ul node_ref=list aria-label=lang.filter_chips()>
                <For each=move || 0..count.get() key=|at| *at let:at>
                    <Chip bar=bar at=at on_edit=on_edit on_remove=remove />
                </For>
            </ul>
            <button type="button" class="v-button v-button-quiet v-chips-clear" on:click=clear>
                {lang.filter_clear_all()}
            </button>
        </div>
    }
}

#[component]
fn Chip(
    bar: Bar,
    at: usize,
    on_edit: Callback<usize>,
    #[prop(into)] on_remove: Callback<usize>,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let owner_name = owner_name(&console);
    // `None` for a moment, while the last chip goes.
    let token = Memo::new(move |_| bar.token(at));
    let words = Memo::new(move |_| {
        let token = token.get()?;
        Some(lang.filter_words(&token, &owner_name))
    });
    let is_unreadable = move || token.with(|t| matches!(t, Some(Token::Unreadable(_))));
    let line = move || words.with(|w| w.as_ref().map(FilterWords::line).unwrap_or_default());
    let on_key = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Backspace" | "Delete") {
            event.prevent_default();
            on_remove.run(at);
        }
    };
    view! {
        <li
            class="v-chip"
            class=("v-chip-warning", is_unreadable)
            on:keydown=on_key
        >
            <button
                type="button"
                class="v-chip-text"
                title=move || if is_unreadable() { lang.filter_unreadable_hint().to_owned() } else { line() }
                on:click=move |_| on_edit.run(at)
            >
                {move || is_unreadable().then(|| view! { <Icon name=IconName::Alert /> })}
                {move || {
                    words
                        .get()
                        .map(|FilterWords { field, op, value }| {
                            view! {
                                <span>{field} " " {op}</span>
                                " "
                                <b>{value}</b>
                            }
                        })
                }}
            </button>
            <button
                type="button"
                class="v-chip-remove"
                aria-label=move || lang.filter_remove_named(&line())
                title=lang.filter_remove()
                on:click=move |_| on_remove.run(at)
            >
                <Icon name=IconName::Close />
            </button>
        </li>
    }
}

/// Moves the focus to a chip, if it is there.
pub(super) fn focus_chip(list: NodeRef<html::Ul>, at: usize) {
    let list = list.get_untracked();
    let chip = list.and_then(|list| list.children().item(u32::try_from(at).ok()?));
    focus(chip.and_then(|chip| chip.first_element_child()));
}

fn focus_field(field: NodeRef<html::Input>) {
    focus(field.get_untracked().map(web_sys::Element::from));
}
