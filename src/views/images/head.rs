//! The table's head: select all, sort, resize.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, MouseEvent, PointerEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::layout::Layout;
use super::state::ListState;
use crate::listing::{Field, Question};
use crate::model::{Image, SortDirection};
use crate::ui::{Icon, IconName};
use crate::views::Console;

/// How far one press of an arrow key moves a column's edge, in pixels.
const KEY_STEP_PX: i32 = 16;

#[component]
pub(super) fn Head(
    rows: Memo<Arc<Vec<Arc<Image>>>>,
    layout: RwSignal<Layout>,
    #[prop(into)] is_narrow: Signal<bool>,
    #[prop(into)] question: Signal<Question>,
    on_question: Callback<Question>,
    state: ListState,
) -> impl IntoView {
    let lang = Console::here().lang;
    // Not the widths: dragging an edge must not rebuild what is dragged.
    let columns = Memo::new(move |_| match is_narrow.get() {
        true => vec![Field::Status],
        false => layout.with(|layout| layout.columns.clone()),
    });
    let sort = move |field: Field, event: MouseEvent| {
        let mut asked = question.get_untracked();
        asked.order = next_order(&asked.order, &field, event.shift_key());
        on_question.run(asked);
    };
    let sort = Callback::new(move |(field, event)| sort(field, event));
    view! {
        <thead>
            <tr aria-rowindex="1">
                <th scope="col" class="v-col-check">
                    <SelectAll rows=rows state=state />
                </th>
                <Column field=Field::Name layout=layout question=question sort=sort />
                {move || {
                    let fields = columns.get().into_iter();
                    fields
                        .map(|field| {
                            view! { <Column field=field layout=layout question=question sort=sort /> }
                        })
                        .collect_view()
                }}
                <th scope="col" class="v-col-actions">
                    <span class="v-visually-hidden">{lang.column_actions()}</span>
                </th>
            </tr>
        </thead>
    }
}

/// Ascending, descending, not at all; with others before it where `also`.
fn next_order(
    order: &[(Field, SortDirection)],
    field: &Field,
    also: bool,
) -> Vec<(Field, SortDirection)> {
    let now = order
        .iter()
        .find(|(other, _)| other == field)
        .map(|(_, direction)| *direction);
    let next = match now {
        None => Some(SortDirection::Ascending),
        Some(SortDirection::Ascending) => Some(SortDirection::Descending),
        Some(SortDirection::Descending) => None,
    };
    let mut all: Vec<_> = if also { order.to_vec() } else { Vec::new() };
    match (all.iter().position(|(other, _)| other == field), next) {
        (Some(at), Some(direction)) => all[at].1 = direction,
        (Some(at), None) => drop(all.remove(at)),
        (None, Some(direction)) => all.push((field.clone(), direction)),
        (None, None) => {}
    }
    all
}

#[component]
fn SelectAll(rows: Memo<Arc<Vec<Arc<Image>>>>, state: ListState) -> impl IntoView {
    let lang = Console::here().lang;
    let selected = {
        let selection = state.selection.clone();
        Memo::new(move |_| {
            rows.with(|rows| {
                selection.with(|selection| match selection.len() {
                    0 => 0,
                    _ => rows.iter().filter(|image| selection.has(&image.id)).count(),
                })
            })
        })
    };
    let all = Memo::new(move |_| rows.with(|rows| rows.len()));
    let is_all = move || all.get() > 0 && selected.get() == all.get();
    let label = move || lang.select_all_matching(all.get());
    let toggle = move |_| {
        let is_all = is_all();
        state.selection.update(|selection| {
            if is_all {
                selection.clear();
            } else {
                rows.with_untracked(|rows| selection.all(rows));
            }
        });
    };
    let is_some = move || !is_all() && selected.get() != 0;
    view! {
        <input
            type="checkbox"
            title=label
            aria-label=label
            prop:checked=is_all
            prop:indeterminate=is_some
            on:change=toggle
        />
    }
}

