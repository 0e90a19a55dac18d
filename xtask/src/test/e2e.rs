//! End to end: the release build in real browsers against a real Keystone
//! and Glance.

use super::{Run, node};
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
    let clouds = run.clouds()?;
    let mut node = node::command(run, clouds, &[], "tests/e2e/*.test.mjs")?;
    process::run("node --test", &mut node)
}
