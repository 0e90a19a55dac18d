//! Which Image API a service speaks. There is no negotiation: the number says
//! what exists, and a missing feature answers 404 whatever the number.

use std::fmt;

/// `v2.MINOR`. Minors are numbers: 2.10 comes after 2.9.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApiVersion {
    pub minor: u32,
}

impl ApiVersion {
    /// Reads `v2.18`; any other major version is another API.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        let minor = id.strip_prefix("v2.")?.parse().ok()?;
        Some(Self { minor })
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "2.{}", self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::ApiVersion;

    #[test]
    fn minors_are_compared_as_numbers() {
        let [nine, ten] = ["v2.9", "v2.10"].map(|id| ApiVersion::parse(id).expect("is one"));
        assert!(nine < ten);
        assert_eq!(ten.to_string(), "2.10");
        assert_eq!(ApiVersion::parse("v1.1"), None);
        assert_eq!(ApiVersion::parse("v2"), None);
    }
}
