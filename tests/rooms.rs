//! The rooms of the house may use only the rooms that `docs/architecture.md`
//! lets them. Reads the sources: an import upward fails here.

#![cfg(not(target_arch = "wasm32"))]
// A helper of a test may fail as the test may.
#![allow(clippy::expect_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room and the rooms that it may use.
const ROOMS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("sniff", &["model"]),
    ("listing", &["model"]),
    ("api", &["model"]),
    ("query", &[]),
    ("keep", &[]),
    ("session", &["model", "api"]),
    ("stock", &["model", "api", "query"]),
    (
        "transfer",
        &["model", "sniff", "api", "query", "keep", "session"],
    ),
    ("bulk", &["model", "api", "query", "session"]),
    ("ui", &["query", "keep"]),
    (
        "i18n",
        &[
            "model", "sniff", "listing", "api", "session", "transfer", "bulk",
        ],
    ),
    ("route", &["model", "listing"]),
    (
        "views",
        &[
            "model", "sniff", "listing", "api", "query", "keep", "session", "stock", "transfer",
            "bulk", "ui", "i18n", "route",
        ],
    ),
    (
        "app",
        &[
            "model", "sniff", "listing", "api", "query", "keep", "session", "stock", "transfer",
            "bulk", "ui", "i18n", "route", "views",
        ],
    ),
    (
        "embed",
        &[
            "model", "sniff", "listing", "api", "query", "keep", "session", "stock", "transfer",
            "bulk", "ui", "i18n", "route", "views", "app",
        ],
    ),
];

fn source_dir() -> PathBuf {
    // Tests run in the package's folder; the path at build time may be another clone's.
    PathBuf::from("src")
}

fn files_below(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).expect("the folder is readable") {
        let path = entry.expect("the entry is readable").path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files
}

/// Rooms named by `crate::room` or `crate::{room, …}`, and by as many `super::`
/// as lead out of the room: a file `depth` folders below `src` needs that many,
/// and one more if it is not a `mod.rs`.
fn rooms_used(source: &str, supers: usize) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let outward = "super::".repeat(supers);
    for prefix in ["crate::", outward.as_str()] {
        for (at, _) in source.match_indices(prefix) {
            let rest = &source[at + prefix.len()..];
            let names: Vec<&str> = match rest.strip_prefix('{') {
                Some(group) => {
                    let end = group.find(';').unwrap_or(group.len());
                    group[..end].split(',').collect()
                }
                None => vec![rest],
            };
            for name in names {
                let name: String = name
                    .trim_start()
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                used.insert(name);
            }
        }
    }
    used
}

/// How many `super::` lead from a file's module to the crate's root.
fn supers_to_root(file: &Path) -> usize {
    let below = file
        .strip_prefix(source_dir())
        .expect("is below the sources");
    let folders = below.components().count() - 1;
    if below.ends_with("mod.rs") {
        folders
    } else {
        folders + 1
    }
}

#[test]
fn no_room_imports_upward() {
    let mut wrong = Vec::new();
    for (room, allowed) in ROOMS {
        for file in files_below(&source_dir().join(room)) {
            let source = fs::read_to_string(&file).expect("the file is readable");
            for used in rooms_used(&source, supers_to_root(&file)) {
                let is_room = ROOMS.iter().any(|(name, _)| *name == used);
                if is_room && used != *room && !allowed.contains(&used.as_str()) {
                    wrong.push(format!("{}: {room} may not use {used}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_lowest_rooms_touch_neither_browser_nor_network() {
    for room in ["model", "sniff", "listing"] {
        for file in files_below(&source_dir().join(room)) {
            let source = fs::read_to_string(&file).expect("the file is readable");
            for outside in ["web_sys", "js_sys", "gloo", "leptos", "wasm_bindgen"] {
                assert!(
                    !source.contains(outside),
                    "{} uses {outside}",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn every_room_is_in_the_table_and_says_what_it_is_for() {
    for entry in fs::read_dir(source_dir()).expect("the folder is readable") {
        let path = entry.expect("the entry is readable").path();
        let name = path.file_name().expect("has a name").to_string_lossy();
        if path.is_dir() && name != "bin" {
            assert!(
                ROOMS.iter().any(|(room, _)| *room == name),
                "{name} is no room of the table"
            );
        }
    }
    for file in files_below(&source_dir()) {
        let source = fs::read_to_string(&file).expect("the file is readable");
        assert!(
            source.starts_with("//!"),
            "{} doesn't say what it is for",
            file.display()
        );
    }
}

#[test]
fn an_import_upward_would_be_seen() {
    let source = "use crate::{api::Error, views::Console};\nlet x = crate::app::go();\n\
                  use super::super::embed::start;";
    let used = rooms_used(source, 2);
    for room in ["api", "app", "embed", "views"] {
        assert!(used.contains(room), "{room} in {used:?}");
    }
    assert_eq!(supers_to_root(Path::new("src/api/mod.rs")), 1);
    assert_eq!(supers_to_root(Path::new("src/views/image/facts.rs")), 3);
}
