//! The search for the same bytes, on the page: for one file, and for a batch.

use leptos::prelude::*;

use super::Items;
use super::item::Item;
use super::same_bytes::{Search, Turns};
use crate::i18n::Lang;
use crate::model::Image;
use crate::route::Route;
use crate::ui::{Button, IconName, Notice, ProgressBar, Tone};
use crate::views::{Console, Link, focus_heading};

/// The button that begins the search and stops it; one all the time, so that it
/// keeps the focus.
#[component]
pub(super) fn LookButton(item: Item, turns: Turns) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let same = item.same_bytes;
    let state = Memo::new(move |_| same.search.with(|s| (s.is_running(), s.is_done())));
    // An empty file is like any other.
    let is_empty = item.bytes() == 0;
    let item = StoredValue::new_local(item);
    let press = Callback::new(move |()| {
        if state.get_untracked().0 {
            same.stop();
        } else {
            item.with_value(|item| same.start(&console, item, turns));
        }
    });
    (!is_empty).then(|| {
        view! {
            <div class="v-look">
                <Button
                    icon=IconName::Search
                    title=lang.same_bytes_title()
                    on_click=press
                >
                    {move || match state.get() {
                        (true, _) => lang.same_bytes_stop(),
                        (_, true) => lang.same_bytes_look_again(),
                        _ => lang.same_bytes_look(),
                    }}
                </Button>
            </div>
        }
    })
}

/// How the search stands, and what came of it.
#[component]
pub(super) fn SearchState(item: Item) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let same = item.same_bytes;
    let total = item.bytes();
    let file_name = item.file.name();
    // The region is there before its words are, so that they are read out.
    view! {
        <div class="v-same-bytes" role="status">
            {move || match same.search.get() {
                Search::Idle => None,
                Search::Found(images) => {
                    Some(view! { <Found images=images /> }.into_any())
                }
                Search::Failed { title, advice } => {
                    Some(
                        view! {
                            <Notice tone=Tone::Bad title=title>
                                <p>{advice}</p>
                            </Notice>
                        }
                            .into_any(),
                    )
                }
                running if running.is_running() => {
                    let words = running_words(lang, &running);
                    let reads = matches!(running, Search::Reading(_));
                    let label = lang.same_bytes_progress(&file_name);
                    let done = Signal::derive(move || reads.then(|| same.read.get()));
                    Some(
                        view! {
                            <div class="v-same-bytes-run">
                                <span class="v-hint">{words}</span>
                                <ProgressBar label=label done=done total=total />
                            </div>
                        }
                            .into_any(),
                    )
                }
                done => {
                    let words = done_words(lang, &done);
                    Some(view! { <p class="v-hint">{words}</p> }.into_any())
                }
            }}
        </div>
    }
}

fn running_words(lang: Lang, search: &Search) -> String {
    match search {
        Search::Waiting => lang.same_bytes_waiting().to_owned(),
        Search::Reading(algorithm) => lang.same_bytes_reading(*algorithm),
        _ => lang.same_bytes_listing().to_owned(),
    }
}

fn done_words(lang: Lang, search: &Search) -> String {
    match search {
        Search::NoDigest(count) => lang.same_bytes_no_digest(*count),
        Search::OtherBytes => lang.same_bytes_other().to_owned(),
        _ => lang.same_bytes_no_size().to_owned(),
    }
}

#[component]
fn Found(images: Vec<Image>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let own = console.session.with_untracked(|session| {
        let who = session.as_ref().and_then(|session| session.who.as_ref());
        who.map(|who| who.project.id.clone())
    });
    let line = move |image: Image| {
        let facts = lang.same_bytes_facts(&image, own.as_deref());
        let title = image.title().to_owned();
        view! {
            <li>
                <Link to=Route::image(image.id)>{title}</Link>
                " "
                <span class="v-muted">{facts}</span>
            </li>
        }
    };
    view! {
        <Notice tone=Tone::Warning title=lang.same_bytes_found()>
            <ul class="v-plain-list">{images.into_iter().map(line).collect_view()}</ul>
        </Notice>
    }
}

/// The search for all files of a batch, one after the other.
#[component]
pub(super) fn LookForAll(items: Items, turns: Turns, on_remove: Callback<u32>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let state = Memo::new(move |_| {
        items.with(|items| {
            let mut state = State::default();
            for item in items {
                item.same_bytes.search.with(|search| {
                    state.running += usize::from(search.is_running());
                    state.done += usize::from(search.is_done());
                    state.found += usize::from(matches!(search, Search::Found(_)));
                });
            }
            state.all = items.len();
            state
        })
    });
    let is_running = Memo::new(move |_| state.get().running > 0);
    let press = Callback::new(move |()| {
        let stops = is_running.get_untracked();
        items.with_untracked(|items| {
            for item in items {
                let is_open = item.same_bytes.search.with_untracked(|s| !s.is_done());
                if stops {
                    item.same_bytes.stop();
                } else if is_open && item.bytes() > 0 {
                    item.same_bytes.start(&console, item, turns);
                }
            }
        });
    });
    let tree = StoredValue::new(Console::here().tree);
    let leave_out = move |()| {
        let found: Vec<u32> = items.with_untracked(|items| {
            let is_found = |item: &&Item| {
                let search = item.same_bytes.search;
                search.with_untracked(|s| matches!(s, Search::Found(_)))
            };
            items.iter().filter(is_found).map(|item| item.id).collect()
        });
        found.into_iter().for_each(|id| on_remove.run(id));
        // The button that had the focus is gone.
        tree.with_value(focus_heading);
    };
    let has_found = Memo::new(move |_| {
        let state = state.get();
        state.found > 0 && state.found < state.all
    });
    view! {
        <div class="v-same-bytes-all">
            <Button icon=IconName::Search on_click=press>
                {move || {
                    if is_running.get() { lang.same_bytes_stop() } else { lang.same_bytes_look_all() }
                }}
            </Button>
            <span class="v-hint" role="status">
                {move || {
                    let State { running, done, found, .. } = state.get();
                    (running + done > 0).then(|| lang.same_bytes_count(done, running + done, found))
                }}
            </span>
            {move || {
                has_found
                    .get()
                    .then(|| {
                        view! {
                            <Button on_click=leave_out>
                                {lang.same_bytes_leave_out()}
                            </Button>
                        }
                    })
            }}
        </div>
    }
}

/// How many files' searches stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct State {
    all: usize,
    running: usize,
    done: usize,
    found: usize,
}
