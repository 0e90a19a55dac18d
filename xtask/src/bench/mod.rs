//! `cargo xtask bench`: how fast the console is, beside native programs on the
//! same machine in the same minutes. docs/benchmarks.md says what is measured.

mod files;
mod http;
mod line;
mod list;
mod service;
mod sink;
mod source;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::arguments::Arguments;
use crate::failure::{Doing, Result, because};
use crate::paths::Paths;
use crate::setup::{self, Purpose, Tools};
use crate::{dist, process, say};
use files::TestFile;

const MIB: u64 = 1 << 20;

/// Tests bring the machine to the same state: browsers, curl's rivals.
const PURPOSE: Purpose = Purpose::Test;

/// A page of its own beside the console, for what the console doesn't do.
const BENCH_PAGE: [&str; 3] = ["bench.html", "bench.js", "read-worker.js"];

const ALL: &str = "upload, download, list";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Benchmark {
    Upload,
    Download,
    List,
}

#[derive(Debug)]
struct Options {
    quick: bool,
    strict: bool,
    browser: String,
}

/// How much is measured.
struct Plan {
    small: u64,
    large: u64,
    /// With the small file, or of loading a list; the first one counts for nothing.
    rounds: u32,
    /// With the large file on the slow line; all count.
    large_rounds: u32,
}

const FULL: Plan = Plan {
    small: 256 * MIB,
    large: 4096 * MIB,
    rounds: 6,
    large_rounds: 3,
};

const QUICK: Plan = Plan {
    small: 64 * MIB,
    large: 256 * MIB,
    rounds: 2,
    large_rounds: 1,
};

pub fn run(paths: &Paths, mut arguments: Arguments) -> Result {
    let benchmark = match arguments.word().as_deref() {
        Some("upload") => Benchmark::Upload,
        Some("download") => Benchmark::Download,
        Some("list") => Benchmark::List,
        Some(other) => return because(format!("no benchmark `{other}`; there are: {ALL}")),
        None => return because(format!("which benchmark? There are: {ALL}")),
    };
    let options = Options {
        quick: arguments.flag("--quick"),
        strict: arguments.flag("--strict"),
        browser: arguments
            .option("--browser")?
            .unwrap_or_else(|| "chromium".to_owned()),
    };
    arguments.finish()?;
    match (benchmark, options.browser.as_str()) {
        (_, "chromium") | (Benchmark::Upload | Benchmark::Download, "firefox") => {}
        (Benchmark::List, _) => return because("the list is measured in Chromium alone"),
        (_, other) => return because(format!("--browser {other}: chromium or firefox")),
    }
    let tools = setup::run(paths, PURPOSE)?;
    let bench = Bench {
        paths,
        tools: &tools,
        plan: if options.quick { QUICK } else { FULL },
        options,
    };
    match benchmark {
        Benchmark::List => list::measure(&bench),
        transfer => bench.measure_transfer(transfer),
    }
}

/// What all benchmarks need.
struct Bench<'a> {
    paths: &'a Paths,
    tools: &'a Tools,
    plan: Plan,
    options: Options,
}

impl Bench<'_> {
    fn measure_transfer(&self, benchmark: Benchmark) -> Result {
        let plan = &self.plan;
        let site = build_site(self.paths, self.tools)?;
        let directory = self.directory();
        let small = TestFile::ensure(&directory, plan.small)?;
        let large = TestFile::ensure(&directory, plan.large)?;
        let (script, port) = if benchmark == Benchmark::Upload {
            let known = [&small, &large].map(|file| (file.bytes, file.sha512.clone()));
            ("upload.mjs", sink::start(known.to_vec())?)
        } else {
            let files = [("small", small.clone()), ("large", large.clone())];
            ("download.mjs", source::start(files)?)
        };
        let mut node = self.node(script, &site)?;
        node.env("VITRINE_SERVICE", format!("http://127.0.0.1:{port}"))
            .env("VITRINE_CURL", self.tools.which("curl")?)
            .env("VITRINE_SMALL", &small.path)
            .env("VITRINE_LARGE", &large.path)
            .env("VITRINE_LARGE_ROUNDS", plan.large_rounds.to_string());
        self.run(&mut node)
    }

    /// Where files to measure with and reports lie.
    fn directory(&self) -> PathBuf {
        self.paths.target("bench")
    }

    /// What a run writes and nobody wants afterwards.
    fn work(&self) -> PathBuf {
        self.directory().join("work")
    }

    /// A script of tests/bench, told of what all of them need.
    fn node(&self, script: &str, site: &Path) -> Result<Command> {
        let tools = self.tools;
        let mut node = tools.command(self.paths, "node")?;
        node.arg(self.paths.repo.join("tests/bench").join(script))
            .env("VITRINE_SITE_DIR", site)
            .env("VITRINE_ARTIFACTS", self.directory())
            .env("VITRINE_WORK", self.work())
            .env("VITRINE_BROWSER", &self.options.browser)
            .env("VITRINE_CHROMIUM", tools.which("chromium")?)
            .env("VITRINE_FIREFOX", tools.which("firefox-esr")?)
            .env("VITRINE_ROUNDS", self.plan.rounds.to_string());
        if self.options.strict {
            node.env("VITRINE_STRICT", "1");
        }
        Ok(node)
    }

    fn run(&self, node: &mut Command) -> Result {
        let work = self.work();
        remove(&work)?;
        fs::create_dir_all(&work).at("create", &work)?;
        say!("bench: measuring; the figures suffer from whatever else runs here");
        let outcome = process::run("the benchmark", node);
        // A run that was stopped leaves its browser's profile, and large files in it.
        remove(&work)?;
        outcome
    }
}

fn remove(directory: &Path) -> Result {
    if directory.exists() {
        fs::remove_dir_all(directory).at("remove", directory)?;
    }
    Ok(())
}

/// The console as it is released, with the page for parts beside it.
fn build_site(paths: &Paths, tools: &Tools) -> Result<PathBuf> {
    let site = paths.target("bench-site");
    dist::build(paths, tools, &site, None)?;
    for name in BENCH_PAGE {
        let from = paths.repo.join("tests/bench").join(name);
        fs::copy(&from, site.join(name)).at("copy", &from)?;
    }
    Ok(site)
}
