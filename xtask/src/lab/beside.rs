//! More clouds beside the lab's own, for tests: this release set up in other
//! ways, and older releases. All of them live on the lab's Keystone.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use super::edits::Edit;
use super::{Lab, Settings};
use crate::failure::{Doing, Result};
use crate::process::{self, Running};
use crate::setup::{OlderGlance, glance_release};

/// Nobody listens there, and no program is ever given it as a free port.
const DEAD_PORT: u16 = 1;

/// What many operators write: the rest is the services' own defaults.
const MINIMAL_CORS: &[Edit] = &[Edit::KeepOnly("cors", "allowed_origin")];

/// The store of old, without a name, no cache, and small images only.
const SINGLE_STORE: &[Edit] = &[
    Edit::Drop("DEFAULT", "enabled_backends"),
    Edit::Set(
        "DEFAULT",
        "enabled_import_methods",
        "[glance-direct,web-download]",
    ),
    Edit::Set(
        "DEFAULT",
        "node_staging_uri",
        "file://@STATE@/glance/staging",
    ),
    Edit::Set("DEFAULT", "use_keystone_limits", "false"),
    Edit::Set("DEFAULT", "image_size_cap", "4194304"),
    Edit::Drop("DEFAULT", "image_cache_dir"),
    Edit::Drop("DEFAULT", "image_cache_driver"),
    Edit::Drop("DEFAULT", "image_cache_max_size"),
    Edit::Drop("glance_store", "default_backend"),
    Edit::Set("glance_store", "stores", "file"),
    Edit::Set("glance_store", "default_store", "file"),
    Edit::Set(
        "glance_store",
        "filesystem_store_datadir",
        "@STATE@/glance/fast",
    ),
    Edit::DropSection("fast"),
    Edit::DropSection("slow"),
    Edit::DropSection("web"),
    Edit::DropSection("os_glance_staging_store"),
    Edit::DropSection("os_glance_tasks_store"),
    Edit::Set("paste_deploy", "flavor", "keystone"),
];

/// A site with few formats, where nothing is imported. Its image schema, which demands a property, lies
/// beside the configuration.
const OWN_SCHEMA: &[Edit] = &[
    Edit::Set("image_format", "disk_formats", "qcow2,raw,iso"),
    Edit::Set("DEFAULT", "enabled_import_methods", "[]"),
];

/// An older release with its own eventlet server.
const OLDER: &[Edit] = &[
    Edit::Set("DEFAULT", "bind_host", "127.0.0.1"),
    Edit::Set("DEFAULT", "bind_port", "@GLANCE_PORT@"),
    Edit::Set("DEFAULT", "workers", "1"),
    // The catalog's endpoint, which limits belong to, is the lab's Glance.
    Edit::Set("DEFAULT", "use_keystone_limits", "false"),
    Edit::Set("DEFAULT", "image_cache_driver", "sqlite"),
    Edit::DropSection("wsgi"),
];

/// Up to Zed the older policy was the default: a reader may write.
const LEGACY_POLICY: &[Edit] = &[
    Edit::Set("oslo_policy", "enforce_scope", "false"),
    Edit::Set("oslo_policy", "enforce_new_defaults", "false"),
];
const LAST_WITH_LEGACY_POLICY: u16 = 25;

/// One Keystone and Glance that tests may talk to.
#[derive(Clone, Debug)]
pub struct Cloud {
    pub name: String,
    pub release: u16,
    pub keystone: String,
    pub glance: String,
}

/// As JSON; nothing in it needs escaping.
impl fmt::Display for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            release,
            keystone,
            glance,
        } = self;
        write!(
            f,
            r#"{{"name":"{name}","release":{release},"keystone":"{keystone}","glance":"{glance}"}}"#
        )
    }
}

/// A cloud beside the lab; dropping it stops it.
pub struct Neighbour<'a> {
    pub cloud: Cloud,
    lab: Lab<'a>,
}

/// Where the variants of the lab's own release answer.
#[derive(Clone, Copy, Debug)]
pub struct VariantPorts {
    pub minimal_keystone: u16,
    pub minimal_glance: u16,
    pub lost_keystone: u16,
    pub single_store: u16,
    pub own_schema: u16,
}

impl<'a> Lab<'a> {
    /// The lab itself, as one cloud among others.
    pub fn cloud(&self) -> Result<Cloud> {
        let release = glance_release(self.paths)?;
        Ok(self.cloud_at(release.to_string(), release, self.settings.glance_port))
    }

