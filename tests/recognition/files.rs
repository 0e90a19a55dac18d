//! Files of every kind, made by qemu-img and the ordinary tools; and by hand those that
//! no tool writes: headers alone, broken ones, and odd mixtures.

mod tools;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use vitrine::sniff::{Compression, Detail, Encryption, Filesystem, Kind, Layout, Warning};

/// What a guest would see of most disks.
pub const DISK_BYTES: usize = 1 << 20;

pub struct Case {
    pub name: String,
    pub path: PathBuf,
    pub kind: Kind,
}

/// All of them.
pub fn make(dir: &Path) -> Vec<Case> {
    let mut maker = Maker {
        dir,
        cases: Vec::new(),
    };
    // Each takes seconds: QEMU measures how fast this machine derives keys.
    let encrypted = maker.encrypted();
    maker.source();
    maker.qcow2();
    maker.other_disks();
    maker.by_hand();
    maker.by_tools();
    for mut process in encrypted {
        let status = process.wait().expect("qemu-img ends");
        assert!(status.success(), "qemu-img makes no encrypted disk");
    }
    maker.case("luks.qcow2", Kind::Qcow2);
    maker.case("disk.luks", Kind::Luks);
    maker.changed("disk.luks2", "disk.luks", &[(7, &[2])]);
    maker.cases
}

/// What is told of some of them, beside their kind.
pub fn told() -> Vec<(&'static str, Detail)> {
    vec![
        ("v2.qcow2", Detail::Version(2)),
        ("v3.qcow2", Detail::Version(3)),
        ("deflate.qcow2", Detail::DeflateClusters),
        ("zstd.qcow2", Detail::ZstdClusters),
        ("luks.qcow2", Detail::Encryption(Encryption::Luks)),
        ("snapshots.qcow2", Detail::Snapshots(1)),
        ("backed.qcow2", Detail::BackingFile("v3.qcow2".to_owned())),
        ("elsewhere.qcow2", Detail::DataFile("data".to_owned())),
        (
            "streamOptimized.vmdk",
            Detail::CreateType("streamOptimized".to_owned()),
        ),
        ("fixed.vhd", Detail::Layout(Layout::Fixed)),
        ("dynamic.vhd", Detail::Layout(Layout::Dynamic)),
        ("stick.iso", Detail::Hybrid),
    ]
}

/// And what a person is warned of.
pub const WARNED: [(&str, Warning); 5] = [
    ("luks.qcow2", Warning::Encrypted),
    ("dirty.qcow2", Warning::NotClosed),
    ("backed.qcow2", Warning::BackingFile),
    ("elsewhere.qcow2", Warning::ExternalDataFile),
    ("extended.qcow2", Warning::UnknownFeatures),
];

struct Maker<'a> {
    dir: &'a Path,
    cases: Vec<Case>,
}

const MISSING: &str = "qemu-img runs; `cargo xtask setup --for test` installs it";
const SECRET: &str = "secret,id=key,data=vitrine";

