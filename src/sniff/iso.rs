//! Optical discs: ISO 9660 (ECMA-119) and UDF (ECMA-167), whose volume
//! descriptors begin at 32 KiB.

use super::finding::{Detail, Finding, Kind, Warning};
use super::inspection::{Seen, Sighting};
use super::sample::Sample;
use crate::model::DiskFormat;

const DESCRIPTOR_AT: u64 = 0x8000;
const DESCRIPTOR_BYTES: usize = 2048;
const UDF: [&[u8]; 2] = [b"NSR02", b"NSR03"];

fn is_udf(sample: &Sample, descriptor: u64) -> bool {
    UDF.iter().any(|magic| sample.has(descriptor + 1, magic))
}

pub(super) fn inspect(sample: &Sample) -> Option<Sighting> {
    sample.at(DESCRIPTOR_AT, DESCRIPTOR_BYTES)?;
    (sample.has(DESCRIPTOR_AT + 1, b"CD001") || is_udf(sample, DESCRIPTOR_AT))
        .then(|| Sighting::of(Seen::Iso))
}

pub(super) fn describe(sample: &Sample, finding: &mut Finding) -> Option<()> {
    if is_udf(sample, DESCRIPTOR_AT) {
        finding.is(Kind::Udf, DiskFormat::Iso);
        return Some(());
    }
    sample.has(DESCRIPTOR_AT + 1, b"CD001").then_some(())?;
    finding.is(Kind::Iso, DiskFormat::Iso);
    if sample.byte(DESCRIPTOR_AT) == Some(1) {
        // Both numbers are there twice, little-endian first; 32 bits by 16 fit.
        let blocks = sample.le_u32(DESCRIPTOR_AT + 80).map(u64::from);
        let block = sample.le_u16(DESCRIPTOR_AT + 128).map(u64::from);
        finding.virtual_size = blocks.zip(block).map(|(blocks, block)| blocks * block);
        let is_cut = finding.virtual_size > Some(sample.file_bytes());
        finding.warn_if(is_cut, Warning::DataCutOff);
        finding.tell(label(sample).map(Detail::Label));
    }
    Some(())
}

/// UDF without ISO 9660 beside it begins with other descriptors, and Glance
/// doesn't look for those.
pub(super) fn describe_plain_udf(sample: &Sample, finding: &mut Finding) -> Option<()> {
    let second = DESCRIPTOR_AT + DESCRIPTOR_BYTES as u64;
    let is_plain = sample.has(DESCRIPTOR_AT + 1, b"BEA01") && is_udf(sample, second);
    is_plain.then_some(())?;
    finding.kind = Kind::Udf;
    finding.warn(Warning::PlainUdf);
    Some(())
}

fn label(sample: &Sample) -> Option<String> {
    // Padded with spaces; some programs write zeros.
    let label = sample.at(DESCRIPTOR_AT + 40, 32)?;
    let label = label.split(|byte| *byte == 0).next()?.trim_ascii();
    let is_text = !label.is_empty() && label.iter().all(|b| b.is_ascii_graphic() || *b == b' ');
    is_text.then(|| String::from_utf8_lossy(label).into_owned())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{finding_of, with_bytes};
    use super::*;

    #[test]
    fn a_disc_says_its_size_and_label() {
        let parts: [(usize, &[u8]); 4] = [
            (0x8000, b"\x01CD001"),
            (0x8028, b"MY DISC         "),
            (0x8050, &[32]),
            (0x8080, &[0, 8]),
        ];
        let finding = finding_of(with_bytes(64 * 1024, &parts));
        assert_eq!(finding.disk_format, DiskFormat::Iso);
        assert_eq!(finding.virtual_size, Some(64 * 1024));
        assert_eq!(finding.details, [Detail::Label("MY DISC".to_owned())]);
        assert_eq!(finding.warnings, []);
        let short = finding_of(with_bytes(40 * 1024, &parts));
        assert_eq!(short.warnings, [Warning::DataCutOff]);
    }

    #[test]
    fn a_disc_that_is_also_a_disk_is_a_disc() {
        let parts: [(usize, &[u8]); 2] = [(0x8001, b"CD001"), (510, b"\x55\xaa")];
        let finding = finding_of(with_bytes(64 * 1024, &parts));
        assert_eq!(finding.kind, Kind::Iso);
        assert_eq!(finding.details, [Detail::Hybrid]);
        assert_eq!(finding.warnings, []);
    }

    #[test]
    fn udf_alone_goes_as_raw() {
        let parts: [(usize, &[u8]); 2] = [(0x8001, b"BEA01"), (0x8801, b"NSR03")];
        let finding = finding_of(with_bytes(64 * 1024, &parts));
        assert_eq!(
            (finding.kind, &finding.disk_format),
            (Kind::Udf, &DiskFormat::Raw)
        );
        assert_eq!(finding.warnings, [Warning::PlainUdf]);
    }
}