    /// This release, set up in other ways; all start at once.
    pub fn start_variants(&self, ports: VariantPorts) -> Result<Vec<Neighbour<'a>>> {
        let mut variants = vec![
            self.minimal_cors(ports)?,
            self.variant("lost-keystone", ports.lost_keystone, DEAD_PORT, &[])?,
            self.variant(
                "single-store",
                ports.single_store,
                self.settings.keystone_port,
                SINGLE_STORE,
            )?,
            self.own_schema(ports.own_schema)?,
        ];
        for variant in &mut variants {
            variant.wait()?;
        }
        Ok(variants)
    }

    /// Older releases, each on its port; all start at once.
    pub fn start_older(&self, wanted: &[(OlderGlance, u16)]) -> Result<Vec<Neighbour<'a>>> {
        let mut older = wanted
            .iter()
            .map(|(glance, port)| self.older(glance, *port))
            .collect::<Result<Vec<_>>>()?;
        for neighbour in &mut older {
            neighbour.wait()?;
        }
        Ok(older)
    }

    fn minimal_cors(&self, ports: VariantPorts) -> Result<Neighbour<'a>> {
        let mut variant = self.variant(
            "minimal-cors",
            ports.minimal_glance,
            ports.minimal_keystone,
            MINIMAL_CORS,
        )?;
        let lab = &mut variant.lab;
        lab.write_keystone_config(&self.settings.state)?;
        lab.serve("keystone", ports.minimal_keystone)?;
        variant.cloud.keystone = lab.settings.keystone_url();
        Ok(variant)
    }

    fn own_schema(&self, port: u16) -> Result<Neighbour<'a>> {
        let name = "own-schema";
        let settings = self.beside(name, port, self.settings.keystone_port);
        let from = self.paths.lab().join("templates/schema-image.json");
        let beside_configuration = settings.state.join("etc/glance");
        fs::create_dir_all(&beside_configuration).at("create", &beside_configuration)?;
        let to = beside_configuration.join("schema-image.json");
        fs::copy(&from, &to).at("copy", &from)?;
        self.variant(name, port, self.settings.keystone_port, OWN_SCHEMA)
    }

    /// The lab's own release, on its way up; `keystone_port` is where it asks
    /// about tokens.
    fn variant(
        &self,
        name: &str,
        port: u16,
        keystone_port: u16,
        edits: &[Edit],
    ) -> Result<Neighbour<'a>> {
        let settings = self.beside(name, port, keystone_port);
        let mut lab = self.neighbour(settings, self.services.clone(), edits.to_vec());
        lab.make_directories()?;
        copy(&self.empty_glance_database(), &lab.settings)?;
        let endpoint = self.remembered_endpoint()?.unwrap_or_default();
        lab.serve_glance(&endpoint)?;
        let cloud = self.cloud_at(name.to_owned(), glance_release(self.paths)?, port);
        Ok(Neighbour { cloud, lab })
    }

    fn older(&self, glance: &OlderGlance, port: u16) -> Result<Neighbour<'a>> {
        let name = glance.release.to_string();
        let settings = self.beside(&name, port, self.settings.keystone_port);
        let mut edits = OLDER.to_vec();
        if glance.release <= LAST_WITH_LEGACY_POLICY {
            edits.extend(LEGACY_POLICY);
        }
        let mut lab = self.neighbour(settings, glance.home.clone(), edits);
        lab.make_directories()?;
        copy(&glance.empty_database(), &lab.settings)?;
        lab.write_glance_config("")?;
        lab.serve_eventlet()?;
        let cloud = self.cloud_at(name, glance.release, port);
        Ok(Neighbour { cloud, lab })
    }

    fn beside(&self, name: &str, glance_port: u16, keystone_port: u16) -> Settings {
        Settings {
            state: self.settings.state.join("beside").join(name),
            keystone_port,
            glance_port,
            ..self.settings.clone()
        }
    }

    fn neighbour(&self, settings: Settings, services: PathBuf, edits: Vec<Edit>) -> Self {
        Self {
            settings,
            paths: self.paths,
            services,
            edits,
            running: Vec::new(),
        }
    }

    fn cloud_at(&self, name: String, release: u16, glance_port: u16) -> Cloud {
        Cloud {
            name,
            release,
            keystone: self.settings.keystone_url(),
            glance: format!("http://127.0.0.1:{glance_port}"),
        }
    }

    /// The server that releases before 33 bring along.
    fn serve_eventlet(&mut self) -> Result {
        let mut server = self.python_program("glance-api");
        server
            .arg("--config-file")
            .arg(self.conf("glance"))
            .env("SNAP_COMMON", &self.settings.state);
        process::log_into(&mut server, &self.settings.log("glance-server"))?;
        self.running.push(Running::start("glance", &mut server)?);
        Ok(())
    }
}

impl Neighbour<'_> {
    fn wait(&mut self) -> Result {
        let Settings {
            keystone_port,
            glance_port,
            ..
        } = self.lab.settings;
        if self.lab.running.iter().any(|it| it.name == "keystone") {
            self.lab.wait_for("keystone", keystone_port, "/v3", 200)?;
        }
        // Not /healthcheck, which release 28 misspells in one of its pipelines.
        self.lab.wait_for("glance", glance_port, "/versions", 200)
    }
}

/// A Glance database that holds no image yet becomes the cloud's own.
fn copy(empty: &Path, settings: &Settings) -> Result {
    let own = settings.database("glance");
    fs::copy(empty, &own).at("copy to", &own).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::super::edits::apply;
    use super::{LEGACY_POLICY, MINIMAL_CORS, OLDER, OWN_SCHEMA, SINGLE_STORE};

    const TEMPLATE: &str = include_str!("../../../lab/templates/glance-api.conf.in");

    #[test]
    fn every_edit_finds_its_place() {
        for edit in [MINIMAL_CORS, SINGLE_STORE, OWN_SCHEMA, OLDER, LEGACY_POLICY].concat() {
            assert_ne!(apply(TEMPLATE, &[edit]), apply(TEMPLATE, &[]), "{edit:?}");
        }
    }
}
