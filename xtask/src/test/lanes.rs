//! Files of end-to-end tests, two at a time: most of them wait most of the time. Each lane
//! has clouds of its own, because a test may count what the service holds, or stop it.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use super::clouds::Clouds;
use super::{Run, node};
use crate::failure::{Doing, Failure, Result, because};
use crate::process::{self, Running};
use crate::{complain, say};

/// What takes longest begins first, so that no lane is left alone with it at the end.
const LONG: [&str; 13] = [
    "firefox-uploads",
    "firefox-downloads",
    "firefox-upload-cases",
    "downloads",
    "uploads",
    "limits",
    "upload-cases",
    "upload-ways",
    "accessibility",
    "upload-proof",
    "renewal",
    "download-places",
    "download-ways",
];

/// The files of a folder that are tests, the longest first.
pub fn files_in(folder: &Path) -> Result<VecDeque<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).at("read", folder)? {
        let path = entry.at("read", folder)?.path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            files.push(path);
        }
    }
    files.sort_by_key(|path| {
        let name = name_of(path);
        let place = LONG.iter().position(|long| *long == name);
        (place.unwrap_or(LONG.len()), name)
    });
    Ok(files.into())
}

/// Runs each file once, whatever comes of the others.
pub fn run(run: &Run<'_>, files: VecDeque<PathBuf>) -> Result {
    let count = files.len();
    let lanes = [
        run.clouds()?,
        &Clouds::start(run.paths, run.tools, "lab-test-2")?,
    ];
    let waiting = Mutex::new(files);
    let failed = Mutex::new(Vec::new());
    let outcomes = thread::scope(|scope| {
        lanes
            .map(|clouds| scope.spawn(|| lane(run, clouds, &waiting, &failed)))
            .map(|lane| lane.join())
    });
    for outcome in outcomes {
        outcome.map_err(|_| Failure::Because("a lane of tests came to a halt".to_owned()))??;
    }
    let failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
    if failed.is_empty() {
        return Ok(());
    }
    because(format!(
        "{} of {count} files of tests failed; their output is above: {}",
        failed.len(),
        failed.join(", ")
    ))
}

/// Takes the next file when it is done with one.
fn lane(
    run: &Run<'_>,
    clouds: &Clouds<'_>,
    waiting: &Mutex<VecDeque<PathBuf>>,
    failed: &Mutex<Vec<String>>,
) -> Result {
    loop {
        // Let go before the file runs: the other lane wants one, too.
        let Some(file) = locked(waiting).pop_front() else {
            return Ok(());
        };
        let name = name_of(&file);
        let log = run.paths.target("e2e").join(format!("{name}.log"));
        let mut node = node::command(run, clouds, &[])?;
        node.arg("--test-reporter=spec").arg(&file);
        process::log_into(&mut node, &log)?;
        let began = Instant::now();
        let status = Running::start("node --test", &mut node)?.wait()?;
        let seconds = began.elapsed().as_secs_f32();
        if status.success() {
            say!("{seconds:>7.1} s  {name}");
            continue;
        }
        let said = fs::read_to_string(&log).at("read", &log)?;
        complain!("{seconds:>7.1} s  {name} FAILED ({status}):\n{said}");
        locked(failed).push(name);
    }
}

/// What another lane left behind is whole: nothing is changed in two steps.
fn locked<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.trim_end_matches(".test.mjs").to_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{files_in, name_of};

    #[test]
    fn all_tests_run_and_long_ones_begin_first() -> std::io::Result<()> {
        let folder = std::env::temp_dir().join(format!("vitrine-lanes-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        for name in ["b.test.mjs", "uploads.test.mjs", "a.test.mjs", "a.mjs"] {
            fs::write(folder.join(name), "")?;
        }
        let names = files_in(&folder)
            .map(|files| files.iter().map(|path| name_of(path)).collect::<Vec<_>>());
        fs::remove_dir_all(&folder)?;
        assert!(names.is_ok_and(|names| names == ["uploads", "a", "b"]));
        Ok(())
    }
}
