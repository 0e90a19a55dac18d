//! Which values occur in a list, and how often: what a filter can be chosen from.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::Field;
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

const COUNTED: [Field; 7] = [
    Field::Status,
    Field::Visibility,
    Field::Owner,
    Field::Tag,
    Field::DiskFormat,
    Field::ContainerFormat,
    Field::Store,
];

type Counts<'a> = HashMap<Cow<'a, str>, u32>;

impl Facets {
    /// Counts the images that have each value.
    #[must_use]
    pub fn of(images: &[Arc<Image>]) -> Self {
        let mut counts = BTreeMap::new();
        for field in COUNTED {
            let mut values = Counts::new();
            for image in images {
                field.each(image, &mut |value| match values.get_mut(value) {
                    Some(count) => *count += 1,
                    None => count(&mut values, Cow::Owned(value.to_owned())),
                });
            }
            counts.insert(field, most(values));
        }
        let mut by_name: HashMap<&str, Counts<'_>> = HashMap::new();
        for image in images {
            for (name, value) in image.property_texts() {
                count(by_name.entry(name).or_default(), value);
            }
        }
        let mut properties = Vec::new();
        for (name, values) in by_name {
            properties.push((name.to_owned(), values.values().sum()));
            counts.insert(Field::Property(name.to_owned()), most(values));
        }
        sort(&mut properties);
        Self { counts, properties }
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

fn count<'a>(values: &mut Counts<'a>, value: Cow<'a, str>) {
    *values.entry(value).or_default() += 1;
}

fn most(values: Counts<'_>) -> Vec<(String, u32)> {
    let mut values: Vec<_> = values
        .into_iter()
        .filter(|(value, _)| !value.is_empty())
        .collect();
    sort(&mut values);
    values.truncate(VALUES_MAX);
    let values = values.into_iter();
    values
        .map(|(value, count)| (value.into_owned(), count))
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
    use crate::listing::testing::image;

    fn pairs(values: &[(String, u32)]) -> Vec<(&str, u32)> {
        values
            .iter()
            .map(|(value, count)| (value.as_str(), *count))
            .collect()
    }

    #[test]
    fn values_are_counted_by_image() {
        let facets = Facets::of(&[
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
        let facets = Facets::of(&images);
        let tags = facets.values(&Field::Tag);
        assert_eq!(tags.len(), VALUES_MAX);
        assert_eq!(tags[0], ("t99".to_owned(), 3));
    }
}
