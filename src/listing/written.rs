//! How texts stand in tokens, links and cells: separators that are part of a
//! text have a backslash before them, and so have blanks at its ends, which
//! would be cut off otherwise.

/// Ends a value of several.
const SEPARATOR: char = ',';
const ESCAPE: char = '\\';

/// Values as one text, from which [`split`] makes the same values.
#[must_use]
pub(super) fn join<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let mut joined = String::new();
    for (index, value) in values.enumerate() {
        if index > 0 {
            joined.push(SEPARATOR);
        }
        escape(value, ",", &mut joined);
    }
    joined
}

/// The values of a text that [`join`] or a person wrote: one at least.
#[must_use]
pub(super) fn split(text: &str) -> Vec<String> {
    parts(text, SEPARATOR).map(unescape).collect()
}

/// Appends a text in which `special` characters, backslashes and blanks at the
/// ends are escaped.
pub(super) fn escape(text: &str, special: &str, out: &mut String) {
    let inner = text.trim();
    let start = text.len() - text.trim_start().len();
    for (at, c) in text.char_indices() {
        let is_at_an_end = at < start || at >= start + inner.len();
        if c == ESCAPE || special.contains(c) || is_at_an_end {
            out.push(ESCAPE);
        }
        out.push(c);
    }
}

/// Cuts blanks off the ends, unless they are escaped, and undoes [`escape`].
#[must_use]
pub(super) fn unescape(text: &str) -> String {
    let text = text.trim_start();
    let mut plain = String::with_capacity(text.len());
    // How much of `plain` stays when blanks are cut off.
    let mut kept = 0;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let (c, is_escaped) = match c {
            ESCAPE => (chars.next().unwrap_or(ESCAPE), true),
            c => (c, false),
        };
        plain.push(c);
        if is_escaped || !c.is_whitespace() {
            kept = plain.len();
        }
    }
    plain.truncate(kept);
    plain
}

/// The parts between separators that aren't escaped.
pub(super) fn parts(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut is_escaped = false;
    text.split(move |c: char| {
        let is_end = c == separator && !is_escaped;
        is_escaped = c == ESCAPE && !is_escaped;
        is_end
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_whatever_is_in_them() {
        for values in [
            vec![""],
            vec!["", ""],
            vec!["a", "b"],
            vec!["a,b", "c\\", "\\,"],
            vec![" a ", "\t", "  ", "a b"],
            vec!["größe", "\u{a0}x\u{3000}"],
        ] {
            assert_eq!(split(&join(values.iter().copied())), values);
        }
    }

    #[test]
    fn what_a_person_types_needs_no_care() {
        assert_eq!(split(" active ,  queued"), ["active", "queued"]);
        assert_eq!(split("a\\"), ["a\\"]);
        assert_eq!(split("a, "), ["a", ""]);
        assert_eq!(join(["a b", "c"].into_iter()), "a b,c");
    }
}
