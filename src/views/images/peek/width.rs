//! How wide the panel is: as wide as what it shows needs, until a person says
//! otherwise. Their width is kept in this browser, one for a single image and one
//! for comparisons.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::keep;
use crate::views::Console;

const KEY_ONE: &str = "vitrine:preview-width";
const KEY_MANY: &str = "vitrine:comparison-width";

/// All in CSS pixels.
const MIN: u32 = 280;
const MAX: u32 = 900;
const ONE: u32 = 380;
/// Of a comparison: the fields' names, and each image.
const FIELDS: u32 = 176;
const IMAGE: u32 = 190;
const STEP: u32 = 24;

#[derive(Clone, Copy)]
pub(super) struct Width {
    console_px: Signal<f64>,
    count: Memo<usize>,
    one: RwSignal<Option<u32>>,
    many: RwSignal<Option<u32>>,
}

impl Width {
    /// For a panel that shows `count` images.
    pub(super) fn remembered(count: Memo<usize>) -> Self {
        let stored = |key| RwSignal::new(stored(key));
        let width_px = Console::here().width_px;
        Self {
            console_px: Signal::derive(move || width_px.get()),
            count,
            one: stored(KEY_ONE),
            many: stored(KEY_MANY),
        }
    }

    pub(super) fn css(self) -> String {
        self.get().to_string() + "px"
    }

    fn get(self) -> u32 {
        let count = self.count.get();
        let (chosen, _) = self.chosen(count);
        let px = chosen.get().unwrap_or_else(|| fitting(count));
        px.clamp(MIN, self.most())
    }

    fn most(self) -> u32 {
        most(self.console_px.get())
    }

    /// What was chosen for so many images, and where that is kept.
    fn chosen(self, count: usize) -> (RwSignal<Option<u32>>, &'static str) {
        if count > 1 {
            (self.many, KEY_MANY)
        } else {
            (self.one, KEY_ONE)
        }
    }

    fn set(self, px: u32) {
        let px = px.clamp(MIN, untrack(|| self.most()));
        let (chosen, key) = self.chosen(self.count.get_untracked());
        chosen.set(Some(px));
        if let Some(storage) = keep::local() {
            // A full or blocked storage costs the memory of a width, no more.
            storage.set_item(key, &px.to_string()).ok();
        }
    }
}

/// What so many images need.
fn fitting(count: usize) -> u32 {
    match u32::try_from(count) {
        Ok(0 | 1) => ONE,
        Ok(count) => FIELDS.saturating_add(count.saturating_mul(IMAGE)),
        Err(_) => MAX,
    }
}

/// Half of the console: the other half is the table's.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // pixels of a window
fn most(console_px: f64) -> u32 {
    let half = console_px / 2.0;
    (half as u32).clamp(MIN, MAX)
}

fn stored(key: &str) -> Option<u32> {
    keep::local()?.get_item(key).ok().flatten()?.parse().ok()
}

/// A drag under way: where it began, and the width then, in pixels.
#[derive(Clone, Copy)]
struct Drag {
    from_x: i32,
    from_px: u32,
}

/// The panel's edge towards the table: dragged, or moved with the arrow keys.
#[component]
pub(super) fn Edge(
    width: Width,
    panel: NodeRef<html::Aside>,
    label: &'static str,
) -> impl IntoView {
    let drag = RwSignal::new(None::<Drag>);
    // The edge is on the side where the table is, which depends on the language.
    let is_at_left = move |edge: &HtmlElement| {
        let panel = panel.get_untracked();
        panel.is_none_or(|panel| edge.offset_left() < panel.offset_width() / 2)
    };
    let begin = move |event: PointerEvent| {
        if let Some(edge) = edge_of(&event).filter(|_| event.button() == 0) {
            // Without it, a fast drag ends at the edge of the element.
            edge.set_pointer_capture(event.pointer_id()).ok();
            drag.set(Some(Drag {
                from_x: event.client_x(),
                from_px: untrack(|| width.get()),
            }));
        }
    };
    let go_on = move |event: PointerEvent| {
        if let (Some(drag), Some(edge)) = (drag.get_untracked(), edge_of(&event)) {
            let right = event.client_x() - drag.from_x;
            let wider = if is_at_left(&edge) { -right } else { right };
            width.set(drag.from_px.saturating_add_signed(wider));
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let Some(edge) = edge_of(&event) else { return };
        let now = untrack(|| width.get());
        let towards_table = if is_at_left(&edge) {
            "ArrowLeft"
        } else {
            "ArrowRight"
        };
        width.set(match event.key().as_str() {
            key if key == towards_table => now + STEP,
            "ArrowLeft" | "ArrowRight" => now.saturating_sub(STEP),
            "Home" => MIN,
            "End" => MAX,
            _ => return,
        });
        event.prevent_default();
    };
    view! {
        <div
            class="v-peek-edge"
            role="separator"
            aria-orientation="vertical"
            aria-label=label
            aria-valuenow=move || width.get()
            aria-valuemin=MIN
            aria-valuemax=move || {
                width.count.track();
                width.most()
            }
            tabindex="0"
            on:pointerdown=begin
            on:pointermove=go_on
            on:pointerup=move |_| drag.set(None)
            on:pointercancel=move |_| drag.set(None)
            on:keydown=on_key
        ></div>
    }
}

fn edge_of(event: &web_sys::Event) -> Option<HtmlElement> {
    event.current_target()?.dyn_into().ok()
}
