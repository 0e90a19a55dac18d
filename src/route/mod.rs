//! The console's addresses: what a link says, and where it is kept (path, hash
//! or memory). The parsing is pure; only `location` touches the browser. Knows
//! nothing of services.

mod location;
mod query_string;
mod tab;

pub use location::{Place, Router, Step};
use query_string::{decode, pairs};
pub use tab::{ImageTab, UploadFrom};

use crate::listing::Question;
use crate::model::encode_component;

/// A page and what on it belongs in a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    Images(Question),
    Image {
        id: String,
        tab: ImageTab,
    },
    /// The form in which an image is edited.
    EditImage {
        id: String,
    },
    /// A new image, and where its data comes from.
    Upload {
        from: UploadFrom,
    },
    /// What other projects share with this one.
    Shared,
    /// What costs space or is broken; `group` is the one that is open, by its
    /// key, or empty.
    Tidy {
        group: String,
    },
    /// The stores of the site.
    Stores,
    /// The tasks of all projects.
    Tasks,
    /// What the service keeps close at hand.
    Cache,
    /// Metadata definitions; `namespace` is the one that is open, or empty.
    Definitions {
        namespace: String,
    },
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

    /// An image's page, from its beginning.
    #[must_use]
    pub fn image(id: impl Into<String>) -> Self {
        Self::Image {
            id: id.into(),
            tab: ImageTab::default(),
        }
    }

    /// The examination of the session's own connection.
    #[must_use]
    pub fn connection() -> Self {
        Self::Connection {
            keystone: String::new(),
            image: String::new(),
        }
    }

    /// A new image from files of this computer.
    #[must_use]
    pub fn upload() -> Self {
        Self::Upload {
            from: UploadFrom::Files,
        }
    }

    /// All namespaces of metadata definitions.
    #[must_use]
    pub fn definitions() -> Self {
        Self::Definitions {
            namespace: String::new(),
        }
    }

    /// The board with nothing open.
    #[must_use]
    pub fn tidy() -> Self {
        Self::Tidy {
            group: String::new(),
        }
    }

    /// Reads path and query below the console's base: `/images/1?x=y`.
    #[must_use]
    pub fn parse(address: &str) -> Self {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let segments: Vec<&str> = path.split('/').filter(|s| !s.is_empty()).collect();
        match segments.as_slice() {
            [] | ["images"] => Self::Images(Question::from_pairs(pairs(query))),
            ["images", id] => match image_id(id) {
                Some(id) => Self::Image {
                    id,
                    tab: ImageTab::from_key(&value_of(query, "tab")),
                },
                None => Self::NotFound(address.to_owned()),
            },
            ["images", id, "edit"] => match image_id(id) {
                Some(id) => Self::EditImage { id },
                None => Self::NotFound(address.to_owned()),
            },
            ["upload"] => Self::Upload {
                from: UploadFrom::from_key(&value_of(query, "from")),
            },
            ["stores"] => Self::Stores,
            ["tasks"] => Self::Tasks,
            ["cache"] => Self::Cache,
            ["definitions"] => Self::Definitions {
                namespace: value_of(query, "namespace"),
            },
            ["shared"] => Self::Shared,
            ["tidy"] => Self::Tidy {
                group: value_of(query, "group"),
            },
            ["connection"] => Self::Connection {
                keystone: value_of(query, "keystone"),
                image: value_of(query, "image"),
            },
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
            Self::Shared => "/shared".to_owned(),
            Self::Tidy { group } => with_query("/tidy", [("group", group.clone())]),
            Self::Image { id, tab } => {
                let path = format!("/images/{}", encode_component(id));
                with_query(&path, [("tab", tab.key().to_owned())])
            }
            Self::EditImage { id } => format!("/images/{}/edit", encode_component(id)),
            Self::Upload { from } => with_query("/upload", [("from", from.key().to_owned())]),
            Self::Stores => "/stores".to_owned(),
            Self::Tasks => "/tasks".to_owned(),
            Self::Cache => "/cache".to_owned(),
            Self::Definitions { namespace } => {
                with_query("/definitions", [("namespace", namespace.clone())])
            }
            Self::NotFound(address) => address.clone(),
        }
    }

    /// Whether both are the same page, whatever is filtered on it.
    #[must_use]
    pub fn is_same_page(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Images(_), Self::Images(_))
            | (Self::Tidy { .. }, Self::Tidy { .. })
            | (Self::Definitions { .. }, Self::Definitions { .. })
            | (Self::Upload { .. }, Self::Upload { .. })
            | (Self::Connection { .. }, Self::Connection { .. }) => true,
            (Self::Image { id, .. }, Self::Image { id: other, .. }) => id == other,
            _ => self == other,
        }
    }
}

/// The id in a segment of a path. A browser takes dots for a step to another folder,
/// however they are written.
fn image_id(segment: &str) -> Option<String> {
    decode(segment).filter(|id| !matches!(id.as_str(), "" | "." | ".."))
}

/// The first value by this name; empty where there is none.
fn value_of(query: &str, wanted: &str) -> String {
    let mut all = pairs(query);
    all.find(|(name, _)| name == wanted)
        .map_or_else(String::new, |(_, value)| value)
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
            Route::image("78ff a/b"),
            Route::Image {
                id: "78ff".to_owned(),
                tab: ImageTab::Sharing,
            },
            Route::EditImage {
                id: "a/b".to_owned(),
            },
            Route::upload(),
            Route::Upload {
                from: UploadFrom::Region,
            },
            Route::Stores,
            Route::Tasks,
            Route::Cache,
            Route::definitions(),
            Route::Definitions {
                namespace: "OS::Compute::Hypervisor".to_owned(),
            },
            Route::Shared,
            Route::tidy(),
            Route::Tidy {
                group: "largest".to_owned(),
            },
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
            "/images/%2e%2e/edit",
        ] {
            assert_eq!(
                Route::parse(address),
                Route::NotFound(address.to_owned()),
                "{address}"
            );
        }
    }
}
