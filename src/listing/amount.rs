//! Sizes, dates and ages as people type them: "10 GiB", "2026-01-01", "90d".
//! Exact: no floating point.

use crate::model::Timestamp;

/// Why a text is no size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AmountProblem {
    Empty,
    /// It doesn't begin with a number of zero or more.
    NotANumber,
    UnknownUnit(String),
    /// More bytes than a `u64` holds.
    TooLarge,
}

/// Why a text is no point in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MomentProblem {
    Empty,
    /// Neither a date nor a number with a unit of time.
    NotATime,
    /// Such as 30 February.
    NoSuchDay,
    UnknownUnit(String),
    /// An age of more than [`MAX_AGE_S`].
    TooLong,
}

/// A point in time: fixed, or counted back from whenever the question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    At(Timestamp),
    /// Seconds.
    Ago(i64),
}

impl Moment {
    #[must_use]
    pub fn resolve(self, now: Timestamp) -> Timestamp {
        match self {
            Self::At(time) => time,
            Self::Ago(seconds) => Timestamp(now.0.saturating_sub(seconds)),
        }
    }
}

/// Ten thousand years: older than any service.
const MAX_AGE_S: i64 = 10_000 * YEAR_S;
/// The mean of the Gregorian calendar, so that `12mo` is `1y`.
const YEAR_S: i64 = 31_556_952;
/// More digits behind the point are below a byte, or noise.
const MAX_FRACTION_DIGITS: usize = 15;

/// A size as a number of bytes: `10GiB`, `1.5 g`, `500 MB`, `0`. A letter alone
/// is a binary unit, as in most tools; a number alone counts `bare` bytes.
/// Parts of a byte are rounded.
///
/// # Errors
/// What is wrong with the text.
pub fn parse_amount(text: &str, bare: u64) -> Result<u64, AmountProblem> {
    if text.trim().is_empty() {
        return Err(AmountProblem::Empty);
    }
    let (number, unit) = split_unit(text);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
        return Err(AmountProblem::NotANumber);
    }
    let unit = unit_bytes(unit, bare)?;
    let whole = digits(whole).ok_or(AmountProblem::TooLarge)?;
    let fraction = &fraction[..fraction.len().min(MAX_FRACTION_DIGITS)];
    let scale = fraction.bytes().fold(1_u128, |scale, _| scale * 10);
    let part = digits(fraction).ok_or(AmountProblem::TooLarge)? * u128::from(unit);
    let bytes = whole * u128::from(unit) + (part + scale / 2) / scale;
    u64::try_from(bytes).map_err(|_| AmountProblem::TooLarge)
}

/// The number of a size or of an age, and its unit, as they were written.
#[must_use]
pub fn split_unit(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    (&text[..end], text[end..].trim_start())
}

/// The number that digits write; none is zero. `None` above `u64::MAX`.
fn digits(text: &str) -> Option<u128> {
    match text {
        "" => Some(0),
        text => text.parse::<u64>().ok().map(u128::from),
    }
}

fn unit_bytes(unit: &str, bare: u64) -> Result<u64, AmountProblem> {
    let unknown = || AmountProblem::UnknownUnit(unit.to_owned());
    let lower = unit.to_ascii_lowercase();
    let (letter, base) = match lower.as_str() {
        "" => return Ok(bare),
        "b" | "bytes" | "byte" => return Ok(1),
        lower => match (lower.strip_suffix("ib"), lower.strip_suffix('b')) {
            (Some(letter), _) => (letter, 1024_u64),
            (None, Some(letter)) => (letter, 1000),
            (None, None) => (lower, 1024),
        },
    };
    let power = match letter {
        "k" => 1,
        "m" => 2,
        "g" => 3,
        "t" => 4,
        "p" => 5,
        "e" => 6,
        _ => return Err(unknown()),
    };
    Ok(base.pow(power))
}

/// A date (`2026-01-01`, its first second in UTC), a time in RFC 3339 (UTC
/// where it names no zone; seconds may be left out), or an age: a whole number
/// of `m` minutes, `h` hours, `d` days, `w` weeks, `mo` months or `y` years,
/// of which the last two are means.
///
/// # Errors
/// What is wrong with the text.
pub fn parse_moment(text: &str) -> Result<Moment, MomentProblem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(MomentProblem::Empty);
    }
    if text.as_bytes().get(4) == Some(&b'-') {
        return parse_date(text).map(Moment::At);
    }
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .ok_or(MomentProblem::NotATime)?;
    let (number, unit) = text.split_at(end);
    if number.is_empty() {
        return Err(MomentProblem::NotATime);
    }
    let unit_s = match unit.trim().to_ascii_lowercase().as_str() {
        "m" | "min" => 60,
        "h" => 3600,
        "d" => 86_400,
        "w" => 7 * 86_400,
        "mo" => YEAR_S / 12,
        "y" => YEAR_S,
        _ => return Err(MomentProblem::UnknownUnit(unit.trim().to_owned())),
    };
    number
        .parse::<i64>()
        .ok()
        .and_then(|number| number.checked_mul(unit_s))
        .filter(|age_s| *age_s <= MAX_AGE_S)
        .map(Moment::Ago)
        .ok_or(MomentProblem::TooLong)
}

