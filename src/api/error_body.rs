//! The words in an error body. Glance writes JSON of webob's shape, HTML or
//! plain text by the `Accept` it saw; Keystone and gateways write
//! `{"error":{…}}`; proxies write HTML.

use serde_json::Value;

use crate::model::without_markup;

/// Longest text kept, in characters: a Python schema dump helps nobody.
const MAX_CHARS: usize = 400;

/// The reason in a body, as one line of plain text; `None` if it gives none.
pub(super) fn words(body: &str) -> Option<String> {
    let text = match serde_json::from_str::<Value>(body) {
        Ok(json) => from_json(&json)?,
        Err(_) if body.trim_start().starts_with('<') => without_markup(body),
        Err(_) => first_paragraph(body),
    };
    let text = text.trim();
    (!text.is_empty()).then(|| shorten(text))
}

/// Whether the body is in the API's own language.
pub(super) fn is_json(body: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(body).is_ok()
}

fn from_json(json: &Value) -> Option<String> {
    // Keystone and Platform9: {"error":{"code","message","title"|"details"}}.
    if let Some(error) = json.get("error") {
        let field = |name| error.get(name).and_then(Value::as_str).unwrap_or_default();
        let message = match error {
            Value::String(text) => text.as_str(),
            _ => field("message"),
        };
        let both = match field("details") {
            "" => message.to_owned(),
            details if message.is_empty() || details.contains(message) => details.to_owned(),
            details => format!("{message} ({details})"),
        };
        return Some(without_markup(&both));
    }
    let text = ["message", "detail", "description", "title"]
        .iter()
        .find_map(|name| json.get(name).and_then(Value::as_str))?;
    // webob's template puts the particular reason after two breaks, if there is one.
    let (general, particular) = text.split_once("<br /><br />").unwrap_or((text, ""));
    let reason = if particular.trim().is_empty() {
        general
    } else {
        particular
    };
    Some(without_markup(&first_paragraph(&past_quota_preface(
        reason,
    ))))
}

/// Before a quota's reason stand two sentences on what 413 means.
fn past_quota_preface(reason: &str) -> String {
    match reason.split_once("The response body:") {
        Some((_, tail)) if !tail.trim().is_empty() => tail.trim().to_owned(),
        _ => reason.to_owned(),
    }
}

/// jsonschema's errors go on for pages after the first blank line.
fn first_paragraph(text: &str) -> String {
    let text = text.trim_start();
    text.split("\n\n").next().unwrap_or(text).trim().to_owned()
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(MAX_CHARS) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    fn is(body: &str, expected: &str) {
        assert_eq!(words(body).as_deref(), Some(expected));
    }

    #[test]
    fn glances_json_in_its_three_layouts() {
        is(
            r#"{"message": "Attribute 'status' is read-only.<br /><br />\n\n\n", "code": "403 Forbidden", "title": "Forbidden"}"#,
            "Attribute 'status' is read-only.",
        );
        is(
            r#"{"message": "Access was denied to this resource.<br /><br />\nOwner can't be updated by non admin.\n\n", "code": "403 Forbidden"}"#,
            "Owner can't be updated by non admin.",
        );
        is(
            r#"{"message": "The request media type application/octet-stream is not supported by this server.\n<br /><br />\nImage disk_format qcow2 does not match stream data raw", "code": "415 Unsupported Media Type"}"#,
            "Image disk_format qcow2 does not match stream data raw",
        );
    }

    #[test]
    fn a_quota_gives_its_numbers_and_not_its_preface() {
        is(
            r#"{"message": "The request returned a 413 Request Entity Too Large. This generally means that rate limiting or a quota threshold was breached.\n\nThe response body:\nProject c6f8 is over a limit for [Resource image_size_total is over limit of 5 due to current usage 0 and delta 6]<br /><br />\n\n\n", "code": "413"}"#,
            "Project c6f8 is over a limit for [Resource image_size_total is over limit of 5 due to current usage 0 and delta 6]",
        );
    }

    #[test]
    fn a_schema_error_gives_its_first_line() {
        is(
            r#"{"message": "Provided object does not match schema 'image': 'zzz' is not one of [None, 'ami']\n\nFailed validating 'enum'\n\nOn instance['disk_format']:\n    'zzz'<br /><br />\n\n\n"}"#,
            "Provided object does not match schema 'image': 'zzz' is not one of [None, 'ami']",
        );
    }

    #[test]
    fn keystones_and_gateways_shape() {
        is(
            r#"{"error":{"code":401,"message":"The request you have made requires authentication.","title":"Unauthorized"}}"#,
            "The request you have made requires authentication.",
        );
        is(
            r#"{"error":{"code":409,"message":"Image is in use","details":"volume 17"}}"#,
            "Image is in use (volume 17)",
        );
        is(r#"{"error":"invalid_token"}"#, "invalid_token");
    }

    #[test]
    fn html_and_plain_text() {
        is(
            "<html>\n<head><title>413 Request Entity Too Large</title></head>\n<body>\n<center><h1>413 Request Entity Too Large</h1></center>\n<hr><center>nginx</center>\n</body>\n</html>",
            "413 Request Entity Too Large nginx",
        );
        is("404 Not Found\n\nlong tail", "404 Not Found");
    }

    #[test]
    fn nothing_said_is_nothing() {
        for body in ["", "  \n", "{}", "null", "[]", "<html></html>"] {
            assert_eq!(words(body), None, "{body:?}");
        }
    }

    #[test]
    fn a_page_of_text_is_cut_between_characters() {
        let long = words(&"é".repeat(1000)).expect("has words");
        assert_eq!(long.chars().count(), 401);
    }
}
