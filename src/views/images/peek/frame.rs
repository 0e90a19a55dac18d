//! The panel's frame: beside the table where there is room, else a dialog from
//! below. It keeps its head in sight, can be made wider, and gives the focus back
//! to the table when it is closed from within.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::width::{Edge, Width};
use crate::i18n::Lang;
use crate::ui::{IconButton, IconName, Tree};
use crate::views::{Console, focus};

/// Below this, panel and table don't fit beside each other, in pixels.
const BESIDE_FROM_PX: f64 = 900.0;

#[component]
pub(super) fn Frame(
    /// How many images are shown.
    count: Memo<usize>,
    on_close: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let is_beside = use_is_beside();
    let children = StoredValue::new(children);
    let body = move || children.with_value(|children| children());
    move || {
        if is_beside.get() {
            view! {
                <Beside count=count on_close=on_close>
                    {body()}
                </Beside>
            }
            .into_any()
        } else {
            view! {
                <Sheet count=count on_close=on_close>
                    {body()}
                </Sheet>
            }
            .into_any()
        }
    }
}

/// Whether there is room for it beside the table.
fn use_is_beside() -> Memo<bool> {
    let width_px = Console::here().width_px;
    // Only a change builds the frame anew.
    Memo::new(move |_| width_px.get() >= BESIDE_FROM_PX)
}

#[component]
fn Beside(count: Memo<usize>, on_close: Callback<()>, children: Children) -> impl IntoView {
    let Console { lang, tree, .. } = Console::here();
    let panel = NodeRef::<html::Aside>::new();
    let width = Width::remembered(count);
    let close = Callback::new(move |()| {
        focus_row(&tree);
        on_close.run(());
    });
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            // What is around the panel would close something else.
            event.stop_propagation();
            close.run(());
        }
    };
    view! {
        <aside
            class="v-peek"
            node_ref=panel
            aria-label=move || label(lang, count)
            style:inline-size=move || width.css()
            on:keydown=on_key
        >
            <Edge width=width panel=panel label=lang.peek_width() />
            <Head count=count close=close />
            <div class="v-peek-body">{children()}</div>
        </aside>
    }
}

/// Where there is no room beside the table: over it, and modal.
#[component]
fn Sheet(count: Memo<usize>, on_close: Callback<()>, children: Children) -> impl IntoView {
    let console = Console::here();
    let (lang, drawer) = (console.lang, console.drawer_open);
    let sheet = NodeRef::<html::Dialog>::new();
    // Closed by the browser, which gives the focus back and then tells us.
    let close = Callback::new(move |()| {
        if let Some(sheet) = sheet.get_untracked() {
            sheet.close();
        }
    });
    Effect::new(move |_| {
        if let Some(sheet) = sheet.get()
            && !sheet.open()
        {
            // Fails only for a dialog outside the document; there's nothing to show then.
            sheet.show_modal().ok();
        }
    });
    // A download that is begun here shows in the drawer, below what is modal.
    Effect::new(move |was_here: Option<()>| {
        if drawer.get() && was_here.is_some() {
            close.run(());
        }
    });
    view! {
        <dialog
            class="v-peek v-peek-sheet"
            node_ref=sheet
            aria-label=move || label(lang, count)
            on:close=move |_| on_close.run(())
        >
            <Head count=count close=close />
            <div class="v-peek-body">{children()}</div>
        </dialog>
    }
}

fn label(lang: Lang, count: Memo<usize>) -> &'static str {
    match count.get() {
        0 | 1 => lang.peek_label(),
        _ => lang.peek_label_many(),
    }
}

#[component]
fn Head(count: Memo<usize>, close: Callback<()>) -> impl IntoView {
    let lang = Console::here().lang;
    let title = move || match count.get() {
        0 | 1 => lang.peek_label().to_owned(),
        count => lang.compare_title(count),
    };
    let close_label = Signal::derive(move || match count.get() {
        0 | 1 => lang.peek_close().to_owned(),
        _ => lang.peek_close_many().to_owned(),
    });
    view! {
        <div class="v-peek-head">
            <h2>{title}</h2>
            <IconButton icon=IconName::Close label=close_label on_click=close />
        </div>
    }
}

/// The row that keys act on.
fn focus_row(tree: &Tree) {
    focus(tree.find(r#"[role="grid"] tr[tabindex="0"]"#));
}
