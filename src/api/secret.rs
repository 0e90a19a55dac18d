//! A token that can't be printed by accident.

use std::fmt;

/// A token. Lives in memory, goes into one header, shows itself nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// `None` unless the text can stand in a header: visible ASCII, as all of
    /// OpenStack's tokens are. White space around it is a copying accident.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let sendable = !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
        sendable.then(|| Self(text.to_owned()))
    }

    /// The token itself, for a request header (or a worker that makes the request).
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn only_what_a_header_can_carry() {
        assert_eq!(Secret::new(" gAAA \n").expect("is one").expose(), "gAAA");
        for text in ["", "  ", "a b", "a\nb", "✓", "é"] {
            assert_eq!(Secret::new(text), None, "{text:?}");
        }
    }

    #[test]
    fn debug_shows_nothing() {
        let secret = Secret::new("gAAA").expect("is one");
        assert!(!format!("{secret:?}").contains("gAAA"));
    }
}