fn parse_date(text: &str) -> Result<Timestamp, MomentProblem> {
    let day = text.get(..10).ok_or(MomentProblem::NotATime)?;
    let midnight = format!("{day}T00:00:00Z");
    let start = Timestamp::parse(&midnight).ok_or(MomentProblem::NotATime)?;
    // 30 February counts as 2 March, which reads otherwise.
    if start.to_string() != midnight {
        return Err(MomentProblem::NoSuchDay);
    }
    match text.len() {
        10 => Ok(start),
        16 => Timestamp::parse(&format!("{text}:00")).ok_or(MomentProblem::NotATime),
        _ => Timestamp::parse(text).ok_or(MomentProblem::NotATime),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, bytes) in [
            ("0", 0),
            ("512", 512),
            ("512 B", 512),
            ("10GiB", 10 << 30),
            ("10 gib", 10 << 30),
            ("10G", 10 << 30),
            ("1.5g", 3 << 29),
            (".5K", 512),
            ("2.k", 2048),
            ("500 MB", 500_000_000),
            ("1TB", 1_000_000_000_000),
            ("1TiB", 1 << 40),
            ("1.1 KiB", 1126),
            ("18446744073709551615", u64::MAX),
            ("15.999999999999999EiB", 18_446_744_073_709_550_463),
        ] {
            assert_eq!(parse_amount(text, 1), Ok(bytes), "{text}");
        }
        assert_eq!(parse_amount("10", 1 << 30), Ok(10 << 30));
        assert_eq!(parse_amount("512M", 1 << 30), Ok(512 << 20));
    }

    #[test]
    fn what_is_no_size_says_why() {
        let unknown = |unit: &str| AmountProblem::UnknownUnit(unit.to_owned());
        for (text, problem) in [
            (" ", AmountProblem::Empty),
            ("GiB", AmountProblem::NotANumber),
            ("-1", AmountProblem::NotANumber),
            (".", AmountProblem::NotANumber),
            ("1.2.3", AmountProblem::NotANumber),
            ("10 Gio", unknown("Gio")),
            ("1e9", unknown("e9")),
            ("5 5", unknown("5")),
            ("1ib", unknown("ib")),
            ("1٣", unknown("٣")),
            ("16EiB", AmountProblem::TooLarge),
            ("18446744073709551616", AmountProblem::TooLarge),
            ("99999999999999999999999999999999", AmountProblem::TooLarge),
        ] {
            assert_eq!(parse_amount(text, 1), Err(problem), "{text}");
        }
    }

    #[test]
    fn dates_and_ages_are_points_in_time() {
        let at = |text: &str| Moment::At(Timestamp::parse(text).expect("is a time"));
        for (text, moment) in [
            ("2026-01-01", at("2026-01-01T00:00:00Z")),
            ("2024-02-29", at("2024-02-29T00:00:00Z")),
            ("2026-01-01T08:30", at("2026-01-01T08:30:00Z")),
            ("2026-01-01 08:30:15", at("2026-01-01T08:30:15Z")),
            ("2026-01-01T08:30:15+01:00", at("2026-01-01T07:30:15Z")),
            ("30m", Moment::Ago(1800)),
            ("12h", Moment::Ago(43_200)),
            ("90 d", Moment::Ago(7_776_000)),
            ("8W", Moment::Ago(4_838_400)),
            ("12mo", Moment::Ago(31_556_952)),
            ("2y", Moment::Ago(63_113_904)),
        ] {
            assert_eq!(parse_moment(text), Ok(moment), "{text}");
        }
        assert_eq!(Moment::Ago(60).resolve(Timestamp(100)), Timestamp(40));
    }

    #[test]
    fn what_is_no_time_says_why() {
        for (text, problem) in [
            ("", MomentProblem::Empty),
            ("yesterday", MomentProblem::NotATime),
            ("90", MomentProblem::NotATime),
            ("2026-13-01", MomentProblem::NotATime),
            ("2026-1-1", MomentProblem::NotATime),
            ("2026-01-01T99:00", MomentProblem::NotATime),
            ("2026-01-0é", MomentProblem::NotATime),
            ("2026-02-30", MomentProblem::NoSuchDay),
            ("2025-02-29", MomentProblem::NoSuchDay),
            (
                "5 fortnights",
                MomentProblem::UnknownUnit("fortnights".to_owned()),
            ),
            ("99999y", MomentProblem::TooLong),
            ("99999999999999999999d", MomentProblem::TooLong),
        ] {
            assert_eq!(parse_moment(text), Err(problem), "{text}");
        }
    }
}
