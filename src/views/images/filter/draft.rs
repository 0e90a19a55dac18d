//! A filter while it is edited: what stands in the editor's fields, read from a
//! filter and made into one again. Renders nothing.

use leptos::prelude::*;

use crate::listing::{
    AmountProblem, Field, FieldKind, MomentProblem, Op, Token, TokenProblem, parse_amount,
    split_unit,
};

/// How the values of a filter are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// Some of the values that occur, or others.
    Choices,
    /// One of the words that there are.
    OneChoice,
    /// Typed, with commas between several.
    Text,
    /// A number and its unit.
    Amount,
    /// A date, or an age.
    Time,
}

impl Entry {
    pub fn of(field: &Field, op: Op) -> Self {
        let is_whole = matches!(op, Op::Is | Op::IsNot | Op::AllOf);
        match field.kind() {
            FieldKind::Flag => Self::OneChoice,
            _ if *field == Field::MemberStatus => Self::OneChoice,
            FieldKind::Word => Self::Choices,
            FieldKind::Amount(_) if op == Op::Is => Self::Text,
            FieldKind::Amount(_) => Self::Amount,
            FieldKind::Time => Self::Time,
            FieldKind::Text => match field {
                Field::Name | Field::Id | Field::Checksum => Self::Text,
                _ if is_whole => Self::Choices,
                _ => Self::Text,
            },
        }
    }
}

/// Whether "none" is a value that can be asked for.
pub(super) fn takes_none(field: &Field, op: Op) -> bool {
    matches!(op, Op::Is | Op::IsNot)
        && matches!(field.kind(), FieldKind::Text)
        && !matches!(field, Field::Id | Field::Owner)
}

#[derive(Clone, Copy)]
pub(super) struct Draft {
    /// A [`Field::key`]; [`OTHER_PROPERTY`] for one by its name.
    pub key: RwSignal<String>,
    pub property: RwSignal<String>,
    pub op: RwSignal<String>,
    /// Values of [`Entry::Choices`] and [`Entry::OneChoice`]; empty text for none.
    pub chosen: RwSignal<Vec<String>>,
    /// As they are typed behind a comparison.
    pub text: RwSignal<String>,
    pub number: RwSignal<String>,
    pub unit: RwSignal<String>,
    pub is_date: RwSignal<bool>,
    pub date: RwSignal<String>,
    pub problem: RwSignal<Option<TokenProblem>>,
}

/// In place of a field's key: the property's name is asked for.
pub(super) const OTHER_PROPERTY: &str = "+";
/// The unit of an age before one is chosen.
pub(super) const DAYS: &str = "d";

impl Draft {
    pub fn new(token: Option<Token>) -> Self {
        let draft = Self {
            key: RwSignal::new(Field::Status.key()),
            property: RwSignal::new(String::new()),
            op: RwSignal::new(Op::Is.symbol().to_owned()),
            chosen: RwSignal::new(Vec::new()),
            text: RwSignal::new(String::new()),
            number: RwSignal::new(String::new()),
            unit: RwSignal::new(String::new()),
            is_date: RwSignal::new(false),
            date: RwSignal::new(String::new()),
            problem: RwSignal::new(None),
        };
        match token {
            Some(Token::Known { field, op, values }) => draft.read(&field, op, values),
            Some(Token::Unreadable(text)) => draft.mend(&text),
            None => {}
        }
        draft
    }

    /// The field that is chosen; `None` while a property has no name. Tracks.
    pub fn field(self) -> Option<Field> {
        let key = self.key.get();
        if key == OTHER_PROPERTY {
            let name = self.property.get();
            let name = name.trim();
            return (!name.is_empty()).then(|| Field::Property(name.to_owned()));
        }
        Field::parse(&key)
    }

    /// The same, or the field that has the comparisons and entries of one without
    /// a name. Tracks.
    pub fn shape(self) -> Field {
        match self.field() {
            Some(field) => field,
            None => Field::Property(String::new()),
        }
    }

    /// Tracks.
    pub fn op_now(self) -> Op {
        let field = self.shape();
        let symbol = self.op.get();
        let ops = field.ops();
        let op = ops.iter().find(|op| op.symbol() == symbol);
        *op.unwrap_or(&ops[0])
    }

    /// Another field begins anew.
    pub fn choose_field(self) {
        let ops = self.shape().ops();
        self.op.set(ops[0].symbol().to_owned());
        self.chosen.set(Vec::new());
        for text in [self.text, self.number, self.unit, self.date] {
            text.set(String::new());
        }
        self.problem.set(None);
    }

