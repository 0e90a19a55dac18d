//! Raw disks with a partition table: MBR, and GPT behind a protective MBR.
//! Glance calls both "gpt", and is strict about the MBR.

use super::finding::{Finding, Kind, Warning};
use super::inspection::{Seen, Sighting};
use super::sample::Sample;

const SIGNATURE: &[u8] = &[0x55, 0xaa];
pub(super) const SIGNATURE_AT: u64 = 510;
const ENTRIES_AT: usize = 446;
const ENTRY_BYTES: usize = 16;
/// The type of the one partition that protects a GPT.
const PROTECTIVE: u8 = 0xee;

/// One of the four entries.
struct Entry {
    boot: u8,
    /// Head, sector and cylinder of its beginning.
    start: [u8; 3],
    kind: u8,
    start_sector: u32,
    sectors: u32,
}

fn entries(sample: &Sample) -> Option<[Entry; 4]> {
    sample.at(0, 512)?;
    let read = |number: usize| {
        let at = (ENTRIES_AT + ENTRY_BYTES * number) as u64;
        let boot = sample.le_u32(at)?.to_le_bytes();
        Some(Entry {
            boot: boot[0],
            start: [boot[1], boot[2], boot[3]],
            kind: sample.byte(at + 4)?,
            start_sector: sample.le_u32(at + 8)?,
            sectors: sample.le_u32(at + 12)?,
        })
    };
    Some([read(0)?, read(1)?, read(2)?, read(3)?])
}

pub(super) fn inspect(sample: &Sample) -> Option<Sighting> {
    let entries = entries(sample)?;
    // FAT begins with a boot sector of its own: two tables, on a fixed disk.
    let is_fat = sample.byte(0x10) == Some(2) && sample.byte(0x15) == Some(0xf8);
    (sample.has(SIGNATURE_AT, SIGNATURE) && !is_fat).then_some(())?;
    let mut sighting = Sighting::of(Seen::Gpt);
    sighting.failures.extend(failure(&entries));
    Some(sighting)
}

fn failure(entries: &[Entry; 4]) -> Option<Warning> {
    let is_used = |entry: &Entry| entry.kind != 0;
    let is_sound = |entry: &Entry| {
        matches!(entry.boot, 0 | 0x80)
            && (entry.kind != PROTECTIVE || (entry.start == [0, 2, 0] && entry.start_sector == 1))
    };
    let [first, rest @ ..] = entries;
    let is_protective = entries.iter().any(|entry| entry.kind == PROTECTIVE);
    // What protects a GPT has to be there first, and alone.
    let is_alone = is_used(first) && !rest.iter().any(is_used);
    if !entries.iter().all(is_sound) || (is_protective && !is_alone) {
        Some(Warning::BadPartitionTable)
    } else if !entries.iter().any(is_used) {
        Some(Warning::NoPartition)
    } else {
        None
    }
}

pub(super) fn describe(sample: &Sample, finding: &mut Finding) -> Option<()> {
    // GPT's header is in the second sector, of whichever size.
    for sector in [512_u64, 4096] {
        if sample.has(sector, b"EFI PART") {
            finding.kind = Kind::RawGpt;
            // The last sector has a copy, and the header says where.
            let copy = sample
                .le_u64(sector + 32)
                .and_then(|at| at.checked_mul(sector));
            let is_cut = copy.is_none_or(|copy| sample.ends_before(copy, sector));
            finding.warn_if(is_cut, Warning::DataCutOff);
            return Some(());
        }
    }
    sample.has(SIGNATURE_AT, SIGNATURE).then_some(())?;
    let entries = entries(sample)?;
    finding.kind = Kind::RawMbr;
    let is_beyond = |entry: &Entry| {
        let (start, length) = (u64::from(entry.start_sector), u64::from(entry.sectors));
        entry.kind != 0 && sample.ends_before(start * 512, length * 512)
    };
    let is_cut = failure(&entries).is_none() && entries.iter().any(is_beyond);
    finding.warn_if(is_cut, Warning::DataCutOff);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{finding_of, with_bytes};
    use super::*;

    const GPT: [(usize, &[u8]); 4] = [
        (446, &[0, 0, 2, 0, 0xee, 0xff, 0xff, 0xff, 1, 0, 0, 0, 127]),
        (510, SIGNATURE),
        (512, b"EFI PART"),
        (544, &[127]),
    ];

    fn with(more: &[(usize, &[u8])]) -> Finding {
        finding_of(with_bytes(64 * 1024, &[&GPT, more].concat()))
    }

    #[test]
    fn a_gpt_behind_its_protection() {
        let finding = with(&[]);
        assert_eq!(
            (finding.kind, &finding.warnings[..]),
            (Kind::RawGpt, &[][..])
        );
        assert_eq!(finding.virtual_size, Some(64 * 1024));
        assert_eq!(with(&[(544, &[128])]).warnings, [Warning::DataCutOff]);
    }

    #[test]
    fn glance_is_strict_about_the_first_sector() {
        let bad = [Warning::BadPartitionTable];
        for more in [
            [(446_usize, &[1_u8][..])], // a boot flag that is none
            [(448, &[1])],              // another beginning
            [(454, &[2])],
            [(466, &[0x83])], // a hybrid table
        ] {
            assert_eq!(with(&more).warnings, bad, "{more:?}");
        }
        let empty = finding_of(with_bytes(4096, &[(510, SIGNATURE)]));
        assert_eq!(
            (empty.kind, &empty.warnings[..]),
            (Kind::RawMbr, &[Warning::NoPartition][..])
        );
    }

    #[test]
    fn partitions_have_to_fit() {
        let disk = |sectors: u8| {
            let entry = [0x80, 0, 2, 0, 0x83, 0, 0, 0, 1, 0, 0, 0, sectors, 0, 0, 0];
            finding_of(with_bytes(4096, &[(446, &entry), (510, SIGNATURE)])).warnings
        };
        assert_eq!(disk(7), []);
        assert_eq!(disk(8), [Warning::DataCutOff]);
    }
}
