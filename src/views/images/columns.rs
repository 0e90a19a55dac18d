//! Which columns the table has, and in which order.

use leptos::prelude::*;

use super::layout::{COLUMNS, Density, Layout};
use crate::listing::Field;
use crate::ui::{Button, ButtonKind, Icon, IconButton, IconName, Menu};
use crate::views::Console;

#[component]
pub(super) fn ColumnsMenu(
    layout: RwSignal<Layout>,
    /// Properties that images have, by how many have them.
    #[prop(into)]
    properties: Signal<Vec<String>>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let change = move |change: &dyn Fn(&mut Layout)| {
        layout.update(|layout| change(layout));
        layout.with_untracked(Layout::remember);
    };
    let columns = Memo::new(move |_| layout.with(|layout| layout.columns.clone()));
    // What properties there are isn't found out for nothing.
    let is_open = RwSignal::new(false);
    let others = Memo::new(move |_| {
        if !is_open.get() {
            return Vec::new();
        }
        let shown = columns.get();
        let properties = properties.get().into_iter().map(Field::Property);
        let all = COLUMNS.into_iter().chain(properties);
        all.filter(|field| !shown.contains(field))
            .collect::<Vec<_>>()
    });
    let is_compact = move || layout.with(|layout| layout.density == Density::Compact);
    let toggle_density = move |_| {
        change(&|layout| {
            layout.density = match layout.density {
                Density::Compact => Density::Comfortable,
                Density::Comfortable => Density::Compact,
            };
        });
    };
    view! {
        <Menu
            label=lang.columns_label().to_owned()
            summary=|| view! { <Icon name=IconName::Columns /> }
            is_open=is_open
        >
            <div class="v-columns">
                <label class="v-columns-row">
                    <input type="checkbox" prop:checked=is_compact on:change=toggle_density />
                    <span>{lang.density_compact()}</span>
                </label>
                <h2>{lang.columns_shown()}</h2>
                <ul>
                    <For each=move || columns.get() key=Field::key let:field>
                        <Shown field=field change=Callback::new(move |(field, by): (Field, Option<isize>)| {
                            change(&|layout| match by {
                                Some(by) => layout.shift(&field, by),
                                None => layout.toggle(&field),
                            });
                        }) />
                    </For>
                </ul>
                <h2>{lang.columns_others()}</h2>
                <ul>
                    <For each=move || others.get() key=Field::key let:field>
                        <li class="v-columns-row">
                            <label>
                                <input
                                    type="checkbox"
                                    prop:checked=false
                                    on:change={
                                        let field = field.clone();
                                        move |_| change(&|layout| layout.toggle(&field))
                                    }
                                />
                                <span>{lang.field(&field)}</span>
                            </label>
                        </li>
                    </For>
                </ul>
                <Button
                    kind=ButtonKind::Quiet
                    on_click=move |()| change(&|layout| *layout = Layout::default())
                >
                    {lang.columns_reset()}
                </Button>
            </div>
        </Menu>
    }
}

/// `change`: by so many places, or out.
#[component]
fn Shown(field: Field, change: Callback<(Field, Option<isize>)>) -> impl IntoView {
    let lang = Console::here().lang;
    let name = lang.field(&field);
    let act = move |field: &Field, by| {
        let field = field.clone();
        move |()| change.run((field.clone(), by))
    };
    let out = act(&field, None);
    view! {
        <li class="v-columns-row">
            <label>
                <input type="checkbox" prop:checked=true on:change=move |_| out(()) />
                <span>{name.clone()}</span>
            </label>
            <IconButton
                icon=IconName::ArrowUp
                label=lang.column_earlier(&name)
                on_click=act(&field, Some(-1))
            />
            <IconButton
                icon=IconName::ArrowDown
                label=lang.column_later(&name)
                on_click=act(&field, Some(1))
            />
        </li>
    }
}
