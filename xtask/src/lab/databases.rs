//! The services' databases, made once per lab state.

use std::fs;
use std::path::PathBuf;
use std::thread;

use nix::unistd::{getegid, geteuid};

use super::{ADMIN_PASSWORD, Lab};
use crate::failure::{Doing, Result, because};
use crate::{process, say, setup};

/// Makes what is missing, both services at the same time: each is several
/// runs of a slow Python program.
pub fn ensure(lab: &Lab<'_>) -> Result {
    let keystone = Step::new(lab, "keystone");
    let glance = Step::new(lab, "glance");
    if keystone.done() && glance.done() {
        return Ok(());
    }
    say!("lab: making the databases");
    thread::scope(|scope| {
        let other = scope.spawn(|| glance.once(make_glance));
        let own = keystone.once(make_keystone);
        match other.join() {
            Ok(others) => own.and(others),
            Err(_) => because("making Glance's database panicked"),
        }
    })
}

struct Step<'a> {
    lab: &'a Lab<'a>,
    service: &'static str,
    /// Written when the database was made to its end; holds `release`.
    marker: PathBuf,
    /// Which releases of the services the database is for.
    release: String,
}

impl<'a> Step<'a> {
    fn new(lab: &'a Lab<'a>, service: &'static str) -> Self {
        let marker = lab.settings.state.join(format!("db/{service}-ready"));
        // The environment's name tells what is installed in it.
        let release = lab.services.display().to_string();
        Self {
            lab,
            service,
            marker,
            release,
        }
    }

    fn done(&self) -> bool {
        fs::read_to_string(&self.marker).is_ok_and(|made_for| made_for == self.release)
    }

    fn once(&self, make: fn(&Self) -> Result) -> Result {
        if self.done() {
            return Ok(());
        }
        if self.marker.is_file() {
            // Made for other releases: the data stays, the tables change.
            self.manage(&["db_sync"])?;
            return fs::write(&self.marker, &self.release).at("write", &self.marker);
        }
        // What an interrupted attempt left is of no use.
        let database = self.lab.settings.database(self.service);
        if database.exists() {
            fs::remove_file(&database).at("remove", &database)?;
        }
        make(self)?;
        fs::write(&self.marker, &self.release).at("write", &self.marker)
    }

    /// One run of keystone-manage or glance-manage.
    fn manage(&self, arguments: &[&str]) -> Result {
        let program = format!("{}-manage", self.service);
        let mut command = self.lab.python_program(&program);
        command
            .arg("--config-file")
            .arg(self.lab.conf(self.service))
            .args(arguments);
        let what = arguments.first().copied().unwrap_or_default();
        process::run_logged(
            &format!("{program} {what}"),
            &mut command,
            &self.lab.settings.log(&format!("{program}-{what}")),
        )
    }
}

fn make_keystone(step: &Step<'_>) -> Result {
    let keystone = step.lab.settings.keystone_url();
    let user = format!("--keystone-user={}", geteuid());
    let group = format!("--keystone-group={}", getegid());
    for keys in ["fernet", "credential"] {
        setup::remove_dir(
            &step
                .lab
                .settings
                .state
                .join(format!("etc/keystone/{keys}-keys")),
        )?;
        step.manage(&[&format!("{keys}_setup"), &user, &group])?;
    }
    step.manage(&["db_sync"])?;
    step.manage(&[
        "bootstrap",
        "--bootstrap-username=admin",
        &format!("--bootstrap-password={ADMIN_PASSWORD}"),
        "--bootstrap-project-name=admin",
        "--bootstrap-role-name=admin",
        "--bootstrap-service-name=keystone",
        "--bootstrap-region-id=RegionOne",
        &format!("--bootstrap-public-url={keystone}"),
        &format!("--bootstrap-internal-url={keystone}"),
        &format!("--bootstrap-admin-url={keystone}"),
    ])
}

fn make_glance(step: &Step<'_>) -> Result {
    let definitions = step.lab.services.join("etc/glance/metadefs");
    step.manage(&["db_sync"])?;
    step.manage(&["db_load_metadefs", &definitions.display().to_string()])?;
    let empty = step.lab.empty_glance_database();
    fs::copy(step.lab.settings.database("glance"), &empty)
        .at("copy to", &empty)
        .map(|_| ())
}

impl Lab<'_> {
    /// Glance's database as it was made: no image is in it.
    pub(super) fn empty_glance_database(&self) -> PathBuf {
        self.settings.database("glance-empty")
    }
}
