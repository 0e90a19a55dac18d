//! Disks of `VMware` (VMDK): the sparse header, little-endian, and the text beside it.
//! Only files that have both, and their data too, are any good alone.

mod descriptor;

use super::finding::{Detail, Finding, Kind, Warning};
use super::inspection::{Seen, Sighting};
use super::sample::Sample;
use crate::model::DiskFormat;
use descriptor::Descriptor;

const MAGIC: &[u8] = b"KDMV";
/// An extent of old ESX servers, "copy on write disk".
const COWD: &[u8] = b"COWD";
/// How a text alone begins.
const TEXT_MAGIC: &[u8] = b"# Disk DescriptorFile";

const SECTOR: u64 = 512;
/// The header's own length, as far as anybody looks.
const HEADER_BYTES: usize = 64;
/// The grain directory's place when the footer has it.
const AT_END: u64 = u64::MAX;
const FOOTER_BYTES: u64 = 1536;
/// The longest descriptor that QEMU and Glance read.
pub(super) const DESCRIPTOR_MAX_BYTES: u64 = (1 << 20) - 1;
/// Of a text without a header, Glance looks at its first chunk alone.
const CHUNK_BYTES: usize = 64 * 1024;

pub(super) fn inspect(sample: &Sample) -> Option<Sighting> {
    let sighting = Sighting::of(Seen::Vmdk);
    if !sample.has(0, MAGIC) {
        let descriptor = Descriptor::read(text_alone(sample)?)?;
        descriptor.create_type()?;
        let failure = descriptor.failure();
        // The size is looked for in the header that isn't there.
        let mut sighting = sighting;
        sighting.is_size_unreadable = descriptor.is_allowed_type();
        sighting.failures.extend(failure);
        return Some(sighting);
    }
    let failure = header_failure(sample).or_else(|| footer_failure(sample));
    let mut sighting = sighting;
    sighting.failures.extend(failure);
    Some(sighting)
}

/// ASCII at first, and something else before the first chunk's end: the
/// inspector stumbles over such a file, and Glance lets it pass as anything.
pub(super) fn breaks_the_inspector(sample: &Sample) -> bool {
    text_alone(sample).is_some_and(|text| Descriptor::read(text).is_none())
}

/// The first chunk of a file that begins as text, without a header.
fn text_alone(sample: &Sample) -> Option<&[u8]> {
    let head = sample.from(0);
    let is_text = |byte: &u8| matches!(byte, b'\t'..=b'\r' | 0x1c..=b'~');
    let first = head.get(..512).unwrap_or(head);
    (first.len() >= HEADER_BYTES && !first.starts_with(MAGIC) && first.iter().all(is_text))
        .then(|| head.get(..CHUNK_BYTES).unwrap_or(head))
}

fn header_failure(sample: &Sample) -> Option<Warning> {
    if sample.at(0, HEADER_BYTES).is_none() {
        return Some(Warning::HeaderCutOff);
    }
    let is_sound = matches!(sample.le_u32(4), Some(1..=3)) && sample.le_u64(28) == Some(1);
    if !is_sound {
        return Some(Warning::VmdkDescriptor);
    }
    let Some(text) = embedded_text(sample) else {
        return Some(Warning::HeaderCutOff);
    };
    match Descriptor::read(text) {
        Some(descriptor) => descriptor.failure(),
        None => Some(Warning::VmdkDescriptor),
    }
}

/// The descriptor that a sparse file carries after its header.
fn embedded_text(sample: &Sample) -> Option<&[u8]> {
    let length = sample.le_u64(36)?.saturating_mul(SECTOR);
    let length = usize::try_from(length.min(DESCRIPTOR_MAX_BYTES)).ok()?;
    sample.at(SECTOR, length)
}

fn has_footer(sample: &Sample) -> bool {
    sample.le_u64(56) == Some(AT_END)
}

/// A stream's map is known at its end only: a marker, the header again with the
/// map's place in it, and a marker of the end.
fn footer_failure(sample: &Sample) -> Option<Warning> {
    has_footer(sample).then_some(())?;
    let Some(at) = sample.file_bytes().checked_sub(FOOTER_BYTES) else {
        return Some(Warning::HeaderCutOff);
    };
    let (copy, end) = (at + SECTOR, at + 2 * SECTOR);
    let is_same = |field: u64, length| {
        let ours = sample.at(field, length);
        ours.is_some() && ours == sample.at(copy + field, length)
    };
    // Size and kind of a marker, and nothing after them.
    let is_marker = |at: u64, kind: u8| {
        sample.at(at + 8, 504).is_some_and(|marker| {
            let kind = [0, 0, 0, 0, kind, 0, 0, 0];
            marker.starts_with(&kind) && marker.iter().skip(8).all(|byte| *byte == 0)
        })
    };
    let is_sound = is_same(0, 8) // signature and version
        && is_same(28, 16) // the descriptor's place and size
        && sample.le_u64(copy + 56) != Some(AT_END)
        && is_marker(at, 3)
        && is_marker(end, 0)
        && sample.le_u64(end) == Some(0);
    (!is_sound).then_some(Warning::VmdkFooter)
}

