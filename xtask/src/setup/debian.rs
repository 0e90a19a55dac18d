//! Programs that come as Debian packages.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::Purpose;
use crate::failure::{Doing, Result, because};
use crate::{paths, say};

/// A program, the package that carries it, and what first needs it.
const PROGRAMS: [(&str, &str, Purpose); 25] = [
    ("qemu-img", "qemu-utils", Purpose::Dev),
    ("chromium", "chromium", Purpose::Test),
    ("chromedriver", "chromium-driver", Purpose::Test),
    ("firefox-esr", "firefox-esr", Purpose::Test),
    ("openssl", "openssl", Purpose::Test),
    // What makes files of every kind, for the console to recognise.
    ("7zz", "7zip", Purpose::Test),
    ("bzip2", "bzip2", Purpose::Test),
    ("cpio", "cpio", Purpose::Test),
    ("genisoimage", "genisoimage", Purpose::Test),
    ("gzip", "gzip", Purpose::Test),
    ("lz4", "lz4", Purpose::Test),
    ("mkfs.btrfs", "btrfs-progs", Purpose::Test),
    ("mkfs.exfat", "exfatprogs", Purpose::Test),
    ("mkfs.ext4", "e2fsprogs", Purpose::Test),
    ("mkfs.fat", "dosfstools", Purpose::Test),
    ("mkfs.xfs", "xfsprogs", Purpose::Test),
    ("mkntfs", "ntfs-3g", Purpose::Test),
    ("mksquashfs", "squashfs-tools", Purpose::Test),
    ("mkudffs", "udftools", Purpose::Test),
    ("sfdisk", "fdisk", Purpose::Test),
    ("sgdisk", "gdisk", Purpose::Test),
    ("xorriso", "xorriso", Purpose::Test),
    ("xz", "xz-utils", Purpose::Test),
    ("zip", "zip", Purpose::Test),
    ("zstd", "zstd", Purpose::Test),
];

pub fn ensure(purpose: Purpose) -> Result {
    let mut missing: Vec<&str> = PROGRAMS
        .into_iter()
        .filter(|(program, _, since)| *since <= purpose && !is_there(program))
        .map(|(_, package, _)| package)
        .collect();
    // Without any font a browser's page has no text to measure or look at.
    if purpose >= Purpose::Test && fs::read_dir("/usr/share/fonts").is_err() {
        missing.push("fonts-dejavu-core");
    }
    if missing.is_empty() {
        return Ok(());
    }
    install(&missing)
}

/// What makes filesystems is Debian's for administrators, and others don't have it on PATH.
fn is_there(program: &str) -> bool {
    let for_administrators = ["/usr/sbin", "/sbin"];
    let is_in = |dir: &str| Path::new(dir).join(program).is_file();
    paths::which(program).is_some() || for_administrators.into_iter().any(is_in)
}

pub fn install(packages: &[&str]) -> Result {
    let list = packages.join(" ");
    if paths::which("apt-get").is_none() {
        return because(format!(
            "these are missing: {list} (Debian's names), and there is no apt-get here: \
             install them by other means"
        ));
    }
    say!("setup: installing Debian packages: {list}");
    update()?;
    let mut install = vec![
        "install",
        "-qq",
        "--yes",
        "--no-install-recommends",
        "-oDpkg::Use-Pty=0",
    ];
    install.extend(packages);
    if apt_get(&install)? {
        Ok(())
    } else {
        because(format!(
            "apt-get could not install {list}; its words are above. \
             Install them by hand, then repeat"
        ))
    }
}

/// Old or no lists are the usual reason for a package not to be found; a
/// source that cannot be reached may be one that is not needed.
pub fn update() -> Result {
    apt_get(&["update", "-qq"]).map(|_| ())
}

/// Whether it worked. Runs in our own process group, unlike every other
/// child: sudo asks for a password on the terminal.
fn apt_get(arguments: &[&str]) -> Result<bool> {
    let mut command = if nix::unistd::geteuid().is_root() {
        Command::new("env")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.arg("env");
        sudo
    };
    command
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
        // A fresh machine may be at its first automatic updates.
        .arg("-oDPkg::Lock::Timeout=300")
        .args(arguments)
        .status()
        .map(|status| status.success())
        .doing(|| "cannot start apt-get (as root, through sudo)".to_owned())
}
