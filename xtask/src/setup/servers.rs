//! Web servers for tests, taken out of their Debian packages: installing those would
//! make them services of the machine, on its ports.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{debian, empty_dir, publish};
use crate::failure::{Failure, Result, because};
use crate::paths::{self, Paths};
use crate::{process, say};

/// What is taken out of a package, if the machine hasn't got it.
struct Server {
    package: &'static str,
    /// Where it is, below `/` on a machine that has it, and below the cache otherwise.
    file: &'static str,
}

const NGINX: Server = Server {
    package: "nginx",
    // What it links to comes with dpkg, coreutils and openssl.
    file: "usr/sbin/nginx",
};
const CADDY: Server = Server {
    package: "caddy",
    file: "usr/bin/caddy",
};
/// nginx's module that sends what is compressed already.
const BROTLI: Server = Server {
    package: "libnginx-mod-http-brotli-static",
    file: "usr/lib/nginx/modules/ngx_http_brotli_static_module.so",
};

/// What kinds of files it knows.
const TYPES: Server = Server {
    package: "nginx-common",
    file: "etc/nginx/mime.types",
};

/// Where unpacked programs are; where the machine has its own, nothing is.
pub fn directories(paths: &Paths) -> Vec<PathBuf> {
    let unpacked = [NGINX, CADDY].map(|server| server.unpacked(paths));
    let folders = unpacked.iter().filter_map(|file| file.parent());
    folders.map(Path::to_path_buf).collect()
}

/// nginx's module for precompressed files.
///
/// # Errors
/// It is not there.
pub fn brotli_module(paths: &Paths) -> Result<PathBuf> {
    BROTLI.place(paths)
}

/// nginx's list of kinds of files.
///
/// # Errors
/// It is not there.
pub fn mime_types(paths: &Paths) -> Result<PathBuf> {
    TYPES.place(paths)
}

pub fn ensure(paths: &Paths) -> Result {
    for server in [NGINX, TYPES, BROTLI, CADDY] {
        server.ensure(paths)?;
    }
    Ok(())
}

impl Server {
    fn home(&self, paths: &Paths) -> PathBuf {
        paths.tool(self.package)
    }

    fn unpacked(&self, paths: &Paths) -> PathBuf {
        self.home(paths).join(self.file)
    }

    fn machines(&self) -> PathBuf {
        Path::new("/").join(self.file)
    }

    fn place(&self, paths: &Paths) -> Result<PathBuf> {
        let places = [self.unpacked(paths), self.machines()];
        let file = places.into_iter().find(|file| file.is_file());
        file.ok_or_else(|| Failure::Because(format!("{} is not installed", self.package)))
    }

    fn ensure(&self, paths: &Paths) -> Result {
        let package = self.package;
        let is_on_path = || paths::which(package).is_some();
        if self.unpacked(paths).is_file() || self.machines().is_file() || is_on_path() {
            return Ok(());
        }
        if paths::which("apt-get").is_none() {
            return because(format!(
                "{package} is missing, and there is no apt-get here: install it"
            ));
        }
        say!("setup: unpacking {package}");
        let partial = paths.tool(&format!("{package}.partial"));
        match self.download(&partial) {
            Ok(()) => {}
            Err(Failure::Interrupted) => return Err(Failure::Interrupted),
            Err(_) => {
                debian::update()?;
                self.download(&partial)?;
            }
        }
        let script = format!(
            "dpkg-deb --extract {package}_*.deb . && test -s {}",
            self.file
        );
        let mut unpack = in_directory(&partial, "sh");
        process::run_logged(
            &format!("the unpacking of {package}"),
            unpack.args(["-c", &script]),
            &partial.join("log"),
        )?;
        publish(&partial, &self.home(paths))
    }

    /// Needs no rights, unlike an installation.
    fn download(&self, into: &Path) -> Result {
        empty_dir(into)?;
        let mut apt = in_directory(into, "apt-get");
        process::run_logged(
            &format!("the download of {}", self.package),
            // As root it would become a user that may not write here.
            apt.args(["-qq", "-oAPT::Sandbox::User=root", "download"])
                .arg(self.package),
            &into.join("log"),
        )
    }
}

fn in_directory(directory: &Path, program: &str) -> Command {
    let mut command = process::command(program);
    command.current_dir(directory);
    command
}
