//! One filter: a field, a comparison, and values; in links and as it is typed
//! `status=active,queued`, `size>=10GiB`, `updated_at<90d`, `os_distro!=ubuntu`.

use std::fmt;

use super::amount::{AmountProblem, MomentProblem, parse_amount, parse_moment};
use super::written::{escape, join, split, unescape};
use super::{Field, FieldKind, Op};
use crate::model::{MemberStatus, Visibility};

/// A filter. Its text form (`Display`) reads back as the same token.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Token {
    /// As [`Token::new`] makes it, with one value at least.
    Known {
        field: Field,
        op: Op,
        values: Vec<String>,
    },
    /// A text that is no filter, as it was. Every image passes it.
    Unreadable(String),
}

/// Why a text is no filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenProblem {
    /// There is no comparison in it.
    NoOperator,
    /// Nothing stands before the comparison.
    NoField,
    /// The field doesn't take this comparison, but [`Field::ops`].
    Operator(Field, Op),
    /// Only one value makes sense.
    OneValue,
    /// A value is needed.
    Empty,
    /// Neither `yes` nor `no`.
    NotYesOrNo(String),
    /// The service has no such word, but these.
    UnknownWord(String, Vec<String>),
    Amount(AmountProblem),
    Moment(MomentProblem),
}

/// Asks the service for every visibility, or for every answer to an offer.
pub(super) const ALL: &str = "all";

/// Characters of comparisons: escaped where a property's name has them.
const OPERATORS: &str = "=!<>~^*";

impl Token {
    /// A filter whose values are as the field wants them.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn new(field: Field, op: Op, values: Vec<String>) -> Result<Self, TokenProblem> {
        if !field.ops().contains(&op) {
            return Err(TokenProblem::Operator(field, op));
        }
        let is_alone = matches!(field.kind(), FieldKind::Flag) || field == Field::MemberStatus;
        if values.len() > 1 && (is_alone || !op.takes_several()) {
            return Err(TokenProblem::OneValue);
        }
        if values.is_empty() {
            return Err(TokenProblem::Empty);
        }
        let checked = |value: String| check(&field, op, value);
        let values = values.into_iter().map(checked).collect::<Result<_, _>>()?;
        Ok(Self::Known { field, op, values })
    }

    /// The filter that an image with this value passes.
    #[must_use]
    pub fn is(field: Field, value: &str) -> Self {
        Self::Known {
            field,
            op: Op::Is,
            values: vec![value.to_owned()],
        }
    }

    /// Reads what was typed.
    ///
    /// # Errors
    /// What keeps it from being a filter.
    pub fn read(text: &str) -> Result<Self, TokenProblem> {
        let (key, symbol, values) = operator(text).ok_or(TokenProblem::NoOperator)?;
        let key = unescape(key);
        let field = Field::parse(&key).ok_or(TokenProblem::NoField)?;
        let values = split(values);
        match (symbol, field.kind()) {
            (Op::OlderThan | Op::NewerThan, FieldKind::Amount(unit)) => {
                strictly(field, symbol, &values, unit)
            }
            (Op::AtLeast, FieldKind::Time) => Self::new(field, Op::NewerThan, values),
            (Op::AtMost, FieldKind::Time) => Self::new(field, Op::OlderThan, values),
            _ => Self::new(field, symbol, values),
        }
    }

    /// Reads a link, in which anything may stand.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self::read(text).unwrap_or_else(|_| Self::Unreadable(text.to_owned()))
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(text) => f.write_str(text),
            Self::Known { field, op, values } => {
                f.write_str(&beginning(field, *op))?;
                f.write_str(&join(values.iter().map(String::as_str)))
            }
        }
    }
}

/// A token without its values.
#[must_use]
pub(super) fn beginning(field: &Field, op: Op) -> String {
    let key = match field {
        // The short name where it can't be taken for another field.
        Field::Property(name) if Field::parse(name).as_ref() == Some(field) => name.clone(),
        field => field.key(),
    };
    let mut text = String::new();
    escape(&key, OPERATORS, &mut text);
    text.push_str(op.symbol());
    text
}

/// What stands before, in and behind the first comparison.
pub(super) fn operator(text: &str) -> Option<(&str, Op, &str)> {
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        if is_escaped {
            is_escaped = false;
            continue;
        }
        is_escaped = c == '\\';
        let is_before_equals = text[at + c.len_utf8()..].starts_with('=');
        let op = match (c, is_before_equals) {
            ('=', _) => Op::Is,
            ('!', true) => Op::IsNot,
            ('~', _) => Op::Contains,
            ('^', true) => Op::StartsWith,
            ('*', true) => Op::AllOf,
            ('>', true) => Op::AtLeast,
            ('<', true) => Op::AtMost,
            ('>', false) => Op::NewerThan,
            ('<', false) => Op::OlderThan,
            _ => continue,
        };
        return Some((&text[..at], op, &text[at + op.symbol().len()..]));
    }
    None
}

/// More or less than an amount, as the nearest amount that may be.
fn strictly(field: Field, symbol: Op, values: &[String], unit: u64) -> Result<Token, TokenProblem> {
    let [value] = values else {
        return Err(TokenProblem::OneValue);
    };
    let bytes = parse_amount(value, unit).map_err(TokenProblem::Amount)?;
    let (op, nearest) = match symbol {
        Op::NewerThan => (Op::AtLeast, bytes.checked_add(1)),
        _ => (Op::AtMost, bytes.checked_sub(1)),
    };
    match nearest {
        Some(bytes) => {
            let mut value = bytes.to_string();
            value.push('B');
            Token::new(field, op, vec![value])
        }
        None => Err(TokenProblem::Operator(field, symbol)),
    }
}

/// A value as the field writes it.
fn check(field: &Field, op: Op, value: String) -> Result<String, TokenProblem> {
    let is_none = value.is_empty() && matches!(op, Op::Is | Op::IsNot);
    match field.kind() {
        FieldKind::Flag => match value.to_ascii_lowercase().as_str() {
            "yes" | "true" => Ok("yes".to_owned()),
            "no" | "false" => Ok("no".to_owned()),
            "" => Err(TokenProblem::Empty),
            _ => Err(TokenProblem::NotYesOrNo(value)),
        },
        FieldKind::Word => word(field, op, &value.to_ascii_lowercase()),
        _ if is_none => Ok(value),
        _ if value.is_empty() => Err(TokenProblem::Empty),
        FieldKind::Text => Ok(value),
        FieldKind::Amount(unit) => match parse_amount(&value, unit) {
            Ok(_) => Ok(value),
            Err(problem) => Err(TokenProblem::Amount(problem)),
        },
        FieldKind::Time => match parse_moment(&value) {
            Ok(_) => Ok(value),
            Err(problem) => Err(TokenProblem::Moment(problem)),
        },
    }
}

/// A site may add formats, and releases add statuses. The service refuses other
/// visibilities and answers to offers than its own, with 400.
fn word(field: &Field, op: Op, word: &str) -> Result<String, TokenProblem> {
    let mut known: Vec<String> = match field {
        Field::Visibility => Visibility::KNOWN.iter().map(ToString::to_string).collect(),
        Field::MemberStatus => MemberStatus::KNOWN
            .iter()
            .map(ToString::to_string)
            .collect(),
        _ => return Ok(word.to_owned()),
    };
    if op == Op::Is {
        known.push(ALL.to_owned());
    }
    if known.iter().any(|known| known == word) {
        return Ok(word.to_owned());
    }
    Err(if word.is_empty() {
        TokenProblem::Empty
    } else {
        TokenProblem::UnknownWord(word.to_owned(), known)
    })
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
