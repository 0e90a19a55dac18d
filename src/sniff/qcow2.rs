//! The qcow2 header (QEMU's docs/interop/qcow2.txt), big-endian; versions 2 and
//! 3, and the older format whose version is 1.

use std::ops::Range;

use super::finding::{Detail, Encryption, Finding, Kind, Warning};
use super::inspection::{Seen, Sighting};
use super::sample::Sample;
use crate::model::DiskFormat;

const MAGIC: &[u8] = b"QFI\xfb";

/// Where a version 2 header ends.
const V2_HEADER_BYTES: u64 = 72;
const FEATURES_AT: u64 = 72;

/// Incompatible features.
const DIRTY: u64 = 1;
const CORRUPT: u64 = 1 << 1;
const EXTERNAL_DATA: u64 = 1 << 2;
const COMPRESSION_TYPE: u64 = 1 << 3;
/// Entries of the map's second level take sixteen bytes, not eight.
const EXTENDED_ENTRIES: u64 = 1 << 4;
/// Those that oslo.utils knows; extended L2 entries aren't among them.
const KNOWN_FEATURES: u64 = DIRTY | CORRUPT | EXTERNAL_DATA | COMPRESSION_TYPE;

/// The longest name of a backing file.
const NAME_MAX_BYTES: u32 = 1023;
const DATA_FILE_NAME: u32 = 0x4441_5441;
/// QEMU writes five kinds of header extension.
const MOST_EXTENSIONS: usize = 16;

/// What is read of each level of the map that leads from the disk's clusters to the file's:
/// the second level has a cluster for each table, 64 KiB unless somebody chose otherwise.
const MAP_BYTES: u64 = 64 << 10;
/// In an entry of the first level: where its table is.
const TABLE_BITS: u64 = 0x00ff_ffff_ffff_fe00;
/// In one of the second: the cluster is compressed.
const COMPRESSED: u64 = 1 << 62;

/// The places that have to be read beyond the file's beginning: nothing but the map tells
/// of compressed clusters.
pub(super) fn places(sample: &Sample) -> [Option<Range<u64>>; 2] {
    let range = |at: u64| {
        let end = at.saturating_add(MAP_BYTES).min(sample.file_bytes());
        (at < end).then_some(at..end)
    };
    [
        map_at(sample).and_then(range),
        table_at(sample).and_then(range),
    ]
}

pub(super) fn inspect(sample: &Sample) -> Option<Sighting> {
    sample.at(0, 512)?.starts_with(MAGIC).then_some(())?;
    let version = sample.be_u32(4)?;
    let features = sample.be_u64(FEATURES_AT)?;
    let has_unknown = version == 3 && features & !KNOWN_FEATURES != 0;
    let sighting = Sighting::of(Seen::Qcow2)
        .failing_if(sample.be_u64(8)? != 0, Warning::BackingFile)
        // Asked of version 2 as well, where another field is in that place.
        .failing_if(features & EXTERNAL_DATA != 0, Warning::ExternalDataFile)
        .failing_if(version == 1, Warning::OldQcow)
        .failing_if(
            has_unknown || !(1..=3).contains(&version),
            Warning::UnknownFeatures,
        );
    Some(sighting)
}

pub(super) fn describe(sample: &Sample, finding: &mut Finding) -> Option<()> {
    sample.has(0, MAGIC).then_some(())?;
    finding.is(Kind::Qcow2, DiskFormat::Qcow2);
    finding.virtual_size = sample.be_u64(24);
    let Some(version) = sample.be_u32(4) else {
        return Some(());
    };
    finding.tell(Some(Detail::Version(version)));
    let name = sample
        .be_u64(8)
        .filter(|at| *at != 0)
        .and_then(|at| name_at(sample, at, sample.be_u32(16)?));
    finding.tell(name.map(Detail::BackingFile));
    if version == 1 {
        return Some(());
    }
    let encryption = match sample.be_u32(32) {
        Some(1) => Some(Encryption::Aes),
        Some(2) => Some(Encryption::Luks),
        _ => None,
    };
    finding.tell(encryption.map(Detail::Encryption));
    finding.warn_if(encryption.is_some(), Warning::Encrypted);
    let snapshots = sample.be_u32(60).filter(|count| *count != 0);
    finding.tell(snapshots.map(Detail::Snapshots));
    let features = features(sample);
    finding.warn_if(features & DIRTY != 0, Warning::NotClosed);
    finding.warn_if(features & CORRUPT != 0, Warning::Corrupt);
    let is_zstd = features & COMPRESSION_TYPE != 0 && sample.byte(104) == Some(1);
    let compressed = match has_compressed(sample) {
        Some(false) => None,
        _ if is_zstd => Some(Detail::ZstdClusters),
        Some(true) => Some(Detail::DeflateClusters),
        None => None,
    };
    finding.tell(compressed);
    if features & EXTERNAL_DATA != 0 {
        finding.tell(data_file(sample).map(Detail::DataFile));
    }
    finding.warn_if(is_cut_off(sample).unwrap_or(true), Warning::DataCutOff);
    Some(())
}

