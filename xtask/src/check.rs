//! `cargo xtask check`: formatting and lints, for this machine and for wasm.

use crate::failure::Result;
use crate::paths::Paths;
use crate::setup::{self, Tools};
use crate::{process, say};

const CHECKS: [(&str, &[&str]); 3] = [
    ("cargo fmt", &["fmt", "--all", "--check"]),
    (
        "cargo clippy",
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    ),
    (
        "cargo clippy (wasm)",
        &[
            "clippy",
            "--package=vitrine",
            "--package=vitrine-sha512",
            "--features=vitrine/split",
            "--target=wasm32-unknown-unknown",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    ),
];

pub fn run(paths: &Paths) -> Result {
    setup::ensure_wasm_std(paths)?;
    let tools = Tools::locate(paths)?;
    for (what, arguments) in CHECKS {
        let mut cargo = tools.command(paths, "cargo")?;
        process::run(what, cargo.args(arguments))?;
    }
    say!("check: no complaints");
    Ok(())
}
