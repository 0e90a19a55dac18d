//! `cargo xtask dist`: the site for a web server, and the package for other people's
//! pages. Trunk builds the site; then the program is taken apart, so that the first load
//! carries only what the first page needs, and each further page's program comes when it
//! is opened.

use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::failure::{Doing, Failure, Result, because};
use crate::paths::Paths;
use crate::setup::{self, Purpose, Tools};
use crate::{process, say};

/// What wasm-bindgen and wasm-split agree upon, before it gets a name of its own.
const LOADER: &str = "__wasm_split.js";

/// What several programs share comes in many small pieces, and each start of the
/// optimiser takes longer than all that it would save of these.
const WORTH_OPTIMISING_BYTES: u64 = 2048;

/// What the browsers of the last years can do, and rustc's default besides; a
/// split-off program doesn't carry the list itself.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Puts beside each file of its command line what a server may send in its place, where
/// that is less: `.br` and `.gz`, each at its best.
const COMPRESS: &str = "
const { readFileSync, writeFileSync } = require('node:fs');
const { brotliCompressSync, gzipSync, constants: c } = require('node:zlib');
for (const file of process.argv.slice(1)) {
  const bytes = readFileSync(file);
  const params = { [c.BROTLI_PARAM_QUALITY]: 11, [c.BROTLI_PARAM_LGWIN]: 24 };
  for (const [end, less] of [
    ['.br', brotliCompressSync(bytes, { params })],
    ['.gz', gzipSync(bytes, { level: 9 })],
  ]) {
    if (less.length < bytes.length) writeFileSync(file + end, less);
  }
}";

/// Prints how `integrity` names each file of its command line.
const INTEGRITY: &str = "
for (const file of process.argv.slice(1)) {
  const hash = require('node:crypto').createHash('sha384');
  console.log('sha384-' + hash.update(require('node:fs').readFileSync(file)).digest('base64'));
}";

pub fn run(paths: &Paths, public_url: Option<&str>) -> Result {
    let tools = setup::run(paths, Purpose::Build)?;
    let directory = paths.repo.join("dist/site");
    build(paths, &tools, &directory, public_url)?;
    say!("dist: the site is in {}", directory.display());
    let package = paths.repo.join("dist/npm");
    pack(paths, &tools, &directory, &package)?;
    say!("dist: the npm package is in {}", package.display());
    Ok(())
}

/// Makes the npm package of a site that is built.
pub fn pack(paths: &Paths, tools: &Tools, site: &Path, package: &Path) -> Result {
    let mut node = tools.command(paths, "node")?;
    node.arg(paths.repo.join("npm/pack.mjs"))
        .args([site, package]);
    process::run("node npm/pack.mjs", &mut node)
}

/// What the program contains, and under which terms, beside it.
fn list_licences(paths: &Paths, tools: &Tools, site: &Path) -> Result {
    let mut cargo = tools.command(paths, "cargo")?;
    cargo
        .args(["metadata", "--format-version=1", "--locked"])
        .arg("--filter-platform=wasm32-unknown-unknown")
        .current_dir(&paths.repo);
    let metadata = process::output("cargo metadata", &mut cargo)?;
    let file = paths.target("metadata.json");
    write(&file, &metadata)?;
    let mut node = tools.command(paths, "node")?;
    node.arg(paths.repo.join("npm/licences.mjs"))
        .stdin(fs::File::open(&file).at("read", &file)?);
    let list = process::output("node npm/licences.mjs", &mut node)?;
    write(&site.join("THIRD-PARTY.txt"), &list)
}

/// Builds the site for release, with no one's configuration in it.
pub fn build(paths: &Paths, tools: &Tools, site: &Path, public_url: Option<&str>) -> Result {
    let mut trunk = tools.trunk(paths)?;
    trunk
        .args(["build", "--release", "--offline", "--features=split"])
        .arg("--dist")
        .arg(site)
        .env_remove("VITRINE_CONFIG");
    if let Some(url) = public_url {
        trunk.args(["--public-url", url]);
    }
    process::run("trunk build", &mut trunk)?;
    split(paths, tools, site)?;
    list_licences(paths, tools, site)?;
    compress(paths, tools, site)
}

/// Servers that can send what is compressed already need not do it for each visitor, and
/// never as well.
fn compress(paths: &Paths, tools: &Tools, site: &Path) -> Result {
    let mut node = tools.command(paths, "node")?;
    node.args(["-e", COMPRESS]).args(files(site)?);
    process::run("node", &mut node)
}

/// What `compress` put beside a file.
pub fn is_compressed(path: &Path) -> bool {
    path.extension()
        .is_some_and(|end| end == "br" || end == "gz")
}

