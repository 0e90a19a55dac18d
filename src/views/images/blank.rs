//! A row that shows nothing yet: what all rows are copies of. It has the words that are
//! the same in every row, and a text of its own in each cell that shows one.

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::Element;

use crate::i18n::Lang;
use crate::listing::Field;
use crate::ui::{Icon, IconName};
use crate::views::guest::{Guest, HostAction, HostIcon};

/// What all rows have in common.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct RowStyle {
    /// The name's is not among them.
    pub(super) columns: Arc<[Field]>,
    /// One column and the status, with a second line below the name.
    pub(super) is_narrow: bool,
    pub(super) buttons: Arc<[RowButton]>,
}

/// A button at the end of each row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowButton {
    Download,
    Delete,
    /// Gives the image to who wants one picked.
    Pick,
    /// The page around does something with it.
    Host(HostAction),
}

impl RowButton {
    /// Those that this console has, in their order.
    pub(super) fn all(guest: &Guest) -> Arc<[Self]> {
        if guest.is_picker {
            return Arc::new([Self::Pick]);
        }
        let hosts = guest.actions.get();
        let hosts = hosts.into_iter().filter(HostAction::is_on_rows);
        let own = [
            (!guest.without.download).then_some(Self::Download),
            (!guest.without.delete).then_some(Self::Delete),
        ];
        hosts
            .map(Self::Host)
            .chain(own.into_iter().flatten())
            .collect()
    }
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
    let buttons: Vec<_> = style.buttons.iter().zip(0..).map(button).collect();
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
                {buttons}
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

/// Its clicks are heard by the table, by its place.
fn button((button, at): (&RowButton, usize)) -> AnyView {
    let icon = match button {
        RowButton::Download => view! { <Icon name=IconName::Download /> }.into_any(),
        RowButton::Delete => view! { <Icon name=IconName::Trash /> }.into_any(),
        RowButton::Pick => view! { <Icon name=IconName::Check /> }.into_any(),
        RowButton::Host(action) => view! { <HostIcon path=action.icon.clone() /> }.into_any(),
    };
    view! {
        <button type="button" class="v-button v-button-icon" data-act=at.to_string()>
            {icon}
        </button>
    }
    .into_any()
}
