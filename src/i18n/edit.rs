//! Editing an image: fields and their changes in words, and what others changed
//! meanwhile.

use super::Lang;
use crate::model::{Field, FieldChange, FieldValue, Misfit, PatchProblem, Visibility};

super::define_texts! {
    edit_taken_up: "What you had changed here is back in the form.";
    edit_back: "Back to the image";
    edit_save: "Save";
    edit_review: "What will be sent";
    edit_nothing: "Nothing is changed yet.";
    edit_wrong: "Something in the form can’t be sent: see the fields that are marked.";
    edit_foreign_title: "This image belongs to another project";
    edit_foreign_text: "Only that project or an administrator can change it.";
    edit_protected: "Protected from deletion";
    edit_protected_hint: "Nobody can delete it, administrators included, until this is taken off.";
    edit_hidden: "Hidden from lists";
    edit_hidden_hint: "It can still be used by who knows its id.";
    edit_owner_hint: "A project’s id. The image is theirs then, and no longer this project’s.";
    edit_tags_hint: "Enter or a comma adds one";
    edit_formats_fixed: "Disk and container format can’t be changed any more: the data is there.";
    edit_demanding_title: "This cloud’s service refuses most changes";
    meanwhile_title: "Somebody else changed this image meanwhile";
    meanwhile_text: "Their changes are not in this form yet:";
    meanwhile_merge: "Take them over";
    meanwhile_mine: "Yours";
    meanwhile_theirs: "Theirs";
    leave_title: "Leave without saving?";
    leave_text: "What you changed in this form is lost then.";
    leave_stay: "Stay";
    leave_go: "Leave";
    definitions_choose: "Choose from definitions";
    definitions_title: "Defined properties";
    definitions_search: "Search names and meanings";
    definitions_none: "Choose a property to see what it means.";
    definitions_is_set: "set";
    definitions_replace: "Set value";
    copy_from_choose: "Copy from another image";
    copy_from_title: "Copy properties from another image";
    copy_from_search: "Name or id";
}

impl Lang {
    #[must_use]
    pub fn edit_page_title(self, id: &str) -> String {
        let Self::En = self;
        format!("Edit {id}")
    }

    #[must_use]
    pub fn edit_title(self, title: &str) -> String {
        let Self::En = self;
        format!("Edit “{title}”")
    }

    #[must_use]
    pub fn edit_done(self, title: &str) -> String {
        let Self::En = self;
        format!("“{title}” is saved.")
    }

    #[must_use]
    pub fn edit_remove_tag(self, tag: &str) -> String {
        let Self::En = self;
        format!("Remove tag {tag}")
    }

    #[must_use]
    pub fn edit_field(self, field: &Field) -> String {
        match field {
            Field::Name => self.field_name(),
            Field::Visibility => self.field_visibility(),
            Field::Protected => self.edit_protected(),
            Field::Hidden => self.edit_hidden(),
            Field::MinDisk => self.field_min_disk(),
            Field::MinRam => self.field_min_ram(),
            Field::DiskFormat => self.field_disk_format(),
            Field::ContainerFormat => self.field_container_format(),
            Field::Owner => self.field_owner(),
            Field::Tags => self.field_tags(),
            Field::Property(name) => name.as_str(),
        }
        .to_owned()
    }

    /// Glance holds each change of a patch alone against the whole schema
    /// (`api/v2/images.py`, `_validate_change`).
    #[must_use]
    pub fn edit_demanding(self, required: &[&str]) -> String {
        let Self::En = self;
        format!(
            "Its image schema requires {}, and the service asks that of each single change, \
             too: it answers 400 to one that adds or replaces anything else. What is only \
             removed is taken. An operator can help: by taking “required” out of \
             schema-image.json.",
            required.join(", ")
        )
    }

