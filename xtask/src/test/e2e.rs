//! End to end: the release build in real browsers against a real Keystone
//! and Glance.

use super::{Run, lanes, node};
use crate::failure::Result;
use crate::{dist, process};

pub fn run(run: &Run<'_>) -> Result {
    let site = run.paths.target(node::SITE);
    dist::build(run.paths, run.tools, &site, None)?;
    dist::pack(
        run.paths,
        run.tools,
        &site,
        &run.paths.target(node::PACKAGE),
    )?;
    node::install_packages(run)?;
    node::build_portal(run)?;
    if run.names_files() {
        let mut node = node::command(run, run.clouds()?, &[])?;
        return process::run("node --test", &mut node);
    }
    lanes::run(run, lanes::files_in(&run.paths.repo.join("tests/e2e"))?)
}
