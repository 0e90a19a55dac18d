//! Whether an image passes a filter.

use std::cell::RefCell;
use std::collections::HashMap;

use super::amount::{parse_amount, parse_moment};
use super::search::fold;
use super::token::ALL;
use super::{Context, Field, FieldKind, Op, Token};
use crate::model::{Image, Timestamp};

/// Names of projects, each asked for once.
pub(super) struct Owners<'a> {
    context: &'a Context<'a>,
    known: RefCell<HashMap<String, Option<String>>>,
}

impl<'a> Owners<'a> {
    pub fn new(context: &'a Context<'a>) -> Self {
        Self {
            context,
            known: RefCell::default(),
        }
    }

    /// Shows a project's name, where it is known.
    pub fn show(&self, id: &str, see: &mut dyn FnMut(Option<&str>)) {
        if let Some(name) = self.known.borrow().get(id) {
            return see(name.as_deref());
        }
        let name = (self.context.owner_name)(id);
        see(name.as_deref());
        self.known.borrow_mut().insert(id.to_owned(), name);
    }
}

/// A token made ready for many images.
pub(super) struct Test<'a> {
    field: &'a Field,
    op: Op,
    want: Want<'a>,
    context: &'a Context<'a>,
    owners: &'a Owners<'a>,
}

enum Want<'a> {
    /// By case; for ops that look into a text, folded.
    Texts(&'a [String]),
    Folded(Vec<String>),
    /// Bytes; `None` stands for none. The last is what one of the field counts.
    Amounts(Vec<Option<u64>>, u64),
    Moment(Timestamp),
    /// Whose images the service was asked for: others'.
    Offered,
}

impl<'a> Test<'a> {
    /// `None` for what every image passes.
    pub fn new(token: &'a Token, context: &'a Context<'a>, owners: &'a Owners<'a>) -> Option<Self> {
        let Token::Known { field, op, values } = token else {
            return None;
        };
        let want = match field.kind() {
            _ if *field == Field::MemberStatus => Want::Offered,
            FieldKind::Amount(unit) => {
                let amounts = values.iter().map(|value| parse_amount(value, unit).ok());
                Want::Amounts(amounts.collect(), unit)
            }
            FieldKind::Time => {
                let moment = parse_moment(values.first()?).ok()?;
                Want::Moment(moment.resolve(context.now))
            }
            _ if *field == Field::Visibility && values.iter().any(|value| value == ALL) => {
                return None;
            }
            _ if matches!(op, Op::Contains | Op::StartsWith) => {
                Want::Folded(values.iter().map(|value| fold(value)).collect())
            }
            _ => Want::Texts(values),
        };
        Some(Self {
            field,
            op: *op,
            want,
            context,
            owners,
        })
    }

    pub fn passes(&self, image: &Image) -> bool {
        match &self.want {
            Want::Offered => image.owner.as_deref() != Some(self.context.project),
            Want::Amounts(amounts, unit) => {
                let bytes = self.field.number(image).map(|n| n.saturating_mul(*unit));
                self.is_amount(bytes, amounts)
            }
            Want::Moment(moment) => self.is_at(image, *moment),
            Want::Texts(wanted) => self.has(image, wanted),
            Want::Folded(wanted) => {
                let mut found = false;
                self.each(image, &mut |value| {
                    let value = fold(value);
                    found = found
                        || wanted.iter().any(|wanted| match self.op {
                            Op::StartsWith => value.starts_with(wanted.as_str()),
                            _ => value.contains(wanted.as_str()),
                        });
                });
                found
            }
        }
    }

    fn is_amount(&self, bytes: Option<u64>, amounts: &[Option<u64>]) -> bool {
        match self.op {
            Op::Is => amounts.contains(&bytes),
            Op::AtLeast => amounts
                .iter()
                .all(|least| bytes >= *least && bytes.is_some()),
            _ => amounts.iter().all(|most| bytes <= *most && bytes.is_some()),
        }
    }

    fn is_at(&self, image: &Image, moment: Timestamp) -> bool {
        let mut is_at = false;
        self.field.each(image, &mut |time| {
            is_at = Timestamp::parse(time).is_some_and(|time| match self.op {
                Op::OlderThan => time < moment,
                _ => time >= moment,
            });
        });
        is_at
    }

    /// The values of a set, or of a field with one.
    fn has(&self, image: &Image, wanted: &[String]) -> bool {
        let mut found = vec![false; wanted.len()];
        let mut has_value = false;
        self.each(image, &mut |value| {
            has_value = has_value || !value.is_empty();
            for (found, wanted) in found.iter_mut().zip(wanted) {
                *found = *found || value == wanted;
            }
        });
        for (found, wanted) in found.iter_mut().zip(wanted) {
            *found = *found || (wanted.is_empty() && !has_value);
        }
        match self.op {
            Op::IsNot => !found.contains(&true),
            Op::AllOf => !found.contains(&false),
            _ => found.contains(&true),
        }
    }

    /// An owner is its id and its name.
    fn each(&self, image: &Image, see: &mut dyn FnMut(&str)) {
        self.field.each(image, see);
        if let (Field::Owner, Some(id)) = (self.field, &image.owner) {
            self.owners.show(id, &mut |name| {
                if let Some(name) = name {
                    see(name);
                }
            });
        }
    }
}

#[cfg(test)]
#[path = "matching_tests.rs"]
mod tests;
