//! An address from which the service is to fetch data (`web-download`).

/// What the service is sure to refuse of an address, or nobody should want.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressFault {
    /// Services fetch by http and https alone.
    Scheme,
    /// The name and password in it would be kept in the service's records.
    Secret,
}

/// Nothing while it is blank, or good as far as can be told.
#[must_use]
pub fn address_problem(address: &str) -> Option<AddressFault> {
    let address = address.trim();
    let rest = ["http://", "https://"]
        .iter()
        .find_map(|scheme| address.strip_prefix(scheme));
    match rest {
        _ if address.is_empty() => None,
        None => Some(AddressFault::Scheme),
        Some(rest) => {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            host.contains('@').then_some(AddressFault::Secret)
        }
    }
}

/// The name of the file that an address leads to.
#[must_use]
pub fn file_in_address(address: &str) -> Option<String> {
    let path = address
        .trim()
        .split(['?', '#'])
        .next()?
        .trim_end_matches('/');
    let file = path.rsplit('/').next()?;
    let is_host = path.matches('/').count() < 3;
    (!is_host && !file.is_empty()).then(|| file.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_no_service_fetches_are_said_to_be_none() {
        for (address, problem) in [
            ("", None),
            (" https://h/a.qcow2 ", None),
            ("http://h", None),
            ("ftp://h/a", Some(AddressFault::Scheme)),
            ("h/a.qcow2", Some(AddressFault::Scheme)),
            ("https://me:pw@h/a", Some(AddressFault::Secret)),
            ("https://h/a@b", None),
        ] {
            assert_eq!(address_problem(address), problem, "{address}");
        }
    }

    #[test]
    fn an_address_names_its_file() {
        let file = |address| file_in_address(address);
        assert_eq!(
            file("https://h/x/a.qcow2?b=/c#d").as_deref(),
            Some("a.qcow2")
        );
        assert_eq!(file("https://h/x/").as_deref(), Some("x"));
        assert_eq!(file("https://h"), None);
        assert_eq!(file("https://h/"), None);
    }
}
