//! What Glance 33 will answer to a file under chosen formats, as shipped
//! (`require_image_format_match` on): the decisions of `set_data` in its
//! `location.py`, in their order.

use super::finding::{Finding, Warning};
use super::inspection::Seen;
use crate::model::{ContainerFormat, DiskFormat};

/// What the service will say after the last byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Accepted,
    /// 415, and the record is spoilt.
    Refused(Refusal),
}

/// Why data is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The data is seen as this, not as the chosen `disk_format`.
    Mismatch(Seen),
    /// The data fails a safety check. [`Warning::will_be_refused`] holds.
    Unsafe(Warning),
}

impl Verdict {
    #[must_use]
    pub fn is_accepted(self) -> bool {
        self == Self::Accepted
    }
}

/// What Glance would say to the file that was found, stored under these formats.
#[must_use]
pub fn verdict(
    finding: &Finding,
    disk_format: &DiskFormat,
    container_format: &ContainerFormat,
) -> Verdict {
    let inspection = &finding.inspection;
    // Nothing but a bare disk is looked at.
    if *container_format != ContainerFormat::Bare || inspection.is_skipped {
        return Verdict::Accepted;
    }
    let Some(seen) = inspection.seen() else {
        return Verdict::Refused(Refusal::Unsafe(Warning::SeveralFormats));
    };
    let sighting = inspection.sighting(seen);
    let chosen = disk_format.as_str();
    if chosen == seen.as_str() {
        if sighting.is_some_and(|s| s.is_size_unreadable) {
            return Verdict::Refused(Refusal::Unsafe(Warning::HeaderDamaged));
        }
    } else {
        let is_uninspectable = seen == Seen::Raw && !Seen::knows(chosen);
        let is_raw = *disk_format == DiskFormat::Raw;
        if is_raw && inspection.sightings.len() > 1 {
            // Glance trips over the pair when it logs what raw really is.
            return Verdict::Refused(Refusal::Unsafe(Warning::SeveralFormats));
        }
        if !is_uninspectable && !is_raw {
            return Verdict::Refused(Refusal::Mismatch(seen));
        }
    }
    // Whatever it is called, it has to pass the check of what it is.
    match sighting.and_then(|s| s.failures.first()) {
        Some(failure) => Verdict::Refused(Refusal::Unsafe(*failure)),
        None => Verdict::Accepted,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{finding_of, with_bytes};
    use super::*;

    fn say(parts: &[(usize, &[u8])], disk_format: &str, container: &str) -> Verdict {
        let finding = finding_of(with_bytes(64 * 1024, parts));
        verdict(&finding, &disk_format.into(), &container.into())
    }

    const MISMATCH: fn(Seen) -> Verdict = |seen| Verdict::Refused(Refusal::Mismatch(seen));

    #[test]
    fn only_bare_data_is_looked_at() {
        let qcow2: &[(usize, &[u8])] = &[(0, b"QFI\xfb\0\0\0\x03")];
        assert_eq!(say(qcow2, "vmdk", "ova"), Verdict::Accepted);
        assert_eq!(say(qcow2, "vmdk", "bare"), MISMATCH(Seen::Qcow2));
        assert_eq!(say(qcow2, "raw", "bare"), Verdict::Accepted);
        assert_eq!(say(qcow2, "ami", "bare"), MISMATCH(Seen::Qcow2));
    }

    #[test]
    fn what_is_not_recognised_passes_where_nothing_can_be_checked() {
        for format in ["raw", "ploop", "ami", "my-own"] {
            assert_eq!(say(&[], format, "bare"), Verdict::Accepted, "{format}");
        }
        assert_eq!(say(&[], "vhd", "bare"), MISMATCH(Seen::Raw));
    }

    #[test]
    fn raw_takes_anything_that_is_safe() {
        let old: &[(usize, &[u8])] = &[(0, b"QFI\xfb\0\0\0\x01")];
        let unsafe_ = Verdict::Refused(Refusal::Unsafe(Warning::OldQcow));
        assert_eq!(say(old, "raw", "bare"), unsafe_);
        assert_eq!(say(old, "qcow2", "bare"), unsafe_);
    }

    #[test]
    fn two_formats_at_once_are_refused_as_anything() {
        let both: &[(usize, &[u8])] = &[(0, b"QFI\xfb\0\0\0\x03"), (510, b"\x55\xaa")];
        let several = Verdict::Refused(Refusal::Unsafe(Warning::SeveralFormats));
        assert_eq!(say(both, "qcow2", "bare"), several);
        assert_eq!(say(both, "raw", "bare"), several);
        let disc: &[(usize, &[u8])] = &[(0x8001, b"CD001"), (510, b"\x55\xaa")];
        assert_eq!(say(disc, "iso", "bare"), Verdict::Accepted);
        // Where that pair is allowed, it isn't as raw.
        assert_eq!(say(disc, "raw", "bare"), several);
    }
}
