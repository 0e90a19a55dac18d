//! A JSON patch as a person types it, read by the service's rules, so that what would
//! be refused is said before it is sent.

use serde_json::Value;

use super::PatchOperation;

/// Why a text is no patch that the service would look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatchProblem {
    /// The parser's words.
    NotJson(String),
    NotAList,
    /// Each with the operation's place, from 1.
    NoOperation(usize),
    /// Only `add`, `remove` and `replace` are taken.
    UnknownOperation(usize, String),
    NoPath(usize),
    /// A path is a slash and one name.
    BadPath(usize, String),
    NoValue(usize),
}

/// # Errors
/// The first of the rules that the text breaks.
pub fn read_patch(text: &str) -> Result<Vec<PatchOperation>, PatchProblem> {
    let json: Value =
        serde_json::from_str(text).map_err(|error| PatchProblem::NotJson(error.to_string()))?;
    let list = json.as_array().ok_or(PatchProblem::NotAList)?;
    let places = list.iter().zip(1..);
    places.map(|(json, place)| operation(json, place)).collect()
}

fn operation(json: &Value, place: usize) -> Result<PatchOperation, PatchProblem> {
    let text = |name: &str| json.get(name).and_then(Value::as_str);
    let op = text("op").ok_or(PatchProblem::NoOperation(place))?;
    let path = text("path").ok_or(PatchProblem::NoPath(place))?.to_owned();
    let name = path.strip_prefix('/').unwrap_or_default();
    if name.trim().is_empty() || name.contains('/') {
        return Err(PatchProblem::BadPath(place, path));
    }
    let value = || {
        json.get("value")
            .cloned()
            .ok_or(PatchProblem::NoValue(place))
    };
    Ok(match op {
        "add" => PatchOperation::Add {
            value: value()?,
            path,
        },
        "replace" => PatchOperation::Replace {
            value: value()?,
            path,
        },
        "remove" => PatchOperation::Remove { path },
        other => return Err(PatchProblem::UnknownOperation(place, other.to_owned())),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_patch_reads_back_as_it_was_written() {
        let text = r#"[{"op":"add","path":"/a~1b","value":"1"},
            {"op":"replace","path":"/min_ram","value":512},{"op":"remove","path":"/x"}]"#;
        let patch = read_patch(text).expect("is one");
        let json: Value = serde_json::from_str(text).expect("is JSON");
        assert_eq!(json!(patch), json);
        assert_eq!(read_patch("[]"), Ok(Vec::new()));
    }

    #[test]
    fn what_the_service_would_refuse_is_said_with_its_place() {
        for (text, problem) in [
            (r"{}", PatchProblem::NotAList),
            (r#"["x"]"#, PatchProblem::NoOperation(1)),
            (r#"[{"op":"add"}]"#, PatchProblem::NoPath(1)),
            (
                r#"[{"op":"remove","path":"/a"},{"op":"remove","path":"/a/b"}]"#,
                PatchProblem::BadPath(2, "/a/b".to_owned()),
            ),
            (
                r#"[{"op":"add","path":"/","value":""}]"#,
                PatchProblem::BadPath(1, "/".to_owned()),
            ),
            (r#"[{"op":"add","path":"/a"}]"#, PatchProblem::NoValue(1)),
            (
                r#"[{"op":"test","path":"/a","value":""}]"#,
                PatchProblem::UnknownOperation(1, "test".to_owned()),
            ),
        ] {
            assert_eq!(read_patch(text), Err(problem), "{text}");
        }
        assert!(matches!(read_patch("[,"), Err(PatchProblem::NotJson(_))));
    }
}
