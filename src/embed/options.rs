//! What a host says of the console that it wants (`npm/index.d.ts`): read here, and
//! nowhere else. Pure.

use serde::Deserialize;

use crate::route::{Place, Route};
use crate::session::{ConfigProblem, HostForm, Routing, SiteConfig};
use crate::ui::ThemeChoice;
use crate::views::{ActionPlace, HostAction, Without};

/// As `npm/index.js` sends them. What isn't said is `null` or left out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Options {
    pub image_endpoint: Option<String>,
    pub auth_url: Option<String>,
    pub region: Option<String>,
    pub interface: Option<String>,
    pub domain: Option<String>,
    pub project: Option<String>,
    /// Bytes, as digits.
    image_size_cap: Option<String>,
    /// `light`, `dark` or `system`; the person's choice, unless it is said.
    pub theme: Option<String>,
    routing: HostRouting,
    /// Before the console's own address, for `path` and `host`.
    base: Option<String>,
    /// An address of the console's own, such as `/images/ID`.
    view: Option<String>,
    /// What is left out.
    without: Vec<String>,
    pub actions: Vec<ActionOption>,
    pub pick: bool,
    /// Whether the browser's storage may be used.
    pub storage: bool,
    /// Whether the host gives tokens.
    pub gives_tokens: bool,
    pub worker_url: String,
    pub carrier_url: String,
}

/// Where the console's address is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum HostRouting {
    Path,
    Hash,
    #[default]
    Memory,
    Host,
}

/// An action of the host's own.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct ActionOption {
    id: String,
    label: String,
    #[serde(default)]
    icon: Option<String>,
    /// Both, unless it is said.
    #[serde(default)]
    places: Option<Vec<String>>,
}

impl Options {
    /// # Errors
    /// What isn't the JSON that is expected, in the parser's words.
    pub(super) fn parse(json: &str) -> Result<Self, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    /// The same as a site's own configuration, checked as that is; `origin` is the page's.
    pub(super) fn config(&self, origin: &str) -> Result<SiteConfig, ConfigProblem> {
        let cap = self.image_size_cap.as_ref().map(|text| text.parse());
        let image_size_cap = cap
            .transpose()
            .map_err(|_| ConfigProblem::Bytes("image_size_cap"))?;
        SiteConfig {
            auth_url: self.auth_url.clone(),
            image_endpoint: self.image_endpoint.clone(),
            region: self.region.clone(),
            interface: self.interface.clone(),
            project: self.project.clone(),
            domain: self.domain.clone(),
            routing: Routing::Memory,
            image_size_cap,
        }
        .checked(origin)
    }

    /// Where the host's token is used; addresses are those of the configuration.
    pub(super) fn form(&self, config: &SiteConfig) -> HostForm {
        HostForm {
            image_endpoint: config.image_endpoint.clone(),
            auth_url: config.auth_url.clone(),
            region: self.region.clone().unwrap_or_default(),
            interface: self
                .interface
                .clone()
                .unwrap_or_else(|| "public".to_owned()),
        }
    }

    pub(super) fn place(&self) -> Place {
        let base = self.base.as_deref().unwrap_or("/");
        match self.routing {
            HostRouting::Path => Place::path(base),
            HostRouting::Hash => Place::Hash,
            HostRouting::Memory => Place::Memory,
            HostRouting::Host => Place::host(base),
        }
    }

    pub(super) fn view(&self) -> Option<Route> {
        self.view.as_deref().map(Route::parse)
    }

    pub(super) fn theme(&self) -> Option<ThemeChoice> {
        self.theme.as_deref().map(ThemeChoice::parse)
    }

    pub(super) fn without(&self) -> Without {
        let is_out = |part: &str| self.without.iter().any(|word| word == part);
        Without {
            header: is_out("header"),
            // Who picks an image makes and changes none.
            create: is_out("create") || self.pick,
            edit: is_out("edit") || self.pick,
            delete: is_out("delete") || self.pick,
            download: is_out("download") || self.pick,
            share: is_out("share") || self.pick,
            service: is_out("service") || self.pick,
        }
    }
}

/// The host's actions, as views know them.
pub(super) fn actions(options: Vec<ActionOption>) -> Vec<HostAction> {
    let place = |word: &String| match word.as_str() {
        "page" => Some(ActionPlace::Page),
        "row" => Some(ActionPlace::Row),
        _ => None,
    };
    let action = |option: ActionOption| HostAction {
        id: option.id,
        label: option.label,
        icon: option.icon,
        places: match option.places {
            None => vec![ActionPlace::Page, ActionPlace::Row],
            Some(words) => words.iter().filter_map(place).collect(),
        },
    };
    options.into_iter().map(action).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Options {
        Options::parse(json).expect("is JSON")
    }

    #[test]
    fn a_tag_without_attributes_is_a_console_in_memory_with_everything_in_it() {
        let options = read("{}");
        assert_eq!(options.place(), Place::Memory);
        assert_eq!(options.without(), Without::default());
        assert_eq!(options.view(), None);
        assert!(!options.storage);
    }

    #[test]
    fn who_picks_changes_nothing() {
        let without = read(r#"{"pick": true}"#).without();
        assert!(without.create && without.edit && without.delete && without.download);
        assert!(!without.header);
    }

    #[test]
    fn a_misspelt_address_is_told_by_its_name() {
        let problem = read(r#"{"imageEndpoint": "ftp://x"}"#).config("https://portal");
        assert!(matches!(
            problem,
            Err(ConfigProblem::Address("image_endpoint", _))
        ));
    }

    #[test]
    fn the_largest_image_is_a_number_of_bytes() {
        let cap = |json| {
            read(json)
                .config("https://portal")
                .map(|it| it.image_size_cap)
        };
        assert_eq!(
            cap(r#"{"imageSizeCap": "1099511627776"}"#),
            Ok(Some(1 << 40))
        );
        assert_eq!(cap("{}"), Ok(None));
        let told = Err(ConfigProblem::Bytes("image_size_cap"));
        assert_eq!(cap(r#"{"imageSizeCap": "1 TiB"}"#), told);
    }

    #[test]
    fn actions_stand_everywhere_unless_they_say_where() {
        let json = r#"{"actions": [{"id": "a", "label": "A"},
            {"id": "b", "label": "B", "places": ["row", "moon"]}]}"#;
        let actions = actions(read(json).actions);
        assert_eq!(actions[0].places, [ActionPlace::Page, ActionPlace::Row]);
        assert_eq!(actions[1].places, [ActionPlace::Row]);
    }

    #[test]
    fn the_host_keeps_the_address_below_its_base() {
        let options = read(r#"{"routing": "host", "base": "/app/images", "view": "/images/1"}"#);
        assert_eq!(options.place(), Place::host("/app/images"));
        assert_eq!(options.view(), Some(Route::image("1")));
    }
}
