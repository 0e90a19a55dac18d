//! The table of images: only the rows in sight are built. To who can't see it, it
//! is the whole table: row numbers and counts are those of all.

use std::sync::Arc;
use std::time::Duration;

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::ResizeObserver;

use super::blank::{RowButton, RowStyle};
use super::body::{Followed, keep_rows};
use super::built::Built;
use super::grid::{Grid, RowAct, is_row};
use super::head::Head;
use super::keys::TypeAhead;
use super::layout::Layout;
use super::viewport::Viewport;
use crate::listing::{Field, Question};
use crate::model::Image;
use crate::views::Console;

pub(super) type Rows = Arc<Vec<Arc<Image>>>;

/// A frame below this width has one column, in pixels.
const NARROW_PX: f64 = 640.0;
/// The head's height, as `style/table.css` has it, in pixels.
const HEAD_PX: f64 = 38.0;
/// The column of the boxes to tick.
const CHECK_PX: u32 = 44;

/// A list that stays as it is for so long is at rest.
const REST: Duration = Duration::from_millis(80);

#[component]
pub(super) fn ImagesTable(
    rows: Memo<Rows>,
    /// Whether more rows are to come.
    #[prop(into)]
    is_growing: Signal<bool>,
    layout: RwSignal<Layout>,
    #[prop(into)] question: Signal<Question>,
    on_question: Callback<Question>,
    act: Callback<RowAct>,
    /// Tells which images are in sight.
    in_sight: StoredValue<Vec<String>>,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let state = console.list.clone();
    let frame = NodeRef::<html::Div>::new();
    let size = use_size(frame);
    let is_narrow = Memo::new(move |_| size.get().0 < NARROW_PX);
    let guest = console.guest.clone();
    let is_picker = guest.is_picker;
    let buttons = Memo::new(move |_| RowButton::all(&guest));
    let min_px = Memo::new(move |_| match is_narrow.get() {
        true => 0,
        false => layout.with(|layout| min_px(layout) + buttons_px(buttons.with(|all| all.len()))),
    });
    // Cells that stay beside what scrolls cost time in every frame.
    let is_wide = Memo::new(move |_| f64::from(min_px.get()) > size.get().0);
    let row_px = Memo::new(move |_| layout.with(|l| l.density.row_px(is_narrow.get())));
    let viewport = {
        let scroll_top = state.scroll_top.clone();
        Signal::derive(move || Viewport {
            scroll_top: scroll_top.get(),
            height: size.get().1 - HEAD_PX,
            row: f64::from(row_px.get()),
        })
    };
    let len = Memo::new(move |_| rows.with(|rows| rows.len()));
    let rests = RwSignal::new(0);
    let built = Memo::new(move |before: Option<&Built>| {
        Built::next(before, rows.get(), viewport.get(), rests.get())
    });
    let range = Memo::new(move |_| built.with(|built| (built.first, built.end)));
    Effect::new(move |timer: Option<Option<TimeoutHandle>>| {
        if let Some(timer) = timer.flatten() {
            timer.clear();
        }
        let has_rested = move || {
            rests.try_update(|rests| *rests += 1);
        };
        let is_whole = built.with(|built| built.is_whole);
        let timer = (!is_whole).then(|| set_timeout_with_handle(has_rested, REST));
        timer.and_then(Result::ok)
    });
    let cursor_at = {
        let cursor = state.cursor.clone();
        Memo::new(move |_| {
            let id = cursor.get()?;
            rows.with(|rows| rows.iter().position(|image| image.id == id))
        })
    };
    // Tab leads to the cursor, or, where that is out of sight, to what is in sight.
    let entry = Memo::new(move |_| {
        let (first, end) = range.get();
        let at = cursor_at.get().filter(|at| (first..end).contains(at));
        at.unwrap_or_else(|| viewport.get().first().min(len.get().saturating_sub(1)))
    });
    let style = Memo::new(move |_| RowStyle {
        columns: layout.with(|layout| layout.columns.as_slice().into()),
        is_narrow: is_narrow.get(),
        buttons: buttons.get(),
    });
    let search = Memo::new(move |_| Arc::from(question.with(|q| q.search.clone())));
    let grid = Grid {
        rows,
        state: state.clone(),
        frame,
        viewport,
        act,
        style,
    };
    grid.keep_place(question);
    let typed = StoredValue::new(TypeAhead::default());
    let on_key = {
        let grid = grid.clone();
        move |event: KeyboardEvent| {
            let at = entry.get_untracked();
            if event.key() == "Enter" && is_row(&event) {
                if let Some(image) = grid.image(at) {
                    grid.act.run(RowAct::Open(image));
                }
            } else if grid.key(&event, at, typed) {
                event.prevent_default();
            }
        }
    };
    let on_click = {
        let grid = grid.clone();
        move |event: MouseEvent| grid.click(&event)
    };
    let on_scroll = move |_| grid.scrolled();
    let below = NodeRef::<html::Tr>::new();
    let followed = Followed {
        built,
        style,
        state: state.clone(),
        entry,
        search,
        in_sight,
    };
    keep_rows(&console, &followed, below);
    let spacer_px = move |rows: usize| format!("{}px", u64::from(row_px.get()) * rows as u64);
    let row_count = move || match is_growing.get() {
        // How many there will be isn't known.
        true => "-1".to_owned(),
        false => (len.get() + 1).to_string(),
    };
    view! {
        <div class="v-table-card">
            <div class="v-table-frame" node_ref=frame on:scroll=on_scroll>
                <table
                    class="v-table"
                    class:v-picking=is_picker
                    role="grid"
                    aria-multiselectable="true"
                    aria-label=lang.images_table()
                    aria-rowcount=row_count
                    class:v-narrow=move || is_narrow.get()
                    class:v-wide=move || is_wide.get()
                    style:min-width=move || format!("{}px", min_px.get())
                    style:--v-row=move || format!("{}px", row_px.get())
                >
                    <Columns layout=layout is_narrow=is_narrow buttons=buttons />
                    <Head
                        rows=rows
                        layout=layout
                        is_narrow=is_narrow
                        question=question
                        on_question=on_question
                        state=state
                    />
                    <tbody on:keydown=on_key on:click=on_click>
                        <tr
                            aria-hidden="true"
                            class="v-spacer"
                            style:height=move || spacer_px(range.get().0)
                        ></tr>
                        // Here are the rows: `keep_rows` puts them there.
                        <tr
                            aria-hidden="true"
                            class="v-spacer"
                            node_ref=below
                            style:height=move || spacer_px(len.get().saturating_sub(range.get().1))
                        ></tr>
                    </tbody>
                </table>
            </div>
        </div>
    }
}

