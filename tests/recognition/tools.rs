//! Files of the kinds that QEMU doesn't write, made by the ordinary tools for them.

use std::process::Command;

use vitrine::sniff::{Compression, Filesystem, Kind};

use super::Maker;

/// What a file is called, what it is, and the words of the shell that make it. They find
/// `source` and the folder `tree` beside them.
type Recipe = (&'static str, Kind, &'static str);

const DISKS: [Recipe; 9] = [
    (
        "tool.gpt",
        Kind::RawGpt,
        "truncate -s 2M tool.gpt; sgdisk -n 1:0:0 tool.gpt",
    ),
    (
        "tool-hybrid.gpt",
        Kind::RawGpt,
        "truncate -s 2M tool-hybrid.gpt; sgdisk -n 1:0:0 -h 1 tool-hybrid.gpt",
    ),
    (
        "tool.mbr",
        Kind::RawMbr,
        "truncate -s 2M tool.mbr; echo start=64,type=83,bootable | sfdisk tool.mbr",
    ),
    (
        "tool.iso",
        Kind::Iso,
        "xorriso -as mkisofs -o tool.iso tree",
    ),
    (
        "tool-joliet.iso",
        Kind::Iso,
        "xorriso -as mkisofs -J -R -V config-2 -o tool-joliet.iso tree",
    ),
    (
        "tool-stick.iso",
        Kind::Iso,
        "xorriso -as mkisofs -partition_offset 16 -o tool-stick.iso tree",
    ),
    (
        "tool-gpt.iso",
        Kind::Iso,
        "xorriso -as mkisofs -append_partition 2 0xef source -appended_part_as_gpt \
         -o tool-gpt.iso tree",
    ),
    (
        "tool-bridge.iso",
        Kind::Iso,
        "genisoimage -udf -o tool-bridge.iso tree",
    ),
    (
        "tool.udf",
        Kind::Udf,
        "truncate -s 2M tool.udf; mkudffs -b 2048 tool.udf",
    ),
];

/// The least that each makes may be hundreds of MiB of nothing: the beginning is enough.
const FILESYSTEMS: [Recipe; 10] = [
    (
        "tool.ext4",
        Kind::Filesystem(Filesystem::Ext),
        "mkfs.ext4 -q tool.ext4 2M",
    ),
    (
        "tool.ext2",
        Kind::Filesystem(Filesystem::Ext),
        "mkfs.ext2 -q tool.ext2 1M",
    ),
    (
        "tool.xfs",
        Kind::Filesystem(Filesystem::Xfs),
        "truncate -s 300M tool.xfs; mkfs.xfs -q tool.xfs; truncate -s 1M tool.xfs",
    ),
    (
        "tool.btrfs",
        Kind::Filesystem(Filesystem::Btrfs),
        "truncate -s 128M tool.btrfs; mkfs.btrfs -q tool.btrfs; truncate -s 1M tool.btrfs",
    ),
    (
        "tool.fat12",
        Kind::Filesystem(Filesystem::Fat),
        "truncate -s 1M tool.fat12; mkfs.fat -F 12 tool.fat12",
    ),
    (
        "tool.fat32",
        Kind::Filesystem(Filesystem::Fat),
        "truncate -s 64M tool.fat32; mkfs.fat -F 32 tool.fat32; truncate -s 1M tool.fat32",
    ),
    (
        "tool.exfat",
        Kind::Filesystem(Filesystem::Exfat),
        "truncate -s 8M tool.exfat; mkfs.exfat tool.exfat; truncate -s 1M tool.exfat",
    ),
    (
        "tool.ntfs",
        Kind::Filesystem(Filesystem::Ntfs),
        "truncate -s 2M tool.ntfs; mkntfs -q -F tool.ntfs",
    ),
    (
        "tool.squashfs",
        Kind::Filesystem(Filesystem::Squashfs),
        "mksquashfs tree tool.squashfs -quiet",
    ),
    (
        "tool.swap",
        Kind::Filesystem(Filesystem::Swap),
        "truncate -s 1M tool.swap; chmod 600 tool.swap; mkswap tool.swap",
    ),
];

const ARCHIVES: [Recipe; 11] = [
    (
        "tool.gz",
        Kind::Compressed(Compression::Gzip),
        "gzip -c source > tool.gz",
    ),
    (
        "tool.xz",
        Kind::Compressed(Compression::Xz),
        "xz -c source > tool.xz",
    ),
    (
        "tool.zst",
        Kind::Compressed(Compression::Zstd),
        "zstd -q -c source > tool.zst",
    ),
    (
        "tool.bz2",
        Kind::Compressed(Compression::Bzip2),
        "bzip2 -c source > tool.bz2",
    ),
    (
        "tool.lz4",
        Kind::Compressed(Compression::Lz4),
        "lz4 -q -c source > tool.lz4",
    ),
    (
        "tool.zip",
        Kind::Compressed(Compression::Zip),
        "zip -q tool.zip source",
    ),
    (
        "tool.7z",
        Kind::Compressed(Compression::SevenZip),
        "7zz a tool.7z source",
    ),
    ("tool.tar", Kind::Tar, "tar -cf tool.tar source"),
    (
        "tool.ova",
        Kind::Ova,
        "echo '<Envelope/>' > machine.ovf; tar -cf tool.ova machine.ovf source",
    ),
    (
        "tool-image.tar",
        Kind::ContainerImage,
        "tar -cf tool-image.tar -C tree oci-layout index.json",
    ),
    (
        "tool.cpio",
        Kind::Initramfs,
        "cd tree; find . | cpio -o -H newc > ../tool.cpio",
    ),
];

impl Maker<'_> {
    pub(super) fn by_tools(&mut self) {
        self.shell(
            "mkdir tree; echo '{\"imageLayoutVersion\": \"1.0.0\"}' > tree/oci-layout; \
             echo '{}' > tree/index.json",
        );
        for (name, kind, words) in DISKS.into_iter().chain(FILESYSTEMS).chain(ARCHIVES) {
            self.shell(words);
            self.case(name, kind);
        }
    }

    fn shell(&self, words: &str) {
        let path = std::env::var("PATH").unwrap_or_default();
        let output = Command::new("sh")
            .args(["-ec", words])
            // Where Debian keeps what makes filesystems.
            .env("PATH", format!("{path}:/usr/sbin:/sbin"))
            .current_dir(self.dir)
            .output()
            .expect("sh runs");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "{words}: {complaint} (`cargo xtask setup --for test` installs the tools)"
        );
    }
}
