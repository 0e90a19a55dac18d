//! Thousands of made-up images for a lab, straight into Glance's database: the
//! service itself would take half an hour to make them.

use std::path::{Path, PathBuf};

use super::python_program;
use crate::failure::{Result, because};
use crate::paths::Paths;
use crate::setup::Tools;
use crate::{process, say};

/// So many that a list has to be good at it.
pub const MANY: u32 = 10_000;

/// Brings the lab whose state that is to `count` made-up images that an
/// administrator's list shows (and some that it leaves out), whatever was made
/// up before. The lab may be running.
pub fn seed(paths: &Paths, tools: &Tools, state: &Path, count: u32) -> Result {
    // Written last, by the first start.
    if !state.join("db/seeded").is_file() {
        return because(format!(
            "no lab was ever up in {}: start it with `cargo xtask lab`, then repeat this beside it",
            state.display()
        ));
    }
    let mut python = python_program(&tools.services, "python");
    python.arg(script(paths)).arg(state).arg(count.to_string());
    let made = process::output("lab/many_images.py", &mut python)?;
    say!("lab: made-up images: {made}");
    Ok(())
}

fn script(paths: &Paths) -> PathBuf {
    paths.lab().join("many_images.py")
}
