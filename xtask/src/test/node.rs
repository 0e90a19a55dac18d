//! `node --test` with what the tests need to know, and the npm packages that
//! they use.

use std::fs;
use std::process::Command;

use super::Run;
use super::clouds::Clouds;
use crate::failure::{Doing, Result};
use crate::fingerprint::fingerprint;
use crate::lab::{ADMIN_PASSWORD, DEMO_PASSWORD, Neighbour};
use crate::{process, say, setup};

/// Where end-to-end tests find the built site.
pub const SITE: &str = "e2e-site";
/// And the npm package.
pub const PACKAGE: &str = "e2e-npm";
/// And a portal with the package in it.
pub const PORTAL: &str = "e2e-portal";

/// Runs the files that were passed on, or those that are added.
pub fn command(run: &Run<'_>, clouds: &Clouds<'_>, older: &[Neighbour<'_>]) -> Result<Command> {
    let Run { paths, tools, .. } = run;
    let artifacts = paths.target("e2e");
    fs::create_dir_all(&artifacts).at("create", &artifacts)?;
    let mut node = tools.command(paths, "node")?;
    // One file after the other: they share the clouds and their quotas.
    node.args(["--test", "--test-concurrency=1"])
        // A test that hangs, or leaves a browser open, fails instead of waiting for ever.
        .args(["--test-timeout=600000", "--test-force-exit"])
        .args(run.passed_on);
    let mode = if run.rewrites { "write" } else { "check" };
    node.env("VITRINE_SITE_DIR", paths.target(SITE))
        .env("VITRINE_NPM_DIR", paths.target(PACKAGE))
        .env("VITRINE_PORTAL_DIR", paths.target(PORTAL))
        .env("VITRINE_SITE_PORT", clouds.site_port.to_string())
        .env("VITRINE_DENIED_PORT", clouds.denied_port.to_string())
        .env("VITRINE_KEYSTONE_URL", clouds.settings.keystone_url())
        .env("VITRINE_GLANCE_URL", clouds.settings.glance_url())
        .env("VITRINE_CLOUDS", clouds.list(older)?)
        .env("VITRINE_LAB_STATE", &clouds.settings.state)
        .env("VITRINE_LAB_PYTHON", tools.services.join("bin/python"))
        .env("VITRINE_CHROMIUM", tools.which("chromium")?)
        .env("VITRINE_FIREFOX", tools.which("firefox-esr")?)
        .env("VITRINE_NGINX", tools.which("nginx")?)
        .env("VITRINE_NGINX_BROTLI", setup::brotli_module(paths)?)
        .env("VITRINE_NGINX_TYPES", setup::mime_types(paths)?)
        .env("VITRINE_CADDY", tools.which("caddy")?)
        .env("VITRINE_OPENSSL", tools.which("openssl")?)
        .env("VITRINE_ARTIFACTS", &artifacts)
        .env(
            "VITRINE_COMPATIBILITY",
            paths.repo.join("docs/compatibility.md"),
        )
        .env("VITRINE_COMPATIBILITY_MODE", mode)
        .env("VITRINE_ADMIN_PASSWORD", ADMIN_PASSWORD)
        .env("VITRINE_DEMO_PASSWORD", DEMO_PASSWORD);
    Ok(node)
}

/// The tests' own npm packages, as their lock file says.
pub fn install_packages(run: &Run<'_>) -> Result {
    install_packages_of(run, "tests/e2e")
}

/// The portal that embeds the console, of the package that is built.
pub fn build_portal(run: &Run<'_>) -> Result {
    install_packages_of(run, "examples/portal")?;
    let mut vite = run.tools.command(run.paths, "node")?;
    vite.current_dir(run.paths.repo.join("examples/portal"))
        .args(["node_modules/vite/bin/vite.js", "build", "--emptyOutDir"])
        .arg("--outDir")
        .arg(run.paths.target(PORTAL))
        .env("VITRINE_NPM_DIR", run.paths.target(PACKAGE));
    process::run_logged("vite build", &mut vite, &run.paths.target("e2e-vite.log"))
}

fn install_packages_of(run: &Run<'_>, folder: &str) -> Result {
    let home = run.paths.repo.join(folder);
    let lock = home.join("package-lock.json");
    let wanted = fingerprint([fs::read(&lock).at("read", &lock)?]);
    let record = home.join("node_modules/.vitrine-lock");
    if fs::read_to_string(&record).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    say!("test: installing the npm packages of {folder}");
    let mut npm = run.tools.npm(run.paths)?;
    npm.current_dir(&home)
        .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    process::run_logged("npm ci", &mut npm, &run.paths.target("e2e-npm.log"))?;
    fs::write(&record, wanted).at("write", &record)
}
