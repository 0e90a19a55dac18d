//! Python, and the environments that carry Keystone and Glance.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{debian, remove_dir};
use crate::failure::{Doing, Result, because};
use crate::fingerprint::fingerprint;
use crate::paths::Paths;
use crate::{process, say};

/// The lock files were made on the first; the others are worth a try.
const CANDIDATES: [&str; 4] = ["python3.11", "python3", "python3.12", "python3.13"];

/// New enough, and able to make an environment with pip in it: Debian splits
/// that off into a package of its own.
const PROBE: &str = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";

/// Present in an environment that was installed to its end. An environment
/// cannot be renamed into place: its scripts name their own directory.
const READY: &str = "vitrine-ready";

/// What a lock file describes: clones with the same file share it.
pub struct Environment {
    pub home: PathBuf,
    lock: PathBuf,
    carries: String,
}

impl Environment {
    /// The lab's own.
    pub fn services(paths: &Paths) -> Result<Self> {
        let lock = paths.lab().join("requirements.lock");
        Self::new(paths, lock, "services", "Keystone and Glance".to_owned())
    }

    pub fn new(paths: &Paths, lock: PathBuf, name: &str, carries: String) -> Result<Self> {
        let text = fs::read(&lock).at("read", &lock)?;
        let home = paths.cache.join(format!("{name}-{}", fingerprint([text])));
        Ok(Self {
            home,
            lock,
            carries,
        })
    }

    /// Installs it, unless it is there; `finish` adds what is no package.
    pub fn ensure(&self, options: &[&str], finish: impl FnOnce(&Path) -> Result) -> Result {
        let home = &self.home;
        if home.join(READY).is_file() {
            return Ok(());
        }
        let carries = &self.carries;
        say!("setup: installing {carries} into a Python environment (once; a minute)");
        remove_dir(home)?;
        make_venv(home)?;
        let mut pip = pip_install(home);
        pip.args(options).arg("-r").arg(&self.lock);
        process::run_logged(
            &format!("the installation of {carries}"),
            &mut pip,
            &home.join("install.log"),
        )?;
        finish(home)?;
        let ready = home.join(READY);
        fs::write(&ready, "").at("write", &ready)
    }
}

pub fn make_venv(home: &Path) -> Result {
    let mut venv = process::command(interpreter()?);
    venv.args(["-m", "venv"]).arg(home);
    process::output("python -m venv", &mut venv).map(|_| ())
}

pub fn pip_install(venv: &Path) -> Command {
    let mut pip = process::command(venv.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--progress-bar", "off"])
        .arg("--disable-pip-version-check");
    pip
}

fn interpreter() -> Result<&'static str> {
    if let Some(found) = find() {
        return Ok(found);
    }
    debian::install(&["python3", "python3-venv"])?;
    match find() {
        Some(found) => Ok(found),
        None => because("Python 3.11 or newer with its venv module is needed: install it"),
    }
}

fn find() -> Option<&'static str> {
    CANDIDATES.into_iter().find(|name| {
        let mut probe = process::command(name);
        process::output(name, probe.args(["-c", PROBE])).is_ok()
    })
}
