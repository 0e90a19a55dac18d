//! The services' configuration, filled in from `lab/templates`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::{GLANCE_PASSWORD, Lab, edits};
use crate::failure::{Doing, Result, because};

/// Seconds that a Keystone token lives, unless VITRINE_LAB_TOKEN_TTL differs.
const TOKEN_TTL: &str = "3600";

impl Lab<'_> {
    /// Everything that can be written before Glance's endpoint has an id.
    pub(super) fn write_config(&self) -> Result {
        self.make_directories()?;
        self.write_keystone_config(&self.settings.state)?;
        self.write_glance_config("unknown-until-seeded")
    }

    pub(super) fn make_directories(&self) -> Result {
        for directory in [
            "db",
            "log",
            "etc/keystone",
            "etc/glance",
            "glance/fast",
            "glance/slow",
            "glance/staging",
            "glance/tasks",
            "glance/cache",
            "glance/work",
            "glance/lock",
        ] {
            let directory = self.settings.state.join(directory);
            fs::create_dir_all(&directory).at("create", &directory)?;
        }
        Ok(())
    }

    /// `data` is the lab state that has the database and the keys.
    pub(super) fn write_keystone_config(&self, data: &Path) -> Result {
        let values = [("KEYSTONE_DATA", data.display().to_string())];
        self.render("keystone.conf.in", &self.conf("keystone"), &values)
    }

    pub(super) fn write_glance_config(&self, endpoint: &str) -> Result {
        let values = [("GLANCE_ENDPOINT_ID", endpoint.to_owned())];
        self.render("glance-api.conf.in", &self.conf("glance"), &values)?;
        self.write_paste_config()
    }

    /// The release's own pipelines of request filters.
    fn write_paste_config(&self) -> Result {
        let state = &self.settings.state;
        let shipped = self.services.join("etc/glance/glance-api-paste.ini");
        let paste = state.join("etc/glance/glance-api-paste.ini");
        let text = fs::read_to_string(&shipped).at("read", &shipped)?;
        // A file there would make the machine's own Glance, if any, and this
        // one unhealthy together.
        let local = state.join("etc/glance/healthcheck_disable");
        let text = text.replace(
            "/etc/glance/healthcheck_disable",
            &local.display().to_string(),
        );
        fs::write(&paste, text).at("write", &paste)
    }

    pub(super) fn write_uwsgi_config(&self, service: &str, port: u16) -> Result<PathBuf> {
        let ini = self.settings.state.join(format!("etc/{service}-uwsgi.ini"));
        let values = [
            ("PORT", port.to_string()),
            ("LAB", self.paths.lab().display().to_string()),
        ];
        self.render("uwsgi.ini.in", &ini, &values)?;
        Ok(ini)
    }

    /// A service's own configuration file.
    pub(super) fn conf(&self, service: &str) -> PathBuf {
        let name = match service {
            "glance" => "glance-api.conf",
            _ => "keystone.conf",
        };
        self.settings.state.join("etc").join(service).join(name)
    }

    fn render(&self, template: &str, to: &Path, more: &[(&str, String)]) -> Result {
        let from = self.paths.lab().join("templates").join(template);
        let text = fs::read_to_string(&from).at("read", &from)?;
        let text = edits::apply(&text, &self.edits);
        let settings = &self.settings;
        let console_ports: Vec<&str> = settings
            .origins
            .iter()
            .filter_map(|origin| origin.rsplit(':').next())
            .collect();
        let values = [
            ("STATE", settings.state.display().to_string()),
            ("SERVICES", self.services.display().to_string()),
            ("KEYSTONE_PORT", settings.keystone_port.to_string()),
            ("GLANCE_PORT", settings.glance_port.to_string()),
            (
                "CATALOG_GLANCE_PORT",
                settings.catalog_glance_port.to_string(),
            ),
            ("CONSOLE_PORTS", console_ports.join(",")),
            ("CORS_ORIGINS", settings.origins.join(",")),
            ("GLANCE_PASSWORD", GLANCE_PASSWORD.to_owned()),
            (
                "TOKEN_TTL",
                env::var("VITRINE_LAB_TOKEN_TTL").unwrap_or_else(|_| TOKEN_TTL.to_owned()),
            ),
        ];
        match fill(&text, values.iter().chain(more)) {
            Ok(text) => fs::write(to, text).at("write", to),
            Err(name) => because(format!(
                "{} asks for @{name}@, which nobody knows",
                from.display()
            )),
        }
    }
}

/// Replaces each `@NAME@`; an unknown name is the error.
fn fill<'a>(
    template: &str,
    values: impl Iterator<Item = &'a (&'a str, String)>,
) -> std::result::Result<String, String> {
    let text = values.fold(template.to_owned(), |text, (name, value)| {
        text.replace(&format!("@{name}@"), value)
    });
    let unknown = text.split('@').skip(1).step_by(2).find(|name| {
        !name.is_empty()
            && name
                .chars()
                .all(|letter| letter.is_ascii_uppercase() || letter == '_')
    });
    match unknown {
        Some(name) => Err(name.to_owned()),
        None => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn placeholders_are_filled_and_unknown_ones_named() {
        let values = [("A", "1".to_owned()), ("B_C", "2".to_owned())];
        assert_eq!(
            fill("x=@A@\ny=@B_C@\n@A@", values.iter()),
            Ok("x=1\ny=2\n1".to_owned())
        );
        assert_eq!(fill("x=@A@ @D@", values.iter()), Err("D".to_owned()));
    }
}
