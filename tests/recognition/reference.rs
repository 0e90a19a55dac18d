//! Asks Glance's own code, in the environment that the lab's services live in.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::{env, fs};

use serde_json::{Value, json};

use super::Change;

/// Where the environment is; set by whoever put it elsewhere.
const PLACE: &str = "VITRINE_SERVICES";
const SCRIPT: &str = "tests/recognition/reference.py";

/// What it said of one file.
pub struct Opinion {
    /// All that matched; nothing where the inspector itself failed.
    pub formats: Option<Vec<String>>,
    /// Whether every match passed its safety check.
    pub is_safe: bool,
    /// Why it was refused, per pair that was asked about.
    pub refusals: Vec<Option<String>>,
    /// The size that Glance would show, per pair.
    pub sizes: Vec<Option<i64>>,
}

/// A running Python.
pub struct Reference {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Reference {
    pub fn start() -> Self {
        let python = home().join("bin/python");
        assert!(
            python.is_file(),
            "{} is missing: `cargo xtask setup --for test` installs it, or set {PLACE}",
            python.display()
        );
        let mut process = Command::new(python)
            .args(["-W", "ignore", SCRIPT])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python starts");
        let questions = process.stdin.take().expect("is piped");
        let answers = process.stdout.take().expect("is piped");
        Self {
            process,
            questions,
            answers: BufReader::new(answers),
        }
    }

    pub fn ask(&mut self, path: &Path, change: &Change, pairs: &[(&str, &str)]) -> Opinion {
        let question = json!({
            "path": path, "cut": change.cut, "flips": change.flips, "ask": pairs,
        });
        writeln!(self.questions, "{question}").expect("Python listens");
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("Python answers");
        let said: Value = serde_json::from_str(&line).expect("Python answers in JSON");
        let answers = said["answers"].as_array().expect("is a list");
        let formats = said["formats"].as_array();
        let word = |value: &Value| value.as_str().map(ToOwned::to_owned);
        Opinion {
            formats: formats.map(|formats| formats.iter().filter_map(word).collect()),
            is_safe: said["safe"]
                .as_object()
                .is_some_and(|safe| safe.values().all(|is_safe| *is_safe == true)),
            refusals: answers.iter().map(|a| word(&a["refused"])).collect(),
            sizes: answers.iter().map(|a| a["virtual_size"].as_i64()).collect(),
        }
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        // It may have ended already, and nothing hangs on it.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// As `xtask` names it: by the content of the lock file.
fn home() -> PathBuf {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty());
    if let Some(place) = set(PLACE) {
        return PathBuf::from(place);
    }
    let cache = set("VITRINE_CACHE")
        .map(PathBuf::from)
        .or_else(|| Some(Path::new(&set("XDG_CACHE_HOME")?).join("vitrine")))
        .or_else(|| Some(Path::new(&set("HOME")?).join(".cache/vitrine")))
        .expect("HOME or VITRINE_CACHE is set");
    let lock = fs::read("lab/requirements.lock").expect("the lock file is readable");
    cache.join(format!("services-{}", fingerprint(&lock)))
}

/// As in `xtask/src/fingerprint.rs`: FNV-1a with a byte that ends the part.
fn fingerprint(content: &[u8]) -> String {
    let hash = content
        .iter()
        .chain(&[0xff])
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("{hash:016x}")
}
