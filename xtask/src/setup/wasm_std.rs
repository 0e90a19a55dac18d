//! The standard library for wasm32-unknown-unknown: from rustup, or, where
//! rustup downloads nothing, built from the source that Debian carries.

use std::fs;
use std::path::{Path, PathBuf};

use super::{empty_dir, foreign_cargo, remove_dir};
use crate::failure::{Doing, Failure, Result, because};
use crate::paths::{self, Paths};
use crate::{process, say};

const TARGET: &str = "wasm32-unknown-unknown";
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";
/// Where Debian keeps sources of recent compilers.
const SUITES: [&str; 3] = ["trixie-backports", "trixie", "sid"];

pub fn ensure(paths: &Paths) -> Result {
    let rustc = |argument: &str| {
        let mut command = process::command("rustc");
        command.current_dir(&paths.repo).args(argument.split(' '));
        process::output("rustc", &mut command)
    };
    let libraries = PathBuf::from(rustc("--print sysroot")?)
        .join("lib/rustlib")
        .join(TARGET)
        .join("lib");
    if has_core(&libraries) {
        return Ok(());
    }
    // `source` is for trying the second way where the first would do.
    let source_wanted = paths::non_empty("VITRINE_WASM_STD").as_deref() == Some("source");
    if !source_wanted && paths::which("rustup").is_some() {
        say!("setup: adding the {TARGET} target with rustup");
        let mut rustup = process::command("rustup");
        rustup
            .current_dir(&paths.repo)
            .args(["target", "add", TARGET]);
        match process::run("rustup target add", &mut rustup) {
            Err(Failure::Because(why)) => say!("setup: {why}; trying the source instead"),
            other => return other,
        }
    }
    let details = rustc("-vV")?;
    let Some(version) = details
        .lines()
        .find_map(|line| line.strip_prefix("release: "))
    else {
        return because("rustc -vV names no release");
    };
    say!("setup: building the {TARGET} standard library from source (once; a minute)");
    let work = paths.cache.join("wasm-std.partial");
    empty_dir(&work)?;
    from_source(paths, version, &work, &libraries)?;
    remove_dir(&work)
}

fn has_core(libraries: &Path) -> bool {
    fs::read_dir(libraries).is_ok_and(|entries| {
        entries
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().starts_with("libcore-"))
    })
}

fn from_source(paths: &Paths, version: &str, work: &Path, libraries: &Path) -> Result {
    let package = download_source(version, work)?;
    let unpacked = work.join("source");
    let mut unpack = process::command("dpkg-deb");
    unpack.arg("-x").arg(&package).arg(&unpacked);
    process::output("dpkg-deb -x", &mut unpack)?;
    let library = unpacked.join(format!("usr/src/rustc-{version}/library"));
    let target = work.join("target");

    // The flags with which the compiler's own build makes the library.
    let mut build = foreign_cargo(paths, "cargo");
    build
        .current_dir(&library)
        .env("RUSTC_BOOTSTRAP", "1")
        .env(
            "RUSTFLAGS",
            "-Zforce-unstable-if-unmarked -Cembed-bitcode=yes",
        )
        .env("CARGO_TARGET_DIR", &target)
        .args(["build", "--release", "--package", "sysroot"])
        .args(["--target", TARGET])
        .args(["--features", "panic-unwind,compiler-builtins-mem"]);
    process::run_logged(
        "the standard library's build",
        &mut build,
        &work.join("build.log"),
    )?;
    install(&target.join(TARGET).join("release/deps"), libraries)
}

fn install(built: &Path, libraries: &Path) -> Result {
    fs::create_dir_all(libraries).at("write to the compiler's own directory,", libraries)?;
    // The one that is looked for comes last: half an installation is none.
    let (core, others): (Vec<_>, Vec<_>) = fs::read_dir(built)
        .at("read", built)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "rlib")
        })
        .partition(|path| path.to_string_lossy().contains("/libcore-"));
    for path in others.iter().chain(&core) {
        if let Some(name) = path.file_name() {
            fs::copy(path, libraries.join(name)).at("copy", path)?;
        }
    }
    Ok(())
}

