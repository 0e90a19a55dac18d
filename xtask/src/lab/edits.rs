//! Changes to a configuration template, for a service that is set up unlike
//! the lab's own.

/// One change; the words are section, option and value, where they apply.
#[derive(Clone, Copy, Debug)]
pub enum Edit {
    /// The option has this value, whatever it had before.
    Set(&'static str, &'static str, &'static str),
    /// The option is left to its default.
    Drop(&'static str, &'static str),
    /// The section is left out.
    DropSection(&'static str),
    /// All of the section's options but this one are left to their defaults.
    KeepOnly(&'static str, &'static str),
}

/// The template with all changes made. A section that is not in it stays out.
pub fn apply(template: &str, edits: &[Edit]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut section = "";
    for line in template.lines() {
        let header = header(line);
        section = header.unwrap_or(section);
        if !edits.iter().any(|edit| edit.removes(section, line)) {
            text.push_str(line);
            text.push('\n');
        }
        if header.is_some() {
            for edit in edits {
                if let Edit::Set(of, option, value) = edit
                    && *of == section
                {
                    text.extend([*option, " = ", *value, "\n"]);
                }
            }
        }
    }
    text
}

impl Edit {
    fn removes(&self, section: &str, line: &str) -> bool {
        let option = line.split_once('=').map(|(name, _)| name.trim());
        match self {
            Self::Set(of, name, _) | Self::Drop(of, name) => {
                *of == section && option == Some(*name)
            }
            Self::DropSection(of) => *of == section,
            Self::KeepOnly(of, name) => *of == section && option.is_some_and(|it| it != *name),
        }
    }
}

fn header(line: &str) -> Option<&str> {
    line.strip_prefix('[')?.strip_suffix(']')
}

#[cfg(test)]
mod tests {
    use super::{Edit, apply};

    #[test]
    fn options_and_sections_change() {
        let template = "[a]\nx = 1\n# why\ny = 2\n\n[b]\nx = 3\nz = [4,5]\n[c]\nx = 6\n";
        let edits = [
            Edit::Set("a", "x", "7"),
            Edit::Set("a", "new", "8"),
            Edit::Drop("a", "y"),
            Edit::KeepOnly("b", "z"),
            Edit::DropSection("c"),
        ];
        assert_eq!(
            apply(template, &edits),
            "[a]\nx = 7\nnew = 8\n# why\n\n[b]\nz = [4,5]\n"
        );
        assert_eq!(apply(template, &[]), template);
    }
}
