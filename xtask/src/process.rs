//! Child processes that never outlive us: each leads a process group of its
//! own, which is stopped as a whole.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::failure::{Doing, Failure, Result, because};
use crate::{paths, stop};

/// How long a child may take to end after being asked to.
const GRACE: Duration = Duration::from_secs(4);

/// A command for a child that is told to end should we be killed outright.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    // Part of util-linux; elsewhere the guard in `Running` has to do alone.
    let mut command = if paths::which("setpriv").is_some() {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "TERM", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    // A child in its own group must not read the terminal.
    command.stdin(Stdio::null());
    command
}

/// A running child and all it started; dropping it ends them.
pub struct Running {
    pub name: String,
    child: Child,
    ended: Option<ExitStatus>,
}

impl Running {
    pub fn start(name: &str, command: &mut Command) -> Result<Self> {
        // Its own group keeps the terminal's Ctrl-C from reaching it before
        // we have stopped what depends on it.
        let child = command
            .process_group(0)
            .spawn()
            .doing(|| format!("cannot start {name}"))?;
        Ok(Self {
            name: name.to_owned(),
            child,
            ended: None,
        })
    }

    /// How it ended, if it did.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        if self.ended.is_none() {
            self.ended = self
                .child
                .try_wait()
                .doing(|| format!("cannot watch {}", self.name))?;
        }
        Ok(self.ended)
    }

    /// Waits for its end or for the wish to stop.
    pub fn wait(&mut self) -> Result<ExitStatus> {
        loop {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            stop::pause()?;
        }
    }

    fn group(&self) -> Option<Pid> {
        i32::try_from(self.child.id()).ok().map(Pid::from_raw)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let Some(group) = self.group() else { return };
        let deadline = Instant::now() + GRACE;
        if self.ended.is_none() {
            // Errors mean that it is gone already, which is the aim.
            let _ = killpg(group, Signal::SIGTERM);
            while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        // Whoever of the group did not go with its leader, and the leader.
        let _ = killpg(group, Signal::SIGKILL);
        let _ = self.child.wait();
    }
}

/// Runs a command in the open to its end; anything but success is an error.
pub fn run(what: &str, command: &mut Command) -> Result {
    let status = Running::start(what, command)?.wait()?;
    if status.success() {
        Ok(())
    } else {
        because(format!("{what} failed ({status}); its output is above"))
    }
}

/// Runs a command with its output in a file, shown only if it fails.
pub fn run_logged(what: &str, command: &mut Command, log: &Path) -> Result {
    log_into(command, log)?;
    let status = Running::start(what, command)?.wait()?;
    if status.success() {
        Ok(())
    } else {
        because(format!("{what} failed ({status}):\n{}", tail(log)))
    }
}

/// Sends a command's output to a new file.
pub fn log_into(command: &mut Command, log: &Path) -> Result {
    if let Some(parent) = log.parent() {
        fs::create_dir_all(parent).at("create", parent)?;
    }
    let file = File::create(log).at("create", log)?;
    let second = file.try_clone().at("open", log)?;
    command.stdout(file).stderr(second);
    Ok(())
}

/// What a short command prints on standard output.
pub fn output(what: &str, command: &mut Command) -> Result<String> {
    let output = command
        .output()
        .doing(|| format!("cannot start {what}"))
        .and_then(|output| stop::check().map(|()| output))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        return because(format!("{what} failed ({}): {words}", output.status));
    }
    String::from_utf8(output.stdout)
        .map(|text| text.trim().to_owned())
        .map_err(|_| Failure::Because(format!("{what} printed something other than text")))
}

/// The last lines of a log, and where the rest of it is.
pub fn tail(log: &Path) -> String {
    const BYTES: u64 = 4000;
    const LINES: usize = 20;
    let read = || -> std::io::Result<Vec<u8>> {
        let mut file = File::open(log)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(BYTES)))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let text = read().map_or_else(
        |error| format!("(not readable: {error})"),
        |bytes| String::from_utf8_lossy(&bytes).into_owned(),
    );
    let lines: Vec<&str> = text.lines().collect();
    let last = &lines[lines.len().saturating_sub(LINES)..];
    format!("--- {}\n{}", log.display(), last.join("\n"))
}
