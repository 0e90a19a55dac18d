//! Hyper-V disks (VHDX, [MS-VHDX]), little-endian. The size is behind two
//! tables: regions, of which one is metadata, whose items have the facts.

use std::ops::Range;

use super::finding::{Detail, Finding, Kind, Layout, Warning};
use super::inspection::{Seen, Sighting};
use super::sample::Sample;
use crate::model::DiskFormat;

const MAGIC: &[u8] = b"vhdxfile";
const REGIONS_AT: u64 = 0x3_0000;
/// A table, be it of regions or of items.
const TABLE_BYTES: usize = 0x1_0000;
const ENTRY_BYTES: usize = 32;
const MOST_ENTRIES: u32 = 2047;

type Guid = [u8; 16];

const METADATA_REGION: Guid = guid(0x8B7C_A206, 0x4790, 0x4B9A, 0xB8FE_575F_050F_886E);
const BLOCKS_REGION: Guid = guid(0x2DC2_7766, 0xF623, 0x4200, 0x9D64_115E_9BFD_4A08);
const SIZE_ITEM: Guid = guid(0x2FA5_4224, 0xCD1B, 0x4876, 0xB211_5DBE_D83B_F4B8);
const PARAMETERS_ITEM: Guid = guid(0xCAA1_6737, 0xFA36, 0x4D43, 0xB3B6_33F0_AA44_E76B);

/// A GUID as Microsoft stores it: the first three numbers little-endian.
const fn guid(a: u32, b: u16, c: u16, d: u64) -> Guid {
    let (a, b, c, d) = (
        a.to_le_bytes(),
        b.to_le_bytes(),
        c.to_le_bytes(),
        d.to_be_bytes(),
    );
    [
        a[0], a[1], a[2], a[3], b[0], b[1], c[0], c[1], d[0], d[1], d[2], d[3], d[4], d[5], d[6],
        d[7],
    ]
}

/// Where an item lies in the file.
struct Item {
    at: u64,
    length: u32,
}

/// The places that have to be read beyond the file's beginning.
pub(super) fn places(sample: &Sample) -> [Option<Range<u64>>; 3] {
    let range = |at: u64, length: u64| {
        let end = at.saturating_add(length).min(sample.file_bytes());
        (at < end).then_some(at..end)
    };
    let metadata = metadata_region(sample);
    let item = |id| {
        let item = metadata_item(sample, metadata?, id)?;
        range(item.at, 8)
    };
    [
        // The items usually follow their table at once.
        metadata.and_then(|at| range(at, 2 * TABLE_BYTES as u64)),
        item(&SIZE_ITEM),
        item(&PARAMETERS_ITEM),
    ]
}

pub(super) fn inspect(sample: &Sample) -> Option<Sighting> {
    sample.has(0, MAGIC).then_some(())?;
    let mut sighting = Sighting::of(Seen::Vhdx);
    let mut is_whole = sample.at(REGIONS_AT, TABLE_BYTES).is_some();
    // A region table that can't be read fails no check; the size stays unknown.
    if let Some(at) = metadata_region(sample) {
        let has_table = sample.at(at, TABLE_BYTES).is_some();
        is_whole &= match metadata_item(sample, at, &SIZE_ITEM) {
            Some(item) => {
                sighting.is_size_unreadable = item.length != 8;
                !sample.ends_before(item.at, u64::from(item.length).min(TABLE_BYTES as u64))
            }
            // Given up at the first chunk that Glance reads, 64 KiB each, so
            // that a table across two of them stays incomplete.
            None if sample.at(at, 32).is_some() && !has_items(sample, at) => {
                has_table && at.is_multiple_of(TABLE_BYTES as u64)
            }
            None => has_table,
        };
        // Glance reads a stream, and what has passed is gone.
        is_whole &= at >= REGIONS_AT;
    }
    Some(sighting.failing_if(!is_whole, Warning::HeaderCutOff))
}

pub(super) fn describe(sample: &Sample, finding: &mut Finding) -> Option<()> {
    sample.has(0, MAGIC).then_some(())?;
    finding.is(Kind::Vhdx, DiskFormat::Vhdx);
    let metadata = metadata_region(sample);
    let item = |id| metadata_item(sample, metadata?, id);
    finding.virtual_size = item(&SIZE_ITEM).and_then(|item| sample.le_u64(item.at));
    // Block size, then flags.
    let flags = item(&PARAMETERS_ITEM).and_then(|item| sample.le_u32(item.at.checked_add(4)?));
    let layout = match flags {
        Some(flags) if flags & 2 != 0 => Some(Layout::Differencing),
        Some(flags) if flags & 1 != 0 => Some(Layout::Fixed),
        Some(_) => Some(Layout::Dynamic),
        None => None,
    };
    finding.tell(layout.map(Detail::Layout));
    finding.warn_if(layout == Some(Layout::Differencing), Warning::NeedsParent);
    let is_cut = region(sample, &BLOCKS_REGION)
        .is_some_and(|(at, length)| sample.ends_before(at, u64::from(length)));
    finding.warn_if(is_cut, Warning::DataCutOff);
    Some(())
}

