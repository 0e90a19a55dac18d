//! A place where a site keeps image data (a "backend").

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// A row of `/v2/info/stores`, or of `/v2/info/stores/detail`, which adds the
/// last three fields for administrators.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Store {
    pub id: String,
    #[serde(default)]
    pub description: Option<String>,
    /// Where data goes when nobody says where.
    #[serde(default, deserialize_with = "lenient_bool")]
    pub default: bool,
    /// Takes no data, though an import accepts its name and fails later.
    #[serde(default, rename = "read-only", deserialize_with = "lenient_bool")]
    pub read_only: bool,
    /// `file`, `rbd`, `http`, …
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    #[serde(default)]
    pub weight: Option<i64>,
    #[serde(default)]
    pub properties: Map<String, Value>,
}

/// The service writes these booleans as strings.
fn lenient_bool<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Bool(value) => value,
        Value::String(word) => word.eq_ignore_ascii_case("true"),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn booleans_that_are_strings_are_booleans() {
        let stores: Vec<Store> = serde_json::from_str(
            r#"[{"id":"fast","description":"d","default":"true"},
                {"id":"web","read-only":"true","type":"http","weight":0,"properties":{}},
                {"id":"odd","default":true,"read-only":"False","weight":-3}]"#,
        )
        .expect("decodes");
        let flags: Vec<_> = stores.iter().map(|s| (s.default, s.read_only)).collect();
        assert_eq!(flags, [(true, false), (false, true), (true, false)]);
    }
}
