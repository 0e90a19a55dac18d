//! The rows of a list as files for other programs.

use std::sync::Arc;

use super::Field;
use super::written::join;
use crate::model::Image;

/// Begins a file of UTF-8, without which spreadsheets guess another encoding.
const BYTE_ORDER_MARK: char = '\u{feff}';
const LINE_END: &str = "\r\n";
/// A spreadsheet takes a cell that begins so for a formula, or skips the sign
/// and then does (OWASP, "CSV injection").
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// RFC 4180 with a line of keys above. Sizes in bytes, times in ISO 8601, flags
/// as `yes` and `no`; tags and stores as filters write several values. A text
/// that a spreadsheet would run as a formula has a `'` before it.
#[must_use]
pub fn to_csv(images: &[Arc<Image>], columns: &[Field]) -> String {
    let mut csv = String::from(BYTE_ORDER_MARK);
    line(columns.iter().map(Field::key), &mut csv);
    for image in images {
        let cell = |field: &Field| match field {
            Field::Tag | Field::Store => {
                let values = values(field, image);
                join(values.iter().map(String::as_str))
            }
            field => values(field, image).pop().unwrap_or_default(),
        };
        line(columns.iter().map(cell), &mut csv);
    }
    csv
}

/// The records as the service gave them, in an array.
///
/// # Errors
/// None that is known: every record came out of JSON.
pub fn to_json(images: &[Arc<Image>]) -> Result<String, serde_json::Error> {
    let records: Vec<&Image> = images.iter().map(|image| &**image).collect();
    serde_json::to_string_pretty(&records)
}

fn values(field: &Field, image: &Image) -> Vec<String> {
    let mut values = Vec::new();
    field.each(image, &mut |value| values.push(value.to_owned()));
    values
}

fn line(cells: impl Iterator<Item = String>, csv: &mut String) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            csv.push(',');
        }
        push_cell(&cell, csv);
    }
    csv.push_str(LINE_END);
}

fn push_cell(text: &str, csv: &mut String) {
    let is_formula = text.starts_with(FORMULA);
    let is_quoted = text.contains([',', '"', '\r', '\n', '\t']) || text.trim() != text;
    if is_quoted {
        csv.push('"');
    }
    if is_formula {
        csv.push('\'');
    }
    for c in text.chars() {
        if c == '"' {
            csv.push('"');
        }
        csv.push(c);
    }
    if is_quoted {
        csv.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(name: &str) -> Arc<Image> {
        let record = serde_json::json!({"id": "1", "status": "active", "visibility": "shared",
            "name": name, "size": 9_007_199_254_740_993_u64, "tags": ["a,b", "c"],
            "created_at": "2026-11-21T00:07:19Z", "os_distro": "debian", "self": "/v2/images/1"});
        Arc::new(serde_json::from_value(record).expect("decodes"))
    }

    #[test]
    fn each_image_is_a_line_below_the_keys() {
        let distro = Field::Property("os_distro".to_owned());
        let columns = [
            Field::Name,
            Field::Size,
            Field::VirtualSize,
            Field::Tag,
            Field::Created,
            Field::Protected,
            distro,
        ];
        assert_eq!(
            to_csv(&[image("größe"), image("b")], &columns),
            "\u{feff}name,size,virtual_size,tag,created_at,protected,property:os_distro\r\n\
             größe,9007199254740993,,\"a\\,b,c\",2026-11-21T00:07:19Z,no,debian\r\n\
             b,9007199254740993,,\"a\\,b,c\",2026-11-21T00:07:19Z,no,debian\r\n"
        );
    }

    #[test]
    fn no_cell_breaks_out_or_runs() {
        for (name, cell) in [
            ("a \"b\", c", "\"a \"\"b\"\", c\""),
            ("two\r\nlines", "\"two\r\nlines\""),
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
            ("@SUM(1,2)", "\"'@SUM(1,2)\""),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            (" a", "\" a\""),
            ("a=b", "a=b"),
        ] {
            let csv = to_csv(&[image(name)], &[Field::Name]);
            assert_eq!(csv, format!("\u{feff}name\r\n{cell}\r\n"), "{name}");
        }
    }

    #[test]
    fn json_is_what_the_service_gave() {
        let images = [image("a"), image("b")];
        let json = to_json(&images).expect("encodes");
        let back: Vec<Image> = serde_json::from_str(&json).expect("decodes");
        assert_eq!(back, [(*images[0]).clone(), (*images[1]).clone()]);
        assert!(json.starts_with("[\n  {\n    \"id\": \"1\""), "{json}");
        assert!(json.contains("\"self\": \"/v2/images/1\""), "{json}");
    }
}
