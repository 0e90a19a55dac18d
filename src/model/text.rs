//! Text as the services write and take it: plain text out of the little HTML in
//! answers (for showing as text only, never used as HTML), and what no database
//! column of theirs holds.

/// Drops tags, resolves the five common entities and joins white space.
#[must_use]
pub fn without_markup(html: &str) -> String {
    let mut plain = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        plain.push_str(&rest[..open]);
        plain.push(' ');
        let tag = &rest[open..];
        // Invisible content goes with its tag.
        let end = ["style", "script", "title"]
            .iter()
            .find(|name| {
                tag.get(1..=name.len())
                    .is_some_and(|n| n.eq_ignore_ascii_case(name))
            })
            .and_then(|name| tag.find(&format!("</{name}")))
            .unwrap_or(0);
        rest = match tag[end..].find('>') {
            Some(close) => &tag[end + close + 1..],
            None => "",
        };
    }
    plain.push_str(rest);
    let plain = plain
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first character beyond U+FFFF, which the service's database can't hold:
/// names, tags and properties with one are answered 400.
#[must_use]
pub fn four_byte_character(text: &str) -> Option<char> {
    text.chars().find(|c| c.len_utf8() == 4)
}

#[cfg(test)]
mod tests {
    use super::without_markup;

    #[test]
    fn an_error_page_reads_as_its_words() {
        let page = "<html>\n <head>\n  <title>409 Conflict</title>\n </head>\n <body>\n  <h1>409 \
                    Conflict</h1>\n  Image status transition from active to saving is not \
                    allowed<br /><br />\n\n\n\n </body>\n</html>";
        assert_eq!(
            without_markup(page),
            "409 Conflict Image status transition from active to saving is not allowed"
        );
    }

    #[test]
    fn broken_markup_ends() {
        assert_eq!(without_markup("a <b"), "a");
        assert_eq!(without_markup("a &lt;b&gt; &amp;lt;"), "a <b> &lt;");
    }
}