/// The widths, once for all rows. The name takes what the others leave.
#[component]
fn Columns(
    layout: RwSignal<Layout>,
    is_narrow: Memo<bool>,
    buttons: Memo<Arc<[RowButton]>>,
) -> impl IntoView {
    let columns = Memo::new(move |_| layout.with(|layout| layout.columns.clone()));
    let width = move |field: Field| move || layout.with(|layout| layout.styled_width(&field));
    view! {
        <colgroup>
            <col class="v-col-check" />
            <col />
            {move || match is_narrow.get() {
                true => view! { <col class="v-col-status" /> }.into_any(),
                false => {
                    let columns = columns.get().into_iter();
                    columns
                        .map(|field| view! { <col style:width=width(field) /> })
                        .collect_view()
                        .into_any()
                }
            }}
            <col
                class="v-col-actions"
                style:inline-size=move || {
                    format!("{}px", buttons_px(buttons.with(|all| all.len())))
                }
            />
        </colgroup>
    }
}

/// Below this the frame scrolls sideways, in pixels.
fn min_px(layout: &Layout) -> u32 {
    let others: u32 = layout.columns.iter().map(|field| layout.width(field)).sum();
    others + layout.width(&Field::Name) + CHECK_PX
}

/// The column of the rows' buttons.
fn buttons_px(count: usize) -> u32 {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    count.saturating_mul(40).saturating_add(16)
}

/// Width and height of an element, in pixels.
fn use_size(element: NodeRef<html::Div>) -> RwSignal<(f64, f64)> {
    // Until it is measured: enough rows for most screens.
    let size = RwSignal::new((NARROW_PX, 800.0));
    let measure = move || {
        if let Some(element) = element.try_get_untracked().flatten() {
            let now = (
                f64::from(element.client_width()),
                f64::from(element.client_height()),
            );
            if size.try_get_untracked().is_some_and(|size| size != now) {
                size.try_set(now);
            }
        }
    };
    let on_resize = Closure::<dyn FnMut()>::new(measure);
    let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok();
    let kept = StoredValue::new_local((observer, on_resize));
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        measure();
        kept.with_value(|(observer, _)| {
            if let Some(observer) = observer {
                observer.observe(&element);
            }
        });
    });
    on_cleanup(move || {
        kept.with_value(|(observer, _)| {
            if let Some(observer) = observer {
                observer.disconnect();
            }
        });
    });
    size
}
