//! The upload form in words: names, tags, properties, the same bytes, and the
//! question before something is sent in vain.

use super::Lang;
use crate::model::{
    DigestAlgorithm, Image, PROPERTIES_MAX, PROPERTY_NAME_MAX_CHARS, PropertyProblem,
    TAG_MAX_CHARS, TAGS_MAX, TagProblem, TemplateProblem,
};

super::define_texts! {
    template_label: "Name template";
    template_hint: "For all files. {name}: the file's name without endings, {file}: all of it, {n}: its number ({n:3} is 001), {date}: today, {format}: the disk format";
    name_by_hand: "Edited by hand; the template doesn't change it.";
    name_by_template: "Use the template";
    name_in_batch: "Another of these files has the same name. The service allows that.";
    name_in_project: "This project has an image of this name already. The service allows that.";
    properties_title: "Properties";
    properties_hint: "Lines of key=value can be pasted into a name, all at once.";
    property_add: "Add a property";
    property_name: "Name";
    property_value: "Value";
    property_locked: "This cloud sets it; it can’t be changed here.";
    property_doubled: "There is a property of this name already.";
    same_bytes_look: "Look for the same bytes";
    same_bytes_title: "Asks whether the service has an image with exactly the bytes of this file. Nothing is sent.";
    same_bytes_look_again: "Look again";
    same_bytes_look_all: "Find what is there already";
    same_bytes_stop: "Stop looking";
    same_bytes_leave_out: "Leave out what is there already";
    same_bytes_waiting: "Waits for another file to be read";
    same_bytes_listing: "Asking for images of this size";
    same_bytes_found: "The same bytes are there already";
    same_bytes_other: "Not there yet: images of this size have other bytes.";
    same_bytes_no_size: "Not there yet: no image of this size.";
    over_size_cap_title: "Too large for this cloud";
    ask_title: "Send this as it is?";
    ask_back: "Back to the form";
    ask_leave_out: "Leave those out";
    ask_send: "Send anyway";
}

impl Lang {
    /// The cloud's own formats don't have the file's.
    #[must_use]
    pub fn format_not_taken(self, format: &str, taken: &[&str]) -> String {
        let Self::En = self;
        format!(
            "This cloud takes no images of the format “{format}”. It takes {}. Convert the file first (qemu-img convert), or ask the cloud's operators.",
            taken.join(", ")
        )
    }

    #[must_use]
    pub fn format_not_taken_title(self, format: &str) -> String {
        let Self::En = self;
        format!("“{format}” is not taken here")
    }

    #[must_use]
    pub fn over_size_cap(self, cap: u64) -> String {
        let Self::En = self;
        format!(
            "This cloud takes images of up to {}. It would refuse this one in the middle of sending. Make the file smaller (qemu-img convert -c, or a smaller disk), or ask the cloud's operators.",
            self.size(cap)
        )
    }

    /// `most`: how many files one drop may have.
    #[must_use]
    pub fn upload_cut(self, most: usize) -> String {
        let Self::En = self;
        format!("Only the first {most} files were taken; the others were left out.")
    }

    #[must_use]
    pub fn upload_unread(self, unread: usize) -> String {
        let Self::En = self;
        match unread {
            1 => "One file or folder could not be read, and was left out.".to_owned(),
            n => format!("{n} files or folders could not be read, and were left out."),
        }
    }

    #[must_use]
    pub fn template_problem(self, problem: &TemplateProblem) -> String {
        let Self::En = self;
        match problem {
            TemplateProblem::Empty => "Say how the images are to be named.".to_owned(),
            TemplateProblem::Unknown(word) => format!(
                "There is no placeholder {{{word}}}. There are {{name}}, {{file}}, {{n}}, {{n:3}}, {{date}} and {{format}}; for the brace itself, write {{{{."
            ),
            TemplateProblem::Open => {
                "A placeholder is not closed: } is missing. For the brace itself, write {{."
                    .to_owned()
            }
            TemplateProblem::Digits(word) => {
                format!("{{n:{word}}}: after the colon goes the number of digits, from 1 to 9.")
            }
            TemplateProblem::FourByteCharacter(c) => self.rare_character(*c),
        }
    }

    #[must_use]
    pub fn tag_problem(self, problem: &TagProblem) -> String {
        let Self::En = self;
        match problem {
            TagProblem::TooLong(start) => {
                format!("“{start}…” is too long: a tag has at most {TAG_MAX_CHARS} characters.")
            }
            TagProblem::FourByteCharacter(c) => self.rare_character(*c),
            TagProblem::TooMany(count) => {
                format!("{count} tags; the service takes at most {TAGS_MAX}.")
            }
        }
    }

    #[must_use]
    pub fn property_name_problem(self, problem: PropertyProblem) -> String {
        let Self::En = self;
        match problem {
            PropertyProblem::Empty => "Give the property a name.".to_owned(),
            PropertyProblem::BlankAtEnd => "No blanks at its ends.".to_owned(),
            PropertyProblem::TooLong => {
                format!("A name has at most {PROPERTY_NAME_MAX_CHARS} characters.")
            }
            PropertyProblem::FourByteCharacter(c) => self.rare_character(c),
            PropertyProblem::ReadOnly => "Only the service writes this one.".to_owned(),
            PropertyProblem::Reserved => "The service keeps this name for itself.".to_owned(),
            PropertyProblem::Attribute => {
                "This is an attribute of every image, not a property.".to_owned()
            }
        }
    }

