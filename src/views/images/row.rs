//! One row: what its columns show of an image. Clicks and keys are the table's.

use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;

use super::state::ListState;
use crate::i18n::Lang;
use crate::listing::{Field, highlights};
use crate::model::{Image, Timestamp};
use crate::route::Route;
use crate::ui::{Icon, IconName};
use crate::views::context::now_s;
use crate::views::status::StatusBadge;
use crate::views::{Console, Link};

/// What a row is made of; another one makes another row.
#[derive(Clone)]
pub(super) struct RowOf {
    /// Place in the whole list.
    pub(super) at: usize,
    pub(super) image: Arc<Image>,
    pub(super) style: RowStyle,
}

/// What all rows have in common.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct RowStyle {
    pub(super) columns: Arc<[Field]>,
    /// One column, with a second line below the name.
    pub(super) is_narrow: bool,
}

impl RowOf {
    /// An image that changed is another one.
    pub(super) fn key(&self) -> (usize, usize, RowStyle) {
        (
            self.at,
            Arc::as_ptr(&self.image) as usize,
            self.style.clone(),
        )
    }
}

#[component]
pub(super) fn Row(
    row: RowOf,
    state: ListState,
    /// The row that Tab leads to.
    entry: Memo<usize>,
    /// What is to be marked in the name.
    search: Memo<Arc<str>>,
) -> impl IntoView {
    let RowOf { at, image, style } = row;
    let console = Console::here();
    let lang = console.lang;
    let id: Arc<str> = image.id.as_str().into();
    let is_entry = Memo::new(move |_| entry.get() == at);
    let tab = move || if is_entry.get() { "0" } else { "-1" };
    let is_selected = {
        let (selection, id) = (state.selection, Arc::clone(&id));
        Memo::new(move |_| selection.with(|selection| selection.has(&id)))
    };
    let has_cursor = {
        let (cursor, id) = (state.cursor, Arc::clone(&id));
        Memo::new(move |_| cursor.with(|cursor| cursor.as_deref() == Some(&*id)))
    };
    let title = image.title().to_owned();
    let select_label = lang.select_named(&title);
    let (can_download, is_foreign) = (image.is_downloadable(), console.is_foreign(&image));
    let download = download_label(lang, &image, &title);
    let delete = delete_label(lang, is_foreign, &title);
    let marks = {
        let title = title.clone();
        Memo::new(move |_| search.with(|search| highlights(&title, search)))
    };
    let name = move || marks.with(|marks| marked_text(&title, marks));
    let cells: Vec<_> = if style.is_narrow {
        Vec::new()
    } else {
        let columns = style.columns.iter();
        columns.map(|field| cell(lang, field, &image)).collect()
    };
    view! {
        <tr
            data-id=id.to_string()
            data-at=at.to_string()
            aria-rowindex=(at + 2).to_string()
            aria-selected=move || is_selected.get().to_string()
            class:v-cursor=move || has_cursor.get()
            tabindex=tab
        >
            <td class="v-col-check">
                <input
                    type="checkbox"
                    aria-label=select_label
                    tabindex="-1"
                    prop:checked=move || is_selected.get()
                />
            </td>
            <th scope="row">
                <div class="v-row-name">
                    <Link
                        to=Route::Image { id: image.id.clone() }
                        class="v-row-link"
                        tabindex=Signal::derive(move || Some(tab().to_owned()))
                    >
                        {name}
                    </Link>
                    {image.protected.then(|| mark(IconName::Lock, lang.field_protected()))}
                </div>
                {style
                    .is_narrow
                    .then(|| view! { <div class="v-row-summary">{summary(lang, &image)}</div> })}
            </th>
            {style.is_narrow.then(|| view! { <td><StatusBadge image=(*image).clone() /></td> })}
            {cells}
            <td class="v-col-actions">
                {action("download", IconName::Download, download, can_download, tab)}
                {action("delete", IconName::Trash, delete, !is_foreign, tab)}
            </td>
        </tr>
    }
}

fn delete_label(lang: Lang, is_foreign: bool, title: &str) -> String {
    if is_foreign {
        format!("{title}: {}", lang.delete_foreign())
    } else {
        lang.delete_named(title)
    }
}

fn download_label(lang: Lang, image: &Image, title: &str) -> String {
    if image.is_downloadable() {
        lang.download_named(title)
    } else {
        format!("{title}: {}", lang.no_download(image))
    }
}

/// A button whose clicks the table hears.
fn action(
    what: &'static str,
    icon: IconName,
    label: String,
    can: bool,
    tab: impl Fn() -> &'static str + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="v-button v-button-icon"
            data-act=what
            title=label.clone()
            aria-label=label
            disabled=!can
            tabindex=tab
        >
            <Icon name=icon />
        </button>
    }
}

fn cell(lang: Lang, field: &Field, image: &Image) -> AnyView {
    if *field == Field::Status {
        return view! { <td><StatusBadge image=image.clone() /></td> }.into_any();
    }
    if *field == Field::Owner
        && let Some(owner) = &image.owner
    {
        return owner_cell(owner.clone());
    }
    let class = match field {
        Field::Size | Field::VirtualSize | Field::MinDisk | Field::MinRam => "v-col-number",
        Field::Id | Field::Checksum => "v-mono",
        _ => "",
    };
    let (text, title) = lang.cell(field, image, Timestamp(now_s()));
    let title = title.or_else(|| (text.len() > 12).then(|| text.clone()));
    view! { <td class=class title=title>{text}</td> }.into_any()
}

/// The project's name; its id where that isn't known, or not yet.
fn owner_cell(id: String) -> AnyView {
    let console = Console::here();
    let title = id.clone();
    let name = Memo::new(move |_| console.project_name(&id).ok_or_else(|| id.clone()));
    view! {
        <td class:v-mono=move || name.with(Result::is_err) title=title>
            {move || name.get().unwrap_or_else(|id| id)}
        </td>
    }
    .into_any()
}

fn summary(lang: Lang, image: &Image) -> String {
    let now = Timestamp(now_s());
    let fields = [Field::Visibility, Field::Size, Field::DiskFormat];
    let parts = fields.map(|field| lang.cell(&field, image, now).0);
    parts.join(" · ")
}

fn mark(icon: IconName, words: &'static str) -> impl IntoView {
    view! {
        <span class="v-row-mark" title=words>
            <Icon name=icon />
            <span class="v-visually-hidden">{words}</span>
        </span>
    }
}

/// Text with what was searched for marked in it.
fn marked_text(text: &str, ranges: &[Range<usize>]) -> Vec<AnyView> {
    let mut parts = Vec::new();
    let mut at = 0;
    for range in ranges {
        let (Some(before), Some(marked)) = (text.get(at..range.start), text.get(range.clone()))
        else {
            continue;
        };
        if !before.is_empty() {
            parts.push(before.to_owned().into_any());
        }
        parts.push(view! { <mark>{marked.to_owned()}</mark> }.into_any());
        at = range.end;
    }
    parts.push(text.get(at..).unwrap_or_default().to_owned().into_any());
    parts
}
