//! Where things are: the repository, its state folders, the shared cache.

use std::env;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result, because};

/// The folders that every command works with.
#[derive(Clone, Debug)]
pub struct Paths {
    /// The repository's top folder.
    pub repo: PathBuf,
    /// What all clones share: tools and Python environments.
    pub cache: PathBuf,
}

impl Paths {
    pub fn find() -> Result<Self> {
        // Asked at run time, not with env!(): clones may share one target
        // directory, and with it a binary that another clone built.
        let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let repo = match package.as_deref().and_then(Path::parent) {
            Some(parent) => parent.to_path_buf(),
            None => return because("run this as `cargo xtask …` inside the repository"),
        };
        let cache = non_empty("VITRINE_CACHE")
            .map(PathBuf::from)
            .or_else(|| non_empty("XDG_CACHE_HOME").map(|dir| Path::new(&dir).join("vitrine")))
            .or_else(|| non_empty("HOME").map(|dir| Path::new(&dir).join(".cache/vitrine")))
            .ok_or_else(|| {
                Failure::Because("no place for tools: set HOME or VITRINE_CACHE".to_owned())
            })?;
        // Relative paths would change meaning with each child's directory.
        let cache = std::path::absolute(&cache).unwrap_or(cache);
        Ok(Self { repo, cache })
    }

    /// State and artifacts stay here even when cargo builds elsewhere.
    pub fn target(&self, name: &str) -> PathBuf {
        self.repo.join("target").join(name)
    }

    /// Where cargo builds, which may be outside the clone.
    pub fn cargo_target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.repo.join("target"), |path| self.repo.join(path))
    }

    pub fn lab(&self) -> PathBuf {
        self.repo.join("lab")
    }

    /// The home of one pinned tool.
    pub fn tool(&self, name_and_version: &str) -> PathBuf {
        self.cache.join("tools").join(name_and_version)
    }
}

/// An environment variable that says something.
pub fn non_empty(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// The first program of that name on PATH.
pub fn which(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|dir| dir.join(name))
        .find(|candidate| candidate.is_file())
}
