//! Releases of Glance: which one the lab has, and older ones for tests, each
//! in a Python environment of its own.

use std::fs;
use std::path::{Path, PathBuf};

use super::lock;
use super::python::Environment;
use crate::failure::{Doing, Result, because};
use crate::paths::Paths;
use crate::process;

/// The older releases that `lab/older` describes.
pub const OLDER_RELEASES: [u16; 4] = [25, 28, 30, 32];

/// An older release that is installed.
#[derive(Clone, Debug)]
pub struct OlderGlance {
    pub release: u16,
    /// Its Python environment.
    pub home: PathBuf,
}

impl OlderGlance {
    /// Its tables and metadata definitions, without any image.
    pub fn empty_database(&self) -> PathBuf {
        empty_database(&self.home)
    }
}

/// The release that the lab's lock file names.
pub fn glance_release(paths: &Paths) -> Result<u16> {
    let lock = paths.lab().join("requirements.lock");
    let text = fs::read_to_string(&lock).at("read", &lock)?;
    text.lines()
        .find_map(|line| {
            line.strip_prefix("glance==")?
                .split('.')
                .next()?
                .parse()
                .ok()
        })
        .map_or_else(
            || because(format!("{} names no release of Glance", lock.display())),
            Ok,
        )
}

/// Installs those that are missing.
pub fn ensure_older(paths: &Paths, releases: &[u16]) -> Result<Vec<OlderGlance>> {
    let _lock = lock(paths)?;
    releases
        .iter()
        .map(|&release| {
            let lock = paths.lab().join(format!("older/{release}.lock"));
            let name = format!("glance-{release}");
            let what = format!("Glance {release}");
            let environment = Environment::new(paths, lock, &name, what)?;
            // The locks are complete, and name a substitute here and there
            // that does not satisfy what the packages say they need.
            environment.ensure(&["--no-deps"], make_database)?;
            Ok(OlderGlance {
                release,
                home: environment.home,
            })
        })
        .collect()
}

fn empty_database(home: &Path) -> PathBuf {
    home.join("glance-empty.sqlite")
}

/// Made once per environment: each step is a slow Python program.
fn make_database(home: &Path) -> Result {
    let config = home.join("glance-empty.conf");
    let database = empty_database(home);
    let text = format!(
        "[database]\nconnection = sqlite:///{}\n",
        database.display()
    );
    fs::write(&config, text).at("write", &config)?;
    let definitions = home.join("etc/glance/metadefs").display().to_string();
    for arguments in [&["db_sync"][..], &["db_load_metadefs", &definitions]] {
        let mut manage = process::command(home.join("bin/glance-manage"));
        manage
            .env("PYTHONWARNINGS", "ignore")
            .arg("--config-file")
            .arg(&config)
            .args(arguments);
        let what = arguments.first().copied().unwrap_or_default();
        process::run_logged(
            &format!("glance-manage {what}"),
            &mut manage,
            &home.join(format!("{what}.log")),
        )?;
    }
    Ok(())
}
