//! Which values occur in a list, and how often: what a filter can be chosen from.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Field;
use super::terms::{Term, TermKind};
use crate::model::Image;

/// Values by field. Properties and fields whose values are words or names have
/// any; numbers and times don't.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    counts: BTreeMap<Field, Vec<(String, u32)>>,
    properties: Vec<(String, u32)>,
}

/// So many values of a field are worth choosing from.
const VALUES_MAX: usize = 50;

/// Fields of few values; an index has counted the others.
const COUNTED: [Field; 5] = [
    Field::Status,
    Field::Visibility,
    Field::DiskFormat,
    Field::ContainerFormat,
    Field::Store,
];

type Counts<'a> = Vec<(&'a str, u32)>;

impl Facets {
    /// Counts the images that have each value. `terms`: what they share, with
    /// the number of images that have it.
    pub(super) fn of<'a>(
        images: &[Arc<Image>],
        terms: impl Iterator<Item = (&'a Term, u32)>,
    ) -> Self {
        let mut shared: BTreeMap<(TermKind, &str), Counts<'_>> = BTreeMap::new();
        for (term, count) in terms.filter(|(_, count)| *count > 0) {
            let values = shared.entry((term.kind, term.name())).or_default();
            values.push((term.value(), count));
        }
        let mut facets = Self::default();
        for ((kind, name), values) in shared {
            let field = match kind {
                TermKind::Tag => Field::Tag,
                TermKind::Owner => Field::Owner,
                TermKind::Property => {
                    let count = values.iter().map(|(_, count)| count).sum();
                    facets.properties.push((name.to_owned(), count));
                    Field::Property(name.to_owned())
                }
            };
            facets.counts.insert(field, most(values));
        }
        sort(&mut facets.properties);
        for field in COUNTED {
            facets.counts.insert(field.clone(), count(&field, images));
        }
        facets
    }

    /// The values of a field, the most frequent first; 50 at most.
    #[must_use]
    pub fn values(&self, field: &Field) -> &[(String, u32)] {
        self.counts.get(field).map_or(&[], Vec::as_slice)
    }

    /// Names of properties and how many images have each, the most frequent first.
    #[must_use]
    pub fn properties(&self) -> &[(String, u32)] {
        &self.properties
    }

    /// Every value of every field, with the field.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Field, &str, u32)> {
        self.counts.iter().flat_map(|(field, values)| {
            let values = values.iter();
            values.map(move |(value, count)| (field, value.as_str(), *count))
        })
    }
}

/// Of a field with few different values.
fn count(field: &Field, images: &[Arc<Image>]) -> Vec<(String, u32)> {
    let mut values: Vec<(String, u32)> = Vec::new();
    for image in images {
        let mut see = |value: &str| match values.iter_mut().find(|(known, _)| known == value) {
            Some((_, count)) => *count += 1,
            None => values.push((value.to_owned(), 1)),
        };
        field.each(image, &mut see);
    }
    sort(&mut values);
    values.truncate(VALUES_MAX);
    values
}

fn most(mut values: Counts<'_>) -> Vec<(String, u32)> {
    values.retain(|(value, _)| !value.is_empty());
    sort(&mut values);
    let values = values.into_iter().take(VALUES_MAX);
    values
        .map(|(value, count)| (value.to_owned(), count))
        .collect()
}

fn sort<T: Ord>(values: &mut [(T, u32)]) {
    values
        .sort_unstable_by(|(a, a_count), (b, b_count)| b_count.cmp(a_count).then_with(|| a.cmp(b)));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::listing::Index;
    use crate::listing::testing::image;

    fn facets_of(images: &[Arc<Image>]) -> Facets {
        let mut index = Index::default();
        index.update(images);
        index.facets()
    }

    fn pairs(values: &[(String, u32)]) -> Vec<(&str, u32)> {
        values
            .iter()
            .map(|(value, count)| (value.as_str(), *count))
            .collect()
    }

    #[test]
    fn values_are_counted_by_image() {
        let facets = facets_of(&[
            image("1", json!({"tags": ["b", "a"], "os_distro": "debian"})),
            image("2", json!({"tags": ["b"], "os_distro": "", "hw_odd": 7})),
            image("3", json!({"status": "queued", "stores": "fast,slow"})),
        ]);
        assert_eq!(pairs(facets.values(&Field::Tag)), [("b", 2), ("a", 1)]);
        assert_eq!(
            pairs(facets.values(&Field::Status)),
            [("active", 2), ("queued", 1)]
        );
        assert_eq!(
            pairs(facets.values(&Field::Store)),
            [("fast", 1), ("slow", 1)]
        );
        assert_eq!(
            pairs(facets.properties()),
            [("os_distro", 2), ("hw_odd", 1)]
        );
        let distro = Field::Property("os_distro".to_owned());
        assert_eq!(pairs(facets.values(&distro)), [("debian", 1)]);
        assert_eq!(facets.values(&Field::Size), []);
    }

    #[test]
    fn of_very_many_values_the_most_frequent_are_kept() {
        let tagged = |id: u32| image(&id.to_string(), json!({"tags": [format!("t{}", id / 2)]}));
        let mut images: Vec<_> = (0..200).map(tagged).collect();
        images.push(tagged(199));
        let facets = facets_of(&images);
        let tags = facets.values(&Field::Tag);
        assert_eq!(tags.len(), VALUES_MAX);
        assert_eq!(tags[0], ("t99".to_owned(), 3));
    }
}