    /// The filter that the fields make.
    pub fn token(self) -> Result<Token, TokenProblem> {
        let field = self.field().ok_or(TokenProblem::NoField)?;
        let op = self.op_now();
        let values = match Entry::of(&field, op) {
            Entry::Choices => {
                let mut values = self.chosen.get();
                values.extend(self.typed(&field, op)?);
                values
            }
            Entry::OneChoice => self.chosen.get(),
            Entry::Text => {
                let mut values = self.typed(&field, op)?;
                // "None" is a box beside the text.
                values.extend(self.chosen.get().into_iter().filter(String::is_empty));
                values
            }
            Entry::Amount => vec![self.amount()?],
            Entry::Time => vec![self.moment()?],
        };
        Token::new(field, op, values)
    }

    fn read(self, field: &Field, op: Op, values: Vec<String>) {
        self.key.set(field.key());
        self.op.set(op.symbol().to_owned());
        match Entry::of(field, op) {
            Entry::Choices | Entry::OneChoice => self.chosen.set(values),
            Entry::Text => {
                let (none, some): (Vec<_>, Vec<_>) = values.into_iter().partition(String::is_empty);
                self.chosen.set(none);
                self.text.set(written(field, op, some));
            }
            Entry::Amount => {
                let value = values.first().map(String::as_str).unwrap_or_default();
                let (number, unit) = split_unit(value);
                self.number.set(number.to_owned());
                self.unit
                    .set(usual_unit(unit, value).unwrap_or(unit).to_owned());
            }
            Entry::Time => self.read_time(values.first().map(String::as_str).unwrap_or_default()),
        }
    }

    fn read_time(self, value: &str) {
        let is_date = value.as_bytes().get(4) == Some(&b'-');
        self.is_date.set(is_date);
        if is_date {
            self.date.set(value.to_owned());
        } else {
            let (number, unit) = split_unit(value);
            self.number.set(number.to_owned());
            self.unit.set(match unit.to_ascii_lowercase().as_str() {
                "min" => "m".to_owned(),
                unit => unit.to_owned(),
            });
        }
    }

    /// What can be kept of a filter that can't be read: its field, and its text.
    fn mend(self, text: &str) {
        self.problem.set(Token::read(text).err());
        let end = text.find(['=', '<', '>', '~', '!', '^', '*']);
        let (key, values) = text.split_at(end.unwrap_or(0));
        if let Some(field) = Field::parse(key.trim()) {
            self.key.set(field.key());
            self.op.set(field.ops()[0].symbol().to_owned());
        }
        let values = values.trim_start_matches(['=', '<', '>', '~', '!', '^', '*']);
        for text in [self.text, self.number, self.date] {
            text.set(values.to_owned());
        }
    }

    /// The values that were typed, without empty ones.
    fn typed(self, field: &Field, op: Op) -> Result<Vec<String>, TokenProblem> {
        let text = self.text.get();
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        let mut filter = written_beginning(field, op);
        filter.push_str(text.trim_end_matches([',', ' ']));
        match Token::read(&filter)? {
            Token::Known { values, .. } => Ok(values
                .into_iter()
                .filter(|value| !value.is_empty())
                .collect()),
            Token::Unreadable(_) => Ok(Vec::new()),
        }
    }

    fn amount(self) -> Result<String, TokenProblem> {
        let (number, unit) = (self.number.get(), self.unit.get());
        let number = number.trim();
        if number.is_empty() {
            return Err(TokenProblem::Amount(AmountProblem::Empty));
        }
        Ok([number, &unit].concat())
    }

    fn moment(self) -> Result<String, TokenProblem> {
        if self.is_date.get() {
            return Ok(self.date.get().trim().to_owned());
        }
        let (number, unit) = (self.number.get(), self.unit.get());
        match number.trim() {
            "" => Err(TokenProblem::Moment(MomentProblem::Empty)),
            number => Ok([number, if unit.is_empty() { DAYS } else { &unit }].concat()),
        }
    }
}

/// Values as they are typed behind a comparison.
fn written(field: &Field, op: Op, values: Vec<String>) -> String {
    let beginning = written_beginning(field, op);
    let token = Token::Known {
        field: field.clone(),
        op,
        values,
    };
    let text = token.to_string();
    text.strip_prefix(&beginning).unwrap_or(&text).to_owned()
}

fn written_beginning(field: &Field, op: Op) -> String {
    let token = Token::Known {
        field: field.clone(),
        op,
        values: Vec::new(),
    };
    token.to_string()
}

/// Units of sizes as the editor offers them.
pub(super) const SIZE_UNITS: [&str; 9] = ["B", "KiB", "MiB", "GiB", "TiB", "KB", "MB", "GB", "TB"];

/// The offered unit that says the same as the written one.
fn usual_unit(unit: &str, value: &str) -> Option<&'static str> {
    let (number, _) = split_unit(value);
    let bytes = parse_amount(value, 1).ok()?;
    SIZE_UNITS.into_iter().find(|usual| {
        let same = parse_amount(&[number, usual].concat(), 1);
        !unit.is_empty() && bytes > 0 && same == Ok(bytes)
    })
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
