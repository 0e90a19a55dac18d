//! The console's own requests, compiled for a browser, against real releases
//! of Glance: the lab's and older ones.

use std::path::{Path, PathBuf};

use super::{Run, node};
use crate::failure::{Failure, Result};
use crate::process;

const TARGET: &str = "wasm32-unknown-unknown";

pub fn run(run: &Run<'_>) -> Result {
    let module = run.paths.target("e2e-contract");
    build(run, &module)?;
    node::install_packages(run)?;
    let clouds = run.clouds()?;
    let older = clouds.start_older(&run.older)?;
    let mut node = node::command(run, clouds, &older)?;
    if !run.names_files() {
        node.arg("tests/e2e/contract/*.test.mjs");
    }
    node.env("VITRINE_CONTRACT_DIR", &module);
    process::run("node --test", &mut node)
}

/// The example `contract` as a module that JavaScript can load.
fn build(run: &Run<'_>, into: &Path) -> Result {
    let mut cargo = run.tools.command(run.paths, "cargo")?;
    cargo.args(["build", "--package=vitrine", "--example=contract"]);
    cargo.arg(format!("--target={TARGET}"));
    process::run("cargo build (wasm)", &mut cargo)?;
    let built = cargo_target(run)?.join(format!("{TARGET}/debug/examples/contract.wasm"));
    let mut bindgen = run.tools.command(run.paths, "wasm-bindgen")?;
    bindgen
        .args(["--target=web", "--no-typescript", "--out-name=contract"])
        .arg("--out-dir")
        .arg(into)
        .arg(built);
    process::run("wasm-bindgen", &mut bindgen)
}

/// Where cargo builds, by its environment and configuration.
fn cargo_target(run: &Run<'_>) -> Result<PathBuf> {
    let mut cargo = run.tools.command(run.paths, "cargo")?;
    cargo.args(["metadata", "--format-version=1", "--no-deps", "--offline"]);
    let metadata = process::output("cargo metadata", &mut cargo)?;
    metadata
        .split_once(r#""target_directory":""#)
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(directory, _)| PathBuf::from(directory))
        .ok_or_else(|| Failure::Because("cargo metadata names no target directory".to_owned()))
}
