//! `cargo xtask test`: all tests, or one kind of them.

mod clouds;
mod contract;
mod e2e;
mod lanes;
mod node;

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::arguments::Arguments;
use crate::failure::{Failure, Result, because};
use crate::paths::Paths;
use crate::setup::{self, OLDER_RELEASES, Purpose, Tools};
use crate::{complain, process, say};
use clouds::Clouds;

type Stage = fn(&Run<'_>) -> Result;

const CONTRACT: &str = "contract";

const STAGES: [(&str, Stage); 4] = [
    ("native", native),
    ("component", component),
    (CONTRACT, contract::run),
    ("e2e", e2e::run),
];

/// The older release that is tested when none is asked for.
const OLDER: u16 = 28;

/// What all stages of one invocation share.
struct Run<'a> {
    paths: &'a Paths,
    tools: &'a Tools,
    /// What `node --test` is told.
    passed_on: &'a [String],
    /// Which older releases the contract is tested with.
    older: Vec<u16>,
    /// Whether what the contract tests find out is written down, not compared.
    rewrites: bool,
    clouds: OnceLock<Clouds<'a>>,
}

impl<'a> Run<'a> {
    /// Whether what was passed on names the files to run.
    fn names_files(&self) -> bool {
        self.passed_on.iter().any(|word| word.ends_with(".mjs"))
    }

    /// Started by who first asks.
    fn clouds(&self) -> Result<&Clouds<'a>> {
        if let Some(clouds) = self.clouds.get() {
            return Ok(clouds);
        }
        let clouds = Clouds::start(self.paths, self.tools, "lab-test")?;
        Ok(self.clouds.get_or_init(|| clouds))
    }
}

pub fn run(paths: &Paths, mut arguments: Arguments) -> Result {
    let word = arguments.word();
    let older = arguments.option("--glance")?;
    let passed_on = std::mem::take(&mut arguments.passed_on);
    arguments.finish()?;
    let wanted = match (word.as_deref(), &older) {
        (None | Some(CONTRACT), Some(_)) => Some(CONTRACT),
        (Some(_), Some(_)) => return because("--glance is for the contract tests alone"),
        (word, None) => word,
    };
    let stages: Vec<_> = STAGES
        .into_iter()
        .filter(|(name, _)| wanted.is_none_or(|wanted| wanted == *name))
        .collect();
    if stages.is_empty() {
        return because("cargo xtask test [native|component|contract|e2e] [--glance N,…|all]");
    }
    let rewrites = older.is_some();
    let older = older.map_or_else(|| Ok(vec![OLDER]), |words| releases(&words))?;
    let run = Run {
        paths,
        tools: &setup::run(paths, Purpose::Test)?,
        passed_on: &passed_on,
        older,
        rewrites,
        clouds: OnceLock::new(),
    };
    let mut results = Vec::new();
    for (name, stage) in stages {
        say!("\n== {name}");
        let began = Instant::now();
        let outcome = stage(&run);
        match &outcome {
            Err(Failure::Interrupted) => return outcome,
            Err(failure) => complain!("error: {failure}"),
            Ok(()) => {}
        }
        results.push((name, outcome.is_ok(), began.elapsed()));
    }
    summary(&results)
}

/// Releases of Glance, as `--glance` names them.
fn releases(words: &str) -> Result<Vec<u16>> {
    if words == "all" {
        return Ok(OLDER_RELEASES.to_vec());
    }
    let mut releases = Vec::new();
    for word in words.split(',') {
        match word.parse() {
            Ok(release) if OLDER_RELEASES.contains(&release) => releases.push(release),
            _ => {
                let known = OLDER_RELEASES.map(|release| release.to_string()).join(", ");
                return because(format!("--glance {word}: any of {known}, or all"));
            }
        }
    }
    releases.sort_unstable();
    releases.dedup();
    Ok(releases)
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

fn native(run: &Run<'_>) -> Result {
    let mut cargo = run.tools.command(run.paths, "cargo")?;
    process::run("cargo test", cargo.args(["test", "--workspace"]))
}

/// Views and browser code, and digests by SIMD, in a real Chromium.
fn component(run: &Run<'_>) -> Result {
    let tools = run.tools;
    for tests in [
        ["--package=vitrine-sha512", "--lib"],
        ["--package=vitrine", "--test=components"],
    ] {
        let mut cargo = tools.command(run.paths, "cargo")?;
        cargo
            .args(["test", "--target=wasm32-unknown-unknown"])
            .args(tests)
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                tools.which("wasm-bindgen-test-runner")?,
            )
            .env("CHROMEDRIVER", tools.which("chromedriver")?)
            .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
        process::run("cargo test (wasm)", &mut cargo)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{OLDER_RELEASES, releases};

    #[test]
    fn older_releases_are_named() {
        assert!(releases("28").is_ok_and(|it| it == [28]));
        assert!(releases("30,25,30").is_ok_and(|it| it == [25, 30]));
        assert!(releases("all").is_ok_and(|it| it == OLDER_RELEASES));
        assert!(releases("27").is_err() && releases("").is_err());
    }
}