/// Those that older programs mustn't ignore; version 2 has none.
fn features(sample: &Sample) -> u64 {
    let has_some = sample.be_u32(4).is_some_and(|version| version > 2);
    let features = sample.be_u64(FEATURES_AT).filter(|_| has_some);
    features.unwrap_or_default()
}

/// Where the map's first level begins.
fn map_at(sample: &Sample) -> Option<u64> {
    sample.has(0, MAGIC).then_some(())?;
    (2..=3).contains(&sample.be_u32(4)?).then_some(())?;
    sample.be_u64(40).filter(|at| *at != 0)
}

/// Where the first table of its second level is.
fn table_at(sample: &Sample) -> Option<u64> {
    let at = map_at(sample)?;
    let entries = u64::from(sample.be_u32(36)?).min(MAP_BYTES / 8);
    (0..entries).find_map(|n| {
        let entry = sample.be_u64(at.checked_add(8 * n)?)?;
        Some(entry & TABLE_BITS).filter(|at| *at != 0)
    })
}

/// Whether some of the first clusters are compressed; `None` where there is no map to tell.
fn has_compressed(sample: &Sample) -> Option<bool> {
    let at = table_at(sample)?;
    let table_bytes = 1_u64.checked_shl(sample.be_u32(20)?)?.min(MAP_BYTES);
    let entry_bytes = match features(sample) & EXTENDED_ENTRIES {
        0 => 8,
        _ => 16,
    };
    sample.be_u64(at)?;
    let mut entries = (0..table_bytes / entry_bytes)
        .filter_map(|n| sample.be_u64(at.checked_add(n * entry_bytes)?));
    Some(entries.any(|entry| entry & COMPRESSED != 0))
}

/// Whether the tables that map the disk lie beyond the file's end.
fn is_cut_off(sample: &Sample) -> Option<bool> {
    let l1_bytes = u64::from(sample.be_u32(36)?) * 8;
    let cluster_bits = sample.be_u32(20)?;
    let refcount_bytes = u64::from(sample.be_u32(56)?).checked_shl(cluster_bits)?;
    Some(
        sample.ends_before(sample.be_u64(40)?, l1_bytes)
            || sample.ends_before(sample.be_u64(48)?, refcount_bytes),
    )
}

fn name_at(sample: &Sample, at: u64, length: u32) -> Option<String> {
    let length = usize::try_from(length.min(NAME_MAX_BYTES)).ok()?;
    let name = sample.at(at, length).filter(|name| !name.is_empty())?;
    Some(String::from_utf8_lossy(name).into_owned())
}

