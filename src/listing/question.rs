//! Everything that a link says of the list.

use super::written::{escape, parts, unescape};
use super::{Field, Source, Token};
use crate::model::SortDirection;

/// What of the images is wanted, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// As it was typed.
    pub search: String,
    /// An image must pass them all.
    pub tokens: Vec<Token>,
    /// The first decides first. Empty: by relevance where something is searched,
    /// else the newest first.
    pub order: Vec<(Field, SortDirection)>,
}

const SEARCH: &str = "search";
const FILTER: &str = "filter";
const SORT: &str = "sort";
/// What older links have for a filter by visibility.
const VISIBILITY: &str = "visibility";

impl Question {
    /// Names and values for a query string: `search`, `filter` once for each
    /// token, and `sort` as in `name:asc,size:desc`.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.search.is_empty() {
            pairs.push((SEARCH, self.search.clone()));
        }
        pairs.extend(self.tokens.iter().map(|token| (FILTER, token.to_string())));
        if !self.order.is_empty() {
            pairs.push((SORT, self.sort()));
        }
        pairs
    }

    /// Reads what [`Question::pairs`] wrote, or a person. Other names are
    /// passed over; what is no filter is kept as it was, so that the page can
    /// say so.
    pub fn from_pairs(pairs: impl Iterator<Item = (String, String)>) -> Self {
        let mut question = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                SEARCH => question.search = value,
                FILTER => question.tokens.push(Token::parse(&value)),
                SORT => question.order.extend(parts(&value, ',').filter_map(term)),
                VISIBILITY if !value.is_empty() => {
                    let mut text = String::from("visibility=");
                    escape(&value, ",", &mut text);
                    question.tokens.push(Token::parse(&text));
                }
                _ => {}
            }
        }
        question
    }

    /// What must be asked of the service to answer it.
    #[must_use]
    pub fn source(&self) -> Source {
        Source::of(&self.tokens)
    }

    /// Whether something is left out of the list on purpose.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        !self.search.trim().is_empty() || !self.tokens.is_empty()
    }

    fn sort(&self) -> String {
        let mut sort = String::new();
        for (field, direction) in &self.order {
            if !sort.is_empty() {
                sort.push(',');
            }
            escape(&field.key(), ",", &mut sort);
            sort.push(':');
            sort.push_str(direction.as_str());
        }
        sort
    }
}

/// A field and its direction; ascending unless it says otherwise.
fn term(text: &str) -> Option<(Field, SortDirection)> {
    let (key, direction) = match text.trim_end().rsplit_once(':') {
        Some((key, "asc")) => (key, SortDirection::Ascending),
        Some((key, "desc")) => (key, SortDirection::Descending),
        _ => (text, SortDirection::Ascending),
    };
    Some((Field::parse(&unescape(key))?, direction))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listing::Op;

    fn read(pairs: &[(&str, &str)]) -> Question {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Question::from_pairs(pairs.iter().map(owned))
    }

    #[test]
    fn a_link_says_all_of_it_and_reads_back() {
        let odd = Field::Property("a,b:desc\\ ".to_owned());
        let question = Question {
            search: "  ubuntu \"22 04\"".to_owned(),
            tokens: vec![
                Token::parse("status=active,queued"),
                Token::is(odd.clone(), ",\\ "),
                Token::parse("nonsense"),
            ],
            order: vec![
                (Field::Name, SortDirection::Ascending),
                (odd, SortDirection::Descending),
                (
                    Field::Property("x:asc".to_owned()),
                    SortDirection::Ascending,
                ),
            ],
        };
        let pairs = question.pairs();
        assert_eq!(pairs[1], ("filter", "status=active,queued".to_owned()));
        let owned = pairs
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        assert_eq!(Question::from_pairs(owned), question);
        assert_eq!(Question::default().pairs(), []);
    }

    #[test]
    fn what_a_link_may_hold_besides_breaks_nothing() {
        let question = read(&[
            ("utm", "x"),
            ("visibility", "community"),
            ("filter", "size>=big"),
            ("sort", "size:desc,,created_at,name:up"),
        ]);
        assert_eq!(
            question.tokens,
            [
                Token::is(Field::Visibility, "community"),
                Token::Unreadable("size>=big".to_owned())
            ]
        );
        assert_eq!(
            question.order,
            [
                (Field::Size, SortDirection::Descending),
                (Field::Created, SortDirection::Ascending),
                (
                    Field::Property("name:up".to_owned()),
                    SortDirection::Ascending
                ),
            ]
        );
        assert_eq!(read(&[("visibility", "")]), Question::default());
    }

    #[test]
    fn a_filter_has_its_operator_whatever_its_values_are() {
        let question = read(&[("filter", "tag*=a,b")]);
        let all = Token::new(Field::Tag, Op::AllOf, vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(question.tokens, [all.expect("is a filter")]);
    }
}
