//! Addresses of services as people and catalogues write them, made regular:
//! scheme, authority and path before the version, nothing else.

use std::fmt;

/// Base of a service: `http(s)://host[:port][/path]`, without the version and
/// without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    base: String,
    authority_end: usize,
}

/// What is wrong with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressProblem {
    Empty,
    /// Neither `http` nor `https`.
    Scheme,
    /// No host, or a character that no host has.
    Host,
    /// A name or password before the host: it would end up in logs.
    Credentials,
    /// A port that is not 1 to 65535.
    Port,
    /// `?…` or `#…`: not the address of a service.
    QueryOrFragment,
}

impl Endpoint {
    /// The image service's base: any `/v2` or `/v2.N` at the end is taken off.
    ///
    /// # Errors
    /// What keeps the text from being the address of a service.
    pub fn image(text: &str) -> Result<Self, AddressProblem> {
        Self::parse(text, is_image_version)
    }

    /// Keystone's base: any `/v3` or `/v2.0` at the end is taken off.
    ///
    /// # Errors
    /// What keeps the text from being the address of a service.
    pub fn identity(text: &str) -> Result<Self, AddressProblem> {
        Self::parse(text, |last| matches!(last, "v3" | "v2.0"))
    }

    fn parse(text: &str, is_version: impl Fn(&str) -> bool) -> Result<Self, AddressProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressProblem::Empty);
        }
        // People leave the scheme out; a cloud worth a password has TLS.
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None => ("https".to_owned(), text),
        };
        if scheme != "http" && scheme != "https" {
            return Err(AddressProblem::Scheme);
        }
        if rest.contains(['?', '#']) {
            return Err(AddressProblem::QueryOrFragment);
        }
        let (authority, path) = match rest.find('/') {
            Some(slash) => rest.split_at(slash),
            None => (rest, ""),
        };
        check_authority(authority)?;
        let mut segments: Vec<&str> = path.split('/').filter(|s| !s.is_empty()).collect();
        if segments.iter().any(|s| {
            s.contains(|c: char| c.is_whitespace() || c == '\\') || matches!(*s, "." | "..")
        }) {
            return Err(AddressProblem::Host);
        }
        if segments.last().is_some_and(|last| is_version(last)) {
            segments.pop();
        }
        let mut base = format!("{scheme}://{}", authority.to_ascii_lowercase());
        let authority_end = base.len();
        for segment in segments {
            base.push('/');
            base.push_str(segment);
        }
        Ok(Self {
            base,
            authority_end,
        })
    }

    /// The whole address of a path that begins with a slash and the version.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Scheme, host and port: what CORS and certificates are about.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.base[..self.authority_end]
    }

    /// Scheme, host and port, with another path below them; `path` is empty or
    /// begins with a slash.
    #[must_use]
    pub fn at_path(&self, path: &str) -> Self {
        let base = format!("{}{path}", self.origin());
        Self {
            authority_end: self.authority_end,
            base,
        }
    }

    /// Whether the host is this very computer, which browsers trust without TLS.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let host = self.origin().split_once("://").map_or("", |(_, host)| host);
        let is_host = |name: &str| {
            let rest = host.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
        };
        host.starts_with("127.") || is_host("localhost") || is_host("[::1]")
    }

    #[must_use]
    pub fn is_plain_http(&self) -> bool {
        self.base.starts_with("http://")
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.base)
    }
}

fn is_image_version(segment: &str) -> bool {
    segment.strip_prefix("v2").is_some_and(|minor| {
        minor.is_empty()
            || minor
                .strip_prefix('.')
                .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    })
}