#[component]
fn Column(
    field: Field,
    layout: RwSignal<Layout>,
    #[prop(into)] question: Signal<Question>,
    sort: Callback<(Field, MouseEvent)>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let label = lang.field(&field);
    let place = {
        let field = field.clone();
        Memo::new(move |_| {
            question.with(|q| {
                let at = q.order.iter().position(|(other, _)| *other == field)?;
                Some((at, q.order[at].1, q.order.len()))
            })
        })
    };
    let aria_sort = move || match place.get() {
        Some((0, SortDirection::Ascending, _)) => Some("ascending"),
        Some((0, SortDirection::Descending, _)) => Some("descending"),
        _ => None,
    };
    let class = match field {
        Field::Size | Field::VirtualSize | Field::MinDisk | Field::MinRam => "v-col-number",
        _ => "",
    };
    let click = {
        let field = field.clone();
        move |event| sort.run((field.clone(), event))
    };
    view! {
        <th scope="col" class=class aria-sort=aria_sort>
            <button type="button" class="v-sort" title=lang.sort_hint() on:click=click>
                <span class="v-sort-label">{label.clone()}</span>
                {move || {
                    place
                        .get()
                        .map(|(at, direction, all)| {
                            let icon = match direction {
                                SortDirection::Ascending => IconName::ArrowUp,
                                SortDirection::Descending => IconName::ArrowDown,
                            };
                            view! {
                                <Icon name=icon />
                                {(all > 1).then(|| view! { <small>{at + 1}</small> })}
                            }
                        })
                }}
            </button>
            <Edge field=field label=label layout=layout />
        </th>
    }
}

/// The edge by which a column is made wider or narrower: dragged, or by arrow keys.
#[component]
fn Edge(field: Field, label: String, layout: RwSignal<Layout>) -> impl IntoView {
    let lang = Console::here().lang;
    let grabbed = RwSignal::new(None::<(i32, i32)>);
    let width = {
        let field = field.clone();
        Memo::new(move |_| layout.with(|layout| layout.width(&field)))
    };
    let set = move |px: i32| {
        let px = u32::try_from(px).unwrap_or_default();
        layout.update(|layout| layout.set_width(&field, px));
    };
    let set = StoredValue::new(set);
    let set = move |px| set.with_value(|set| set(px));
    let now = move || i32::try_from(width.get_untracked()).unwrap_or(i32::MAX);
    let down = move |event: PointerEvent| {
        event.prevent_default();
        if let Some(edge) = event
            .target()
            .and_then(|t| t.dyn_into::<HtmlElement>().ok())
        {
            edge.set_pointer_capture(event.pointer_id()).ok();
            // What it really measures: the name's column takes what others leave.
            let column = edge
                .parent_element()
                .map_or(0.0, |th| th.get_bounding_client_rect().width());
            #[allow(clippy::cast_possible_truncation)] // of a screen
            grabbed.set(Some((event.client_x(), column as i32)));
        }
    };
    let moved = move |event: PointerEvent| {
        if let Some((from_x, from_px)) = grabbed.get_untracked() {
            set(from_px + event.client_x() - from_x);
        }
    };
    let up = move |_: PointerEvent| {
        if grabbed.get_untracked().is_some() {
            grabbed.set(None);
            layout.with_untracked(Layout::remember);
        }
    };
    let key = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowLeft" => -KEY_STEP_PX,
            "ArrowRight" => KEY_STEP_PX,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        set(now() + by);
        layout.with_untracked(Layout::remember);
    };
    view! {
        <span
            class="v-edge"
            role="separator"
            aria-orientation="vertical"
            aria-label=lang.resize_column(&label)
            aria-valuemin=super::layout::NARROWEST_PX.to_string()
            aria-valuemax=super::layout::WIDEST_PX.to_string()
            aria-valuenow=move || width.get().to_string()
            tabindex="0"
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=up
            on:keydown=key
        ></span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SortDirection::{Ascending, Descending};

    #[test]
    fn a_column_sorts_up_then_down_then_not() {
        let once = next_order(&[], &Field::Name, false);
        assert_eq!(once, [(Field::Name, Ascending)]);
        let twice = next_order(&once, &Field::Name, false);
        assert_eq!(twice, [(Field::Name, Descending)]);
        assert_eq!(next_order(&twice, &Field::Name, false), []);
    }

    #[test]
    fn another_column_takes_over_or_comes_after() {
        let by_name = [(Field::Name, Descending)];
        assert_eq!(
            next_order(&by_name, &Field::Size, false),
            [(Field::Size, Ascending)]
        );
        let both = next_order(&by_name, &Field::Size, true);
        assert_eq!(both, [(Field::Name, Descending), (Field::Size, Ascending)]);
        // Going on with the first keeps its place.
        assert_eq!(
            next_order(&both, &Field::Name, true),
            [(Field::Size, Ascending)]
        );
    }
}
