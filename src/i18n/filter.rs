//! The list's filters in words: chips, suggestions, the editor and what is wrong
//! with what was typed.

use super::Lang;
use crate::listing::{
    AmountProblem, Field, FieldKind, Moment, MomentProblem, Op, Token, TokenProblem, parse_moment,
    split_unit,
};
use crate::model::{ImageStatus, Visibility};

super::define_texts! {
    filter_label: "Search and filter";
    filter_bar: "Search and filters";
    filter_suggestions: "Suggestions";
    filter_chips: "Filters";
    filter_add: "Add filter";
    filter_edit: "Edit filter";
    filter_apply: "Apply";
    filter_remove: "Remove filter";
    filter_clear_all: "Clear all";
    filter_unreadable: "No filter:";
    filter_unreadable_hint: "This filter can’t be read, so it is left out. Choose it to mend it.";
    filter_field: "Filter by";
    filter_property_name: "Name of the property";
    filter_other_property: "Another property…";
    filter_op: "Comparison";
    filter_values: "Values";
    filter_value: "Value";
    filter_other_values: "Other values";
    filter_several_hint: "Several are separated by commas.";
    filter_no_value: "(none)";
    filter_number: "Number";
    filter_unit: "Unit";
    filter_time_kind: "Reckoned";
    filter_by_age: "By age";
    filter_by_date: "By date";
    filter_date: "Date";
    filter_date_hint: "The day begins at 00:00 UTC.";
    filter_age: "Age";
}

/// A filter in three parts, as they stand beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterWords {
    pub field: String,
    pub op: &'static str,
    pub value: String,
}

impl FilterWords {
    /// All of it as one line.
    #[must_use]
    pub fn line(&self) -> String {
        [&self.field, self.op, &self.value].join(" ")
    }
}

impl Lang {
    /// A filter in words. `owner_name`: a project's name by its id, where known.
    #[must_use]
    pub fn filter_words(
        self,
        token: &Token,
        owner_name: &dyn Fn(&str) -> Option<String>,
    ) -> FilterWords {
        match token {
            Token::Unreadable(text) => FilterWords {
                field: self.filter_unreadable().to_owned(),
                op: "",
                value: text.clone(),
            },
            Token::Known { field, op, values } => {
                let is_age = values.first().is_some_and(|value| is_age(value));
                let words: Vec<_> = values
                    .iter()
                    .map(|value| {
                        let name = (*field == Field::Owner)
                            .then(|| owner_name(value))
                            .flatten();
                        name.unwrap_or_else(|| self.filter_value_words(field, *op, value))
                    })
                    .collect();
                FilterWords {
                    field: self.filter_field_name(field),
                    op: self.filter_op_words(field, *op, is_age),
                    value: words.join(", "),
                }
            }
        }
    }

    /// A field in a filter: of tags and stores, of one of them.
    #[must_use]
    pub fn filter_field_name(self, field: &Field) -> String {
        let Self::En = self;
        match field {
            Field::Tag => "Tag",
            Field::Store => "Store",
            Field::Checksum => "Checksum",
            Field::DiskFormat => self.field_disk_format(),
            Field::ContainerFormat => self.field_container_format(),
            field => return self.field(field),
        }
        .to_owned()
    }

