//! The text of a VMDK: fields, extents and the "disk database", a line each.

use super::Warning;

/// What oslo.utils allows, in lower case; both are single files.
const ALLOWED_TYPES: [&str; 2] = ["monolithicsparse", "streamoptimized"];
const ACCESS: [&str; 3] = ["rw", "rdonly", "noaccess"];
/// A longer `createType` counts as none.
const TYPE_MAX_BYTES: usize = 63;

pub(super) struct Descriptor<'a> {
    text: &'a str,
}

impl<'a> Descriptor<'a> {
    /// Up to the first zero byte; nothing unless it is ASCII.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let text = bytes.split(|byte| *byte == 0).next()?;
        let text = str::from_utf8(text).ok().filter(|text| text.is_ascii())?;
        Some(Self { text })
    }

    /// In the file's own case, which doesn't matter.
    pub(super) fn create_type(&self) -> Option<String> {
        const FIELD: &[u8] = b"createtype=\"";
        let bytes = self.text.as_bytes();
        let at = bytes
            .windows(FIELD.len())
            .position(|window| window.eq_ignore_ascii_case(FIELD))?;
        let rest = self.text.get(at + FIELD.len()..)?;
        match rest.find('"') {
            Some(end) if end > TYPE_MAX_BYTES => None,
            Some(end) => rest.get(..end).map(ToOwned::to_owned),
            // Python's find() says -1, and a slice up to -1 lacks one character.
            None => {
                let end = rest.len().saturating_sub(1);
                Some(rest.get(..end)?.to_owned())
            }
        }
    }

    pub(super) fn is_allowed_type(&self) -> bool {
        self.create_type().is_some_and(|create_type| {
            ALLOWED_TYPES
                .iter()
                .any(|allowed| create_type.eq_ignore_ascii_case(allowed))
        })
    }

    fn lines(&self) -> impl Iterator<Item = &'a str> {
        // What Python counts as white space.
        let is_space = |c: char| matches!(c, '\t'..='\r' | '\x1c'..=' ');
        self.text
            .split('\n')
            .map(move |line| line.trim_matches(is_space))
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
    }

    /// Extents, and among them lines that nobody understands.
    fn others(&self) -> impl Iterator<Item = &'a str> {
        self.lines().filter(|line| {
            let is_database = line
                .get(..3)
                .is_some_and(|start| start.eq_ignore_ascii_case("ddb"));
            let is_field = line
                .split_once('=')
                .is_some_and(|(name, _)| !name.contains(' '));
            !is_database && !is_field
        })
    }

    /// What the safety check objects to.
    pub(super) fn failure(&self) -> Option<Warning> {
        if self.text.is_empty() {
            return Some(Warning::VmdkDescriptor);
        }
        if !self.is_allowed_type() {
            return Some(Warning::VmdkSubformat);
        }
        let mut others = self.others().peekable();
        let has_none = others.peek().is_none();
        // A name with a path in it could reach any file of the host.
        let is_sound = |line: &str| is_extent(line) && !line.contains('/');
        (has_none || !others.all(is_sound)).then_some(Warning::VmdkDescriptor)
    }

    /// The sum of all extents.
    pub(super) fn extent_bytes(&self) -> Option<u64> {
        let mut sectors = 0_u64;
        for line in self.others().filter(|line| is_extent(line)) {
            let count: u64 = line.split_ascii_whitespace().nth(1)?.parse().ok()?;
            sectors = sectors.checked_add(count)?;
        }
        sectors.checked_mul(512).filter(|bytes| *bytes != 0)
    }
}

fn is_extent(line: &str) -> bool {
    let access = line.split(' ').next().unwrap_or_default();
    ACCESS.iter().any(|word| access.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(text: &str) -> Option<Warning> {
        Descriptor::read(text.as_bytes()).expect("ASCII").failure()
    }

    #[test]
    fn every_line_must_be_understood() {
        let good = "createtype=\"MonolithicSparse\"\nRW 8 SPARSE \"a.vmdk\"\n\nddb.x = \"1\"\0ü";
        assert_eq!(failure(good), None);
        for (line, why) in [
            ("hello", Warning::VmdkDescriptor),
            ("a b=c", Warning::VmdkDescriptor),
            ("RW 8 FLAT \"/etc/passwd\"", Warning::VmdkDescriptor),
        ] {
            assert_eq!(failure(&format!("{line}\n{good}")), Some(why), "{line}");
        }
        assert_eq!(
            failure("createType=\"monolithicSparse\"\n"),
            Some(Warning::VmdkDescriptor),
            "no extent"
        );
        assert_eq!(
            failure("createType=\"custom\""),
            Some(Warning::VmdkSubformat)
        );
        assert_eq!(failure(""), Some(Warning::VmdkDescriptor));
    }

    #[test]
    fn sizes_add_up_and_never_overflow() {
        let bytes = |text: &str| Descriptor::read(text.as_bytes())?.extent_bytes();
        assert_eq!(bytes("RW 2 FLAT \"a\"\nRW 4 FLAT \"b\""), Some(3072));
        assert_eq!(
            bytes("RW 18446744073709551615 FLAT \"a\"\nRW 4 FLAT \"b\""),
            None
        );
        assert_eq!(bytes("RW many FLAT"), None);
    }

    #[test]
    fn not_ascii_is_not_read() {
        assert!(Descriptor::read("ü".as_bytes()).is_none());
    }
}
