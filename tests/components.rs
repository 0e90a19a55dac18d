//! Components in a real browser: what they show, and what they do when used.

#![cfg(target_arch = "wasm32")]
// A helper of a test may fail as the test may.
#![allow(clippy::expect_used)]

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use leptos::mount::mount_to;
use leptos::prelude::*;
use vitrine::i18n::Lang;
use vitrine::query::use_query;
use vitrine::route::{Place, Route, Router};
use vitrine::session::SiteConfig;
use vitrine::stock::Stock;
use vitrine::transfer::TransferCenter;
use vitrine::ui::{
    Badge, Choice, Dialog, IconName, Menu, SelectField, TextField, ToastRegion, Toasts, Tone,
};
use vitrine::views::{Console, DefinitionShelf, Diary, Link, ListState, use_abilities};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{
    Element, HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit, MouseEvent,
    MouseEventInit,
};

wasm_bindgen_test_configure!(run_in_browser);

/// A component on the page for the time of a test.
struct Stage {
    root: HtmlElement,
    _unmount: Box<dyn std::any::Any>,
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.root.remove();
    }
}

fn show<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Stage {
    let root: HtmlElement = document()
        .create_element("div")
        .expect("a div can be made")
        .unchecked_into();
    document()
        .body()
        .expect("there is a body")
        .append_child(&root)
        .expect("the body takes children");
    let handle = mount_to(root.clone(), view);
    Stage {
        root,
        _unmount: Box::new(handle),
    }
}

impl Stage {
    fn find(&self, selector: &str) -> Element {
        self.root
            .query_selector(selector)
            .expect("the selector is right")
            .unwrap_or_else(|| panic!("no {selector} in {}", self.root.inner_html()))
    }

    fn text(&self) -> String {
        self.root.text_content().unwrap_or_default()
    }
}

/// Long enough for effects, and for what a browser does between two tasks.
async fn settle() {
    TimeoutFuture::new(30).await;
}

#[wasm_bindgen_test]
async fn the_latest_question_wins_and_the_earlier_one_is_told_to_stop() {
    let stopped = Rc::new(RefCell::new(Vec::new()));
    let key = RwSignal::new(1_u32);
    let log = Rc::clone(&stopped);
    let stage = show(move || {
        let query = use_query(
            move || Some(key.get()),
            move |key, cancel, _| {
                let log = Rc::clone(&log);
                cancel.on_cancel(move || log.borrow_mut().push(key));
                async move {
                    // The first answer comes long after the second.
                    TimeoutFuture::new(if key == 1 { 200 } else { 20 }).await;
                    Ok::<_, ()>(format!("answer {key}"))
                }
            },
        );
        view! { <p>{move || query.state.with(|s| s.value.clone().unwrap_or_default())}</p> }
    });
    settle().await;
    key.set(2);
    TimeoutFuture::new(100).await;
    assert_eq!(stage.text(), "answer 2");
    assert_eq!(*stopped.borrow(), [1]);
    TimeoutFuture::new(200).await;
    assert_eq!(stage.text(), "answer 2", "the late answer was shown");
}

#[wasm_bindgen_test]
async fn old_data_stays_while_newer_is_on_its_way_and_a_failure_keeps_it() {
    let answers = Rc::new(RefCell::new(vec![Err("down"), Ok("first")]));
    let reload = RwSignal::new(());
    let stage = show(move || {
        let query = use_query(
            || Some(()),
            move |(), _, _| {
                let answer = answers.borrow_mut().pop().expect("no third question");
                async move { answer }
            },
        );
        Effect::new(move |is_first: Option<()>| {
            reload.track();
            if is_first.is_some() {
                query.reload();
            }
        });
        view! {
            <p>
                {move || query.state.with(|s| s.value.unwrap_or("nothing"))} " "
                {move || query.state.with(|s| s.error.unwrap_or("fine"))}
            </p>
        }
    });
    settle().await;
    assert_eq!(stage.text(), "first fine");
    reload.set(());
    settle().await;
    assert_eq!(stage.text(), "first down");
}

#[wasm_bindgen_test]
async fn a_dialog_takes_the_focus_and_closes_from_both_sides() {
    let open = RwSignal::new(false);
    let stage = show(move || {
        view! {
            <Dialog open=open title="Sure?" close_label="Close">
                <p>"Really?"</p>
            </Dialog>
        }
    });
    let dialog: web_sys::HtmlDialogElement = stage.find("dialog").unchecked_into();
    settle().await;
    assert!(!dialog.open());
    open.set(true);
    settle().await;
    assert!(dialog.open());
    assert!(dialog.contains(document().active_element().as_deref()));
    // As Escape does.
    dialog.close();
    settle().await;
    assert!(!open.get_untracked());
    open.set(true);
    settle().await;
    open.set(false);
    settle().await;
    assert!(!dialog.open());
}

#[wasm_bindgen_test]
async fn an_error_is_tied_to_its_field() {
    let value = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let stage = show(move || {
        view! { <TextField label="Name" value=value hint="Any" error=error /> }
    });
    let input: HtmlInputElement = stage.find("input").unchecked_into();
    let note = |input: &HtmlInputElement| {
        let id = input
            .get_attribute("aria-describedby")
            .expect("is described");
        let note = document()
            .get_element_by_id(&id)
            .expect("the note is there");
        note.text_content().unwrap_or_default()
    };
    settle().await;
    assert_eq!(note(&input), "Any");
    assert_eq!(input.get_attribute("aria-invalid"), None);
    error.set(Some("Too short".to_owned()));
    settle().await;
    assert_eq!(note(&input), "Too short");
    assert_eq!(input.get_attribute("aria-invalid").as_deref(), Some("true"));
    assert_eq!(stage.find("label").get_attribute("for"), Some(input.id()));
}

