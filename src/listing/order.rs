//! In which order rows come.

use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

use super::Field;
use super::entry::Entry;
use super::matching::Owners;
use super::search::fold;
use crate::model::{Image, SortDirection, Timestamp};

/// Sorts rows of images and their entries.
pub(super) struct Order<'a> {
    pub images: &'a [Arc<Image>],
    pub entries: &'a [Arc<Entry>],
    pub owners: &'a Owners<'a>,
}

/// What rows are sorted by, as bytes that sort alike; nothing comes last.
type Key<'a> = Option<Cow<'a, [u8]>>;

impl<'a> Order<'a> {
    /// The best first by rank, if there are ranks; then the newest.
    pub fn by_relevance(&self, rows: &mut [u32], ranks: &[u16]) {
        rows.sort_unstable_by_key(|&row| {
            let at = row as usize;
            let rank = ranks.get(at).copied().unwrap_or_default();
            (
                rank,
                Reverse(self.entries[at].created),
                &self.images[at].id,
                row,
            )
        });
    }

    /// By fields, the first first; what has no value comes last either way.
    /// Rows that are alike in all are in order of their ids.
    pub fn by_fields(&self, rows: &mut Vec<u32>, fields: &[(Field, SortDirection)]) {
        let columns: Vec<(Vec<Key<'_>>, SortDirection)> = fields
            .iter()
            .map(|(field, direction)| {
                let keys = rows.iter().map(|row| self.key(field, *row as usize));
                (keys.collect(), *direction)
            })
            .collect();
        let mut places: Vec<usize> = (0..rows.len()).collect();
        places.sort_by(|&a, &b| {
            let orders = columns
                .iter()
                .map(|(keys, direction)| compare(&keys[a], &keys[b], *direction));
            let by_id = || {
                let id = |place: usize| &self.images[rows[place] as usize].id;
                id(a).cmp(id(b))
            };
            orders
                .fold(Ordering::Equal, Ordering::then)
                .then_with(by_id)
        });
        *rows = places.into_iter().map(|place| rows[place]).collect();
    }

    fn key(&self, field: &Field, at: usize) -> Key<'a> {
        let (image, entry) = (&self.images[at], &self.entries[at]);
        match field {
            Field::Name => filled(Cow::Borrowed(&entry.name_key)),
            Field::Created => entry.created.map(by_time),
            Field::Updated => image
                .updated_at
                .as_deref()
                .and_then(Timestamp::parse)
                .map(by_time),
            Field::Size | Field::VirtualSize | Field::MinDisk | Field::MinRam => field
                .number(image)
                .map(|n| Cow::Owned(n.to_be_bytes().to_vec())),
            Field::Owner => {
                let id = image.owner.as_deref()?;
                let name = self.owners.name(id);
                let text = name.as_deref().unwrap_or(id);
                filled(Cow::Owned(natural_key(&fold(text))))
            }
            field => {
                let mut values = Vec::new();
                field.each(image, &mut |value| values.push(fold(value)));
                values.sort_unstable();
                filled(Cow::Owned(natural_key(&values.join(","))))
            }
        }
    }
}

fn filled(key: Cow<'_, [u8]>) -> Key<'_> {
    (!key.is_empty()).then_some(key)
}

fn by_time(time: Timestamp) -> Cow<'static, [u8]> {
    // With the sign turned round, times before 1970 come first.
    Cow::Owned((time.0 ^ i64::MIN).to_be_bytes().to_vec())
}

fn compare(a: &Key<'_>, b: &Key<'_>, direction: SortDirection) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => match direction {
            SortDirection::Ascending => a.cmp(b),
            SortDirection::Descending => b.cmp(a),
        },
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// Bytes that sort as a person would sort the folded text: numbers in it by
/// their value, `ubuntu-9` before `ubuntu-10`. Each run of digits is preceded by
/// their number, zeros in front not counted.
#[must_use]
pub(super) fn natural_key(folded: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(folded.len() + 8);
    let mut rest = folded.as_bytes();
    while let Some(first) = rest.first() {
        let is_number = first.is_ascii_digit();
        let end = rest.iter().position(|b| b.is_ascii_digit() != is_number);
        let (run, after) = rest.split_at(end.unwrap_or(rest.len()));
        if is_number {
            let zeros = run.iter().take_while(|b| **b == b'0').count();
            let digits = &run[zeros..];
            // A digit, so that numbers stand among other signs where digits do.
            key.push(b'0');
            key.push(u8::try_from(digits.len()).unwrap_or(u8::MAX));
            key.extend_from_slice(digits);
        } else {
            key.extend_from_slice(run);
        }
        rest = after;
    }
    key
}
