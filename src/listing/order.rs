//! In which order rows come.

use std::cell::RefCell;
use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

use super::Field;
use super::entry::Entry;
use super::matching::Owners;
use super::search::{fold, fold_into};
use crate::model::{Image, SortDirection, Timestamp};

/// Sorts rows of images and their entries.
pub(super) struct Order<'a> {
    pub images: &'a [Arc<Image>],
    pub entries: &'a [Arc<Entry>],
    pub owners: &'a Owners<'a>,
}

/// All rows in the order that was asked for last: the next question is mostly another
/// search in the same order.
#[derive(Clone, Default)]
pub(super) struct Sorted {
    known: RefCell<Option<(Vec<By>, Vec<u32>)>>,
}

type By = (Field, SortDirection);

impl Sorted {
    /// `order` is of the same images every time.
    pub fn rows(&self, order: &Order<'_>, fields: &[By]) -> Vec<u32> {
        if let Some((known, rows)) = &*self.known.borrow()
            && known == fields
        {
            return rows.clone();
        }
        let rows = order.rows(fields);
        // Projects' names become known one after the other.
        if fields.iter().all(|(field, _)| *field != Field::Owner) {
            self.known.replace(Some((fields.to_vec(), rows.clone())));
        }
        rows
    }
}

impl Order<'_> {
    /// By fields, the first first, or else the newest first.
    fn rows(&self, fields: &[By]) -> Vec<u32> {
        let mut rows: Vec<u32> = (0_u32..).zip(self.images).map(|(row, _)| row).collect();
        if fields.is_empty() {
            rows.sort_unstable_by_key(|&row| {
                let at = row as usize;
                (Reverse(self.entries[at].created), &self.images[at].id, row)
            });
        } else {
            self.by_fields(&mut rows, fields);
        }
        rows
    }

    /// What has no value comes last either way. Rows that are alike in all are in
    /// order of their ids.
    fn by_fields(&self, rows: &mut Vec<u32>, fields: &[By]) {
        let columns: Vec<_> = fields
            .iter()
            .map(|(field, direction)| (self.keys(field, rows), *direction))
            .collect();
        let mut places: Vec<usize> = (0..rows.len()).collect();
        places.sort_by(|&a, &b| {
            for (keys, direction) in &columns {
                let order = keys.compare(a, b, *direction);
                if order != Ordering::Equal {
                    return order;
                }
            }
            let id = |place: usize| &self.images[rows[place] as usize].id;
            id(a).cmp(id(b))
        });
        *rows = places.into_iter().map(|place| rows[place]).collect();
    }

    fn keys(&self, field: &Field, rows: &[u32]) -> Keys {
        let mut keys = Keys::default();
        // The text at hand; kept to be filled again.
        let mut text = String::new();
        for &row in rows {
            let image = &self.images[row as usize];
            text.clear();
            match field {
                Field::Created => keys.time(image.created_at.as_deref()),
                Field::Updated => keys.time(image.updated_at.as_deref()),
                Field::Size | Field::VirtualSize | Field::MinDisk | Field::MinRam => {
                    keys.number(field.number(image));
                }
                Field::Name => {
                    push_natural(self.entries[row as usize].name.trim(), &mut keys.bytes)
                }
                Field::Tag | Field::Store => {
                    let mut values = Vec::new();
                    field.each(image, &mut |value| values.push(fold(value)));
                    values.sort_unstable();
                    push_natural(&values.join(","), &mut keys.bytes);
                }
                Field::Owner => {
                    let id = image.owner.as_deref().unwrap_or_default();
                    self.owners
                        .show(id, &mut |name| fold_into(name.unwrap_or(id), &mut text));
                    push_natural(&text, &mut keys.bytes);
                }
                field => {
                    field.each(image, &mut |value| fold_into(value, &mut text));
                    push_natural(&text, &mut keys.bytes);
                }
            }
            keys.close();
        }
        keys
    }
}

/// What rows are sorted by, as bytes that sort alike.
#[derive(Default)]
struct Keys {
    bytes: Vec<u8>,
    keys: Vec<Key>,
}

/// Where in the bytes a key stands; nowhere for nothing.
struct Key {
    start: usize,
    end: usize,
    /// Its first bytes, which decide most comparisons.
    head: u64,
}

impl Keys {
    /// Makes a key of the bytes that were added since the last.
    fn close(&mut self) {
        let start = self.keys.last().map_or(0, |key| key.end);
        let mut head = [0; 8];
        for (to, from) in head.iter_mut().zip(&self.bytes[start..]) {
            *to = *from;
        }
        self.keys.push(Key {
            start,
            end: self.bytes.len(),
            head: u64::from_be_bytes(head),
        });
    }

    fn number(&mut self, number: Option<u64>) {
        if let Some(number) = number {
            self.bytes.extend(number.to_be_bytes());
        }
    }

    fn time(&mut self, time: Option<&str>) {
        if let Some(time) = time.and_then(Timestamp::parse) {
            // With the sign turned round, times before 1970 come first.
            self.bytes.extend((time.0 ^ i64::MIN).to_be_bytes());
        }
    }

    fn compare(&self, a: usize, b: usize, direction: SortDirection) -> Ordering {
        let (a, b) = (&self.keys[a], &self.keys[b]);
        if a.start == a.end || b.start == b.end {
            return (a.start == a.end).cmp(&(b.start == b.end));
        }
        let all = |key: &Key| &self.bytes[key.start..key.end];
        let order = a.head.cmp(&b.head).then_with(|| all(a).cmp(all(b)));
        match direction {
            SortDirection::Ascending => order,
            SortDirection::Descending => order.reverse(),
        }
    }
}

/// Appends bytes that sort as a person would sort the folded text: numbers in it
/// by their value, `ubuntu-9` before `ubuntu-10`. Each run of digits is preceded
/// by their number, zeros in front not counted.
fn push_natural(folded: &str, key: &mut Vec<u8>) {
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
}
