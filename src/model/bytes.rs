//! Sizes in bytes, shown in IEC units. Exact up to `u64::MAX`; no floating
//! point, so nothing above 2^53 is rounded before it has to be.

use std::fmt;

/// A number of bytes. `Display` gives IEC units with one decimal below 100
/// ("1.5 GiB", "640 MiB").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByteSize(pub u64);

const UNITS: [&str; 6] = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

impl ByteSize {
    /// The amount in tenths of a unit, and the unit: `(15, "GiB")` is 1.5 GiB.
    #[must_use]
    pub fn in_tenths(self) -> (u64, &'static str) {
        if self.0 < 1024 {
            return (self.0 * 10, "B");
        }
        let mut divisor = 1024_u128;
        let mut unit = 0;
        loop {
            let tenths = (u128::from(self.0) * 10 + divisor / 2) / divisor;
            // Rounding may reach the next unit: 1023.99 KiB is 1 MiB.
            if tenths < 10_240 || unit + 1 == UNITS.len() {
                let tenths = u64::try_from(tenths).unwrap_or(u64::MAX);
                return (tenths, UNITS[unit]);
            }
            divisor *= 1024;
            unit += 1;
        }
    }
}

impl fmt::Display for ByteSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (tenths, unit) = self.in_tenths();
        if tenths.is_multiple_of(10) || tenths >= 1000 {
            write!(f, "{} {unit}", (tenths + 5) / 10)
        } else {
            write!(f, "{}.{} {unit}", tenths / 10, tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ByteSize;

    #[test]
    fn reads_as_a_person_would_write_it() {
        for (bytes, text) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1 KiB"),
            (1536, "1.5 KiB"),
            (64 << 20, "64 MiB"),
            (1_048_575, "1 MiB"),
            (6_442_450_944, "6 GiB"),
            (107_374_182_400, "100 GiB"),
            (u64::MAX, "16 EiB"),
        ] {
            assert_eq!(ByteSize(bytes).to_string(), text, "{bytes} bytes");
        }
    }
}
