//! A real Keystone and Glance on loopback, on SQLite. Dropping a `Lab` stops
//! it; its state stays and makes the next start quick.

mod beside;
mod config;
mod databases;
mod edits;
mod many;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::failure::{Doing, Result, because};
use crate::fingerprint::fingerprint;
use crate::paths::Paths;
use crate::process::{self, Running};
use crate::setup::{self, Tools};
use crate::{loopback, say, stop};
use edits::Edit;

pub use beside::{Cloud, Neighbour, VariantPorts};
pub use many::{MANY, seed};

pub const ADMIN_PASSWORD: &str = "admin-lab";
pub const DEMO_PASSWORD: &str = "demo-lab";
const GLANCE_PASSWORD: &str = "glance-lab";

/// Who can sign in, for the person; `lab/seed.py` makes them so.
pub const PEOPLE: &str = r"  admin      admin-lab   admin of project admin
  demo       demo-lab    member of demo and demo2
  alt        demo-lab    member of alt, to share images with
  tiny       demo-lab    member of tiny, which has tiny quotas
  auditor    demo-lab    reader of demo
  boss       demo-lab    manager of demo
  noproject  demo-lab    has no project";

/// How long a service may take to answer.
const PATIENCE: Duration = Duration::from_secs(90);

/// What one lab is made of.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Databases, images, configuration and logs.
    pub state: PathBuf,
    pub keystone_port: u16,
    pub glance_port: u16,
    /// Of the Glance in the catalog, which others fetch images from.
    pub catalog_glance_port: u16,
    /// The pages that may talk to it, as browsers name them.
    pub origins: Vec<String>,
    /// Forget what an earlier start left.
    pub fresh: bool,
}

impl Settings {
    pub fn keystone_url(&self) -> String {
        format!("http://127.0.0.1:{}/v3", self.keystone_port)
    }

    pub fn glance_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.glance_port)
    }

    fn database(&self, service: &str) -> PathBuf {
        self.state.join("db").join(format!("{service}.sqlite"))
    }

    fn log(&self, name: &str) -> PathBuf {
        self.state.join("log").join(format!("{name}.log"))
    }
}

/// A program of the Python environment that carries the services.
fn python_program(services: &Path, name: &str) -> Command {
    let mut command = process::command(services.join("bin").join(name));
    command
        .env("PYTHONWARNINGS", "ignore")
        // `lab/` belongs to the repository: no bytecode in it.
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

pub struct Lab<'a> {
    settings: Settings,
    paths: &'a Paths,
    /// The Python environment that carries the services.
    services: PathBuf,
    /// Where the configuration differs from the templates.
    edits: Vec<Edit>,
    running: Vec<Running>,
}

impl<'a> Lab<'a> {
    pub fn start(paths: &'a Paths, tools: &Tools, settings: &Settings) -> Result<Self> {
        let remedy = "stop it (another `cargo xtask dev` or `lab`, perhaps) and repeat";
        loopback::need_free(settings.keystone_port, "Keystone", remedy)?;
        loopback::need_free(settings.glance_port, "Glance", remedy)?;
        let began = Instant::now();
        if settings.fresh {
            setup::remove_dir(&settings.state)?;
        }
        let mut lab = Self {
            settings: settings.clone(),
            paths,
            services: tools.services.clone(),
            edits: Vec::new(),
            running: Vec::new(),
        };
        lab.write_config()?;
        databases::ensure(&lab)?;

        // Glance must know its own endpoint's id, which seeding gives. With
        // that remembered, both can start at once.
        let seeded = lab.remembered_endpoint()?;
        lab.serve("keystone", settings.keystone_port)?;
        if let Some(endpoint) = &seeded {
            lab.serve_glance(endpoint)?;
        }
        lab.wait_for("keystone", settings.keystone_port, "/v3", 200)?;
        if seeded.is_none() {
            let endpoint = lab.seed()?;
            lab.serve_glance(&endpoint)?;
        }
        lab.wait_for("glance", settings.glance_port, "/healthcheck", 200)?;
        say!(
            "lab: Keystone {} and Glance {} are up ({:.1} s)",
            settings.keystone_url(),
            settings.glance_url(),
            began.elapsed().as_secs_f32()
        );
        Ok(lab)
    }

