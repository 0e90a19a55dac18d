//! A request as a person reads it, and as a shell sends it. Neither holds a token:
//! both name the variable `OS_TOKEN`.

use super::{Endpoint, Request};
use crate::model::shell_word;

/// Between parts of a command that stand on lines of their own.
const NEXT_LINE: &str = " \\\n  ";

impl Request {
    /// Method, address, headers and body, one below the other.
    #[must_use]
    pub fn as_http(&self, endpoint: &Endpoint) -> String {
        let mut lines = vec![
            format!("{} {}", self.method.as_str(), endpoint.url(&self.target())),
            "X-Auth-Token: $OS_TOKEN".to_owned(),
        ];
        lines.extend(
            self.headers
                .iter()
                .map(|(name, value)| format!("{name}: {value}")),
        );
        if let Some(body) = &self.body {
            lines.push(String::new());
            lines.push(indented(body));
        }
        lines.join("\n")
    }

    /// The same request by curl.
    #[must_use]
    pub fn as_curl(&self, endpoint: &Endpoint) -> String {
        let mut parts = vec![
            format!("curl --fail-with-body --request {}", self.method.as_str()),
            r#"--header "X-Auth-Token: $OS_TOKEN""#.to_owned(),
        ];
        let header = |(name, value): &(&str, String)| {
            format!("--header {}", shell_word(&format!("{name}: {value}")))
        };
        parts.extend(self.headers.iter().map(header));
        parts.extend(
            self.body
                .as_deref()
                .map(|body| format!("--data-raw {}", shell_word(body))),
        );
        parts.push(shell_word(&endpoint.url(&self.target())));
        parts.join(NEXT_LINE)
    }
}

/// JSON on several lines; anything else as it is.
fn indented(body: &str) -> String {
    let json = serde_json::from_str::<serde_json::Value>(body);
    json.and_then(|json| serde_json::to_string_pretty(&json))
        .unwrap_or_else(|_| body.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::images;
    use crate::model::PatchOperation;

    #[test]
    fn a_patch_is_shown_whole_and_without_a_token() {
        let patch = [PatchOperation::Replace {
            path: "/name".to_owned(),
            value: json!("it's"),
        }];
        let request = images::update("i1", &patch).request;
        let endpoint = Endpoint::image("https://h/glance/v2").expect("is one");
        assert_eq!(
            request.as_http(&endpoint),
            "PATCH https://h/glance/v2/images/i1\nX-Auth-Token: $OS_TOKEN\n\
             Content-Type: application/openstack-images-v2.1-json-patch\n\n\
             [\n  {\n    \"op\": \"replace\",\n    \"path\": \"/name\",\n    \"value\": \"it's\"\n  }\n]"
        );
        assert_eq!(
            request.as_curl(&endpoint),
            "curl --fail-with-body --request PATCH \\\n  --header \"X-Auth-Token: $OS_TOKEN\" \\\n  \
             --header 'Content-Type: application/openstack-images-v2.1-json-patch' \\\n  \
             --data-raw '[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"it'\\''s\"}]' \\\n  \
             https://h/glance/v2/images/i1"
        );
    }
}
