//! What the console foretells about a file is what Glance says about it: real
//! files of every kind, and broken ones, held against Glance's own code. Needs
//! qemu-img and the services' Python environment (`cargo xtask setup --for test`).

#![cfg(not(target_arch = "wasm32"))]
// A helper of a test may fail as the test may.
#![allow(clippy::expect_used)]

#[path = "recognition/files.rs"]
mod files;
#[path = "recognition/reference.rs"]
mod reference;

use std::fs;
use std::path::PathBuf;

use files::{Case, DISK_BYTES};
use reference::Reference;
use vitrine::model::{ContainerFormat, DiskFormat};
use vitrine::sniff::{Detail, Finding, Kind, Sample, recognise, verdict, wanted};

/// How a file is broken.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Its new length.
    pub cut: Option<usize>,
    /// Places and their new bytes.
    pub flips: Vec<(usize, u8)>,
}

impl Change {
    fn applied(&self, file: &[u8]) -> Vec<u8> {
        let mut file = file[..self.cut.unwrap_or(file.len()).min(file.len())].to_vec();
        for (at, byte) in &self.flips {
            if let Some(old) = file.get_mut(*at) {
                *old = *byte;
            }
        }
        file
    }
}

/// A folder that goes with its owner.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let name = format!("vitrine-recognition-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("the folder is made");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Left behind, it would only take space.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Reads what is asked for, and nothing else.
fn finding_of(file: &[u8]) -> Finding {
    let length = file.len() as u64;
    let mut sample = Sample::new(length);
    let mut rounds = 0;
    while let Some(range) = wanted(&sample) {
        assert!(range.start < range.end && range.end <= length, "{range:?}");
        rounds += 1;
        assert!(rounds <= 8, "asks too often");
        let place = |at| usize::try_from(at).expect("fits");
        let bytes = &file[place(range.start)..place(range.end)];
        sample.add(range.start, bytes.to_vec());
    }
    recognise(&sample)
}

/// What holds for every file there is.
fn check_consistent(finding: &Finding, length: usize, what: &str) {
    let foretold = verdict(finding, &finding.disk_format, &finding.container_format);
    let is_warned = finding.warnings.iter().any(|w| w.will_be_refused());
    assert_eq!(
        foretold.is_accepted(),
        !is_warned,
        "{what}: {foretold:?}, {finding:?}"
    );
    if let Kind::Raw | Kind::RawGpt | Kind::RawMbr | Kind::Filesystem(_) = finding.kind {
        assert_eq!(finding.virtual_size, Some(length as u64), "{what}");
    }
    // Names come from the file, so they can't be longer than it is, though a
    // byte that is no UTF-8 takes three.
    let told = format!("{:?}", finding.details).len();
    assert!(told <= 200 + 16 * length.min(1023), "{what}: {told}");
}

/// Numbers that look random and are the same every time (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).expect("64 bits") % below.max(1)
    }

    /// Breaks a file where it hurts: in headers, tables and footers.
    fn change(&mut self, length: usize) -> Change {
        const VALUES: [u8; 8] = [0, 1, 2, 3, 4, 0x80, 0xee, 0xff];
        const SPOTS: [(usize, usize); 9] = [
            (0, 128),
            (0, 128),
            (0, 1024),
            (446, 66),
            (512, 600),
            (0x8000, 200),
            (0x3_0000, 80),
            (0x20_0000, 200),
            (0x21_0000, 64),
        ];
        const MAGICS: [(usize, &[u8]); 6] = [
            (510, b"\x55\xaa"),
            (0x8001, b"CD001"),
            (0, b"conectix"),
            (0, b"KDMV\x01\0\0\0"),
            (0x40, b"\x7f\x10\xda\xbe"),
            (56, &[0xff; 8]),
        ];
        let mut change = Change::default();
        for _ in 0..self.roll(5) {
            let (start, width) = match self.roll(SPOTS.len() + 1) {
                end if end == SPOTS.len() => (length.saturating_sub(1536), 1536),
                spot => SPOTS[spot],
            };
            let byte = match self.roll(4) {
                0 => self.roll(256) as u8,
                _ => VALUES[self.roll(VALUES.len())],
            };
            change.flips.push((start + self.roll(width), byte));
        }
        if self.roll(8) == 0 {
            let (at, magic) = MAGICS[self.roll(MAGICS.len())];
            change.flips.extend((at..).zip(magic.iter().copied()));
        }
        change.cut = match self.roll(8) {
            0 => Some(self.roll(length)),
            1 => Some(self.roll(length.min(2048))),
            _ => None,
        };
        change
    }
}

/// Each format and container that Glance ships, for a chosen file.
fn all_pairs() -> Vec<(DiskFormat, ContainerFormat)> {
    let more = ["luks", "gpt", "qed"].map(DiskFormat::from);
    let disks = DiskFormat::KNOWN.iter().cloned().chain(more);
    let mut pairs: Vec<_> = disks.map(|disk| (disk, ContainerFormat::Bare)).collect();
    pairs.push((DiskFormat::Vmdk, ContainerFormat::Ova));
    pairs.push((DiskFormat::Aki, ContainerFormat::Aki));
    pairs
}