    /// Two real disk images to look at, unless they are there.
    pub fn add_demo_images(&self) -> Result {
        let mut script = self.script("demo_images.py");
        script.arg(self.settings.state.join("demo-images"));
        let said = process::output("lab/demo_images.py", &mut script)?;
        for line in said.lines() {
            say!("lab: {line}");
        }
        Ok(())
    }

    /// An error once a service has ended by itself.
    pub fn check(&mut self) -> Result {
        for service in &mut self.running {
            if let Some(status) = service.ended()? {
                return because(format!(
                    "{} ended by itself ({status}):\n{}",
                    service.name,
                    self.settings.logs(&service.name)
                ));
            }
        }
        Ok(())
    }

    /// A Python script of `lab/` that talks to the services.
    fn script(&self, name: &str) -> Command {
        let mut command = self.python_program("python");
        command
            .arg(self.paths.lab().join(name))
            .env("LAB_KEYSTONE_URL", self.settings.keystone_url())
            .env("LAB_GLANCE_URL", self.settings.glance_url())
            .env("LAB_ADMIN_PASSWORD", ADMIN_PASSWORD)
            .env("LAB_DEMO_PASSWORD", DEMO_PASSWORD)
            .env("LAB_GLANCE_PASSWORD", GLANCE_PASSWORD);
        command
    }

    /// A program of the services' environment.
    fn python_program(&self, name: &str) -> Command {
        python_program(&self.services, name)
    }

    /// What the catalog and the users depend on.
    fn seed_fingerprint(&self) -> Result<String> {
        let script = self.paths.lab().join("seed.py");
        let text = fs::read_to_string(&script).at("read", &script)?;
        Ok(fingerprint([
            text,
            self.settings.keystone_url(),
            self.settings.glance_url(),
        ]))
    }

    fn seed_record(&self) -> PathBuf {
        self.settings.state.join("db/seeded")
    }

    fn remembered_endpoint(&self) -> Result<Option<String>> {
        let Ok(record) = fs::read_to_string(self.seed_record()) else {
            return Ok(None);
        };
        let fingerprint = self.seed_fingerprint()?;
        Ok(record
            .split_once(' ')
            .filter(|(seen, _)| *seen == fingerprint)
            .map(|(_, endpoint)| endpoint.to_owned()))
    }

    fn seed(&self) -> Result<String> {
        let endpoint = process::output("lab/seed.py", &mut self.script("seed.py"))?;
        let record = self.seed_record();
        fs::write(&record, format!("{} {endpoint}", self.seed_fingerprint()?))
            .at("write", &record)?;
        Ok(endpoint)
    }

    fn serve_glance(&mut self, endpoint: &str) -> Result {
        self.write_glance_config(endpoint)?;
        self.serve("glance", self.settings.glance_port)
    }

    fn serve(&mut self, service: &str, port: u16) -> Result {
        let ini = self.write_uwsgi_config(service, port)?;
        let variable = format!("OS_{}_CONFIG_DIR", service.to_uppercase());
        let mut uwsgi = self.python_program("uwsgi");
        uwsgi
            .arg("--ini")
            .arg(ini)
            .env("LAB_APP", service)
            .env(variable, self.settings.state.join("etc").join(service))
            // oslo.middleware's CORS filter opens a configuration of its own
            // and looks in its default places only, of which this is one:
            // without it [cors] would be ignored in silence.
            .env("SNAP_COMMON", &self.settings.state);
        process::log_into(&mut uwsgi, &self.settings.log(&format!("{service}-server")))?;
        self.running.push(Running::start(service, &mut uwsgi)?);
        Ok(())
    }

    fn wait_for(&mut self, service: &str, port: u16, path: &str, wanted: u16) -> Result {
        let deadline = Instant::now() + PATIENCE;
        while loopback::status(port, path) != Some(wanted) {
            self.check()?;
            stop::pause()?;
            if Instant::now() > deadline {
                return because(format!(
                    "{service} does not answer after {} s:\n{}",
                    PATIENCE.as_secs(),
                    self.settings.logs(service)
                ));
            }
        }
        Ok(())
    }
}

impl Settings {
    /// The ends of a service's logs.
    fn logs(&self, service: &str) -> String {
        [service.to_owned(), format!("{service}-server")]
            .map(|name| process::tail(&self.log(&name)))
            .join("\n")
    }
}
