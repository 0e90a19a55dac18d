//! A row that shows nothing yet: what all rows are copies of. It has the words that are
//! the same in every row, and a text of its own in each cell that shows one.

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::Element;

use crate::i18n::Lang;
use crate::listing::Field;
use crate::ui::{Icon, IconName};

/// What all rows have in common.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct RowStyle {
    /// The name's is not among them.
    pub(super) columns: Arc<[Field]>,
    /// One column and the status, with a second line below the name.
    pub(super) is_narrow: bool,
}

impl RowStyle {
    /// The cells between the name and the actions.
    pub(super) fn cells(&self) -> &[Field] {
        match self.is_narrow {
            true => &[Field::Status],
            false => &self.columns,
        }
    }
}

/// The element of a view that has one and doesn't change by itself.
pub(super) fn element_of(view: impl IntoView) -> Option<Element> {
    view.into_view().build().elements().into_iter().next()
}

pub(super) fn blank_row(lang: Lang, style: &RowStyle) -> impl IntoView + use<> {
    let cells: Vec<_> = style.cells().iter().map(cell).collect();
    view! {
        <tr>
            <td class="v-col-check">
                <input type="checkbox" tabindex="-1" />
            </td>
            <th scope="row">
                <div class="v-row-name">
                    <a class="v-row-link">" "</a>
                    <span class="v-row-mark" title=lang.field_protected()>
                        <Icon name=IconName::Lock />
                        <span class="v-visually-hidden">{lang.field_protected()}</span>
                    </span>
                </div>
                {style.is_narrow.then(|| view! { <div class="v-row-summary">" "</div> })}
            </th>
            {cells}
            <td class="v-col-actions">
                {action("download", IconName::Download)} {action("delete", IconName::Trash)}
            </td>
        </tr>
    }
}

fn cell(field: &Field) -> AnyView {
    match field {
        // Its badge is put there.
        Field::Status => view! { <td></td> }.into_any(),
        Field::Size | Field::VirtualSize | Field::MinDisk | Field::MinRam => {
            view! { <td class="v-col-number">" "</td> }.into_any()
        }
        Field::Id | Field::Checksum => view! { <td class="v-mono">" "</td> }.into_any(),
        _ => view! { <td>" "</td> }.into_any(),
    }
}

/// A button whose clicks the table hears.
fn action(what: &'static str, icon: IconName) -> impl IntoView {
    view! {
        <button type="button" class="v-button v-button-icon" data-act=what>
            <Icon name=icon />
        </button>
    }
}
