//! Numbers, sizes and times. In a browser through `Intl`; natively (in tests)
//! in a plain form of the same meaning.

use super::Lang;
use crate::model::{ByteSize, Timestamp};

impl Lang {
    /// A count with the language's separators: "10,000".
    #[must_use]
    pub fn number(self, n: u64) -> String {
        let digits = n.to_string();
        let separator = match self {
            Self::En => ',',
        };
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                out.push(separator);
            }
            out.push(digit);
        }
        out
    }

    /// A size in IEC units: "1.5 GiB".
    #[must_use]
    pub fn size(self, bytes: u64) -> String {
        match self {
            Self::En => ByteSize(bytes).to_string(),
        }
    }

    /// A size to the byte: "1.5 GiB (1,610,612,736 bytes)".
    #[must_use]
    pub fn exact_size(self, bytes: u64) -> String {
        let Self::En = self;
        match bytes {
            0..1024 => format!("{bytes} bytes"),
            _ => format!("{} ({} bytes)", self.size(bytes), self.number(bytes)),
        }
    }

    /// How long ago: "3 hours ago". `now_s`: seconds since 1970.
    #[must_use]
    pub fn ago(self, time: Timestamp, now_s: i64) -> String {
        let Self::En = self;
        let seconds = now_s - time.0;
        let (amount, unit) = match seconds {
            i64::MIN..60 => return "just now".to_owned(),
            60..3600 => (seconds / 60, "minute"),
            3600..86_400 => (seconds / 3600, "hour"),
            86_400..2_592_000 => (seconds / 86_400, "day"),
            2_592_000..31_536_000 => (seconds / 2_592_000, "month"),
            _ => (seconds / 31_536_000, "year"),
        };
        let plural = if amount == 1 { "" } else { "s" };
        format!("{amount} {unit}{plural} ago")
    }

    /// Date and time where the person is: "21 Nov 2026, 01:07:19".
    #[must_use]
    pub fn date_time(self, time: Timestamp) -> String {
        self.intl(time, &[("dateStyle", "medium"), ("timeStyle", "medium")])
    }

    /// The time of a day that is near `now`: "15:02"; with its date if it isn't.
    #[must_use]
    pub fn clock(self, time: Timestamp, now: Timestamp) -> String {
        let is_near = (time.0 - now.0).abs() < 12 * 3600;
        let styles = [("timeStyle", "short"), ("dateStyle", "medium")];
        self.intl(time, if is_near { &styles[..1] } else { &styles })
    }

    #[allow(clippy::cast_precision_loss)] // seconds of any calendar date fit
    fn intl(self, time: Timestamp, styles: &[(&str, &str)]) -> String {
        let date = js_sys::Date::new(&(time.0 as f64 * 1000.0).into());
        let options = js_sys::Object::new();
        for (name, value) in styles {
            // Setting a property of a fresh object can't fail.
            js_sys::Reflect::set(&options, &(*name).into(), &(*value).into()).ok();
        }
        date.to_locale_string(self.tag(), &options).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (n, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (67_108_864, "67,108,864"),
        ] {
            assert_eq!(Lang::En.number(n), text);
        }
        assert_eq!(Lang::En.exact_size(1536), "1.5 KiB (1,536 bytes)");
    }

    #[test]
    fn times_read_as_people_say_them() {
        let ago = |seconds| Lang::En.ago(Timestamp(0), seconds);
        assert_eq!(ago(-5), "just now");
        assert_eq!(ago(59), "just now");
        assert_eq!(ago(60), "1 minute ago");
        assert_eq!(ago(7200), "2 hours ago");
        assert_eq!(ago(86_400 * 29), "29 days ago");
        assert_eq!(ago(86_400 * 800), "2 years ago");
    }
}
