//! `config.json` beside the page: which cloud this console is for. Every field
//! is optional; without the file, the person says where to go.

use serde::Deserialize;

use crate::api::{AddressProblem, Endpoint};

/// What an operator may set. Unknown fields are mistakes and are told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SiteConfig {
    /// Keystone, with or without `/v3`.
    pub auth_url: Option<String>,
    /// The image service, with or without `/v2`: for pasted tokens.
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
}

impl SiteConfig {
    /// Reads the file's text.
    ///
    /// # Errors
    /// The first thing wrong with it.
    pub fn parse(text: &str) -> Result<Self, ConfigProblem> {
        let config: Self =
            serde_json::from_str(text).map_err(|err| ConfigProblem::Syntax(err.to_string()))?;
        config.checked()
    }

    /// The same, once its addresses are.
    ///
    /// # Errors
    /// The first that is none.
    pub fn checked(self) -> Result<Self, ConfigProblem> {
        if let Some(url) = &self.auth_url {
            Endpoint::identity(url).map_err(|p| ConfigProblem::Address("auth_url", p))?;
        }
        if let Some(url) = &self.image_endpoint {
            Endpoint::image(url).map_err(|p| ConfigProblem::Address("image_endpoint", p))?;
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_object_is_a_configuration() {
        assert_eq!(SiteConfig::parse("{}"), Ok(SiteConfig::default()));
    }

    #[test]
    fn mistakes_are_told_by_name() {
        let problem = SiteConfig::parse(r#"{"auth_uri": "https://k"}"#).expect_err("misspelt");
        assert!(matches!(problem, ConfigProblem::Syntax(words) if words.contains("auth_uri")));
        assert_eq!(
            SiteConfig::parse(r#"{"auth_url": "ftp://k"}"#),
            Err(ConfigProblem::Address("auth_url", AddressProblem::Scheme))
        );
        let hash = SiteConfig::parse(r#"{"routing": "hash"}"#).expect("is right");
        assert_eq!(hash.routing, Routing::Hash);
    }
}
