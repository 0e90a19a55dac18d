//! Tags as a person may give them to an image.

use super::text::four_byte_character;

/// Longest tag, in characters.
pub const TAG_MAX_CHARS: usize = 255;

/// Most tags of an image, unless a site says otherwise (`image_tag_quota`).
pub const TAGS_MAX: usize = 128;

/// Why tags are refused before they are sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagProblem {
    /// More than [`TAG_MAX_CHARS`]; how the tag begins.
    TooLong(String),
    /// The service answers 400 to characters beyond U+FFFF, such as emoji.
    FourByteCharacter(char),
    /// More than [`TAGS_MAX`]: so many.
    TooMany(usize),
}

/// # Errors
/// The first of the service's rules that the tags break.
pub fn check_tags(tags: &[String]) -> Result<(), TagProblem> {
    for tag in tags {
        if let Some(wide) = four_byte_character(tag) {
            return Err(TagProblem::FourByteCharacter(wide));
        }
        if tag.chars().count() > TAG_MAX_CHARS {
            return Err(TagProblem::TooLong(tag.chars().take(20).collect()));
        }
    }
    if tags.len() > TAGS_MAX {
        return Err(TagProblem::TooMany(tags.len()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tags: &[&str]) -> Result<(), TagProblem> {
        let tags: Vec<_> = tags.iter().map(|tag| (*tag).to_owned()).collect();
        check_tags(&tags)
    }

    #[test]
    fn tags_follow_the_services_rules() {
        assert_eq!(check(&[]), Ok(()));
        assert_eq!(check(&["lts", "größe", &"é".repeat(255)]), Ok(()));
        let long = "é".repeat(256);
        assert_eq!(check(&[&long]), Err(TagProblem::TooLong("é".repeat(20))));
        assert_eq!(
            check(&["a", "🐧"]),
            Err(TagProblem::FourByteCharacter('🐧'))
        );
        assert_eq!(check(&["a"; 128]), Ok(()));
        assert_eq!(check(&["a"; 129]), Err(TagProblem::TooMany(129)));
    }
}