    #[must_use]
    pub fn edit_value(self, field: &Field, value: &FieldValue) -> String {
        let Self::En = self;
        match (field, value) {
            (_, FieldValue::Unset) => self.none().to_owned(),
            (_, FieldValue::Flag(is)) => if *is { self.yes() } else { self.no() }.to_owned(),
            (Field::MinDisk, FieldValue::Number(gib)) => self.min_disk(*gib),
            (_, FieldValue::Number(mib)) => self.min_ram(*mib),
            (Field::Visibility, FieldValue::Text(word)) => {
                self.visibility(&Visibility::from(word.as_str()))
            }
            (_, FieldValue::Text(text)) => format!("“{text}”"),
            (_, FieldValue::Words(words)) if words.is_empty() => self.none().to_owned(),
            (_, FieldValue::Words(words)) => words
                .iter()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", "),
        }
    }

    /// "“a” → “b”"; what is added and taken away of several.
    #[must_use]
    pub fn field_change(self, change: &FieldChange) -> String {
        let Self::En = self;
        if let (FieldValue::Words(from), FieldValue::Words(to)) = (&change.from, &change.to) {
            let added = to.difference(from).map(|word| format!("+ {word}"));
            let removed = from.difference(to).map(|word| format!("− {word}"));
            return added.chain(removed).collect::<Vec<_>>().join(", ");
        }
        let value = |value: &FieldValue| self.edit_value(&change.field, value);
        match (&change.field, &change.from, &change.to) {
            (Field::Property(_), FieldValue::Unset, to) => format!("added: {}", value(to)),
            (Field::Property(_), from, FieldValue::Unset) => {
                format!("removed, was {}", value(from))
            }
            (_, from, to) => format!("{} → {}", value(from), value(to)),
        }
    }

    /// What a definition says against a value.
    #[must_use]
    pub fn property_misfit(self, misfit: &Misfit) -> String {
        let Self::En = self;
        let said = match misfit {
            Misfit::NotWhole => "a whole number".to_owned(),
            Misfit::NotNumber => "a number".to_owned(),
            Misfit::NotBoolean => "true or false".to_owned(),
            Misfit::NotOneOf(words) => format!("one of {}", words.join(", ")),
            Misfit::Below(least) => format!("{least} or more"),
            Misfit::Above(most) => format!("{most} or less"),
        };
        format!("The cloud’s definitions ask for {said}. The service takes it all the same.")
    }

    #[must_use]
    pub fn definition_kind(self, kind: &str, default: Option<&str>) -> String {
        let Self::En = self;
        let kind = match kind {
            "integer" => "A whole number",
            "number" => "A number",
            "boolean" => "True or false",
            "array" => "A list",
            _ => "Text",
        };
        match default {
            Some(default) if !default.is_empty() => format!("{kind}; “{default}” by default"),
            _ => kind.to_owned(),
        }
    }

    #[must_use]
    pub fn copy_from_count(self, count: usize) -> String {
        let Self::En = self;
        match count {
            1 => "1 property".to_owned(),
            count => format!("{} properties", self.number(count as u64)),
        }
    }

    #[must_use]
    pub fn copy_from_differences(self, title: &str, count: usize) -> String {
        let Self::En = self;
        match count {
            0 => format!("“{title}” has no property that isn’t here with the same value."),
            1 => format!("“{title}” has 1 property that isn’t here, or not with this value:"),
            count => format!(
                "“{title}” has {} properties that aren’t here, or not with these values:",
                self.number(count as u64)
            ),
        }
    }

    #[must_use]
    pub fn copy_from_take(self, count: usize) -> String {
        let Self::En = self;
        match count {
            1 => "Take over 1 property".to_owned(),
            count => format!("Take over {} properties", self.number(count as u64)),
        }
    }

    #[must_use]
    pub fn patch_problem(self, problem: &PatchProblem) -> String {
        let Self::En = self;
        match problem {
            PatchProblem::NotJson(words) => format!("This is no JSON: {words}"),
            PatchProblem::NotAList => "A patch is a list of operations: [ … ]".to_owned(),
            PatchProblem::NoOperation(at) => format!("Operation {at} has no “op”."),
            PatchProblem::UnknownOperation(at, op) => {
                format!("Operation {at}: the service knows add, replace and remove, and no “{op}”.")
            }
            PatchProblem::NoPath(at) => format!("Operation {at} has no “path”."),
            PatchProblem::BadPath(at, path) => format!(
                "Operation {at}: a path is a slash and one name, such as /min_ram; “{path}” is not. A slash in a name is written ~1."
            ),
            PatchProblem::NoValue(at) => format!("Operation {at} has no “value”."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PropertyName;

    #[test]
    fn changes_are_told_before_and_after() {
        let text = |text: &str| FieldValue::Text(text.to_owned());
        let words = |words: &[&str]| FieldValue::Words(words.iter().map(|w| (*w).into()).collect());
        let property = Field::Property(PropertyName::parse("os").expect("is legal"));
        for (field, from, to, said) in [
            (Field::Name, text("a"), text("b"), "“a” → “b”"),
            (Field::Name, FieldValue::Unset, text("b"), "— → “b”"),
            (
                Field::Visibility,
                text("shared"),
                text("private"),
                "Shared → Private",
            ),
            (
                Field::MinRam,
                FieldValue::Number(0),
                FieldValue::Number(512),
                "None → 512 MiB",
            ),
            (
                Field::Tags,
                words(&["a", "b"]),
                words(&["b", "c"]),
                "+ c, − a",
            ),
            (property.clone(), FieldValue::Unset, text("x"), "added: “x”"),
            (property, text("x"), FieldValue::Unset, "removed, was “x”"),
        ] {
            assert_eq!(
                Lang::En.field_change(&FieldChange { field, from, to }),
                said
            );
        }
    }
}
