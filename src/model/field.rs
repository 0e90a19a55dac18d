//! The fields of a draft, each by itself: what differs between two drafts, and
//! how three of them come together when two people edit one image.

use std::collections::BTreeSet;

use super::{ImageDraft, PropertyName};

/// A field that a person may edit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Name,
    Visibility,
    Protected,
    Hidden,
    MinDisk,
    MinRam,
    DiskFormat,
    ContainerFormat,
    Owner,
    Tags,
    Property(PropertyName),
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    Unset,
    Text(String),
    Flag(bool),
    /// In the field's own unit.
    Number(u64),
    Words(BTreeSet<String>),
}

/// A field before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    pub field: Field,
    pub from: FieldValue,
    pub to: FieldValue,
}

/// A field that two people changed to different things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub field: Field,
    /// What both began with.
    pub base: FieldValue,
    pub mine: FieldValue,
    pub theirs: FieldValue,
}

/// Two people's edits of one image brought together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// Where both changed a field, mine stands in it.
    pub draft: ImageDraft,
    pub conflicts: Vec<Conflict>,
}

/// All but the properties, in the order in which people read them.
const ATTRIBUTES: [Field; 10] = [
    Field::Name,
    Field::Visibility,
    Field::Protected,
    Field::Hidden,
    Field::MinDisk,
    Field::MinRam,
    Field::DiskFormat,
    Field::ContainerFormat,
    Field::Owner,
    Field::Tags,
];

impl ImageDraft {
    #[must_use]
    pub fn value(&self, field: &Field) -> FieldValue {
        let text = |text: Option<&str>| {
            text.map_or(FieldValue::Unset, |text| FieldValue::Text(text.to_owned()))
        };
        match field {
            Field::Name => text(self.name.as_deref()),
            Field::Visibility => text(Some(self.visibility.as_str())),
            Field::Protected => FieldValue::Flag(self.protected),
            Field::Hidden => FieldValue::Flag(self.os_hidden),
            Field::MinDisk => FieldValue::Number(self.min_disk),
            Field::MinRam => FieldValue::Number(self.min_ram),
            Field::DiskFormat => text(self.disk_format.as_ref().map(|f| f.as_str())),
            Field::ContainerFormat => text(self.container_format.as_ref().map(|f| f.as_str())),
            Field::Owner => text(self.owner.as_deref()),
            Field::Tags => FieldValue::Words(self.tags.clone()),
            Field::Property(name) => text(self.properties.get(name).map(String::as_str)),
        }
    }

    /// Makes one field what it is in another draft.
    pub fn take_field(&mut self, field: &Field, from: &Self) {
        match field {
            Field::Name => self.name.clone_from(&from.name),
            Field::Visibility => self.visibility = from.visibility.clone(),
            Field::Protected => self.protected = from.protected,
            Field::Hidden => self.os_hidden = from.os_hidden,
            Field::MinDisk => self.min_disk = from.min_disk,
            Field::MinRam => self.min_ram = from.min_ram,
            Field::DiskFormat => self.disk_format.clone_from(&from.disk_format),
            Field::ContainerFormat => self.container_format.clone_from(&from.container_format),
            Field::Owner => self.owner.clone_from(&from.owner),
            Field::Tags => self.tags.clone_from(&from.tags),
            Field::Property(name) => {
                match from.properties.get(name) {
                    Some(value) => self.properties.insert(name.clone(), value.clone()),
                    None => self.properties.remove(name),
                };
            }
        }
    }

    /// What differs between `self` and `wanted`: attributes first, then properties
    /// by name.
    #[must_use]
    pub fn changes_to(&self, wanted: &Self) -> Vec<FieldChange> {
        let change = |field: Field| {
            let (from, to) = (self.value(&field), wanted.value(&field));
            (from != to).then_some(FieldChange { field, from, to })
        };
        fields_of(&[self, wanted]).filter_map(change).collect()
    }
}

/// Every field that one of the drafts has.
fn fields_of(drafts: &[&ImageDraft]) -> impl Iterator<Item = Field> + use<> {
    let names: BTreeSet<PropertyName> = drafts
        .iter()
        .flat_map(|draft| draft.properties.keys().cloned())
        .collect();
    let properties = names.into_iter().map(Field::Property);
    ATTRIBUTES.into_iter().chain(properties)
}

/// Both began with `base`; since then one person made `mine` of it and others `theirs`.
/// What only one of them changed is taken over. Tags are a set, so that what both did
/// to them can stand together.
#[must_use]
pub fn merge(base: &ImageDraft, mine: &ImageDraft, theirs: &ImageDraft) -> Merged {
    let mut draft = mine.clone();
    let mut conflicts = Vec::new();
    for field in fields_of(&[base, mine, theirs]) {
        let [was, ours, other] = [base, mine, theirs].map(|draft| draft.value(&field));
        if ours == was {
            draft.take_field(&field, theirs);
        } else if field == Field::Tags {
            draft.tags = merged_tags(&base.tags, &mine.tags, &theirs.tags);
        } else if other != was && other != ours {
            conflicts.push(Conflict {
                field,
                base: was,
                mine: ours,
                theirs: other,
            });
        }
    }
    Merged { draft, conflicts }
}

fn merged_tags(
    base: &BTreeSet<String>,
    mine: &BTreeSet<String>,
    theirs: &BTreeSet<String>,
) -> BTreeSet<String> {
    let added = mine.difference(base);
    let kept = theirs
        .iter()
        .filter(|tag| mine.contains(*tag) || !base.contains(*tag));
    added.chain(kept).cloned().collect()
}

#[cfg(test)]
#[path = "field_tests.rs"]
mod tests;
