//! Installs what a fresh machine lacks. Every step looks first and says a
//! line only when it has something to do.

mod debian;
mod glance;
mod native;
mod node;
mod python;
mod servers;
mod wasm_std;

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Doing, Failure, Result};
use crate::paths::Paths;
use crate::{process, say, stop};
use python::Environment;

pub use glance::{OLDER_RELEASES, OlderGlance, ensure_older, glance_release};
pub use servers::{brotli_module, mime_types};

/// What the machine is to be made fit for; each includes the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// The page for development, which nothing optimises: neither Python nor Node.js.
    Serve,
    Build,
    Dev,
    Test,
}

impl Purpose {
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "build" => Some(Self::Build),
            "dev" => Some(Self::Dev),
            "test" => Some(Self::Test),
            _ => None,
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Serve => "serve",
            Self::Build => "build",
            Self::Dev => "dev",
            Self::Test => "test",
        })
    }
}

/// Where the installed things are.
#[derive(Clone, Debug)]
pub struct Tools {
    directories: Vec<PathBuf>,
    /// The Python environment that carries Keystone and Glance.
    pub services: PathBuf,
}

impl Tools {
    pub fn locate(paths: &Paths) -> Result<Self> {
        let mut directories = node::directories(paths).to_vec();
        directories.extend(native::directories(paths));
        directories.extend(servers::directories(paths));
        Ok(Self {
            directories,
            services: Environment::services(paths)?.home,
        })
    }

    /// PATH with the pinned tools before the machine's own.
    pub fn path(&self) -> Result<OsString> {
        let machine = std::env::var_os("PATH").unwrap_or_default();
        let all = self
            .directories
            .iter()
            .cloned()
            .chain(std::env::split_paths(&machine));
        std::env::join_paths(all).doing(|| "cannot put the tools on PATH".to_owned())
    }

    /// A command that finds the pinned tools, run in the repository.
    pub fn command(&self, paths: &Paths, program: &str) -> Result<Command> {
        let mut command = process::command(program);
        command.current_dir(&paths.repo).env("PATH", self.path()?);
        forget_outer_cargo(&mut command);
        Ok(command)
    }

    /// npm, which trusts whom the machine trusts: Node.js by itself knows
    /// nothing of a company's own certificate authority.
    pub fn npm(&self, paths: &Paths) -> Result<Command> {
        let mut npm = self.command(paths, "npm")?;
        npm.env("NODE_USE_SYSTEM_CA", "1");
        Ok(npm)
    }

    /// Trunk, without what is known to confuse it.
    pub fn trunk(&self, paths: &Paths) -> Result<Command> {
        let mut trunk = self.command(paths, "trunk")?;
        // It reads this as a flag's value and refuses the customary `1`.
        trunk.env_remove("NO_COLOR");
        Ok(trunk)
    }

    /// The program of that name, pinned or the machine's.
    pub fn which(&self, name: &str) -> Result<PathBuf> {
        std::env::split_paths(&self.path()?)
            // Where servers are, though not on everyone's PATH.
            .chain([PathBuf::from("/usr/sbin")])
            .map(|directory| directory.join(name))
            .find(|program| program.is_file())
            .ok_or_else(|| {
                Failure::Because(format!(
                    "{name} is not installed: `cargo xtask setup --for test` should have seen to it"
                ))
            })
    }
}

pub fn run(paths: &Paths, purpose: Purpose) -> Result<Tools> {
    let _lock = lock(paths)?;
    wasm_std::ensure(paths)?;
    native::ensure(paths)?;
    if purpose >= Purpose::Build {
        node::ensure(paths)?;
    }
    if purpose >= Purpose::Dev {
        Environment::services(paths)?.ensure(&[], |_| Ok(()))?;
        debian::ensure(purpose)?;
    }
    if purpose >= Purpose::Test {
        servers::ensure(paths)?;
    }
    Tools::locate(paths)
}

/// The wasm target alone, for lints.
pub fn ensure_wasm_std(paths: &Paths) -> Result {
    let _lock = lock(paths)?;
    wasm_std::ensure(paths)
}

/// Keeps two clones from installing into the shared cache at once.
fn lock(paths: &Paths) -> Result<File> {
    fs::create_dir_all(&paths.cache).at("create", &paths.cache)?;
    let path = paths.cache.join("setup.lock");
    let file = File::create(&path).at("create", &path)?;
    let mut said = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => {
                if !said {
                    say!("setup: another setup is at work in the same cache; waiting for it");
                    said = true;
                }
                stop::pause()?;
            }
            Err(TryLockError::Error(error)) => return Err(error).at("lock", &path),
        }
    }
}

/// Removes what `cargo run` told us about this package: a nested cargo, or a
/// build script that reads it, would take it for its own.
fn forget_outer_cargo(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if [
            "CARGO_PKG_",
            "CARGO_MANIFEST_",
            "CARGO_BIN_",
            "CARGO_CRATE_",
        ]
        .iter()
        .any(|prefix| name.starts_with(prefix))
        {
            command.env_remove(&*name);
        }
    }
    command.env_remove("CARGO");
}

/// A cargo or rustc that knows nothing of this project's settings.
fn foreign_cargo(paths: &Paths, program: &str) -> Command {
    let mut command = process::command(program);
    command.current_dir(&paths.cache);
    forget_outer_cargo(&mut command);
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.contains("RUSTFLAGS")
            || name.starts_with("CARGO_BUILD_")
            || name.starts_with("CARGO_TARGET_")
            || name.starts_with("CARGO_PROFILE_")
        {
            command.env_remove(&*name);
        }
    }
    command
}

/// Gives a finished directory its name: it is there whole or not at all.
fn publish(partial: &Path, finished: &Path) -> Result {
    remove_dir(finished)?;
    fs::rename(partial, finished).at("rename", partial)
}

/// An empty directory, whatever was there before.
fn empty_dir(path: &Path) -> Result {
    remove_dir(path)?;
    fs::create_dir_all(path).at("create", path)
}

/// Removes a directory that may not be there.
pub fn remove_dir(path: &Path) -> Result {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).at("remove", path),
        _ => Ok(()),
    }
}