fn split(paths: &Paths, tools: &Tools, site: &Path) -> Result {
    let work = paths.target("split");
    if work.exists() {
        fs::remove_dir_all(&work).at("empty", &work)?;
    }
    let built = paths.cargo_target().join("wasm32-unknown-unknown/release");
    let whole = built.join("vitrine.wasm");
    let mut split = tools.command(paths, "wasm-split-cli")?;
    split.arg(&whole).arg(&work).args(["--out-name", "vitrine"]);
    process::run("wasm-split-cli", &mut split)?;

    let bound = work.join("bound");
    let mut bind = tools.command(paths, "wasm-bindgen")?;
    bind.args(["--target=web", "--keep-lld-exports", "--no-demangle"])
        .args(["--no-typescript", "--out-name=vitrine"])
        .arg("--out-dir")
        .arg(&bound)
        .arg(work.join("vitrine.wasm"));
    process::run("wasm-bindgen", &mut bind)?;

    let stem = stem_of(site)?;
    let main_js = site.join(format!("{stem}.js"));
    let main_wasm = site.join(format!("{stem}_bg.wasm"));
    let before = integrity(paths, tools, &[&main_js, &main_wasm])?;

    let mut loader = read(&work.join(LOADER))?.replace("./vitrine.js", &format!("./{stem}.js"));
    // The largest first.
    let mut programs = vec![(bound.join("vitrine_bg.wasm"), main_wasm.clone())];
    for part in parts(&work)? {
        let name = name_of(&part)?;
        let file = format!("{stem}-{}", name.trim_start_matches("split_"));
        loader = loader.replace(&format!("./{name}"), &format!("./{file}"));
        programs.push((part, site.join(file)));
    }
    optimise_all(paths, tools, &programs)?;
    let loader_name = format!("{stem}-parts.js");
    write(&site.join(&loader_name), &loader)?;
    // The file is renamed; what the program calls it stays.
    let js = read(&bound.join("vitrine.js"))?
        .replace(
            &format!("from \"./{LOADER}\""),
            &format!("from \"./{loader_name}\""),
        )
        .replace("vitrine_bg.wasm", &format!("{stem}_bg.wasm"));
    write(&main_js, &js)?;

    let after = integrity(paths, tools, &[&main_js, &main_wasm])?;
    let index = site.join("index.html");
    let mut page = read(&index)?;
    for (before, after) in before.iter().zip(&after) {
        if !page.contains(before) {
            return because(format!("{} names no {before}", index.display()));
        }
        page = page.replace(before, after);
    }
    write(&index, &page)
}

/// The name, with a hash, that Trunk gave to the console's program.
fn stem_of(site: &Path) -> Result<String> {
    let names = files(site)?.into_iter().map(|path| name_of(&path));
    for name in names.collect::<Result<Vec<_>>>()? {
        let stem = name.strip_suffix("_bg.wasm");
        if let Some(stem) = stem.filter(|stem| stem.starts_with("vitrine-")) {
            return Ok(stem.to_owned());
        }
    }
    because(format!("{} holds no program", site.display()))
}

/// The programs that were split off.
fn parts(work: &Path) -> Result<Vec<PathBuf>> {
    let mut parts = files(work)?;
    parts.retain(|path| {
        path.extension().is_some_and(|kind| kind == "wasm")
            && path.file_stem().is_some_and(|stem| stem != "vitrine")
    });
    Ok(parts)
}

/// Each with a processor of its own, as far as there are some: the optimiser uses but one
/// for what is as small as these.
fn optimise_all(paths: &Paths, tools: &Tools, programs: &[(PathBuf, PathBuf)]) -> Result {
    let next = AtomicUsize::new(0);
    let work = || -> Result {
        while let Some((from, to)) = programs.get(next.fetch_add(1, Ordering::Relaxed)) {
            optimise(paths, tools, from, to)?;
        }
        Ok(())
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let all: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        all.into_iter().try_for_each(|worker| {
            let ended = worker.join();
            ended.unwrap_or_else(|_| because("a thread that optimises has panicked"))
        })
    })
}

fn optimise(paths: &Paths, tools: &Tools, from: &Path, to: &Path) -> Result {
    let bytes = fs::metadata(from).at("look at", from)?.len();
    if bytes < WORTH_OPTIMISING_BYTES {
        fs::copy(from, to).at("copy to", to)?;
        return Ok(());
    }
    let mut optimise = tools.command(paths, "wasm-opt")?;
    optimise
        .arg("-Oz")
        .args(WASM_FEATURES)
        .arg(from)
        .arg("-o")
        .arg(to);
    // It warns of a name section that it drops anyway.
    process::output("wasm-opt", &mut optimise)?;
    Ok(())
}

fn integrity(paths: &Paths, tools: &Tools, files: &[&Path]) -> Result<Vec<String>> {
    let mut node = tools.command(paths, "node")?;
    node.args(["-e", INTEGRITY]).args(files);
    let lines = process::output("node", &mut node)?;
    Ok(lines.lines().map(str::to_owned).collect())
}

fn files(directory: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(directory).at("read", directory)?;
    let paths = entries.map(|entry| Ok(entry.at("read", directory)?.path()));
    let mut files: Vec<PathBuf> = paths.collect::<Result<_>>()?;
    files.retain(|path| path.is_file());
    Ok(files)
}

fn name_of(path: &Path) -> Result<String> {
    let name = path.file_name().and_then(|name| name.to_str());
    name.map(str::to_owned)
        .ok_or_else(|| Failure::Because(format!("{} has no plain name", path.display())))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).at("read", path)
}

fn write(path: &Path, text: &str) -> Result {
    fs::write(path, text).at("write", path)
}