impl Maker<'_> {
    fn qemu(&self, arguments: &[&str]) {
        let output = Command::new("qemu-img")
            .args(arguments)
            .current_dir(self.dir)
            .output()
            .expect(MISSING);
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "qemu-img {arguments:?}: {complaint}"
        );
    }

    fn encrypted(&self) -> [Child; 2] {
        let start = |name: &str, format: &str, options: &str| {
            Command::new("qemu-img")
                .args(["create", "-q", "-f", format, "--object", SECRET])
                .args(["-o", options, name, "1M"])
                .current_dir(self.dir)
                .spawn()
                .expect(MISSING)
        };
        let inside = "encrypt.format=luks,encrypt.key-secret=key,encrypt.iter-time=10";
        [
            start("luks.qcow2", "qcow2", inside),
            start("disk.luks", "luks", "key-secret=key,iter-time=10"),
        ]
    }

    fn case(&mut self, name: &str, kind: Kind) {
        self.cases.push(Case {
            name: name.to_owned(),
            path: self.dir.join(name),
            kind,
        });
    }

    /// The source converted into another format.
    fn convert(&mut self, name: &str, kind: Kind, options: &[&str]) {
        self.qemu(&[&["convert", "-f", "raw"], options, &["source", name]].concat());
        self.case(name, kind);
    }

    fn write(&mut self, name: &str, kind: Kind, length: usize, parts: &[(usize, &[u8])]) {
        let mut bytes = vec![0; length];
        for (at, part) in parts {
            bytes[*at..at + part.len()].copy_from_slice(part);
        }
        fs::write(self.dir.join(name), bytes).expect("the file is written");
        self.case(name, kind);
    }

    /// A copy of a case with some bytes changed.
    fn changed(&mut self, name: &str, of: &str, parts: &[(usize, &[u8])]) {
        let mut bytes = fs::read(self.dir.join(of)).expect("is readable");
        for (at, part) in parts {
            bytes[*at..at + part.len()].copy_from_slice(part);
        }
        fs::write(self.dir.join(name), bytes).expect("the file is written");
        let original = self.cases.iter().find(|case| case.name == of);
        let kind = original.expect("is a case").kind;
        self.case(name, kind);
    }

    /// Data that is no zeros, so that every format has something to keep.
    fn source(&mut self) {
        let bytes: Vec<u8> = (0..DISK_BYTES / 2).map(|i| (i % 251) as u8).collect();
        let bytes = [vec![0; DISK_BYTES / 2], bytes].concat();
        fs::write(self.dir.join("source"), bytes).expect("the file is written");
        self.case("source", Kind::Raw);
    }

    fn qcow2(&mut self) {
        let kind = Kind::Qcow2;
        let to = ["-O", "qcow2"];
        self.convert(
            "v2.qcow2",
            kind,
            &[&to[..], &["-o", "compat=0.10"]].concat(),
        );
        self.convert("v3.qcow2", kind, &to);
        self.convert("deflate.qcow2", kind, &[&to[..], &["-c"]].concat());
        let zstd = ["-c", "-o", "compression_type=zstd"];
        self.convert("zstd.qcow2", kind, &[&to[..], &zstd].concat());
        let extended = ["-o", "extended_l2=on"];
        self.convert("extended.qcow2", kind, &[&to[..], &extended].concat());
        self.convert("v1.qcow", kind, &["-O", "qcow"]);
        let create = ["create", "-q", "-f", "qcow2"];
        for (name, options) in [
            ("backed.qcow2", vec!["-b", "v3.qcow2", "-F", "qcow2"]),
            (
                "backed-v2.qcow2",
                vec!["-o", "compat=0.10", "-b", "v3.qcow2", "-F", "qcow2"],
            ),
            ("elsewhere.qcow2", vec!["-o", "data_file=data"]),
        ] {
            self.qemu(&[&create[..], &options, &[name, "1M"]].concat());
            self.case(name, kind);
        }
        self.convert("snapshots.qcow2", kind, &to);
        self.qemu(&["snapshot", "-c", "before", "snapshots.qcow2"]);
        self.changed("dirty.qcow2", "v3.qcow2", &[(79, &[3])]);
        self.changed("future.qcow2", "v3.qcow2", &[(72, &[1])]);
        self.changed("disguised.qcow2", "v3.qcow2", &[(510, b"\x55\xaa")]);
    }

    fn other_disks(&mut self) {
        for subformat in [
            "monolithicSparse",
            "monolithicFlat",
            "streamOptimized",
            "twoGbMaxExtentSparse",
        ] {
            let options = format!("subformat={subformat}");
            let name = format!("{subformat}.vmdk");
            self.convert(&name, Kind::Vmdk, &["-O", "vmdk", "-o", &options]);
        }
        self.case("monolithicFlat-flat.vmdk", Kind::Raw);
        self.case("twoGbMaxExtentSparse-s001.vmdk", Kind::Vmdk);
        // Text that is a descriptor by its words, and one that isn't ASCII.
        let text = b"# Disk DescriptorFile\nversion=1\nCID=11111111\nparentCID=ffffffff\n\
            createType=\"monolithicSparse\"\nRW 2048 SPARSE \"disk.vmdk\"\n";
        self.write("alone.vmdk", Kind::Vmdk, text.len(), &[(0, text)]);
        let script = [&b"#!/bin/sh\n# installer\n".repeat(40)[..], &[0xff; 100]].concat();
        self.write("installer.run", Kind::Raw, 2000, &[(0, &script)]);
        self.convert("dynamic.vhd", Kind::Vhd, &["-O", "vpc"]);
        let fixed = ["-O", "vpc", "-o", "subformat=fixed,force_size=on"];
        self.convert("fixed.vhd", Kind::Vhd, &fixed);
        self.changed("differencing.vhd", "dynamic.vhd", &[(63, &[4])]);
        self.convert("dynamic.vhdx", Kind::Vhdx, &["-O", "vhdx"]);
        let fixed = ["-O", "vhdx", "-o", "subformat=fixed"];
        self.convert("fixed.vhdx", Kind::Vhdx, &fixed);
        self.convert("dynamic.vdi", Kind::Vdi, &["-O", "vdi"]);
        self.convert("static.vdi", Kind::Vdi, &["-O", "vdi", "-o", "static=on"]);
        self.convert("disk.qed", Kind::Qed, &["-O", "qed"]);
        self.convert("disk.hds", Kind::Parallels, &["-O", "parallels"]);
    }

    fn by_hand(&mut self) {
        const SIGNATURE: (usize, &[u8]) = (510, b"\x55\xaa");
        const PARTITION: (usize, &[u8]) =
            (446, &[0x80, 0, 2, 0, 0x83, 0, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0]);
        const PROTECTION: (usize, &[u8]) = (
            446,
            &[0, 0, 2, 0, 0xee, 255, 255, 255, 1, 0, 0, 0, 127, 0, 0, 0],
        );
        const GPT: (usize, &[u8]) = (512, b"EFI PART");
        const GPT_COPY: (usize, &[u8]) = (544, &[127]);
        const DISC: (usize, &[u8]) = (0x8000, b"\x01CD001\x01");
        const BLOCKS: (usize, &[u8]) = (0x8050, &[32]);
        const BLOCK: (usize, &[u8]) = (0x8080, &[0, 8]);
        let filesystem = Kind::Filesystem;
        let size = 64 * 1024;
        let mbr = Kind::RawMbr;
        self.write("mbr", mbr, size, &[PARTITION, SIGNATURE]);
        self.write("mbr-flag", mbr, size, &[PARTITION, SIGNATURE, (462, &[1])]);
        self.write("mbr-empty", mbr, size, &[SIGNATURE]);
        let gpt = [PROTECTION, SIGNATURE, GPT, GPT_COPY];
        self.write("gpt", Kind::RawGpt, size, &gpt);
        let hybrid = [&gpt[..], &[(466, &[0x83])]].concat();
        self.write("gpt-hybrid", Kind::RawGpt, size, &hybrid);
        let shifted = [&gpt[..], &[(448, &[1])]].concat();
        self.write("gpt-shifted", Kind::RawGpt, size, &shifted);
        let disc = [DISC, BLOCKS, BLOCK];
        self.write("disc.iso", Kind::Iso, size, &disc);
        let stick = [&disc[..], &[PARTITION, SIGNATURE]].concat();
        self.write("stick.iso", Kind::Iso, size, &stick);
        let udf: [(usize, &[u8]); 2] = [(0x8001, b"BEA01"), (0x8801, b"NSR03")];
        self.write("plain-udf.iso", Kind::Udf, size, &udf);
        self.write("udf.iso", Kind::Udf, size, &[(0x8001, b"NSR02")]);
        let fat: [(usize, &[u8]); 4] = [
            (0x10, &[2]),
            (0x15, &[0xf8]),
            (0x36, b"FAT16   "),
            SIGNATURE,
        ];
        self.write("fat", filesystem(Filesystem::Fat), size, &fat);
        let ntfs: [(usize, &[u8]); 2] = [(3, b"NTFS    "), SIGNATURE];
        self.write("ntfs", filesystem(Filesystem::Ntfs), size, &ntfs);
        let ext: [(usize, &[u8]); 1] = [(0x438, b"\x53\xef")];
        self.write("ext", filesystem(Filesystem::Ext), size, &ext);
        let kernel: [(usize, &[u8]); 3] = [(0, b"MZ"), SIGNATURE, (0x202, b"HdrS")];
        self.write("vmlinuz", Kind::Kernel, size, &kernel);
        self.write("initramfs", Kind::Initramfs, size, &[(0, b"070701")]);
        let gzip = Kind::Compressed(Compression::Gzip);
        self.write("disk.gz", gzip, size, &[(0, &[0x1f, 0x8b, 8])]);
        let tar: [(usize, &[u8]); 2] = [(0, b"machine.ovf"), (257, b"ustar")];
        self.write("machine.ova", Kind::Ova, 10_240, &tar);
        let tar: [(usize, &[u8]); 3] =
            [(0, b"oci-layout"), (124, b"00000000036\0"), (257, b"ustar")];
        self.write("image.tar", Kind::ContainerImage, 10_240, &tar);
        let cowd: [(usize, &[u8]); 2] = [(0, b"COWD\x01"), (12, &[0, 8])];
        self.write("esx.vmdk", Kind::Vmdk, size, &cowd);
        self.write("empty", Kind::Empty, 0, &[]);
        self.write(
            "short.qcow2",
            Kind::Qcow2,
            104,
            &[(0, b"QFI\xfb\0\0\0\x03")],
        );
        self.write("short.vhdx", Kind::Vhdx, size, &[(0, b"vhdxfile")]);
    }
}