/// The differences between what is foretold and what Glance says.
fn differences(
    reference: &mut Reference,
    case: &Case,
    change: &Change,
    finding: &Finding,
    pairs: &[(DiskFormat, ContainerFormat)],
) -> Vec<String> {
    let words: Vec<_> = pairs
        .iter()
        .map(|(d, c)| (d.as_str(), c.as_str()))
        .collect();
    let opinion = reference.ask(&case.path, change, &words);
    let mut wrong = Vec::new();
    let name = &case.name;
    let mut seen: Option<Vec<_>> = finding.seen().map(|formats| {
        formats
            .iter()
            .map(|seen| seen.as_str().to_owned())
            .collect()
    });
    if let Some(seen) = &mut seen {
        seen.sort();
    }
    if seen != opinion.formats {
        let theirs = &opinion.formats;
        wrong.push(format!("{name} {change:?}: {seen:?}, by Glance {theirs:?}"));
    }
    let is_safe = finding.is_safe();
    if seen.is_some() && is_safe != opinion.is_safe {
        wrong.push(format!(
            "{name} {change:?}: safe {is_safe}, by Glance not so"
        ));
    }
    for ((disk, container), refusal) in pairs.iter().zip(&opinion.refusals) {
        let foretold = verdict(finding, disk, container);
        if foretold.is_accepted() == refusal.is_some() {
            wrong.push(format!(
                "{name} {change:?} as {disk}/{container}: {foretold:?}, Glance: {refusal:?}"
            ));
        }
    }
    // Glance's own size. What isn't stored under its own name has the file's, and
    // of a VHD Glance takes another field.
    let is_own = !matches!(finding.kind, Kind::Vhd | Kind::Luks | Kind::Qed);
    for ((disk, _), size) in pairs.iter().zip(&opinion.sizes) {
        let is_told = is_own && *disk == finding.disk_format;
        let ours = finding
            .virtual_size
            .and_then(|size| i64::try_from(size).ok());
        if let (true, Some(size), true) = (is_told, size, change.flips.is_empty())
            && ours.is_some_and(|ours| ours != *size)
        {
            wrong.push(format!("{name} {change:?}: {ours:?}, by Glance {size}"));
        }
    }
    wrong
}

/// One test, as making the files takes longer than all else.
#[test]
fn glance_says_what_was_foretold() {
    let folder = Folder::new();
    let cases = files::make(&folder.0);
    let mut reference = Reference::start();
    let mut wrong = Vec::new();
    for case in &cases {
        let file = fs::read(&case.path).expect("is readable");
        wrong.extend(whole(&mut reference, case, &file));
        wrong.extend(broken(&mut reference, case, &file));
        never_confused(case, &file);
    }
    let (count, list) = (wrong.len(), wrong.join("\n"));
    assert!(wrong.is_empty(), "{count} differences:\n{list}");
}

/// A file as it was made, under every pair of formats.
fn whole(reference: &mut Reference, case: &Case, file: &[u8]) -> Vec<String> {
    let finding = finding_of(file);
    let name = &case.name;
    assert_eq!(finding.kind, case.kind, "{name}");
    check_consistent(&finding, file.len(), name);
    let is_disk = [".qcow2", ".vhdx", ".vdi", ".qed", ".hds"];
    if is_disk.iter().any(|end| name.ends_with(end)) && !name.starts_with("short") {
        assert_eq!(finding.virtual_size, Some(DISK_BYTES as u64), "{name}");
    }
    for (_, told) in files::told().iter().filter(|(of, _)| of == name) {
        assert!(finding.details.contains(told), "{name}: {finding:?}");
    }
    for (_, warning) in files::WARNED.iter().filter(|(of, _)| of == name) {
        assert!(finding.warnings.contains(warning), "{name}: {finding:?}");
    }
    let is_compressed = ["deflate.qcow2", "zstd.qcow2"].contains(&name.as_str());
    let packed = [Detail::DeflateClusters, Detail::ZstdClusters];
    let is_told = packed.iter().any(|it| finding.details.contains(it));
    assert_eq!(is_told, is_compressed, "{name}: {finding:?}");
    let pairs = all_pairs();
    differences(reference, case, &Change::default(), &finding, &pairs)
}

/// The file broken in ways that Glance has to judge as well.
fn broken(reference: &mut Reference, case: &Case, file: &[u8]) -> Vec<String> {
    let mut dice = Dice(0x5eed_0f5e_ed0f_5eed ^ file.len() as u64);
    // Python reads large files slowly, and each several times.
    let rounds = if file.len() > 2 << 20 { 8 } else { 24 };
    let mut wrong = Vec::new();
    for _ in 0..rounds {
        let change = dice.change(file.len());
        let finding = finding_of(&change.applied(file));
        let own = (
            finding.disk_format.clone(),
            finding.container_format.clone(),
        );
        let pairs = [
            own,
            (DiskFormat::Raw, ContainerFormat::Bare),
            (DiskFormat::Vmdk, ContainerFormat::Bare),
            (DiskFormat::Vhdx, ContainerFormat::Bare),
        ];
        wrong.extend(differences(reference, case, &change, &finding, &pairs));
    }
    wrong
}

/// Whatever is in a file, nothing panics, and nothing contradicts itself.
fn never_confused(case: &Case, file: &[u8]) {
    for length in 0..file.len().min(700) {
        check_consistent(&finding_of(&file[..length]), length, &case.name);
    }
    let mut dice = Dice(0x0bad_cafe_0bad_cafe ^ file.len() as u64);
    for _ in 0..60 {
        let change = dice.change(file.len());
        let broken = change.applied(file);
        let what = format!("{} {change:?}", case.name);
        check_consistent(&finding_of(&broken), broken.len(), &what);
    }
}
