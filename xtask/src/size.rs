//! `cargo xtask size`: what the first page load weighs, against its budget.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Doing, Result, because};
use crate::paths::Paths;
use crate::setup::{self, Purpose, Tools};
use crate::{dist, say};

/// Bytes, with brotli at its best: 300 kB.
const BUDGET: u64 = 300_000;

/// The same with the list, which is fetched while somebody signs in.
const LIST_BUDGET: u64 = 490_000;

struct Weight {
    name: String,
    raw: u64,
    brotli: u64,
}

pub fn run(paths: &Paths, directory: Option<String>) -> Result {
    let tools = setup::run(paths, Purpose::Build)?;
    let directory = match directory {
        Some(directory) => std::path::absolute(&directory).doing(|| directory)?,
        None => build(paths, &tools)?,
    };
    let files = files_below(&directory)?;
    if files.is_empty() {
        return because(format!("{} holds no site", directory.display()));
    }
    let weights = weigh(&directory, &files)?;
    let (first, later): (Vec<_>, Vec<_>) =
        weights.into_iter().partition(|file| is_first(&file.name));
    let of_list = programs_of_list(&directory, &files)?;
    let (list, later): (Vec<_>, Vec<_>) = later
        .into_iter()
        .partition(|file| of_list.iter().any(|end| file.name.ends_with(end)));
    let total = table("first load", &first);
    let with_list = total + table("the list, while somebody signs in", &list);
    if !later.is_empty() {
        table("on demand", &later);
    }
    within("the first load", total, BUDGET)?;
    within(
        "what is loaded when the list stands",
        with_list,
        LIST_BUDGET,
    )
}

fn within(what: &str, bytes: u64, budget: u64) -> Result {
    if bytes > budget {
        return because(format!(
            "{what} weighs {bytes} bytes in brotli, {} over its budget of {budget}",
            bytes - budget
        ));
    }
    say!(
        "size: {what}: {bytes} of {budget} bytes ({} left)",
        budget - bytes
    );
    Ok(())
}

/// How the names of the list's programs end, by what loads them; none in a site that
/// isn't taken apart.
fn programs_of_list(directory: &Path, files: &[PathBuf]) -> Result<Vec<String>> {
    let is_loader = |path: &&PathBuf| path.to_string_lossy().ends_with("-parts.js");
    let Some(loader) = files.iter().find(is_loader) else {
        return Ok(Vec::new());
    };
    let path = directory.join(loader);
    let text = fs::read_to_string(&path).at("read", &path)?;
    let Some(chunks) = chunks_of(&text, "images") else {
        return because(format!("{} loads no list", path.display()));
    };
    let chunks = chunks.into_iter().map(|chunk| format!("-{chunk}.wasm"));
    Ok(chunks.chain(["-images.wasm".to_owned()]).collect())
}

/// What the loader says that a program shares with others: `chunk_5`, …
fn chunks_of<'a>(loader: &'a str, program: &str) -> Option<Vec<&'a str>> {
    let (_, rest) = loader.split_once(&format!("__wasm_split_load_{program} "))?;
    let (_, rest) = rest.split_once("\n, [")?;
    let (names, _) = rest.split_once(']')?;
    let names = names.split(',').map(|name| name.trim());
    Some(names.filter_map(|name| name.strip_prefix("__")).collect())
}

fn build(paths: &Paths, tools: &Tools) -> Result<PathBuf> {
    let directory = paths.repo.join("dist/site");
    dist::build(paths, tools, &directory, None)?;
    Ok(directory)
}

/// What the browser fetches before the console is usable; workers, pictures and
/// the programs of further pages come when something asks for them.
fn is_first(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let is_first = match file.rsplit_once('.') {
        Some((_, "html" | "js" | "mjs" | "css")) => true,
        Some((stem, "wasm")) => stem.ends_with("_bg"),
        _ => false,
    };
    is_first && !file.starts_with("worker") && file != "carrier.js"
}

fn files_below(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).at("read", directory)? {
        let path = entry.at("read", directory)?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else if !dist::is_compressed(&path) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// By what `cargo xtask dist` has put beside each file.
fn weigh(top: &Path, files: &[PathBuf]) -> Result<Vec<Weight>> {
    let weigh = |path: &PathBuf| {
        let name = path.strip_prefix(top).unwrap_or(path).display().to_string();
        let raw = fs::metadata(path).at("read", path)?.len();
        let mut compressed = path.clone().into_os_string();
        compressed.push(".br");
        // There is none where it would be no less.
        let brotli = fs::metadata(compressed).map_or(raw, |file| file.len());
        Ok(Weight { name, raw, brotli })
    };
    files.iter().map(weigh).collect()
}

/// Prints the files and gives back their weight together.
fn table(title: &str, files: &[Weight]) -> u64 {
    say!("{title:<52}{:>10}{:>10}", "raw", "brotli");
    for file in files {
        say!("  {:<50}{:>10}{:>10}", file.name, file.raw, file.brotli);
    }
    let raw: u64 = files.iter().map(|file| file.raw).sum();
    let brotli = files.iter().map(|file| file.brotli).sum();
    say!("  {:<50}{raw:>10}{brotli:>10}\n", "together");
    brotli
}

#[cfg(test)]
mod tests {
    use super::{chunks_of, is_first};

    #[test]
    fn the_loader_says_what_a_program_shares() {
        let loader = "
            export const __wasm_split_load_tools = wrapAsyncCb(makeLoad(() => {}\n, [__chunk_7]));
            export const __wasm_split_load_images = wrapAsyncCb(makeLoad(() => {}\n, [__chunk_5, __chunk_16]));";
        assert_eq!(
            chunks_of(loader, "images"),
            Some(vec!["chunk_5", "chunk_16"])
        );
        assert_eq!(chunks_of(loader, "upload"), None);
    }

    #[test]
    fn workers_and_pictures_come_later() {
        for first in [
            "index.html",
            "app-1.css",
            "vitrine-1_bg.wasm",
            "vitrine-1-parts.js",
            "snippets/a/b.js",
        ] {
            assert!(is_first(first), "{first}");
        }
        for later in [
            "worker-1.js",
            "carrier.js",
            "worker_bg.wasm",
            "vitrine-1-upload.wasm",
            "vitrine-1-chunk_4.wasm",
            "icon.svg",
            "config.json",
        ] {
            assert!(!is_first(later), "{later}");
        }
    }
}
