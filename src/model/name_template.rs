//! Names for many files at once: `{name}-{n:2}` with what each file puts into
//! the braces.

use super::text::four_byte_character;

/// Nobody numbers further than a `u32` counts.
const MAX_WIDTH: usize = 9;

/// A template, read and found right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameTemplate(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Name,
    File,
    /// Padded with zeros to so many digits.
    Number(usize),
    Date,
    Format,
}

/// What one file puts into a template.
#[derive(Clone, Copy, Debug)]
pub struct NameParts<'a> {
    /// `{name}`: the file's name without its endings.
    pub name: &'a str,
    /// `{file}`: all of the file's name.
    pub file: &'a str,
    /// `{n}`: which file of the batch it is, from 1.
    pub number: usize,
    /// `{date}`: the day as `2026-11-21`.
    pub date: &'a str,
    /// `{format}`: the disk format.
    pub format: &'a str,
}

/// Why a template can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateProblem {
    Empty,
    /// What stands in the braces is no placeholder.
    Unknown(String),
    /// A brace that is opened and not closed.
    Open,
    /// `{n:…}` with something else than a number of digits from 1 to 9.
    Digits(String),
    /// The service answers 400 to characters beyond U+FFFF, such as emoji.
    FourByteCharacter(char),
}

impl NameTemplate {
    /// Reads a template. Two braces of a kind mean the brace itself.
    ///
    /// # Errors
    /// The first thing in it that isn't understood.
    pub fn parse(text: &str) -> Result<Self, TemplateProblem> {
        if text.trim().is_empty() {
            return Err(TemplateProblem::Empty);
        }
        if let Some(wide) = four_byte_character(text) {
            return Err(TemplateProblem::FourByteCharacter(wide));
        }
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            plain.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                plain.push_str(brace);
                rest = after;
            } else if brace == "}" {
                plain.push_str(brace);
            } else {
                let end = rest.find('}').ok_or(TemplateProblem::Open)?;
                if !plain.is_empty() {
                    parts.push(Part::Text(std::mem::take(&mut plain)));
                }
                parts.push(placeholder(&rest[..end])?);
                rest = &rest[end + 1..];
            }
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        Ok(Self(parts))
    }

    /// The name for one file, without blanks at its ends. It may still break
    /// the service's rules, such as by its length.
    #[must_use]
    pub fn fill(&self, with: NameParts<'_>) -> String {
        let mut name = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => name.push_str(text),
                Part::Name => name.push_str(with.name),
                Part::File => name.push_str(with.file),
                Part::Number(width) => name.push_str(&format!("{:0width$}", with.number)),
                Part::Date => name.push_str(with.date),
                Part::Format => name.push_str(with.format),
            }
        }
        name.trim().to_owned()
    }
}

fn placeholder(word: &str) -> Result<Part, TemplateProblem> {
    match word.trim() {
        "name" => Ok(Part::Name),
        "file" => Ok(Part::File),
        "n" => Ok(Part::Number(1)),
        "date" => Ok(Part::Date),
        "format" => Ok(Part::Format),
        word => match word.strip_prefix("n:") {
            Some(digits) => match digits.trim().parse() {
                Ok(width @ 1..=MAX_WIDTH) => Ok(Part::Number(width)),
                _ => Err(TemplateProblem::Digits(digits.trim().to_owned())),
            },
            None => Err(TemplateProblem::Unknown(word.to_owned())),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str) -> Result<String, TemplateProblem> {
        NameTemplate::parse(template).map(|template| {
            template.fill(NameParts {
                name: "debian-12",
                file: "debian-12.qcow2",
                number: 7,
                date: "2026-11-21",
                format: "qcow2",
            })
        })
    }

    #[test]
    fn every_placeholder_is_filled() {
        for (template, name) in [
            ("{name}", "debian-12"),
            ("{file}", "debian-12.qcow2"),
            ("{name}-{n}", "debian-12-7"),
            ("{n:3} {date}", "007 2026-11-21"),
            (" golden/{format} ", "golden/qcow2"),
            ("{{name}} {name}", "{name} debian-12"),
            ("a}b", "a}b"),
            ("größe-{n:1}", "größe-7"),
        ] {
            assert_eq!(filled(template), Ok(name.to_owned()), "{template}");
        }
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (template, problem) in [
            (" ", TemplateProblem::Empty),
            ("{os}", TemplateProblem::Unknown("os".to_owned())),
            ("{}", TemplateProblem::Unknown(String::new())),
            ("{name", TemplateProblem::Open),
            ("{n:0}", TemplateProblem::Digits("0".to_owned())),
            ("{ n : 2 }", TemplateProblem::Unknown("n : 2".to_owned())),
            ("{n:x}", TemplateProblem::Digits("x".to_owned())),
            ("{n:10}", TemplateProblem::Digits("10".to_owned())),
            ("{name}🐧", TemplateProblem::FourByteCharacter('🐧')),
        ] {
            assert_eq!(filled(template), Err(problem), "{template}");
        }
    }

    #[test]
    fn numbers_wider_than_their_digits_stay_whole() {
        let template = NameTemplate::parse("{n:2}").expect("is right");
        let name = template.fill(NameParts {
            name: "",
            file: "",
            number: 123,
            date: "",
            format: "",
        });
        assert_eq!(name, "123");
    }
}
