//! What somebody who types into the filter bar may mean: a field, a comparison,
//! one of the values that occur, or simply a part of a name.

use std::cmp::Reverse;

use super::search::fold;
use super::token::{ALL, beginning, operator};
use super::written::{escape, parts, unescape};
use super::{Facets, Field, FieldKind, Op, Token};
use crate::model::{MemberStatus, Visibility};

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What the bar then holds: a filter for [`Token::read`], or its beginning.
    pub text: String,
    pub field: Field,
    pub op: Op,
    /// The value that is added; `None` for a beginning.
    pub value: Option<String>,
    /// How many images have the value or the property, where that was counted.
    pub count: Option<u32>,
}

/// How people call things.
#[derive(Clone, Copy)]
pub struct Wording<'a> {
    /// A field's name in the person's language.
    pub label: &'a dyn Fn(&Field) -> String,
    /// A project's name by its id, where it is known.
    pub owner_name: &'a dyn Fn(&str) -> Option<String>,
}

/// More are no help.
const MOST: usize = 20;
/// Of values in any field, where no field was named yet.
const MOST_ANYWHERE: usize = 6;

/// What may be meant by what was typed so far, the likeliest first; 20 at most.
#[must_use]
pub fn suggest(typed: &str, facets: &Facets, wording: &Wording<'_>) -> Vec<Suggestion> {
    let named = operator(typed).and_then(|(key, op, values)| {
        let field = Field::parse(&unescape(key))?;
        Some((field, op, values))
    });
    let mut suggestions = match named {
        Some((field, op, values)) if field.ops().contains(&op) => {
            let mut found = of_values(&field, op, values, facets, wording);
            found.truncate(MOST - 1);
            // A value that doesn't occur may be meant as well.
            found.extend(as_typed(typed).filter(|typed| !found.iter().any(|s| s.is(typed))));
            found
        }
        Some((field, _, _)) => as_typed(typed).into_iter().chain(of_ops(&field)).collect(),
        None => of_fields(typed.trim(), facets, wording),
    };
    suggestions.truncate(MOST);
    suggestions
}

impl Suggestion {
    fn begins(field: &Field, op: Op) -> Self {
        Self {
            text: beginning(field, op),
            field: field.clone(),
            op,
            value: None,
            count: None,
        }
    }

    /// A filter by one value, behind those that were `chosen`, as written.
    fn filters(field: &Field, op: Op, chosen: &str, value: &str, count: Option<u32>) -> Self {
        let mut suggestion = Self::begins(field, op);
        suggestion.text.push_str(chosen);
        escape(value, ",", &mut suggestion.text);
        suggestion.value = Some(value.to_owned());
        suggestion.count = count;
        suggestion
    }

    fn is(&self, other: &Self) -> bool {
        Token::parse(&self.text) == Token::parse(&other.text)
    }
}

/// What was typed, if it is a filter already.
fn as_typed(typed: &str) -> Option<Suggestion> {
    let token = Token::read(typed).ok()?;
    let text = token.to_string();
    match token {
        Token::Known { field, op, values } => Some(Suggestion {
            text,
            field,
            op,
            value: values.last().cloned(),
            count: None,
        }),
        Token::Unreadable(_) => None,
    }
}

/// The comparisons that a field takes.
fn of_ops(field: &Field) -> impl Iterator<Item = Suggestion> {
    field.ops().iter().map(|op| Suggestion::begins(field, *op))
}

/// Fields by their beginning, then by any part of their key or label; then the
/// typed text as part of a name, and the values that it is part of.
fn of_fields(typed: &str, facets: &Facets, wording: &Wording<'_>) -> Vec<Suggestion> {
    let typed_folded = fold(typed);
    let fixed = Field::FIXED.into_iter().map(|field| (field, None));
    let properties = facets.properties().iter();
    let properties = properties.map(|(name, n)| (Field::Property(name.clone()), Some(*n)));
    let mut found = Vec::new();
    for (field, count) in fixed.chain(properties) {
        let names = [fold(&(wording.label)(&field)), fold(name_of(&field))];
        let Some(closeness) = names
            .iter()
            .filter_map(|n| closeness(n, &typed_folded))
            .min()
        else {
            continue;
        };
        if closeness == 0 && !typed.is_empty() {
            found.extend(of_ops(&field).map(|suggestion| (closeness, suggestion)));
            continue;
        }
        let mut suggestion = Suggestion::begins(&field, field.ops()[0]);
        suggestion.count = count;
        found.push((closeness, suggestion));
    }
    found.sort_by_key(|(closeness, _)| *closeness);
    let mut found: Vec<_> = found
        .into_iter()
        .map(|(_, suggestion)| suggestion)
        .collect();
    if !typed.is_empty() {
        found.truncate(MOST - MOST_ANYWHERE - 1);
        found.push(Suggestion::filters(
            &Field::Name,
            Op::Contains,
            "",
            typed,
            None,
        ));
        found.extend(anywhere(&typed_folded, facets, wording));
    }
    found
}

