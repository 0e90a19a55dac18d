//! What the field suggests, in words. Comes with the program of the filter's
//! tools; only [`Offer`] and [`Asked`] are known before.

use std::sync::Arc;

use crate::i18n::{FilterWords, Lang};
use crate::listing::{Facets, Suggestion, Token, Wording, suggest};
use crate::views::project_names::ProjectNames;

/// What to suggest something for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The filter that is being written, or the last word of a search.
    pub typed: String,
    pub facets: Arc<Facets>,
    pub lang: Lang,
    pub project_names: ProjectNames,
}

/// A line of the list of suggestions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub words: FilterWords,
    /// How many images have it; for beginnings how they are typed.
    pub note: String,
    pub take: Take,
}

/// What choosing it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Take {
    /// Goes on typing behind this.
    Type(String),
    /// Adds the filter.
    Filter(Token),
}

impl Offer {
    pub(super) fn is_filter(&self) -> bool {
        matches!(self.take, Take::Filter(_))
    }
}

impl Asked {
    #[must_use]
    pub fn offers(&self) -> Vec<Offer> {
        let owner_name = |id: &str| self.project_names.get(id).cloned();
        let wording = Wording {
            label: &|field| self.lang.filter_field_name(field),
            owner_name: &owner_name,
        };
        suggest(&self.typed, &self.facets, &wording)
            .into_iter()
            .map(|suggestion| self.offer(suggestion, &owner_name))
            .collect()
    }

    fn offer(&self, suggestion: Suggestion, owner_name: &dyn Fn(&str) -> Option<String>) -> Offer {
        let count = suggestion.count.map(|n| self.lang.number(n.into()));
        if suggestion.value.is_some() {
            let token = Token::parse(&suggestion.text);
            return Offer {
                words: self.lang.filter_words(&token, owner_name),
                note: count.unwrap_or_default(),
                take: Take::Filter(token),
            };
        }
        let Suggestion {
            text, field, op, ..
        } = suggestion;
        Offer {
            words: FilterWords {
                field: self.lang.filter_field_name(&field),
                op: self.lang.filter_op_words(&field, op, false),
                value: "…".to_owned(),
            },
            note: text.clone(),
            take: Take::Type(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listing::Index;
    use crate::model::Image;

    fn offers(typed: &str) -> Vec<Offer> {
        let record = serde_json::json!({"id": "1", "status": "active", "visibility": "public",
            "owner": "1f", "tags": ["lts"]});
        let image: Image = serde_json::from_value(record).expect("decodes");
        let mut index = Index::default();
        index.update(&[Arc::new(image)]);
        let asked = Asked {
            typed: typed.to_owned(),
            facets: Arc::new(index.facets()),
            lang: Lang::En,
            project_names: Arc::new([("1f".to_owned(), "demo".to_owned())].into()),
        };
        asked.offers()
    }

    #[test]
    fn a_beginning_is_gone_on_with_and_a_value_makes_a_filter() {
        let field = &offers("stat")[0];
        assert_eq!(field.words.line(), "Status is …");
        assert_eq!(field.take, Take::Type("status=".to_owned()));
        let value = &offers("status=")[0];
        assert_eq!(value.words.line(), "Status is Active");
        assert_eq!(value.note, "1");
        assert_eq!(value.take, Take::Filter(Token::parse("status=active")));
    }

    #[test]
    fn a_project_goes_by_its_name() {
        let owner = &offers("owner=dem")[0];
        assert_eq!(owner.words.line(), "Owner is demo");
        assert_eq!(owner.take, Take::Filter(Token::parse("owner=1f")));
    }

    #[test]
    fn what_is_a_filter_already_can_be_taken_as_it_is() {
        let taken = offers("size>=1.5 GiB");
        assert_eq!(taken[0].words.line(), "Size at least 1.5 GiB");
        assert!(matches!(taken[0].take, Take::Filter(_)));
    }
}
