//! `config.json` beside the page: which cloud this console is for. Every field
//! is optional; without the file, the person says where to go.

use serde::Deserialize;

use crate::api::{AddressProblem, Endpoint};

/// What an operator may set. Unknown fields are mistakes and are told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SiteConfig {
    /// Keystone, with or without `/v3`. One that begins with a slash is below the page's
    /// own origin.
    pub auth_url: Option<String>,
    /// The image service, with or without `/v2`, below the page's own origin likewise: for
    /// pasted tokens, and in place of the catalogue's for who signs in at `auth_url`.
    pub image_endpoint: Option<String>,
    /// Region to begin in.
    pub region: Option<String>,
    /// Catalogue interface; `public` unless set.
    pub interface: Option<String>,
    /// Name of the project to begin in.
    pub project: Option<String>,
    /// Domain of users and projects; `Default` unless set.
    pub domain: Option<String>,
    pub routing: Routing,
    /// Bytes of the largest image that the service takes: its own option of that name, which
    /// no API tells.
    pub image_size_cap: Option<u64>,
}

/// Where the console's own address is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Routing {
    /// In the path; the web server must answer unknown paths with the page.
    #[default]
    Path,
    /// Behind `#`, for servers that can't.
    Hash,
    /// Nowhere: nothing of the page's address is touched.
    Memory,
}

/// Why a `config.json` can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigProblem {
    /// Not JSON of the right shape; the parser's words.
    Syntax(String),
    /// The named field is no address.
    Address(&'static str, AddressProblem),
    /// The named field says no number of bytes.
    Bytes(&'static str),
}

impl SiteConfig {
    /// Reads the file's text; `origin` is the page's own: scheme, host and port.
    ///
    /// # Errors
    /// The first thing wrong with it.
    pub fn parse(text: &str, origin: &str) -> Result<Self, ConfigProblem> {
        let config: Self =
            serde_json::from_str(text).map_err(|err| ConfigProblem::Syntax(err.to_string()))?;
        config.checked(origin)
    }

    /// The same with whole addresses, once they are some.
    ///
    /// # Errors
    /// The first that is none.
    pub fn checked(self, origin: &str) -> Result<Self, ConfigProblem> {
        let whole = |url: String| match url.strip_prefix('/') {
            // Two slashes begin no path, but an address without its scheme.
            Some(rest) if !rest.starts_with('/') => format!("{origin}{url}"),
            _ => url,
        };
        let config = Self {
            auth_url: self.auth_url.map(whole),
            image_endpoint: self.image_endpoint.map(whole),
            ..self
        };
        if let Some(url) = &config.auth_url {
            Endpoint::identity(url).map_err(|p| ConfigProblem::Address("auth_url", p))?;
        }
        if let Some(url) = &config.image_endpoint {
            Endpoint::image(url).map_err(|p| ConfigProblem::Address("image_endpoint", p))?;
        }
        Ok(config)
    }

    /// Where a token of this Keystone is to be used, whatever its catalogue says. `None`
    /// for any other Keystone: its tokens are none of that service's business.
    #[must_use]
    pub fn image_for(&self, auth_url: &str) -> Option<Endpoint> {
        let own = Endpoint::identity(self.auth_url.as_deref()?).ok()?;
        let wanted = Endpoint::identity(auth_url).ok()?;
        let image = Endpoint::image(self.image_endpoint.as_deref()?).ok()?;
        (own == wanted).then_some(image)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://console:8443";

    #[test]
    fn an_empty_object_is_a_configuration() {
        assert_eq!(SiteConfig::parse("{}", ORIGIN), Ok(SiteConfig::default()));
    }

    #[test]
    fn mistakes_are_told_by_name() {
        let problem = SiteConfig::parse(r#"{"auth_uri": "https://k"}"#, ORIGIN);
        assert!(matches!(problem, Err(ConfigProblem::Syntax(words)) if words.contains("auth_uri")));
        assert_eq!(
            SiteConfig::parse(r#"{"auth_url": "ftp://k"}"#, ORIGIN),
            Err(ConfigProblem::Address("auth_url", AddressProblem::Scheme))
        );
        let hash = SiteConfig::parse(r#"{"routing": "hash"}"#, ORIGIN).expect("is right");
        assert_eq!(hash.routing, Routing::Hash);
    }

    #[test]
    fn what_begins_with_a_slash_is_below_the_pages_own_origin() {
        let json = r#"{"auth_url": "/identity/v3", "image_endpoint": "/image"}"#;
        let config = SiteConfig::parse(json, ORIGIN).expect("is right");
        let auth_url = "https://console:8443/identity/v3";
        assert_eq!(config.auth_url.as_deref(), Some(auth_url));
        let image = config.image_for(auth_url).map(|image| image.to_string());
        assert_eq!(image.as_deref(), Some("https://console:8443/image"));
        assert_eq!(
            SiteConfig::parse(r#"{"auth_url": "//other/identity"}"#, ORIGIN),
            Err(ConfigProblem::Address("auth_url", AddressProblem::Host))
        );
    }

    #[test]
    fn a_token_of_another_keystone_is_not_for_the_sites_image_service() {
        let json = r#"{"auth_url": "https://own:5000", "image_endpoint": "https://image"}"#;
        let config = SiteConfig::parse(json, ORIGIN).expect("is right");
        assert!(config.image_for("https://own:5000/v3").is_some());
        assert_eq!(config.image_for("https://other:5000/v3"), None);
        assert_eq!(SiteConfig::default().image_for("https://own:5000"), None);
    }
}