pub(super) fn describe(sample: &Sample, finding: &mut Finding) -> Option<()> {
    if sample.has(0, COWD) {
        finding.is(Kind::Vmdk, DiskFormat::Vmdk);
        finding.virtual_size = Sample::sectors(sample.le_u32(12).map(u64::from));
        finding.warn(Warning::VmdkSubformat);
        return Some(());
    }
    if sample.has(0, MAGIC) {
        finding.is(Kind::Vmdk, DiskFormat::Vmdk);
        finding.virtual_size = Sample::sectors(sample.le_u64(12));
        let descriptor = embedded_text(sample).and_then(Descriptor::read);
        let create_type = descriptor.as_ref().and_then(Descriptor::create_type);
        finding.tell(create_type.map(Detail::CreateType));
        // Where the map ends, and where the data begins.
        let is_beyond = |at| {
            let at = Sample::sectors(sample.le_u64(at));
            at.is_none_or(|at| at > sample.file_bytes())
        };
        let is_cut = is_beyond(64) || (!has_footer(sample) && is_beyond(56));
        finding.warn_if(is_cut, Warning::DataCutOff);
        let is_open = sample.byte(72).is_some_and(|flag| flag != 0);
        finding.warn_if(is_open, Warning::NotClosed);
        return Some(());
    }
    let seen = text_alone(sample);
    let text = seen.or_else(|| sample.has(0, TEXT_MAGIC).then(|| sample.from(0)))?;
    let descriptor = Descriptor::read(text);
    let create_type = descriptor.as_ref().and_then(Descriptor::create_type);
    if create_type.is_none() && !sample.has(0, TEXT_MAGIC) {
        return None;
    }
    finding.is(Kind::Vmdk, DiskFormat::Vmdk);
    finding.virtual_size = descriptor.and_then(|text| text.extent_bytes());
    finding.tell(create_type.map(Detail::CreateType));
    // QEMU pads the text with zeros, and then Glance doesn't see that it is one.
    finding.warn_if(seen.is_none(), Warning::VmdkSubformat);
    finding.warn(Warning::ExtentsElsewhere);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{finding_of, with_bytes};
    use super::*;

    const TEXT: &[u8] = b"# Disk DescriptorFile\nversion=1\ncreateType=\"streamOptimized\"\n\
        # Extent description\nRDONLY 2097152 SPARSE \"disk.vmdk\"\nddb.adapterType = \"ide\"\n";

    /// A file of 1 GiB for a guest, its map at the end.
    fn stream() -> Vec<u8> {
        let size = 2_097_152_u64.to_le_bytes();
        let mut file = with_bytes(
            8192,
            &[
                (0, b"KDMV\x03"),
                (12, &size),
                (28, &[1]),
                (36, &[2]),
                (56, &[0xff; 8]),
                (512, TEXT),
            ],
        );
        file.copy_within(..512, 8192 - 1024);
        file[8192 - 1024 + 56..8192 - 1024 + 64].fill(1);
        file[8192 - 1536 + 12] = 3;
        file
    }

    #[test]
    fn a_stream_needs_its_footer() {
        let finding = finding_of(stream());
        assert_eq!(finding.virtual_size, Some(1 << 30));
        let create_type = Detail::CreateType("streamOptimized".to_owned());
        assert_eq!(finding.details, [create_type]);
        assert_eq!(finding.warnings, []);
        for place in [8192 - 1, 8192 - 1024 + 4, 8192 - 1536 + 12] {
            let mut broken = stream();
            broken[place] ^= 7;
            assert_eq!(
                finding_of(broken).warnings,
                [Warning::VmdkFooter],
                "{place}"
            );
        }
        let cut = stream()[..7000].to_vec();
        assert_eq!(finding_of(cut).warnings, [Warning::VmdkFooter]);
    }

    #[test]
    fn the_text_has_to_be_where_glance_looks() {
        let mut elsewhere = stream();
        elsewhere[28] = 2;
        assert_eq!(finding_of(elsewhere).warnings, [Warning::VmdkDescriptor]);
        let mut endless = stream();
        endless[36..44].fill(0xff);
        let warnings = finding_of(endless).warnings;
        assert_eq!(warnings, [Warning::HeaderCutOff]);
    }

    #[test]
    fn text_alone_has_no_data() {
        let text = String::from_utf8_lossy(TEXT).replace("streamOptimized", "monolithicFlat");
        let finding = finding_of(&text);
        assert_eq!(
            (finding.kind, finding.virtual_size),
            (Kind::Vmdk, Some(1 << 30))
        );
        assert_eq!(
            finding.warnings,
            [Warning::VmdkSubformat, Warning::ExtentsElsewhere]
        );
        let padded = finding_of([text.as_bytes(), &[0; 99]].concat());
        assert_eq!(padded.virtual_size, Some(1 << 30));
        assert_eq!(
            padded.warnings,
            [Warning::VmdkSubformat, Warning::ExtentsElsewhere]
        );
        // Even one that claims to be a single file.
        assert_eq!(
            finding_of(TEXT).warnings,
            [Warning::HeaderDamaged, Warning::ExtentsElsewhere]
        );
    }

    #[test]
    fn other_text_is_no_disk() {
        let finding = finding_of(b"#!/bin/sh\n".repeat(60));
        assert_eq!((finding.kind, finding.warnings), (Kind::Raw, Vec::new()));
    }
}
