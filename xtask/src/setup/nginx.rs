//! nginx for tests, taken out of its Debian package: installing that would
//! make it a service of the machine, on port 80.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{debian, empty_dir, publish};
use crate::failure::{Failure, Result, because};
use crate::paths::{self, Paths};
use crate::{process, say};

/// Where the unpacked program is; with another nginx there, nothing is.
pub fn directory(paths: &Paths) -> PathBuf {
    home(paths).join("usr/sbin")
}

pub fn ensure(paths: &Paths) -> Result {
    let machines = Path::new("/usr/sbin/nginx");
    if directory(paths).join("nginx").is_file()
        || paths::which("nginx").is_some()
        || machines.is_file()
    {
        return Ok(());
    }
    if paths::which("apt-get").is_none() {
        return because("nginx is missing, and there is no apt-get here: install it");
    }
    say!("setup: unpacking nginx");
    let partial = paths.tool("nginx.partial");
    match download(&partial) {
        Ok(()) => {}
        Err(Failure::Interrupted) => return Err(Failure::Interrupted),
        Err(_) => {
            debian::update()?;
            download(&partial)?;
        }
    }
    // What it links to comes with dpkg, coreutils and openssl.
    let script = "dpkg-deb --extract nginx_*.deb . && usr/sbin/nginx -v";
    let mut unpack = in_directory(&partial, "sh");
    process::run_logged(
        "the unpacking of nginx",
        unpack.args(["-c", script]),
        &partial.join("log"),
    )?;
    publish(&partial, &home(paths))
}

/// Needs no rights, unlike an installation.
fn download(into: &Path) -> Result {
    empty_dir(into)?;
    let mut apt = in_directory(into, "apt-get");
    process::run_logged(
        "the download of nginx",
        // As root it would become a user that may not write here.
        apt.args(["-qq", "-oAPT::Sandbox::User=root", "download", "nginx"]),
        &into.join("log"),
    )
}

fn in_directory(directory: &Path, program: &str) -> Command {
    let mut command = process::command(program);
    command.current_dir(directory);
    command
}

fn home(paths: &Paths) -> PathBuf {
    paths.tool("nginx")
}
