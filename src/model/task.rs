//! A task: the service's own record of work that outlives a request.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::TaskStatus;

/// A row of `/v2/tasks` (a stub without `input`, `result` and `message`) or of
/// `/v2/images/{id}/tasks` (whole). Times without a zone are UTC.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Task {
    pub id: String,
    /// `import`, `api_image_import`, `location_import`, …
    #[serde(rename = "type")]
    pub kind: String,
    pub status: TaskStatus,
    #[serde(default)]
    pub owner: Option<String>,
    #[serde(default)]
    pub image_id: Option<String>,
    /// "Copied N MiB" while it runs; of a failure the service says only that
    /// there was one.
    #[serde(default)]
    pub message: Option<String>,
    #[serde(default)]
    pub input: Value,
    #[serde(default)]
    pub result: Value,
    #[serde(default)]
    pub created_at: Option<String>,
    #[serde(default)]
    pub updated_at: Option<String>,
    /// When the service forgets the task; unset while it runs.
    #[serde(default)]
    pub expires_at: Option<String>,
    #[serde(default)]
    pub request_id: Option<String>,
    #[serde(default)]
    pub user_id: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stub_and_a_whole_row_decode() {
        let stub: Task = serde_json::from_str(
            r#"{"id":"t1","type":"api_image_import","status":"success","owner":"p1",
                "created_at":"2026-11-21T00:14:29Z","updated_at":"2026-11-21T00:14:30Z",
                "expires_at":"2026-11-23T00:14:30Z","self":"/v2/tasks/t1","schema":"/v2/schemas/task"}"#,
        )
        .expect("a stub decodes");
        assert_eq!(stub.status, TaskStatus::Success);
        let whole: Task = serde_json::from_str(
            r#"{"id":"t1","type":"api_image_import","status":"processing","owner":"p1",
                "input":{"image_id":"i1","import_req":{"method":{"name":"web-download"}}},
                "result":null,"message":"Copied 15 MiB","image_id":"i1","request_id":"req-1",
                "user_id":"u1","created_at":"2026-11-21T00:14:29.417176","expires_at":null,
                "deleted":false,"deleted_at":null}"#,
        )
        .expect("a row decodes");
        assert_eq!(whole.message.as_deref(), Some("Copied 15 MiB"));
        assert_eq!(whole.input["import_req"]["method"]["name"], "web-download");
    }
}
