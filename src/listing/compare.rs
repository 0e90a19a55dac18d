//! Several images field by field: which fields differ, and whether the bytes do.
//! What names an image (its id and its name) is no field here.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Field;
use crate::model::Image;

/// A field that one of the compared images has, at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    pub field: Field,
    /// Whether two of the images have other values, or only one of them has any.
    pub differs: bool,
}

/// Every field that can differ, in the order in which they are read; the
/// properties come after them, by name.
fn fixed() -> [Field; 18] {
    let attribute = |name: &str| Field::Property(name.to_owned());
    [
        Field::Status,
        Field::Visibility,
        Field::Owner,
        Field::Protected,
        Field::Hidden,
        Field::DiskFormat,
        Field::ContainerFormat,
        Field::Size,
        Field::VirtualSize,
        attribute("os_hash_algo"),
        attribute("os_hash_value"),
        Field::Checksum,
        Field::MinDisk,
        Field::MinRam,
        Field::Created,
        Field::Updated,
        Field::Tag,
        Field::Store,
    ]
}

/// Compares all with each other. The order of the images changes nothing, nor
/// does the order of an image's tags and stores.
#[must_use]
pub fn compare(images: &[Arc<Image>]) -> Vec<Compared> {
    let custom: BTreeSet<String> = images
        .iter()
        .flat_map(|image| image.properties().map(|(name, _)| name.to_owned()))
        .collect();
    let fields = fixed().into_iter();
    fields
        .chain(custom.into_iter().map(Field::Property))
        .filter_map(|field| {
            let values: Vec<_> = images.iter().map(|image| values(&field, image)).collect();
            values.iter().any(|values| !values.is_empty()).then(|| {
                let differs = values.windows(2).any(|pair| pair[0] != pair[1]);
                Compared { field, differs }
            })
        })
        .collect()
}

/// Whether all hold the same bytes, by what the service says that they hash to.
/// `None` where that can't be told: an image has no digest, or one of another kind.
#[must_use]
pub fn have_same_bytes(images: &[Arc<Image>]) -> Option<bool> {
    let mut digests = images.iter().map(|image| image.expected_digest());
    let first = digests.next()??;
    let mut are_same = true;
    for digest in digests {
        let digest = digest.filter(|digest| digest.algorithm == first.algorithm)?;
        are_same &= digest.hex == first.hex;
    }
    Some(are_same)
}

/// What an image has of a field, in an order that says nothing.
fn values(field: &Field, image: &Image) -> Vec<String> {
    let mut values = Vec::new();
    field.each(image, &mut |value| values.push(value.to_owned()));
    values.sort_unstable();
    values
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