    /// How a field is compared. Times: whether with an age or with a date.
    #[must_use]
    pub fn filter_op_words(self, field: &Field, op: Op, is_age: bool) -> &'static str {
        let Self::En = self;
        let is_set = matches!(field, Field::Tag | Field::Store);
        match op {
            Op::Is if is_set => "is any of",
            Op::IsNot if is_set => "is none of",
            Op::Is => "is",
            Op::IsNot => "is not",
            Op::Contains => "contains",
            Op::StartsWith => "starts with",
            Op::AtLeast => "at least",
            Op::AtMost => "at most",
            Op::OlderThan if is_age => "more than",
            Op::OlderThan => "before",
            Op::NewerThan if is_age => "in the last",
            Op::NewerThan => "since",
            Op::AllOf => "is all of",
        }
    }

    /// A value of a field, as a person says it.
    #[must_use]
    pub fn filter_value_words(self, field: &Field, op: Op, value: &str) -> String {
        let Self::En = self;
        if value.is_empty() {
            return self.filter_no_value().to_owned();
        }
        match field.kind() {
            FieldKind::Flag if value == "yes" => "yes".to_owned(),
            FieldKind::Flag => "no".to_owned(),
            FieldKind::Amount(bare) => amount_words(value, bare),
            FieldKind::Time => self.moment_words(op, value),
            _ => match field {
                Field::Status => self.status(&ImageStatus::from(value)),
                Field::Visibility => self.visibility(&Visibility::from(value)),
                _ => value.to_owned(),
            },
        }
    }

    fn moment_words(self, op: Op, value: &str) -> String {
        let Self::En = self;
        if !is_age(value) {
            return value.to_owned();
        }
        let (number, unit) = split_unit(value);
        let unit = self.filter_age_unit(number, unit);
        match op {
            Op::OlderThan => [number, &unit, "ago"].join(" "),
            _ => [number, &unit].join(" "),
        }
    }

    /// The words of a unit of time as ages write it (`d`), for so many.
    #[must_use]
    pub fn filter_age_unit(self, number: &str, unit: &str) -> String {
        let Self::En = self;
        let mut word = match unit.to_ascii_lowercase().as_str() {
            "m" | "min" => "minute",
            "h" => "hour",
            "d" => "day",
            "w" => "week",
            "mo" => "month",
            "y" => "year",
            _ => return unit.to_owned(),
        }
        .to_owned();
        if number != "1" {
            word.push('s');
        }
        word
    }

    /// What is wrong with a filter.
    #[must_use]
    pub fn filter_problem(self, problem: &TokenProblem) -> String {
        let Self::En = self;
        match problem {
            TokenProblem::NoOperator => "Say how to compare, for example with = or ~.".to_owned(),
            TokenProblem::NoField => "Say what to filter by.".to_owned(),
            TokenProblem::Operator(field, _) => {
                format!("{} can’t be compared so.", self.filter_field_name(field))
            }
            TokenProblem::OneValue => "Only one value makes sense here.".to_owned(),
            TokenProblem::Empty => "Give a value.".to_owned(),
            TokenProblem::NotYesOrNo(value) => format!("“{value}” is neither yes nor no."),
            TokenProblem::UnknownWord(word, known) => {
                format!("The service knows no “{word}”, but {}.", known.join(", "))
            }
            TokenProblem::Amount(problem) => self.amount_problem(problem),
            TokenProblem::Moment(problem) => self.moment_problem(problem),
        }
    }

    fn amount_problem(self, problem: &AmountProblem) -> String {
        let Self::En = self;
        match problem {
            AmountProblem::Empty => "Give a size.".to_owned(),
            AmountProblem::NotANumber => "A number of 0 or more, such as 1.5.".to_owned(),
            AmountProblem::UnknownUnit(unit) => {
                format!("“{unit}” is no unit. Units are B, KiB, MiB, GiB, TiB, and KB to TB.")
            }
            AmountProblem::TooLarge => "More than any image can have.".to_owned(),
        }
    }

    fn moment_problem(self, problem: &MomentProblem) -> String {
        let Self::En = self;
        match problem {
            MomentProblem::Empty => "Give a date or an age.".to_owned(),
            MomentProblem::NotATime => {
                "A date such as 2026-01-31, or an age such as 90d.".to_owned()
            }
            MomentProblem::NoSuchDay => "There is no such day.".to_owned(),
            MomentProblem::UnknownUnit(unit) => {
                format!("“{unit}” is no unit of time. Units are m, h, d, w, mo and y.")
            }
            MomentProblem::TooLong => "Longer than there are images.".to_owned(),
        }
    }
}

fn is_age(value: &str) -> bool {
    matches!(parse_moment(value), Ok(Moment::Ago(_)))
}

/// A size as it was written, with a blank before its unit; which unit where it
/// names none, `bare` says in bytes.
fn amount_words(value: &str, bare: u64) -> String {
    let (number, unit) = split_unit(value);
    let unit = match (unit, bare) {
        ("", 1) => "B",
        ("", 1_048_576) => "MiB",
        ("", _) => "GiB",
        (unit, _) => unit,
    };
    [number, unit].join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_read_as_people_say_them() {
        for (text, words) in [
            ("status=active,queued", "Status is Active, Queued"),
            ("status!=killed", "Status is not Failed"),
            ("name~ubuntu", "Name contains ubuntu"),
            ("size>=10GiB", "Size at least 10 GiB"),
            ("size<=500", "Size at most 500 B"),
            ("min_disk>=20", "Minimum disk at least 20 GiB"),
            ("min_ram=512", "Minimum RAM is 512 MiB"),
            ("created_at<2026-01-01", "Created before 2026-01-01"),
            ("created_at>1d", "Created in the last 1 day"),
            ("updated_at<90 d", "Updated more than 90 days ago"),
            ("tag*=a,b", "Tag is all of a, b"),
            ("tag=a,b", "Tag is any of a, b"),
            ("protected=true", "Protected is yes"),
            ("os_distro=ubuntu,", "os_distro is ubuntu, (none)"),
            ("owner=1,2", "Owner is mine, 2"),
        ] {
            let owner = |id: &str| (id == "1").then(|| "mine".to_owned());
            let line = Lang::En.filter_words(&Token::parse(text), &owner).line();
            assert_eq!(line, words, "{text}");
        }
    }

    #[test]
    fn what_can_not_be_read_is_shown_as_it_was() {
        let words = Lang::En.filter_words(&Token::parse("size>=big"), &|_| None);
        assert_eq!(words.value, "size>=big");
        let problem = Token::read("size>=big").expect_err("is no filter");
        assert!(Lang::En.filter_problem(&problem).contains("number"));
    }
}
