//! The list's filter bar: a field to search and to write filters in, the filters
//! as chips, and the ways to their editor, to saved views, and out of the page
//! (link, command, files). Knows the question and what occurs in the images; what
//! passes is the list's to say. What isn't needed at once is in [`tools`].

mod bar;
mod chips;
mod collection;
mod combobox;
mod draft;
mod editor;
mod export;
mod measures;
mod offers;
mod saved;
mod search;
mod tools;
mod typing;
mod values;
mod views_menu;

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use self::bar::Bar;
pub use self::bar::Step;
use self::chips::{Chips, focus_chip};
pub use self::offers::{Asked, Offer};
use self::search::SearchField;
pub use self::tools::FilterTool;
use crate::listing::{Facets, Field, Question};
use crate::model::Image;
use crate::ui::{Button, Dialog, Icon, IconName, Menu, Tree};
use crate::views::later::{Later, Part};
use crate::views::{Console, focus};

/// `rows` and `columns` are what the list shows, in its order; they are read only
/// when somebody exports them.
#[component]
pub fn FilterBar(
    #[prop(into)] question: Signal<Question>,
    #[prop(into)] on_question: Callback<(Question, Step)>,
    #[prop(into)] facets: Signal<Arc<Facets>>,
    #[prop(into)] rows: Signal<Arc<Vec<Arc<Image>>>>,
    #[prop(into)] columns: Signal<Vec<Field>>,
    /// More that stands in the bar, such as a menu.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let bar = Bar {
        question,
        on_question,
        facets,
        rows,
        columns,
        chosen_view: RwSignal::new(None),
    };
    let field = NodeRef::<html::Input>::new();
    let chips = NodeRef::<html::Ul>::new();
    focus_by_slash(field, Console::here().tree);
    let edited = RwSignal::new(None::<usize>);
    let is_editing = RwSignal::new(false);
    let edit = move |at: Option<usize>| {
        edited.set(at);
        is_editing.set(true);
    };
    let to_last_chip = move |()| {
        let count = bar
            .question
            .with_untracked(|question| question.tokens.len());
        if let Some(last) = count.checked_sub(1) {
            focus_chip(chips, last);
        }
    };
    view! {
        <div class="v-filter" role="search" aria-label=lang.filter_bar()>
            <div class="v-filter-row">
                <SearchField bar=bar field=field before_chips=Callback::new(to_last_chip) />
                <div class="v-filter-actions">
                    <Button icon=IconName::Filter on_click=move |()| edit(None)>
                        {lang.filter_add()}
                    </Button>
                    <ToolMenu
                        label=lang.views_title()
                        icon=IconName::Bookmark
                        words=lang.views_title()
                        tool=move |is_open| FilterTool::Views { bar, is_open }
                    />
                    {children.map(|children| children())}
                    <ToolMenu
                        label=lang.list_more()
                        icon=IconName::More
                        tool=move |_| FilterTool::Export { bar }
                    />
                </div>
            </div>
            <Chips bar=bar on_edit=Callback::new(move |at| edit(Some(at))) field=field list=chips />
            <Dialog
                open=is_editing
                title=Signal::derive(move || {
                    match edited.get() {
                        Some(_) => lang.filter_edit(),
                        None => lang.filter_add(),
                    }
                    .to_owned()
                })
                close_label=lang.close()
            >
                <Later part=Part::Filter(FilterTool::Editor {
                    bar,
                    at: edited.get_untracked(),
                    is_open: is_editing,
                }) />
            </Dialog>
        </div>
    }
}

/// A menu whose content is fetched when it is first opened, and made each time.
#[component]
fn ToolMenu(
    label: &'static str,
    icon: IconName,
    #[prop(optional)] words: Option<&'static str>,
    tool: impl Fn(RwSignal<bool>) -> FilterTool + Send + Sync + 'static,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let summary = move || {
        view! {
            <Icon name=icon />
            {words.map(|words| view! { <span>{words}</span> })}
        }
    };
    view! {
        <Menu label=label summary=summary is_open=is_open>
            {move || is_open.get().then(|| view! { <Later part=Part::Filter(tool(is_open)) /> })}
        </Menu>
    }
}

/// `/` leads to the field, unless somebody writes or is asked something.
fn focus_by_slash(field: NodeRef<html::Input>, tree: Tree) {
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() != "/" || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        // Not `target`: to listeners outside, a shadow root is its host.
        let target = event.composed_path().get(0);
        let target = target.dyn_into::<web_sys::Element>().ok();
        let Some(target) = target.filter(|_| !event.default_prevented()) else {
            return;
        };
        let is_taken = target.closest(TAKES_KEYS).ok().flatten().is_some();
        if tree.hears_keys_of(&target) && !is_taken && tree.find("dialog:modal").is_none() {
            event.prevent_default();
            focus(field.get_untracked().map(web_sys::Element::from));
        }
    });
    on_cleanup(move || listener.remove());
}

/// What a key press in it is meant for.
const TAKES_KEYS: &str = "input, textarea, select, [contenteditable]";
