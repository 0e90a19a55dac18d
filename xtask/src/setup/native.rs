//! Trunk and wasm-bindgen's command-line tools, built by cargo into the cache.

use std::path::PathBuf;

use super::foreign_cargo;
use crate::failure::Result;
use crate::paths::Paths;
use crate::{process, say};

struct Tool {
    package: &'static str,
    version: &'static str,
    /// What of it is wanted besides its default, if anything.
    features: &'static str,
    directory: &'static str,
    program: &'static str,
    /// Whether its own lock file is kept to.
    locked: bool,
}

const TOOLS: [Tool; 3] = [
    Tool {
        package: "trunk",
        version: "0.21.14",
        features: "",
        directory: "trunk-0.21.14",
        program: "trunk",
        locked: true,
    },
    // Must equal the wasm-bindgen crate's version in the root Cargo.toml. Its
    // lock names releases that not every registry mirror carries.
    Tool {
        package: "wasm-bindgen-cli",
        version: "0.2.130",
        features: "",
        directory: "wasm-bindgen-0.2.130",
        program: "wasm-bindgen",
        locked: false,
    },
    // Of the same hand as the wasm_split_helpers crate.
    Tool {
        package: "wasm_split_cli_support",
        version: "0.2.4",
        features: "build-binary",
        directory: "wasm-split-0.2.4",
        program: "wasm-split-cli",
        locked: true,
    },
];

pub fn directories(paths: &Paths) -> impl Iterator<Item = PathBuf> {
    TOOLS
        .iter()
        .map(|tool| paths.tool(tool.directory).join("bin"))
}

pub fn ensure(paths: &Paths) -> Result {
    for tool in &TOOLS {
        let root = paths.tool(tool.directory);
        if root.join("bin").join(tool.program).is_file() {
            continue;
        }
        say!(
            "setup: building {} {} (once; minutes)",
            tool.package,
            tool.version
        );
        let mut install = foreign_cargo(paths, "cargo");
        install.args(["install", "--quiet", "--root"]).arg(&root);
        if tool.locked {
            install.arg("--locked");
        }
        if !tool.features.is_empty() {
            install.args(["--features", tool.features]);
        }
        install.arg(format!("{}@{}", tool.package, tool.version));
        process::run(&format!("cargo install {}", tool.package), &mut install)?;
    }
    Ok(())
}
