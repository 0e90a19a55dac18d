//! Python, and the environment that carries Keystone and Glance.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{debian, remove_dir};
use crate::failure::{Doing, Result, because};
use crate::fingerprint::fingerprint;
use crate::paths::Paths;
use crate::{process, say};

/// The lock file was made on the first; the others are worth a try.
const CANDIDATES: [&str; 4] = ["python3.11", "python3", "python3.12", "python3.13"];

/// New enough, and able to make an environment with pip in it: Debian splits
/// that off into a package of its own.
const PROBE: &str = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";

/// Present in an environment that was installed to its end. An environment
/// cannot be renamed into place: its scripts name their own directory.
const READY: &str = "vitrine-ready";

/// The services' environment: clones with the same lock file share it.
pub fn environment(paths: &Paths) -> Result<PathBuf> {
    let lock = paths.lab().join("requirements.lock");
    let text = fs::read(&lock).at("read", &lock)?;
    Ok(paths
        .cache
        .join(format!("services-{}", fingerprint([text]))))
}

pub fn ensure(paths: &Paths) -> Result {
    let home = environment(paths)?;
    if home.join(READY).is_file() {
        return Ok(());
    }
    say!("setup: installing Keystone and Glance into a Python environment (once; a minute)");
    remove_dir(&home)?;
    make_venv(&home)?;
    let mut pip = pip_install(&home);
    pip.arg("-r").arg(paths.lab().join("requirements.lock"));
    process::run_logged(
        "the installation of Keystone and Glance",
        &mut pip,
        &home.join("install.log"),
    )?;
    let ready = home.join(READY);
    fs::write(&ready, "").at("write", &ready)
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
