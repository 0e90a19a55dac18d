//! What is wrong with the rows of properties, as typed: pure.

use std::collections::BTreeMap;

use crate::model::{PropertyName, PropertyProblem, check_property_value};

/// What a site's schema says of one property.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SiteProperty {
    /// The words that a value may be; empty when any will do.
    pub(super) words: Vec<String>,
    pub(super) description: Option<String>,
    /// The schema keeps it from people (`readOnly`): a tool of the site sets it.
    pub(super) is_locked: bool,
}

/// By name.
pub(super) type SiteProperties = BTreeMap<String, SiteProperty>;

/// Why a row can't be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowProblem {
    Name(PropertyProblem),
    /// An earlier row, or a field that the site demands, has the same name.
    Doubled,
    Value(PropertyProblem),
    /// The site takes nothing but these.
    NotOneOf(Vec<String>),
}

impl RowProblem {
    pub(super) fn is_about_name(&self) -> bool {
        matches!(self, Self::Name(_) | Self::Doubled)
    }
}

/// A row that nothing was typed into yet is no row.
pub(super) fn is_blank(name: &str, value: &str) -> bool {
    name.trim().is_empty() && value.is_empty()
}

/// For each row of names and values, what is wrong with it. `taken`: names that
/// have a field of their own. `as_is`: what the image has already, which may stay.
pub(super) fn problems_of(
    rows: &[(String, String)],
    taken: &[String],
    site: &SiteProperties,
    as_is: &BTreeMap<String, String>,
) -> Vec<Option<RowProblem>> {
    let mut seen: Vec<&str> = taken.iter().map(String::as_str).collect();
    rows.iter()
        .map(|(name, value)| {
            if is_blank(name, value) {
                return None;
            }
            // The service would cut the blanks off itself.
            let name = name.trim();
            if let Err(problem) = PropertyName::parse(name) {
                return Some(RowProblem::Name(problem));
            }
            if seen.contains(&name) {
                return Some(RowProblem::Doubled);
            }
            seen.push(name);
            if as_is.get(name) == Some(value) {
                return None;
            }
            if site.get(name).is_some_and(|site| site.is_locked) {
                return Some(RowProblem::Name(PropertyProblem::ReadOnly));
            }
            if let Err(problem) = check_property_value(value) {
                return Some(RowProblem::Value(problem));
            }
            let words = site.get(name).map_or(&[][..], |site| &site.words);
            (!words.is_empty() && !words.contains(value))
                .then(|| RowProblem::NotOneOf(words.to_vec()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(rows: &[(&str, &str)]) -> Vec<Option<RowProblem>> {
        let rows: Vec<_> = rows
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let tier = SiteProperty {
            words: vec!["gold".to_owned()],
            ..SiteProperty::default()
        };
        let scanned = SiteProperty {
            is_locked: true,
            ..SiteProperty::default()
        };
        let site = [("tier", tier), ("scanned", scanned)];
        let site = site.map(|(name, of_site)| (name.to_owned(), of_site));
        let site = SiteProperties::from(site);
        let as_is = [("tier", "bronze"), ("scanned", "2026-11-01")];
        let as_is = as_is.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let as_is = BTreeMap::from(as_is);
        problems_of(&rows, &["cost_centre".to_owned()], &site, &as_is)
    }

    #[test]
    fn rows_that_can_be_sent_are_not_complained_about() {
        let rows = [
            ("os_distro", "debian"),
            ("", ""),
            ("empty", ""),
            ("tier", "gold"),
        ];
        assert_eq!(problems(&rows), [None, None, None, None]);
    }

    #[test]
    fn what_the_image_has_may_stay_though_nobody_could_set_it() {
        assert_eq!(problems(&[("tier", "bronze")]), [None]);
        assert_eq!(problems(&[("scanned", "2026-11-01")]), [None]);
    }

    #[test]
    fn each_row_has_its_first_problem() {
        let wide = PropertyProblem::FourByteCharacter('🐧');
        let rows = [
            ("status", "x"),
            ("", "x"),
            ("a", "🐧"),
            (" b ", "1"),
            ("b", "2"),
            ("cost_centre", "1"),
            ("tier", "lead"),
            ("scanned", "never"),
        ];
        assert_eq!(
            problems(&rows),
            [
                Some(RowProblem::Name(PropertyProblem::ReadOnly)),
                Some(RowProblem::Name(PropertyProblem::Empty)),
                Some(RowProblem::Value(wide)),
                None,
                Some(RowProblem::Doubled),
                Some(RowProblem::Doubled),
                Some(RowProblem::NotOneOf(vec!["gold".to_owned()])),
                Some(RowProblem::Name(PropertyProblem::ReadOnly)),
            ]
        );
    }
}