    #[must_use]
    pub fn property_value_problem(self, problem: PropertyProblem) -> String {
        let Self::En = self;
        match problem {
            PropertyProblem::FourByteCharacter(c) => self.rare_character(c),
            _ => "The service doesn't take this value.".to_owned(),
        }
    }

    #[must_use]
    pub fn property_not_one_of(self, words: &[String]) -> String {
        let Self::En = self;
        format!("This cloud takes one of: {}", words.join(", "))
    }

    /// `place`: which of the rows, from 1.
    #[must_use]
    pub fn property_name_of(self, place: usize) -> String {
        let Self::En = self;
        format!("Name of property {place}")
    }

    #[must_use]
    pub fn property_value_of(self, place: usize) -> String {
        let Self::En = self;
        format!("Value of property {place}")
    }

    #[must_use]
    pub fn property_remove(self, name: &str, place: usize) -> String {
        let Self::En = self;
        match name {
            "" => format!("Remove property {place}"),
            name => format!("Remove {name}"),
        }
    }

    #[must_use]
    pub fn properties_too_many(self, count: usize) -> String {
        let Self::En = self;
        format!("{count} properties; the service takes at most {PROPERTIES_MAX}.")
    }

    fn rare_character(self, c: char) -> String {
        let Self::En = self;
        format!("The service takes no “{c}” (nor other emoji and rare characters).")
    }

    #[must_use]
    pub fn same_bytes_reading(self, algorithm: DigestAlgorithm) -> String {
        let Self::En = self;
        format!(
            "There are images of this size. Reading the file to compare ({})",
            algorithm.label()
        )
    }

    #[must_use]
    pub fn same_bytes_progress(self, file_name: &str) -> String {
        let Self::En = self;
        format!("Looking for the bytes of {file_name}")
    }

    #[must_use]
    pub fn same_bytes_no_digest(self, count: usize) -> String {
        let Self::En = self;
        match count {
            1 => "One image has this size, but this cloud gives no digest to compare.".to_owned(),
            n => format!("{n} images have this size, but this cloud gives no digest to compare."),
        }
    }

    /// "Active, Private, of this project". `own`: the id of the person's project.
    #[must_use]
    pub fn same_bytes_facts(self, image: &Image, own: Option<&str>) -> String {
        let Self::En = self;
        let owner = match image.owner.as_deref() {
            Some(owner) if Some(owner) == own => "of this project".to_owned(),
            Some(owner) => format!("of project {owner}"),
            None => "of no project".to_owned(),
        };
        let status = self.status(&image.status);
        format!("{status}, {}, {owner}", self.visibility(&image.visibility))
    }

    /// How a search for a whole batch stands.
    #[must_use]
    pub fn same_bytes_count(self, done: usize, all: usize, found: usize) -> String {
        let Self::En = self;
        let there = match found {
            0 => "none is there already".to_owned(),
            1 => "1 is there already".to_owned(),
            n => format!("{n} are there already"),
        };
        format!("{done} of {all} looked for: {there}")
    }

    #[must_use]
    pub fn ask_refused_title(self, refused: usize, all: usize) -> String {
        let Self::En = self;
        match (refused, all) {
            (_, 1) => "The service will most likely refuse this file".to_owned(),
            (refused, all) if refused == all => {
                "The service will most likely refuse these files".to_owned()
            }
            (refused, all) => {
                format!("The service will most likely refuse {refused} of {all} files")
            }
        }
    }

    /// The browser's words for a file that can't be read.
    #[must_use]
    pub fn unreadable_because(self, words: &str) -> String {
        let Self::En = self;
        format!("The file can't be read. The browser said: {words}")
    }

    #[must_use]
    pub fn min_disk_too_small(self, gib: u64) -> String {
        let Self::En = self;
        format!(
            "The disk in it needs {} GiB: instances with less will fail.",
            self.number(gib)
        )
    }

    /// How a file of a batch is stored, in a line.
    #[must_use]
    pub fn upload_stored_as(self, disk: &str, container: &str, min_disk_gib: u64) -> String {
        let Self::En = self;
        match min_disk_gib {
            0 => format!("{disk} · {container} · no minimum disk"),
            gib => format!(
                "{disk} · {container} · minimum disk {} GiB",
                self.number(gib)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_explained_with_its_braces() {
        let problem = TemplateProblem::Unknown("os".to_owned());
        let words = Lang::En.template_problem(&problem);
        assert!(
            words.starts_with("There is no placeholder {os}."),
            "{words}"
        );
        assert!(
            words.contains("{n:3}") && words.ends_with("write {{."),
            "{words}"
        );
        let words = Lang::En.template_problem(&TemplateProblem::Digits("x".to_owned()));
        assert!(words.starts_with("{n:x}: "), "{words}");
    }

    #[test]
    fn an_image_is_told_with_its_owner() {
        let image: Image = serde_json::from_value(serde_json::json!({"id": "1",
            "status": "active", "visibility": "private", "owner": "p1"}))
        .expect("decodes");
        let facts = |own| Lang::En.same_bytes_facts(&image, own);
        assert_eq!(facts(Some("p1")), "Active, Private, of this project");
        assert_eq!(facts(Some("p2")), "Active, Private, of project p1");
    }
}
