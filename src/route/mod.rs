//! The console's addresses: what a link says, and where it is kept (path, hash
//! or memory). The parsing is pure; only `location` touches the browser. Knows
//! nothing of services.

mod location;
mod query_string;

pub use location::{Place, Router};
use query_string::{decode, pairs};

use crate::listing::Question;
use crate::model::encode_component;

/// A page and what on it belongs in a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    Images(Question),
    Image {
        id: String,
    },
    Upload,
    /// The examination of a connection. The addresses are where it begins, as a
    /// person wrote them; empty for those of the session.
    Connection {
        keystone: String,
        image: String,
    },
    /// An address that leads nowhere, as it was.
    NotFound(String),
}

impl Route {
    /// Home.
    #[must_use]
    pub fn images() -> Self {
        Self::Images(Question::default())
    }

    /// The examination of the session's own connection.
    #[must_use]
    pub fn connection() -> Self {
        Self::Connection {
            keystone: String::new(),
            image: String::new(),
        }
    }

    /// Reads path and query below the console's base: `/images/1?x=y`.
    #[must_use]
    pub fn parse(address: &str) -> Self {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let segments: Vec<&str> = path.split('/').filter(|s| !s.is_empty()).collect();
        match segments.as_slice() {
            [] | ["images"] => Self::Images(Question::from_pairs(pairs(query))),
            ["images", id] => match decode(id) {
                // A browser takes dots for a step to another folder, however they are written.
                Some(id) if !matches!(id.as_str(), "" | "." | "..") => Self::Image { id },
                _ => Self::NotFound(address.to_owned()),
            },
            ["upload"] => Self::Upload,
            ["connection"] => {
                let value = |wanted: &str| {
                    let mut all = pairs(query);
                    all.find(|(name, _)| name == wanted).map(|(_, value)| value)
                };
                Self::Connection {
                    keystone: value("keystone").unwrap_or_default(),
                    image: value("image").unwrap_or_default(),
                }
            }
            _ => Self::NotFound(address.to_owned()),
        }
    }

    /// The address below the console's base, beginning with a slash.
    #[must_use]
    pub fn href(&self) -> String {
        match self {
            Self::Images(question) => with_query("/images", question.pairs()),
            Self::Connection { keystone, image } => {
                let pairs = [("keystone", keystone.clone()), ("image", image.clone())];
                with_query("/connection", pairs)
            }
            Self::Image { id } => format!("/images/{}", encode_component(id)),
            Self::Upload => "/upload".to_owned(),
            Self::NotFound(address) => address.clone(),
        }
    }

    /// Whether both are the same page, whatever is filtered on it.
    #[must_use]
    pub fn is_same_page(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Images(_), Self::Images(_))
            | (Self::Connection { .. }, Self::Connection { .. }) => true,
            _ => self == other,
        }
    }
}

/// A path with those of the pairs that say something.
fn with_query(path: &str, pairs: impl IntoIterator<Item = (&'static str, String)>) -> String {
    let mut href = path.to_owned();
    let mut separator = '?';
    for (name, value) in pairs {
        if !value.is_empty() {
            href.push(separator);
            href.push_str(name);
            href.push('=');
            href.push_str(&encode_component(&value));
            separator = '&';
        }
    }
    href
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listing::Token;

    #[test]
    fn every_route_reads_back_as_itself() {
        for route in [
            Route::images(),
            Route::Images(Question {
                search: "a b&c=d ü/?#%".to_owned(),
                tokens: vec![Token::parse("visibility=community")],
                ..Question::default()
            }),
            Route::Image {
                id: "78ff a/b".to_owned(),
            },
            Route::Upload,
            Route::connection(),
            Route::Connection {
                keystone: "https://k:5000/v3".to_owned(),
                image: "https://h/glance?&".to_owned(),
            },
        ] {
            assert_eq!(Route::parse(&route.href()), route);
        }
    }

    #[test]
    fn other_writings_of_the_same() {
        assert_eq!(Route::parse(""), Route::images());
        assert_eq!(Route::parse("/"), Route::images());
        assert_eq!(Route::parse("/images/"), Route::images());
        assert_eq!(
            Route::parse("/images?utm=x&search=a+b"),
            Route::Images(Question {
                search: "a b".to_owned(),
                ..Question::default()
            })
        );
    }

    #[test]
    fn nonsense_leads_nowhere_and_breaks_nothing() {
        for address in [
            "/nope",
            "/images/1/2",
            "/images/%ff",
            "/images/%zz",
            "/images/..",
        ] {
            assert_eq!(
                Route::parse(address),
                Route::NotFound(address.to_owned()),
                "{address}"
            );
        }
    }
}
