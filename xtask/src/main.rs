//! The project's developer commands. `cargo xtask help` lists them.

mod arguments;
mod bench;
mod check;
mod dev;
mod dist;
mod failure;
mod fingerprint;
mod lab;
mod loopback;
mod paths;
mod process;
mod say;
mod setup;
mod size;
mod stop;
mod stragglers;
mod test;

use std::process::ExitCode;

use arguments::Arguments;
use failure::{Failure, Result, because};
use paths::Paths;
use setup::{Purpose, Tools};

const HELP: &str = "\
cargo xtask COMMAND

  setup [--for build|dev|test]  install what is missing (default: dev)
  env                           print `export PATH=…` that finds the pinned tools
  dev [--fresh] [--port N]      the console with a real Keystone and Glance beside it
      [--cloud URL]             the console for an existing cloud: its Keystone or Glance
  lab [--fresh]                 Keystone and Glance alone, until Ctrl-C
  lab seed [--images N]         brings that lab, or dev's, to N made-up images
                                (default: 10000; 0 removes them)
  dist [--public-url URL]       the site for a web server, in dist/site
  check                         formatting and lints
  test [native|component|contract|e2e]
                                all tests, or one kind; what follows -- goes to
                                `node --test` (such as --test-name-pattern=sign)
       [--glance N,…|all]       the contract tests alone, with these older releases
                                of Glance (25, 28, 30, 32) beside the lab's, and
                                docs/compatibility.md written anew
  size [--dir DIR]              the weight of the first page load, against its budget
  bench upload|download [--quick] [--strict] [--browser chromium|firefox]
                                speed and memory of a transfer, beside curl (and
                                sha512sum); see docs/benchmarks.md
  bench list [--quick] [--strict]
                                the list of 10,000 images: how soon it is there,
                                how fast it searches, how smoothly it scrolls
  help                          this text

  VITRINE_CACHE                 where tools go (default: a folder `vitrine` in the
                                user's cache directory, shared by all clones)
  VITRINE_WASM_STD=source       build the wasm standard library instead of asking rustup
  VITRINE_LAB_TOKEN_TTL=N       seconds that the lab's tokens live (default: 3600)
";

fn main() -> ExitCode {
    stragglers::adopt();
    let outcome = dispatch();
    stragglers::end();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // What a shell says of a command that Ctrl-C ended.
        Err(Failure::Interrupted) => ExitCode::from(130),
        Err(failure @ Failure::Because(_)) => {
            complain!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch() -> Result {
    let mut arguments = Arguments::of_this_process();
    let command = arguments.word().unwrap_or_else(|| "help".to_owned());
    if matches!(command.as_str(), "help" | "--help" | "-h") {
        say!("{HELP}");
        return Ok(());
    }
    stop::listen()?;
    let paths = Paths::find()?;
    match command.as_str() {
        "setup" => {
            let purpose = match arguments.option("--for")? {
                None => Purpose::Dev,
                Some(word) => match Purpose::parse(&word) {
                    Some(purpose) => purpose,
                    None => return because(format!("--for {word}: build, dev or test")),
                },
            };
            arguments.finish()?;
            setup::run(&paths, purpose)?;
            say!("setup: everything for {purpose} is there");
            Ok(())
        }
        "env" => {
            arguments.finish()?;
            let path = Tools::locate(&paths)?.path()?;
            say!(
                "export PATH='{}'",
                path.to_string_lossy().replace('\'', r"'\''")
            );
            Ok(())
        }
        "dev" => dev::run(&paths, &dev::Options::parse(arguments)?),
        "lab" => dev::run_lab(&paths, arguments),
        "dist" => {
            let public_url = arguments.option("--public-url")?;
            arguments.finish()?;
            dist::run(&paths, public_url.as_deref())
        }
        "check" => {
            arguments.finish()?;
            check::run(&paths)
        }
        "test" => test::run(&paths, arguments),
        "bench" => bench::run(&paths, arguments),
        "size" => {
            let directory = arguments.option("--dir")?;
            arguments.finish()?;
            size::run(&paths, directory)
        }
        other => because(format!("no command `{other}`; see `cargo xtask help`")),
    }
}
