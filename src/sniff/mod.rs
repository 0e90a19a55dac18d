//! Recognises a disk image from its bytes, so that a form can fill itself in and
//! a refusal can be foretold before a byte is sent. Pure: pieces of a file in, a
//! finding out. It may not touch the browser or the network, and it may never
//! trust a length that it read from a file.
//!
//! A caller makes a [`Sample`], reads what is [`wanted`] until nothing is, and
//! then asks [`recognise`] what the file is and [`verdict`] what Glance will say.

mod archives;
mod boot_files;
mod filesystems;
mod finding;
mod inspection;
mod iso;
mod luks;
mod parallels;
mod partitions;
mod qcow2;
mod qed;
mod sample;
#[cfg(test)]
mod testing;
mod vdi;
mod verdict;
mod vhd;
mod vhdx;
mod vmdk;

use std::ops::Range;

pub use finding::{Compression, Detail, Encryption, Filesystem, Finding, Kind, Layout, Warning};
pub use inspection::Seen;
pub use sample::Sample;
pub use verdict::{Refusal, Verdict, verdict};

use crate::model::DiskFormat;
use inspection::Inspection;

/// The file's beginning: the longest text that a VMDK may have, after its header.
const HEAD_BYTES: u64 = 512 + vmdk::DESCRIPTOR_MAX_BYTES;
/// The file's end: the footer of a VMDK, or the shorter one of a VHD.
const TAIL_BYTES: u64 = 1536;
/// How often a file is read from, whatever it says.
const MOST_REGIONS: usize = 8;

/// What has to be read next, never beyond the file's end; nothing when all is
/// known that could change the finding.
#[must_use]
pub fn wanted(sample: &Sample) -> Option<Range<u64>> {
    let end = sample.file_bytes();
    if sample.region_count() >= MOST_REGIONS {
        return None;
    }
    [
        Some(0..HEAD_BYTES.min(end)),
        Some(end.saturating_sub(TAIL_BYTES)..end),
    ]
    .into_iter()
    .chain(vhdx::places(sample))
    .chain(qcow2::places(sample))
    .flatten()
    .find(|range| !range.is_empty() && !sample.has_tried(range))
}

/// What the file is, as far as the sample shows it.
#[must_use]
pub fn recognise(sample: &Sample) -> Finding {
    let mut finding = Finding::new(sample.file_bytes());
    finding.inspection = Inspection::of(sample);
    describe(sample, &mut finding);
    let foretold = verdict(&finding, &finding.disk_format, &finding.container_format);
    if let Verdict::Refused(refusal) = foretold {
        let advice = std::mem::take(&mut finding.warnings);
        match refusal {
            Refusal::Unsafe(warning) => {
                finding.warn(warning);
                // All that the check objects to, not its first objection alone.
                if let [one] = finding.inspection.sightings.as_slice()
                    && one.failures.contains(&warning)
                {
                    finding.warnings.clone_from(&one.failures);
                }
            }
            // Unless the reason is known, too little is left for Glance to see
            // what the magic shows to us.
            Refusal::Mismatch(_) if advice.iter().any(|w| w.will_be_refused()) => {}
            Refusal::Mismatch(_) => finding.warn(Warning::HeaderCutOff),
        }
        for warning in advice {
            finding.warn(warning);
        }
    }
    finding
}

/// Our own reading. What Glance recognises goes first, so that the formats that
/// are suggested are those that it accepts.
fn describe(sample: &Sample, finding: &mut Finding) {
    if sample.file_bytes() == 0 {
        finding.is(Kind::Empty, DiskFormat::Raw);
        return finding.warn(Warning::Empty);
    }
    // Each leaves the finding alone unless the file is its own.
    let describers: [fn(&Sample, &mut Finding) -> Option<()>; 15] = [
        qcow2::describe,
        vhd::describe,
        vhdx::describe,
        vmdk::describe,
        vdi::describe,
        qed::describe,
        luks::describe,
        iso::describe,
        // What Glance sees as raw, or as a partition table.
        vhd::describe_fixed,
        archives::describe,
        boot_files::describe,
        parallels::describe,
        iso::describe_plain_udf,
        filesystems::describe,
        partitions::describe,
    ];
    describers
        .iter()
        .find_map(|describe| describe(sample, finding));
    if finding.kind == Kind::Iso && finding.inspection.has(Seen::Gpt) {
        finding.tell(Some(Detail::Hybrid));
    }
}

#[cfg(test)]
mod tests {
    use super::testing::finding_of;
    use super::*;

    #[test]
    fn what_is_not_known_is_raw_and_as_large_as_the_file() {
        let finding = finding_of(b"hello");
        assert_eq!(finding.kind, Kind::Raw);
        assert_eq!(finding.virtual_size, Some(5));
        assert!(finding.warnings.is_empty());
    }

    #[test]
    fn an_empty_file_says_so() {
        assert_eq!(finding_of(Vec::new()).warnings, [Warning::Empty]);
    }

    #[test]
    fn little_is_read_of_a_large_file() {
        let mut sample = Sample::new(5 << 40);
        let mut read = 0;
        while let Some(range) = wanted(&sample) {
            read += range.end - range.start;
            let length = usize::try_from(range.end - range.start).expect("fits");
            sample.add(range.start, vec![0; length]);
        }
        assert_eq!(read, HEAD_BYTES + TAIL_BYTES);
        assert_eq!(recognise(&sample).virtual_size, Some(5 << 40));
    }

    #[test]
    fn a_file_that_gives_nothing_is_not_asked_for_ever() {
        let mut sample = Sample::new(5 << 40);
        for _ in 0..MOST_REGIONS {
            if let Some(range) = wanted(&sample) {
                sample.add(range.start, Vec::new());
            }
        }
        assert_eq!(wanted(&sample), None);
    }
}
