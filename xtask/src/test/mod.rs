//! `cargo xtask test`: all tests, or one kind of them.

mod e2e;

use std::time::{Duration, Instant};

use crate::arguments::Arguments;
use crate::failure::{Failure, Result, because};
use crate::paths::Paths;
use crate::setup::{self, Purpose, Tools};
use crate::{complain, process, say};

type Stage = fn(&Paths, &Tools, &[String]) -> Result;

const STAGES: [(&str, Stage); 3] = [
    ("native", native),
    ("component", component),
    ("e2e", e2e::run),
];

pub fn run(paths: &Paths, mut arguments: Arguments) -> Result {
    let wanted = arguments.word();
    let passed_on = std::mem::take(&mut arguments.passed_on);
    arguments.finish()?;
    let stages: Vec<_> = STAGES
        .into_iter()
        .filter(|(name, _)| wanted.as_deref().is_none_or(|wanted| wanted == *name))
        .collect();
    if stages.is_empty() {
        return because("cargo xtask test [native|component|e2e]");
    }
    let tools = setup::run(paths, Purpose::Test)?;

    let mut results = Vec::new();
    for (name, stage) in stages {
        say!("\n== {name}");
        let began = Instant::now();
        let outcome = stage(paths, &tools, &passed_on);
        match &outcome {
            Err(Failure::Interrupted) => return outcome,
            Err(failure) => complain!("error: {failure}"),
            Ok(()) => {}
        }
        results.push((name, outcome.is_ok(), began.elapsed()));
    }
    summary(&results)
}

fn summary(results: &[(&str, bool, Duration)]) -> Result {
    say!("");
    for (name, passed, took) in results {
        let word = if *passed { "passed" } else { "FAILED" };
        say!("{name:<12}{word:<8}{:>7.1} s", took.as_secs_f32());
    }
    match results.iter().filter(|(_, passed, _)| !passed).count() {
        0 => Ok(()),
        failed => because(format!(
            "{failed} of {} kinds of tests failed",
            results.len()
        )),
    }
}

fn native(paths: &Paths, tools: &Tools, _: &[String]) -> Result {
    let mut cargo = tools.command(paths, "cargo")?;
    process::run("cargo test", cargo.args(["test", "--workspace"]))
}

/// Views and browser code, in a real Chromium.
fn component(paths: &Paths, tools: &Tools, _: &[String]) -> Result {
    let mut cargo = tools.command(paths, "cargo")?;
    cargo
        .args(["test", "--target=wasm32-unknown-unknown"])
        .args(["--package=vitrine", "--test=components"])
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            tools.which("wasm-bindgen-test-runner")?,
        )
        .env("CHROMEDRIVER", tools.which("chromedriver")?)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    process::run("cargo test (wasm)", &mut cargo)
}
