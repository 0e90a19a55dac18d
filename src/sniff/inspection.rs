//! What Glance sees in a file: a port of the rules of oslo.utils'
//! `imageutils.format_inspector` (as of 2026), with which Glance 30 and later
//! look at every upload into a `bare` container. `tests/recognition.rs` holds
//! the two against each other.

use super::finding::Warning;
use super::sample::Sample;
use super::{iso, luks, partitions, qcow2, qed, vdi, vhd, vhdx, vmdk};

/// A format that Glance tells apart. It has names for fewer than exist, and one
/// ("gpt") that is no `disk_format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    Raw,
    Qcow2,
    Vhd,
    Vhdx,
    Vmdk,
    Vdi,
    Qed,
    Iso,
    Gpt,
    Luks,
}

impl Seen {
    const ALL: [Self; 10] = [
        Self::Raw,
        Self::Qcow2,
        Self::Vhd,
        Self::Vhdx,
        Self::Vmdk,
        Self::Vdi,
        Self::Qed,
        Self::Iso,
        Self::Gpt,
        Self::Luks,
    ];

    /// The name as Glance's messages have it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Qcow2 => "qcow2",
            Self::Vhd => "vhd",
            Self::Vhdx => "vhdx",
            Self::Vmdk => "vmdk",
            Self::Vdi => "vdi",
            Self::Qed => "qed",
            Self::Iso => "iso",
            Self::Gpt => "gpt",
            Self::Luks => "luks",
        }
    }

    /// Whether the inspector has a name for this `disk_format`. What it has no
    /// name for (ami, ploop …) may hold anything that isn't recognised.
    pub(super) fn knows(disk_format: &str) -> bool {
        Self::ALL.iter().any(|seen| seen.as_str() == disk_format)
    }
}

/// One format that matched, and what its safety check objects to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sighting {
    pub seen: Seen,
    /// Each of them [`Warning::will_be_refused`].
    pub failures: Vec<Warning>,
    /// Reading the size raises: refused under its own name, not as raw.
    pub is_size_unreadable: bool,
}

impl Sighting {
    pub fn of(seen: Seen) -> Self {
        Self {
            seen,
            failures: Vec::new(),
            is_size_unreadable: false,
        }
    }

    pub fn failing_if(mut self, fails: bool, why: Warning) -> Self {
        if fails {
            self.failures.push(why);
        }
        self
    }
}

/// The outcome of an inspection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Inspection {
    /// All that matched, but raw.
    pub sightings: Vec<Sighting>,
    /// The inspector fails on the file in a way that Glance takes for "was not
    /// inspected", so that it accepts it as anything.
    pub is_skipped: bool,
}

impl Inspection {
    pub fn of(sample: &Sample) -> Self {
        let inspectors: [fn(&Sample) -> Option<Sighting>; 9] = [
            qcow2::inspect,
            vhd::inspect,
            vhdx::inspect,
            vmdk::inspect,
            vdi::inspect,
            qed::inspect,
            iso::inspect,
            partitions::inspect,
            luks::inspect,
        ];
        Self {
            sightings: inspectors
                .iter()
                .filter_map(|inspect| inspect(sample))
                .collect(),
            is_skipped: vmdk::breaks_the_inspector(sample),
        }
    }

    pub fn has(&self, seen: Seen) -> bool {
        self.sightings.iter().any(|sighting| sighting.seen == seen)
    }

    /// What Glance calls the file; nothing when it can't tell.
    ///
    /// A disc may have a partition table in front, so that it boots from a USB
    /// stick: that pair alone is allowed, and counts as a disc.
    pub fn seen(&self) -> Option<Seen> {
        match self.sightings.as_slice() {
            [] => Some(Seen::Raw),
            [one] => Some(one.seen),
            [_, _] if self.has(Seen::Iso) && self.has(Seen::Gpt) => Some(Seen::Iso),
            _ => None,
        }
    }

    /// What the safety check of a format said.
    pub fn sighting(&self, seen: Seen) -> Option<&Sighting> {
        self.sightings.iter().find(|s| s.seen == seen)
    }
}