fn check_authority(authority: &str) -> Result<(), AddressProblem> {
    if authority.contains('@') {
        return Err(AddressProblem::Credentials);
    }
    // An IPv6 address stands in brackets, and its colons are no port.
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (address, tail) = rest.split_once(']').ok_or(AddressProblem::Host)?;
            if address.is_empty()
                || !address
                    .bytes()
                    .all(|b| b.is_ascii_hexdigit() || b == b':' || b == b'.')
            {
                return Err(AddressProblem::Host);
            }
            match tail.strip_prefix(':') {
                Some(port) => ("[]", Some(port)),
                None if tail.is_empty() => ("[]", None),
                None => return Err(AddressProblem::Host),
            }
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    let legal = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '[' | ']');
    if host.is_empty() || !host.chars().all(legal) {
        return Err(AddressProblem::Host);
    }
    match port.map(str::parse::<u16>) {
        None | Some(Ok(1..)) => Ok(()),
        Some(_) => Err(AddressProblem::Port),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(text: &str) -> String {
        Endpoint::image(text)
            .expect("is an address")
            .url("/v2/images")
    }

    #[test]
    fn every_way_of_writing_an_image_endpoint() {
        for (written, meant) in [
            ("https://h:9292", "https://h:9292/v2/images"),
            ("https://h:9292/", "https://h:9292/v2/images"),
            ("https://h:9292/v2", "https://h:9292/v2/images"),
            ("https://h:9292/v2.9/", "https://h:9292/v2/images"),
            (
                "https://H.example/glance/v2",
                "https://h.example/glance/v2/images",
            ),
            ("https://h/image//", "https://h/image/v2/images"),
            (" h:9292/v2 ", "https://h:9292/v2/images"),
            ("http://[::1]:9292", "http://[::1]:9292/v2/images"),
            (
                "http://127.0.0.1:9292/v2",
                "http://127.0.0.1:9292/v2/images",
            ),
            // A path segment that only looks like a version stays.
            ("https://h/v2x", "https://h/v2x/v2/images"),
        ] {
            assert_eq!(image(written), meant, "{written}");
        }
    }

    #[test]
    fn loopback_is_known_by_its_names() {
        for (written, is_loopback) in [
            ("http://127.0.0.1:9292", true),
            ("http://localhost", true),
            ("http://[::1]:80/x", true),
            ("http://localhost.example", false),
            ("http://10.0.0.1", false),
        ] {
            let endpoint = Endpoint::image(written).expect("is an address");
            assert_eq!(endpoint.is_loopback(), is_loopback, "{written}");
        }
        let endpoint = Endpoint::image("https://h:1/a/b").expect("is an address");
        assert_eq!(endpoint.at_path("/image").to_string(), "https://h:1/image");
        assert_eq!(endpoint.at_path("/image").origin(), "https://h:1");
    }

    #[test]
    fn keystone_likewise() {
        for written in [
            "https://k:5000",
            "https://k:5000/v3",
            "https://k:5000/v3/",
            "k:5000/v2.0",
        ] {
            let endpoint = Endpoint::identity(written).expect("is an address");
            assert_eq!(
                endpoint.url("/v3/auth/tokens"),
                "https://k:5000/v3/auth/tokens"
            );
        }
        let endpoint = Endpoint::identity("https://h/identity/v3").expect("is an address");
        assert_eq!(endpoint.to_string(), "https://h/identity");
        assert_eq!(endpoint.origin(), "https://h");
    }

    #[test]
    fn what_is_no_address_is_refused_by_name() {
        for (written, problem) in [
            ("  ", AddressProblem::Empty),
            ("ftp://h", AddressProblem::Scheme),
            ("javascript://h", AddressProblem::Scheme),
            ("https://", AddressProblem::Host),
            ("https://a b", AddressProblem::Host),
            ("https://h/../x", AddressProblem::Host),
            ("https://user:pw@h", AddressProblem::Credentials),
            ("https://h:0", AddressProblem::Port),
            ("https://h:99999", AddressProblem::Port),
            ("https://h:", AddressProblem::Port),
            ("https://h/v2?x=1", AddressProblem::QueryOrFragment),
            ("https://[::1", AddressProblem::Host),
        ] {
            assert_eq!(Endpoint::image(written), Err(problem), "{written}");
        }
    }
}
