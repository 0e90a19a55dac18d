//! What is typed into the bar's field, taken apart: a search, and behind it
//! perhaps a filter that is being written. Pure.

/// A text of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typed<'a> {
    /// What stands before the filter.
    pub head: &'a str,
    /// The filter, or the last word of a search.
    pub filter: &'a str,
    /// The filter's field as it was typed, where a comparison follows.
    pub key: Option<&'a str>,
}

impl<'a> Typed<'a> {
    /// A comparison makes the word before it a field, unless quotes say that it
    /// is part of the search.
    #[must_use]
    pub fn read(text: &'a str) -> Self {
        let comparison = comparison(text);
        let key_end = text[..comparison.unwrap_or(text.len())].trim_end().len();
        let is_word = comparison.is_some() || key_end == text.len();
        let start = match text[..key_end].rfind(char::is_whitespace) {
            _ if !is_word => text.len(),
            Some(blank) => blank + text[blank..].chars().next().map_or(0, char::len_utf8),
            None => 0,
        };
        Self {
            head: &text[..start],
            filter: &text[start..],
            key: comparison.map(|_| &text[start..key_end]),
        }
    }
}

/// Where the first comparison outside of quotes begins.
fn comparison(text: &str) -> Option<usize> {
    let mut is_quoted = false;
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            '=' | '<' | '>' | '~' if !is_quoted => {
                let before = &text[..at];
                let is_longer = c == '=' && before.ends_with(['!', '^', '*']);
                return Some(if is_longer { at - 1 } else { at });
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (&str, &str, Option<&str>) {
        let Typed { head, filter, key } = Typed::read(text);
        (head, filter, key)
    }

    #[test]
    fn a_comparison_makes_a_filter_of_the_last_word_before_it() {
        for (text, head, filter, key) in [
            ("status=act", "", "status=act", "status"),
            (
                "ubuntu lts status=a b",
                "ubuntu lts ",
                "status=a b",
                "status",
            ),
            ("size >= 10 GiB", "", "size >= 10 GiB", "size"),
            ("x tag!=a", "x ", "tag!=a", "tag"),
            ("name^=a", "", "name^=a", "name"),
            ("tag*=a=b", "", "tag*=a=b", "tag"),
            ("größe é~x", "größe ", "é~x", "é"),
            ("a\u{3000}b=c", "a\u{3000}", "b=c", "b"),
            ("=x", "", "=x", ""),
        ] {
            assert_eq!(read(text), (head, filter, Some(key)), "{text}");
        }
    }

    #[test]
    fn anything_else_is_searched_and_its_last_word_may_become_a_field() {
        for (text, head, filter) in [
            ("", "", ""),
            ("sta", "", "sta"),
            ("ubuntu sta", "ubuntu ", "sta"),
            ("ubuntu ", "ubuntu ", ""),
            ("\"a=b\" sta", "\"a=b\" ", "sta"),
            ("\"a b=", "\"a ", "b="),
        ] {
            assert_eq!(read(text), (head, filter, None), "{text}");
        }
    }
}
