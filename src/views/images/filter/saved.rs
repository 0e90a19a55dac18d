//! Views of the list: questions with a name. Some are there from the start; others
//! are kept in this browser, for each image service by itself. Questions only: no
//! secret and no image.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::i18n::Lang;
use crate::keep;
use crate::listing::{Field, Question, Token};

/// Key in the page's local storage. Its value: views by the service's address.
const KEY: &str = "vitrine.views";

/// A view as it is kept: with the pairs of a link, which other releases read too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SavedView {
    pub name: String,
    pub pairs: Vec<(String, String)>,
}

type Book = BTreeMap<String, Vec<SavedView>>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct View {
    pub name: String,
    pub question: Question,
}

impl SavedView {
    pub fn new(name: &str, question: &Question) -> Self {
        let pairs = question.pairs().into_iter();
        Self {
            name: name.to_owned(),
            pairs: pairs.map(|(key, value)| (key.to_owned(), value)).collect(),
        }
    }

    pub fn view(&self) -> View {
        View {
            name: self.name.clone(),
            question: Question::from_pairs(self.pairs.iter().cloned()),
        }
    }
}

impl View {
    /// Whether this is what is shown. Filters count in any order; how the list is
    /// sorted counts only where the view says it.
    pub fn is_shown_by(&self, now: &Question) -> bool {
        let Question {
            search,
            tokens,
            order,
        } = &self.question;
        *search == now.search
            && tokens.len() == now.tokens.len()
            && tokens.iter().all(|token| now.tokens.contains(token))
            && (order.is_empty() || *order == now.order)
    }

    /// The question after it was chosen.
    pub fn chosen(&self, now: &Question) -> Question {
        let mut question = self.question.clone();
        if question.order.is_empty() {
            question.order.clone_from(&now.order);
        }
        question
    }
}

/// The views that are there from the start. `project`: the person's, by id.
pub(super) fn built_in(lang: Lang, project: Option<&str>) -> Vec<View> {
    let view = |name: &str, filters: &[&str]| View {
        name: name.to_owned(),
        question: Question {
            tokens: filters.iter().map(|text| Token::parse(text)).collect(),
            ..Question::default()
        },
    };
    let mut views = vec![
        view(lang.view_all(), &[]),
        view(lang.view_public(), &["visibility=public"]),
        view(lang.view_hidden(), &["hidden=yes"]),
        view(lang.view_community(), &["visibility=community"]),
        view(lang.view_in_transition(), &[IN_TRANSITION]),
        view(
            lang.view_unprotected(),
            &["visibility=public", "protected=no"],
        ),
    ];
    if let Some(project) = project {
        let mut mine = view(lang.view_mine(), &[]);
        mine.question.tokens.push(Token::is(Field::Owner, project));
        views.insert(1, mine);
    }
    views
}

/// The statuses of [`crate::model::ImageStatus::is_in_transition`].
const IN_TRANSITION: &str = "status=saving,uploading,importing,pending_delete";

/// What keeps a text from being a view's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameProblem {
    Missing,
    Taken,
}

pub(super) fn check_name<'a>(
    name: &'a str,
    mut taken: impl Iterator<Item = &'a str>,
) -> Result<&'a str, NameProblem> {
    let name = name.trim();
    if name.is_empty() {
        return Err(NameProblem::Missing);
    }
    if taken.any(|other| other == name) {
        return Err(NameProblem::Taken);
    }
    Ok(name)
}

/// The views kept for a service, oldest first.
pub(super) fn kept(service: &str) -> Vec<SavedView> {
    book().remove(service).unwrap_or_default()
}

/// Keeps views in place of those that were kept for a service; whether the browser
/// lets us.
pub(super) fn keep(service: &str, views: &[SavedView]) -> bool {
    let mut book = book();
    if views.is_empty() {
        book.remove(service);
    } else {
        book.insert(service.to_owned(), views.to_vec());
    }
    let (Some(storage), Ok(text)) = (keep::local(), serde_json::to_string(&book)) else {
        return false;
    };
    storage.set_item(KEY, &text).is_ok()
}

/// What another release wrote otherwise is forgotten.
fn book() -> Book {
    let text = keep::local().and_then(|storage| storage.get_item(KEY).ok().flatten());
    text.and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ImageStatus, SortDirection};

    fn question(filters: &[&str]) -> Question {
        Question {
            tokens: filters.iter().map(|text| Token::parse(text)).collect(),
            ..Question::default()
        }
    }

    #[test]
    fn a_kept_view_asks_the_same_again() {
        let asked = Question {
            search: "a \"b c\"".to_owned(),
            order: vec![(Field::Size, SortDirection::Descending)],
            ..question(&["tag=a\\,b,c", "nonsense"])
        };
        let kept = SavedView::new("x", &asked);
        let text = serde_json::to_string(&kept).expect("encodes");
        let back: SavedView = serde_json::from_str(&text).expect("decodes");
        assert_eq!(back.view().question, asked);
    }

    #[test]
    fn a_view_without_an_order_leaves_the_order_alone() {
        let mut now = question(&["protected=no", "visibility=public"]);
        now.order = vec![(Field::Name, SortDirection::Ascending)];
        let views = built_in(Lang::En, None);
        let shown: Vec<_> = views.iter().filter(|view| view.is_shown_by(&now)).collect();
        assert_eq!(shown.len(), 1);
        assert_eq!(shown[0].chosen(&now).order, now.order);
        now.search = "x".to_owned();
        assert!(!shown[0].is_shown_by(&now));
    }

    #[test]
    fn what_is_in_transition_is_all_that_the_service_works_on() {
        let filter = Token::parse(IN_TRANSITION).to_string();
        for status in ImageStatus::KNOWN {
            assert_eq!(
                filter.contains(status.as_str()),
                status.is_in_transition() || *status == ImageStatus::Importing,
                "{status}"
            );
        }
    }

    #[test]
    fn the_persons_own_project_has_a_view_where_it_is_known() {
        let mine = |project| built_in(Lang::En, project).len();
        assert_eq!(mine(Some("1f")), mine(None) + 1);
    }

    #[test]
    fn names_are_there_once() {
        let taken = || ["a", "b"].into_iter();
        assert_eq!(check_name(" c ", taken()), Ok("c"));
        assert_eq!(check_name("  ", taken()), Err(NameProblem::Missing));
        assert_eq!(check_name("b ", taken()), Err(NameProblem::Taken));
    }
}