#[wasm_bindgen_test]
async fn a_select_follows_its_value_when_the_choices_change() {
    let value = RwSignal::new("b".to_owned());
    let choices = RwSignal::new(vec![Choice::new("a", "A"), Choice::new("b", "B")]);
    let stage = show(move || {
        view! { <SelectField label="Letter" value=value choices=choices /> }
    });
    let select: web_sys::HtmlSelectElement = stage.find("select").unchecked_into();
    settle().await;
    assert_eq!(select.value(), "b");
    choices.set(vec![Choice::new("b", "B"), Choice::new("c", "C")]);
    settle().await;
    assert_eq!(select.value(), "b");
    value.set("c".to_owned());
    settle().await;
    assert_eq!(select.value(), "c");
}

#[wasm_bindgen_test]
async fn escape_closes_a_menu_and_gives_the_focus_back() {
    let stage = show(|| {
        view! {
            <Menu label="More" summary=|| "More">
                <button>"Inside"</button>
            </Menu>
        }
    });
    let details = stage.find("details");
    let summary: HtmlElement = stage.find("summary").unchecked_into();
    summary.click();
    let inside: HtmlElement = stage.find(".v-menu-panel button").unchecked_into();
    inside.focus().expect("takes the focus");
    assert!(details.has_attribute("open"));
    let init = KeyboardEventInit::new();
    init.set_key("Escape");
    init.set_bubbles(true);
    let escape = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init)
        .expect("an event can be made");
    inside.dispatch_event(&escape).expect("is dispatched");
    assert!(!details.has_attribute("open"));
    assert_eq!(document().active_element(), Some(summary.into()));
}

#[wasm_bindgen_test]
async fn what_a_service_says_is_text() {
    let name = "<img src=x onerror=alert(1)>";
    let stage = show(move || view! { <Badge tone=Tone::Bad icon=IconName::Alert text=name /> });
    assert!(
        stage
            .root
            .query_selector("img")
            .expect("is right")
            .is_none()
    );
    assert_eq!(stage.text(), name);
}

#[wasm_bindgen_test]
async fn a_toast_is_announced_and_can_be_dismissed() {
    let toasts = Toasts::new();
    let say = toasts.clone();
    let stage = show(move || view! { <ToastRegion toasts=toasts close_label="Close" /> });
    say.good("Saved");
    settle().await;
    assert_eq!(
        stage.find("[role=status]").text_content().as_deref(),
        Some("Saved")
    );
    let close: HtmlElement = stage.find("button").unchecked_into();
    close.click();
    settle().await;
    assert_eq!(stage.text(), "");
}

fn click(element: &Element, with_ctrl: bool) -> bool {
    let init = MouseEventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    init.set_ctrl_key(with_ctrl);
    let event =
        MouseEvent::new_with_mouse_event_init_dict("click", &init).expect("an event can be made");
    // Nobody shall really leave the page of the tests.
    let keep = wasm_bindgen::closure::Closure::<dyn FnMut(MouseEvent)>::new(|event: MouseEvent| {
        event.prevent_default();
    });
    let was_taken = Rc::new(RefCell::new(false));
    let seen = Rc::clone(&was_taken);
    let look =
        wasm_bindgen::closure::Closure::<dyn FnMut(MouseEvent)>::new(move |event: MouseEvent| {
            *seen.borrow_mut() = event.default_prevented()
        });
    let body = document().body().expect("there is a body");
    for listener in [&look, &keep] {
        body.add_event_listener_with_callback("click", listener.as_ref().unchecked_ref())
            .expect("listens");
    }
    element.dispatch_event(&event).expect("is dispatched");
    for listener in [&look, &keep] {
        body.remove_event_listener_with_callback("click", listener.as_ref().unchecked_ref())
            .expect("listens no more");
    }
    was_taken.take()
}

#[wasm_bindgen_test]
async fn a_link_takes_its_plain_clicks_and_leaves_the_others_to_the_browser() {
    let route = Rc::new(RefCell::new(None));
    let out = Rc::clone(&route);
    let stage = show(move || {
        let console = Console {
            tree: vitrine::ui::Tree::default(),
            guest: vitrine::views::Guest::default(),
            width_px: ArcRwSignal::new(1280.0),
            lang: Lang::default(),
            config: SiteConfig::default(),
            router: Router::new(Place::Memory),
            abilities: use_abilities(&ArcRwSignal::new(None)),
            session: ArcRwSignal::new(None),
            center: TransferCenter::new("worker.js", "carrier.js"),
            stock: Stock::default(),
            elsewhere: Stock::default(),
            list: ListState::default(),
            toasts: Toasts::new(),
            definitions: DefinitionShelf::default(),
            unsaved: ArcRwSignal::new(None),
            diary: Diary::default(),
            drawer_open: ArcRwSignal::new(false),
            project_names: ArcRwSignal::default(),
            offers_waiting: ArcRwSignal::new(0),
        };
        *out.borrow_mut() = Some(console.router.route.clone());
        provide_context(console);
        view! {
            <Link to=Route::upload()>"Upload"</Link>
            <a class="host" href="/elsewhere">"The host's own"</a>
        }
    });
    let route = route.borrow().clone().expect("was made");
    assert!(
        !click(&stage.find("a"), true),
        "a click with Ctrl was taken"
    );
    assert!(
        !click(&stage.find("a.host"), false),
        "another's link was taken"
    );
    assert_eq!(route.get_untracked(), Route::images());
    assert!(
        click(&stage.find("a"), false),
        "its own click was not taken"
    );
    assert_eq!(route.get_untracked(), Route::upload());
}
