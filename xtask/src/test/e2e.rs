//! End to end: the release build in real browsers against a real Keystone
//! and Glance.

use std::fs;
use std::path::Path;

use crate::failure::{Doing, Result};
use crate::fingerprint::fingerprint;
use crate::lab::{ADMIN_PASSWORD, DEMO_PASSWORD, Lab, Settings};
use crate::paths::Paths;
use crate::setup::Tools;
use crate::{loopback, process, say};

pub fn run(paths: &Paths, tools: &Tools, passed_on: &[String]) -> Result {
    let tests = paths.repo.join("tests/e2e");
    let site = paths.target("e2e-site");
    let artifacts = paths.target("e2e");
    tools.build_site(paths, &site)?;
    install_packages(paths, tools, &tests)?;
    fs::create_dir_all(&artifacts).at("create", &artifacts)?;

    // Pages from the last one are refused by CORS, to see how that looks.
    let [keystone_port, glance_port, site_port, denied_port] = loopback::free_ports()?;
    let settings = Settings {
        state: paths.target("lab-test"),
        keystone_port,
        glance_port,
        origins: vec![format!("http://127.0.0.1:{site_port}")],
        fresh: true,
    };
    let _lab = Lab::start(paths, tools, &settings)?;

    let mut node = tools.command(paths, "node")?;
    // One file after the other: they share the lab and its quotas.
    node.args(["--test", "--test-concurrency=1"])
        // A test that hangs, or leaves a browser open, fails instead of waiting for ever.
        .args(["--test-timeout=300000", "--test-force-exit"])
        .args(passed_on);
    if !passed_on.iter().any(|word| word.ends_with(".mjs")) {
        node.arg("tests/e2e/*.test.mjs");
    }
    node.env("VITRINE_SITE_DIR", &site)
        .env("VITRINE_SITE_PORT", site_port.to_string())
        .env("VITRINE_DENIED_PORT", denied_port.to_string())
        .env("VITRINE_KEYSTONE_URL", settings.keystone_url())
        .env("VITRINE_GLANCE_URL", settings.glance_url())
        .env("VITRINE_CHROMIUM", tools.which("chromium")?)
        .env("VITRINE_FIREFOX", tools.which("firefox-esr")?)
        .env("VITRINE_ARTIFACTS", &artifacts)
        .env("VITRINE_ADMIN_PASSWORD", ADMIN_PASSWORD)
        .env("VITRINE_DEMO_PASSWORD", DEMO_PASSWORD);
    process::run("node --test", &mut node)
}

/// The tests' own npm packages, as their lock file says.
fn install_packages(paths: &Paths, tools: &Tools, tests: &Path) -> Result {
    let lock = tests.join("package-lock.json");
    let wanted = fingerprint([fs::read(&lock).at("read", &lock)?]);
    let record = tests.join("node_modules/.vitrine-lock");
    if fs::read_to_string(&record).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    say!("test: installing the npm packages of tests/e2e");
    let mut npm = tools.npm(paths)?;
    npm.current_dir(tests)
        .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    process::run_logged("npm ci", &mut npm, &paths.target("e2e-npm.log"))?;
    fs::write(&record, wanted).at("write", &record)
}