/// The entry of a table that has this id, first of `count`.
fn entry<'a>(table: &'a [u8], entries_at: usize, count: u32, id: &Guid) -> Option<&'a [u8]> {
    table
        .get(entries_at..)?
        .chunks_exact(ENTRY_BYTES)
        .take(usize::try_from(count).ok()?)
        .find_map(|entry| entry.strip_prefix(id))
}

fn region(sample: &Sample, id: &Guid) -> Option<(u64, u32)> {
    let table = sample.at(REGIONS_AT, TABLE_BYTES)?;
    let count = sample.le_u32(REGIONS_AT + 8)?;
    (table.starts_with(b"regi") && count <= MOST_ENTRIES).then_some(())?;
    let (at, rest) = entry(table, 16, count, id)?.split_first_chunk()?;
    let length = rest.first_chunk()?;
    Some((u64::from_le_bytes(*at), u32::from_le_bytes(*length)))
}

fn metadata_region(sample: &Sample) -> Option<u64> {
    sample.has(0, MAGIC).then_some(())?;
    region(sample, &METADATA_REGION).map(|(at, _)| at)
}

fn has_items(sample: &Sample, region: u64) -> bool {
    sample.has(region, b"metadata")
}

fn metadata_item(sample: &Sample, region: u64, id: &Guid) -> Option<Item> {
    has_items(sample, region).then_some(())?;
    let count = u32::from(sample.le_u16(region.checked_add(10)?)?);
    let known = sample.from(region);
    let table = known.get(..TABLE_BYTES).unwrap_or(known);
    let entries_bytes = usize::try_from(count).ok()?.checked_mul(ENTRY_BYTES)?;
    (table.len() >= ENTRY_BYTES + entries_bytes && count <= MOST_ENTRIES).then_some(())?;
    let (offset, rest) = entry(table, ENTRY_BYTES, count, id)?.split_first_chunk()?;
    let offset = u64::from(u32::from_le_bytes(*offset));
    Some(Item {
        at: region.checked_add(offset)?,
        length: u32::from_le_bytes(*rest.first_chunk()?),
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::finding_of;
    use super::*;

    const METADATA_AT: usize = 0x20_0000;

    /// A disk of 9 GiB, its metadata beyond the first MiB.
    fn disk(flags: u8) -> Vec<u8> {
        let mut file = vec![0; 0x30_0000];
        let mut put = |at: usize, bytes: &[u8]| {
            file[at..at + bytes.len()].copy_from_slice(bytes);
        };
        put(0, MAGIC);
        put(0x3_0000, b"regi");
        put(0x3_0008, &[1]);
        put(0x3_0010, &METADATA_REGION);
        put(0x3_0020, &(METADATA_AT as u64).to_le_bytes());
        put(METADATA_AT, b"metadata");
        put(METADATA_AT + 10, &[2]);
        put(METADATA_AT + 32, &SIZE_ITEM);
        put(METADATA_AT + 48, &0x1_0000_u32.to_le_bytes());
        put(METADATA_AT + 52, &[8]);
        put(METADATA_AT + 64, &PARAMETERS_ITEM);
        // Farther away than what is read with the table.
        put(METADATA_AT + 80, &0x8_0000_u32.to_le_bytes());
        put(METADATA_AT + 84, &[8]);
        put(METADATA_AT + 0x1_0000, &(9_u64 << 30).to_le_bytes());
        put(METADATA_AT + 0x8_0004, &[flags]);
        file
    }

    #[test]
    fn the_size_is_found_behind_both_tables() {
        let finding = finding_of(disk(0));
        assert_eq!(finding.virtual_size, Some(9 << 30));
        assert_eq!(finding.details, [Detail::Layout(Layout::Dynamic)]);
        assert_eq!(finding.warnings, []);
        assert_eq!(finding_of(disk(2)).warnings, [Warning::NeedsParent]);
    }

    #[test]
    fn without_its_metadata_the_file_is_cut() {
        for length in [8, 0x3_0000, METADATA_AT, METADATA_AT + 0x1_0000] {
            let finding = finding_of(&disk(0)[..length]);
            assert_eq!(finding.kind, Kind::Vhdx);
            assert_eq!(finding.warnings, [Warning::HeaderCutOff], "{length}");
        }
    }
}