/// Values of any field that a text is part of, the nearest and most frequent first.
fn anywhere(typed: &str, facets: &Facets, wording: &Wording<'_>) -> Vec<Suggestion> {
    let near = |(field, value, count): (&Field, &str, u32)| {
        let nearness = nearness(field, value, typed, wording)?;
        let suggestion = Suggestion::filters(field, Op::Is, "", value, Some(count));
        Some((nearness, Reverse(count), suggestion))
    };
    let mut found: Vec<_> = facets.all().filter_map(near).collect();
    found.sort_by_key(|(nearness, count, _)| (*nearness, *count));
    found.truncate(MOST_ANYWHERE);
    found
        .into_iter()
        .map(|(_, _, suggestion)| suggestion)
        .collect()
}

/// Values of a field that go on where the typed ones end.
fn of_values(
    field: &Field,
    op: Op,
    typed: &str,
    facets: &Facets,
    wording: &Wording<'_>,
) -> Vec<Suggestion> {
    let last = match op.takes_several() {
        true => parts(typed, ',').last().unwrap_or_default(),
        false => typed,
    };
    let chosen = typed[..typed.len() - last.len()].trim_start();
    let is_chosen = |value: &str| parts(chosen, ',').any(|part| unescape(part) == value);
    let partial = unescape(last);
    let folded = fold(&partial);
    let mut found: Vec<_> = candidates(field, &partial, facets)
        .into_iter()
        .filter(|(value, _)| !is_chosen(value))
        .filter_map(|(value, count)| {
            Some((nearness(field, &value, &folded, wording)?, value, count))
        })
        .collect();
    found.sort_by_key(|(nearness, _, _)| *nearness);
    let found = found.into_iter();
    found
        .map(|(_, value, count)| Suggestion::filters(field, op, chosen, &value, count))
        .collect()
}

/// Values that occur, that the service knows, or that are usual.
fn candidates(field: &Field, partial: &str, facets: &Facets) -> Vec<(String, Option<u32>)> {
    let counted = facets.values(field).iter();
    let mut values: Vec<_> = counted
        .map(|(value, n)| (value.clone(), Some(*n)))
        .collect();
    let mut usual = |words: &mut dyn Iterator<Item = String>| {
        for word in words {
            if !values.iter().any(|(value, _)| *value == word) {
                values.push((word, None));
            }
        }
    };
    let plain = |words: &[&str]| {
        words
            .iter()
            .map(|word| (*word).to_owned())
            .collect::<Vec<_>>()
    };
    // A number alone wants a unit.
    let is_number = !partial.is_empty() && partial.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let with = |units: &[&str]| {
        let with_unit = units.iter().map(|unit| [partial, unit].concat());
        with_unit.collect::<Vec<_>>()
    };
    let words = match field.kind() {
        FieldKind::Flag => plain(&["yes", "no"]),
        FieldKind::Amount(_) if is_number => with(&["GiB", "MiB", "TiB"]),
        FieldKind::Amount(_) => plain(&["1GiB", "10GiB", "100GiB"]),
        FieldKind::Time if is_number => with(&["d", "w", "mo", "y", "h"]),
        FieldKind::Time => plain(&["1d", "7d", "30d", "90d", "1y"]),
        FieldKind::Word => service_words(field),
        FieldKind::Text => Vec::new(),
    };
    usual(&mut words.into_iter());
    values
}

/// Words for what isn't in the list at hand, and so wasn't counted.
fn service_words(field: &Field) -> Vec<String> {
    let mut words: Vec<String> = match field {
        Field::Visibility => Visibility::KNOWN.iter().map(ToString::to_string).collect(),
        Field::MemberStatus => MemberStatus::KNOWN
            .iter()
            .map(ToString::to_string)
            .collect(),
        _ => return Vec::new(),
    };
    words.push(ALL.to_owned());
    words
}

fn name_of(field: &Field) -> &str {
    match field {
        Field::Property(name) => name,
        fixed => fixed.fixed_key(),
    }
}

/// How near a name is to what was typed: 0 the same, 1 begins with it, 2 has a
/// word that does, 3 has it elsewhere.
fn closeness(name: &str, typed: &str) -> Option<u8> {
    let at = name.find(typed)?;
    let before = name[..at].chars().next_back();
    Some(match before {
        None if name.len() == typed.len() => 0,
        None => 1,
        Some(before) if !before.is_alphanumeric() => 2,
        Some(_) => 3,
    })
}

/// The same for a value; a project is also known by its name.
fn nearness(field: &Field, value: &str, typed: &str, wording: &Wording<'_>) -> Option<u8> {
    let owner = (*field == Field::Owner).then(|| (wording.owner_name)(value));
    let by_name = owner
        .flatten()
        .and_then(|name| closeness(&fold(&name), typed));
    let by_value = closeness(&fold(value), typed);
    by_name.into_iter().chain(by_value).min()
}

#[cfg(test)]
#[path = "suggest_tests.rs"]
mod tests;
