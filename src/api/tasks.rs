//! Tasks: of one image (API 2.12), and the administrator's list of all.

use serde::Deserialize;

use super::images;
use super::request::{Call, Method, Operation, Request, json};
use crate::model::{Task, TaskStatus, encode_component};

/// One page of tasks.
#[derive(Clone, Debug, Deserialize)]
pub struct TaskPage {
    pub tasks: Vec<Task>,
    #[serde(default)]
    next: Option<String>,
}

impl TaskPage {
    /// Whether the service offers another page.
    #[must_use]
    pub fn has_next(&self) -> bool {
        self.next.is_some()
    }
}

/// Tasks that worked on an image; to others than administrators, only those
/// that their own project started.
#[must_use]
pub fn of_image(image_id: &str) -> Call<Vec<Task>> {
    #[derive(Deserialize)]
    struct Body {
        tasks: Vec<Task>,
    }
    Call {
        request: images::request(Operation::ReadTasks, Method::Get, image_id, "/tasks"),
        decode: |response| json::<Body>(response).map(|body| body.tasks),
    }
}

/// A page of stubs, newest first, after the task `marker`. Administrators only.
#[must_use]
pub fn list(limit: u32, marker: Option<&str>, status: Option<&TaskStatus>) -> Call<TaskPage> {
    let mut request = Request::new(Operation::ReadTasks, Method::Get, "/v2/tasks")
        .query("limit", limit.to_string());
    if let Some(status) = status {
        request = request.query("status", status.as_str());
    }
    if let Some(marker) = marker {
        request = request.query("marker", marker);
    }
    Call::json(request)
}

#[must_use]
pub fn show(id: &str) -> Call<Task> {
    let path = format!("/v2/tasks/{}", encode_component(id));
    Call::json(Request::new(Operation::ReadTasks, Method::Get, path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Response;

    #[test]
    fn a_page_is_asked_for_and_decodes() {
        let call = list(20, Some("t1"), Some(&TaskStatus::Failure));
        assert_eq!(
            call.request.target(),
            "/v2/tasks?limit=20&status=failure&marker=t1"
        );
        let answer = Response {
            status: 200,
            body: r#"{"tasks":[{"id":"t2","type":"api_image_import","status":"failure"}],
                "first":"/v2/tasks?limit=20","schema":"/v2/schemas/tasks"}"#
                .to_owned(),
            ..Response::default()
        };
        let page = call.read(&answer).expect("decodes");
        assert!(!page.has_next());
        assert_eq!(page.tasks[0].status, TaskStatus::Failure);
    }
}
