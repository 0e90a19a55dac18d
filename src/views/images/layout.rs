//! How the table is laid out: which columns, in which order, how wide, how dense.
//! The person's choice, kept by this browser.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::keep;
use crate::listing::Field;

/// Key in the page's local storage.
const KEY: &str = "vitrine.table";

/// Narrowest and widest that a column may be made, in pixels.
pub(super) const NARROWEST_PX: u32 = 64;
pub(super) const WIDEST_PX: u32 = 900;
/// The name's, which also takes what the others leave.
const NAME_PX: u32 = 260;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Density {
    #[default]
    Comfortable,
    Compact,
}

impl Density {
    /// The height of a row, in pixels; `is_narrow`: with a second line.
    pub(super) fn row_px(self, is_narrow: bool) -> u32 {
        match (self, is_narrow) {
            (_, true) => 64,
            (Self::Comfortable, false) => 48,
            (Self::Compact, false) => 34,
        }
    }
}

/// The name's column comes first and is always there; these follow it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layout {
    pub(super) columns: Vec<Field>,
    /// In pixels, of columns that were made wider or narrower, the name's too.
    widths: BTreeMap<String, u32>,
    pub(super) density: Density,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            columns: vec![
                Field::Status,
                Field::Visibility,
                Field::Size,
                Field::DiskFormat,
                Field::Updated,
            ],
            widths: BTreeMap::new(),
            density: Density::default(),
        }
    }
}

/// Columns that can be chosen beside those of properties.
pub(super) const COLUMNS: [Field; 17] = [
    Field::Status,
    Field::Visibility,
    Field::Size,
    Field::DiskFormat,
    Field::ContainerFormat,
    Field::Updated,
    Field::Created,
    Field::Owner,
    Field::Tag,
    Field::Protected,
    Field::Hidden,
    Field::MinDisk,
    Field::MinRam,
    Field::VirtualSize,
    Field::Store,
    Field::Checksum,
    Field::Id,
];

impl Layout {
    /// The layout of last time, or the usual one.
    pub(super) fn remembered() -> Self {
        let text = keep::local().and_then(|storage| storage.get_item(KEY).ok().flatten());
        let stored = text.and_then(|text| serde_json::from_str(&text).ok());
        stored.map_or_else(Self::default, Self::from_stored)
    }

    pub(super) fn remember(&self) {
        let stored = Stored {
            columns: self.columns.iter().map(Field::key).collect(),
            widths: self.widths.clone(),
            density: self.density,
        };
        if let (Some(storage), Ok(text)) = (keep::local(), serde_json::to_string(&stored)) {
            // Where nothing may be kept, the choice holds until the page goes.
            storage.set_item(KEY, &text).ok();
        }
    }

    fn from_stored(stored: Stored) -> Self {
        let mut columns = Vec::new();
        for field in stored.columns.iter().filter_map(|key| Field::parse(key)) {
            if field != Field::Name && !columns.contains(&field) {
                columns.push(field);
            }
        }
        let widths = stored.widths.into_iter();
        Self {
            columns,
            widths: widths
                .map(|(key, px)| (key, px.clamp(NARROWEST_PX, WIDEST_PX)))
                .collect(),
            density: stored.density,
        }
    }

    pub(super) fn has(&self, field: &Field) -> bool {
        self.columns.contains(field)
    }

    /// In at the end, or out.
    pub(super) fn toggle(&mut self, field: &Field) {
        if self.has(field) {
            self.columns.retain(|column| column != field);
        } else {
            self.columns.push(field.clone());
        }
    }

    /// One place towards the start or the end.
    pub(super) fn shift(&mut self, field: &Field, by: isize) {
        let Some(at) = self.columns.iter().position(|column| column == field) else {
            return;
        };
        let to = at.saturating_add_signed(by);
        if to < self.columns.len() {
            self.columns.swap(at, to);
        }
    }

    /// In pixels.
    pub(super) fn width(&self, field: &Field) -> u32 {
        let chosen = self.widths.get(&field.key()).copied();
        chosen.unwrap_or_else(|| usual_width(field))
    }

    /// For a style: what nobody has chosen grows with the letters, which are 14 px high
    /// unless the page around says otherwise.
    pub(super) fn styled_width(&self, field: &Field) -> String {
        match self.widths.get(&field.key()) {
            Some(px) => format!("{px}px"),
            None => format!("calc({}em / 14)", usual_width(field)),
        }
    }

    pub(super) fn set_width(&mut self, field: &Field, px: u32) {
        let px = px.clamp(NARROWEST_PX, WIDEST_PX);
        self.widths.insert(field.key(), px);
    }
}

fn usual_width(field: &Field) -> u32 {
    match field {
        Field::Name => NAME_PX,
        Field::Status => 132,
        Field::Visibility => 110,
        Field::Size | Field::VirtualSize | Field::MinDisk | Field::MinRam => 104,
        Field::Protected | Field::Hidden => 96,
        Field::DiskFormat | Field::ContainerFormat => 104,
        Field::Id | Field::Owner | Field::Checksum => 290,
        Field::Tag => 180,
        _ => 140,
    }
}

#[derive(Serialize, Deserialize)]
struct Stored {
    columns: Vec<String>,
    #[serde(default)]
    widths: BTreeMap<String, u32>,
    #[serde(default)]
    density: Density,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_release_kept_is_taken_as_far_as_it_is_known() {
        let stored =
            r#"{"columns":["size","name","size","property:os_distro"],"widths":{"size":3}}"#;
        let layout = Layout::from_stored(serde_json::from_str(stored).expect("is JSON"));
        assert_eq!(
            layout.columns,
            [Field::Size, Field::Property("os_distro".to_owned())]
        );
        assert_eq!(layout.width(&Field::Size), NARROWEST_PX);
        assert_eq!(layout.density, Density::Comfortable);
    }

    #[test]
    fn a_width_that_was_chosen_is_just_that() {
        let mut layout = Layout::default();
        assert_eq!(layout.styled_width(&Field::Status), "calc(132em / 14)");
        layout.set_width(&Field::Status, 150);
        assert_eq!(layout.styled_width(&Field::Status), "150px");
    }

    #[test]
    fn columns_move_within_their_row_and_no_further() {
        let mut layout = Layout::default();
        layout.shift(&Field::Visibility, -1);
        layout.shift(&Field::Visibility, -1);
        layout.toggle(&Field::Id);
        layout.shift(&Field::Id, 1);
        assert_eq!(layout.columns.first(), Some(&Field::Visibility));
        assert_eq!(layout.columns.last(), Some(&Field::Id));
        layout.toggle(&Field::Id);
        assert!(!layout.has(&Field::Id));
    }
}