/// The name in the header extension for it.
fn data_file(sample: &Sample) -> Option<String> {
    let mut at = u64::from(sample.be_u32(100)?).max(V2_HEADER_BYTES);
    for _ in 0..MOST_EXTENSIONS {
        let kind = sample.be_u32(at)?;
        let length = sample.be_u32(at.checked_add(4)?)?;
        let content = at.checked_add(8)?;
        match kind {
            0 => return None,
            DATA_FILE_NAME => return name_at(sample, content, length),
            _ => at = content.checked_add(u64::from(length).next_multiple_of(8))?,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::testing::finding_of;
    use super::*;

    fn header(version: u32, backing: u64, features: u64) -> Vec<u8> {
        let mut head = vec![0; 4096];
        head[..4].copy_from_slice(MAGIC);
        head[4..8].copy_from_slice(&version.to_be_bytes());
        head[8..16].copy_from_slice(&backing.to_be_bytes());
        head[16..20].copy_from_slice(&9_u32.to_be_bytes());
        head[20..24].copy_from_slice(&16_u32.to_be_bytes());
        head[24..32].copy_from_slice(&(10_u64 << 30).to_be_bytes());
        head[72..80].copy_from_slice(&features.to_be_bytes());
        head[100..104].copy_from_slice(&112_u32.to_be_bytes());
        head[0x200..0x209].copy_from_slice(b"base.img\xff");
        head
    }

    #[test]
    fn an_ordinary_disk_has_no_warnings() {
        for version in [2, 3] {
            let finding = finding_of(header(version, 0, 0));
            assert_eq!(finding.disk_format, DiskFormat::Qcow2);
            assert_eq!(finding.virtual_size, Some(10 << 30));
            assert_eq!(finding.suggested_min_disk_gib(), Some(10));
            assert_eq!(finding.details, [Detail::Version(version)]);
            assert_eq!(finding.warnings, []);
        }
    }

    #[test]
    fn what_glance_refuses_is_foretold() {
        let refused = |head: Vec<u8>| finding_of(head).warnings;
        assert_eq!(refused(header(3, 0x200, 0)), [Warning::BackingFile]);
        assert_eq!(refused(header(3, 0, 1 << 2)), [Warning::ExternalDataFile]);
        // Extended L2 entries: a legal disk that the safety check doesn't know.
        assert_eq!(refused(header(3, 0, 1 << 4)), [Warning::UnknownFeatures]);
        assert_eq!(refused(header(4, 0, 0)), [Warning::UnknownFeatures]);
        assert_eq!(refused(header(1, 0, 0)), [Warning::OldQcow]);
        // The compression type passes; so does a disk that was never closed.
        assert_eq!(refused(header(3, 0, 1 << 3)), []);
        assert_eq!(
            refused(header(3, 0, 0b11)),
            [Warning::NotClosed, Warning::Corrupt]
        );
    }

    #[test]
    fn the_other_file_is_named() {
        let details = finding_of(header(3, 0x200, 0)).details;
        assert!(details.contains(&Detail::BackingFile("base.img\u{fffd}".to_owned())));
        let mut head = header(3, 0, EXTERNAL_DATA);
        head[112..120].copy_from_slice(b"\x68\x03\xf8\x57\0\0\0\x03");
        head[128..136].copy_from_slice(b"DATA\0\0\0\x04");
        head[136..140].copy_from_slice(b"disk");
        let details = finding_of(head).details;
        assert!(details.contains(&Detail::DataFile("disk".to_owned())));
    }

    #[test]
    fn a_cut_header_is_told_and_read_no_further() {
        for length in 4..512 {
            let finding = finding_of(&header(3, 0x200, 0)[..length]);
            assert_eq!(finding.kind, Kind::Qcow2);
            assert!(
                finding.warnings.contains(&Warning::HeaderCutOff),
                "{length}"
            );
        }
    }

    #[test]
    fn compressed_clusters_are_told_by_the_map_alone() {
        // One entry of the first level at 4096; its table at 8192, clusters of 4 KiB.
        let disk = |entries: &[u64]| {
            let mut file = header(3, 0, 0);
            file.resize(16384, 0);
            file[20..24].copy_from_slice(&12_u32.to_be_bytes());
            file[36..40].copy_from_slice(&2_u32.to_be_bytes());
            file[40..48].copy_from_slice(&4096_u64.to_be_bytes());
            file[4104..4112].copy_from_slice(&(1_u64 << 63 | 8192).to_be_bytes());
            for (n, entry) in entries.iter().enumerate() {
                file[8192 + 8 * n..8200 + 8 * n].copy_from_slice(&entry.to_be_bytes());
            }
            finding_of(file).details
        };
        let compressed = Detail::DeflateClusters;
        assert!(disk(&[0, 0, COMPRESSED | 12288]).contains(&compressed));
        assert!(!disk(&[0, 0, 1 << 63 | 12288]).contains(&compressed));
        assert!(!disk(&[]).contains(&compressed));
        // What follows a table is none of it.
        let mut entries = vec![0; 512];
        entries.push(COMPRESSED);
        assert!(!disk(&entries).contains(&compressed));
    }

    #[test]
    fn tables_beyond_the_end_mean_a_cut_file() {
        let mut head = header(3, 0, 0);
        head[36..40].copy_from_slice(&512_u32.to_be_bytes());
        head[40..48].copy_from_slice(&4096_u64.to_be_bytes());
        assert_eq!(finding_of(head.clone()).warnings, [Warning::DataCutOff]);
        head.resize(8192, 0);
        assert_eq!(finding_of(head).warnings, []);
    }
}