/// Fetches Debian's `rust-src` of exactly that version, with lists and cache
/// of its own: the machine's package sources stay as they are.
fn download_source(version: &str, work: &Path) -> Result<PathBuf> {
    let by_hand = format!(
        "install the {TARGET} target of Rust {version} by hand \
         (rustup target add {TARGET}), then repeat"
    );
    let Some(mirror) = debian_mirror() else {
        return because(format!(
            "this machine's package sources name no Debian mirror to fetch the standard \
             library's source from: {by_hand}"
        ));
    };
    for directory in ["lists/partial", "cache/archives/partial"] {
        let directory = work.join(directory);
        fs::create_dir_all(&directory).at("create", &directory)?;
    }
    let list = work.join("sources.list");
    let sources: String = SUITES
        .iter()
        .map(|suite| format!("deb [signed-by={KEYRING}] {mirror} {suite} main\n"))
        .collect();
    fs::write(&list, sources).at("write", &list)?;
    let apt = |program: &str, arguments: &[&str]| {
        let mut command = process::command(program);
        command
            .current_dir(work)
            .arg(format!("-oDir::Etc::sourcelist={}", list.display()))
            .arg("-oDir::Etc::sourceparts=/dev/null")
            .arg(format!("-oDir::State::Lists={}/lists", work.display()))
            .arg(format!("-oDir::Cache={}/cache", work.display()))
            // Its unprivileged user may not be able to enter the cache.
            .arg("-oAPT::Sandbox::User=")
            .args(arguments);
        process::output(program, &mut command)
    };
    // Not every mirror has every suite; what is missing shows just below.
    apt("apt-get", &["update", "-qq"]).ok();
    let offered = apt("apt-cache", &["madison", "rust-src"])?;
    let Some(exact) = pick(&offered, version) else {
        return because(format!(
            "Debian carries no rust-src of version {version}: {by_hand}"
        ));
    };
    apt(
        "apt-get",
        &["download", "-qq", &format!("rust-src={exact}")],
    )?;
    fs::read_dir(work)
        .at("read", work)?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .ok_or_else(|| Failure::Because("apt-get download left no package".to_owned()))
}

/// The package version of that compiler release in `apt-cache madison`'s table.
fn pick<'a>(offered: &'a str, release: &str) -> Option<&'a str> {
    offered
        .lines()
        .filter_map(|line| line.split('|').nth(1))
        .map(str::trim)
        .find(|version| {
            version
                .strip_prefix(release)
                .is_some_and(|rest| rest.starts_with(['+', '-']))
        })
}

/// The Debian archive among the machine's package sources.
fn debian_mirror() -> Option<String> {
    let parts = fs::read_dir("/etc/apt/sources.list.d")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    std::iter::once(PathBuf::from("/etc/apt/sources.list"))
        .chain(parts)
        .filter_map(|path| fs::read_to_string(path).ok())
        .find_map(|text| mirror_in(&text).map(str::to_owned))
}

/// The first address that ends like an archive's root, in either format.
fn mirror_in(sources: &str) -> Option<&str> {
    sources
        .lines()
        .filter(|line| line.starts_with("deb ") || line.starts_with("URIs:"))
        .flat_map(str::split_whitespace)
        .find(|word| word.contains("://") && word.trim_end_matches('/').ends_with("/debian"))
}

#[cfg(test)]
mod tests {
    use super::{mirror_in, pick};

    #[test]
    fn the_exact_release_is_picked() {
        let table = "rust-src | 1.96.1+dfsg1-2 | x\nrust-src | 1.9.0+dfsg1 | x\n";
        assert_eq!(pick(table, "1.96.1"), Some("1.96.1+dfsg1-2"));
        assert_eq!(pick(table, "1.96"), None);
        assert_eq!(pick(table, "1.95.0"), None);
    }

    #[test]
    fn the_archive_is_told_from_others() {
        let new = "Types: deb\n# http://a/archive/debian/2025\nURIs: http://mirror/debian-security http://mirror/debian/\n";
        assert_eq!(mirror_in(new), Some("http://mirror/debian/"));
        let old = "# deb http://no/debian x main\ndeb [arch=amd64] https://m.example/debian bookworm main\n";
        assert_eq!(mirror_in(old), Some("https://m.example/debian"));
        assert_eq!(mirror_in("deb https://m.example/other stable main"), None);
    }
}
