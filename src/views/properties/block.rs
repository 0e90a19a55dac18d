//! A pasted block of `key=value` lines, as files and commands write them.

/// The pairs in the text; `None` where it is no such block, so that it is pasted
/// as it is. Empty lines and comments are left out.
pub(super) fn pairs_in(text: &str) -> Option<Vec<(String, String)>> {
    let pairs: Vec<_> = text.lines().filter_map(pair_in).collect();
    let is_block = pairs
        .iter()
        .any(|(name, value)| !name.is_empty() && value.is_some());
    is_block.then(|| {
        let filled = |(name, value): (String, Option<String>)| (name, value.unwrap_or_default());
        pairs.into_iter().map(filled).collect()
    })
}

/// A line without `=` is a name whose value is still to come.
fn pair_in(line: &str) -> Option<(String, Option<String>)> {
    let line = line.trim();
    // As on a command line: `--property os_distro=debian \`.
    let line = line.strip_suffix('\\').unwrap_or(line).trim_end();
    let line = line
        .strip_prefix("--property")
        .map_or(line, str::trim_start);
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    Some(match line.split_once('=') {
        Some((name, value)) => (
            name.trim_end().to_owned(),
            Some(value.trim_start().to_owned()),
        ),
        None => (line.to_owned(), None),
    })
}

#[cfg(test)]
mod tests {
    use super::pairs_in;

    #[test]
    fn lines_become_pairs() {
        let text = "os_distro=debian\r\n\n# a comment\n os_version = 13 \nkey=a=b\nlater\nempty=\n";
        let expected = [
            ("os_distro", "debian"),
            ("os_version", "13"),
            ("key", "a=b"),
            ("later", ""),
            ("empty", ""),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(pairs_in(text), Some(expected.to_vec()));
    }

    #[test]
    fn a_command_line_is_understood() {
        let expected = vec![("hw_disk_bus".to_owned(), "scsi".to_owned())];
        assert_eq!(pairs_in("--property hw_disk_bus=scsi \\"), Some(expected));
    }

    #[test]
    fn anything_else_is_pasted_as_it_is() {
        assert_eq!(pairs_in("os_distro"), None);
        assert_eq!(pairs_in("two\nlines"), None);
        assert_eq!(pairs_in("=x"), None);
        assert_eq!(pairs_in(""), None);
    }
}
