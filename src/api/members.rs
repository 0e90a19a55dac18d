//! `/v2/images/{id}/members`: the projects that a `shared` image is shared with.

use serde::Deserialize;
use serde_json::json;

use super::images::request;
use super::request::{Call, Method, Operation, Request, json as decode_json};
use crate::model::{Member, MemberStatus, encode_component};

/// Everybody whom the owner shares with; a member sees itself alone.
#[must_use]
pub fn list(image_id: &str) -> Call<Vec<Member>> {
    #[derive(Deserialize)]
    struct Body {
        members: Vec<Member>,
    }
    Call {
        request: request(Operation::ReadMembers, Method::Get, image_id, "/members"),
        decode: |response| decode_json::<Body>(response).map(|body| body.members),
    }
}

#[must_use]
pub fn show(image_id: &str, project: &str) -> Call<Member> {
    Call::json(one(Operation::ReadMembers, Method::Get, image_id, project))
}

/// Shares with a project. Any text is taken for a project id.
#[must_use]
pub fn add(image_id: &str, project: &str) -> Call<Member> {
    let request = request(Operation::AddMember, Method::Post, image_id, "/members");
    Call::json(request.json(&json!({ "member": project })))
}

#[must_use]
pub fn remove(image_id: &str, project: &str) -> Call<()> {
    Call::done(one(
        Operation::RemoveMember,
        Method::Delete,
        image_id,
        project,
    ))
}

/// Answers an offer, as the project it was made to.
#[must_use]
pub fn answer(image_id: &str, project: &str, status: &MemberStatus) -> Call<Member> {
    let request = one(Operation::AnswerOffer, Method::Put, image_id, project);
    Call::json(request.json(&json!({ "status": status })))
}

fn one(operation: Operation, method: Method, image_id: &str, project: &str) -> Request {
    let rest = format!("/members/{}", encode_component(project));
    request(operation, method, image_id, &rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Response;

    #[test]
    fn members_of_the_real_shape_decode() {
        let answer = Response {
            status: 200,
            body: r#"{"members":[{"created_at":"2026-11-21T00:10:00Z","image_id":"i1",
                "member_id":"p2","schema":"/v2/schemas/member","status":"pending",
                "updated_at":"2026-11-21T00:10:00Z"}],"schema":"/v2/schemas/members"}"#
                .to_owned(),
            ..Response::default()
        };
        let members = list("i1").read(&answer).expect("decodes");
        assert_eq!(members[0].status, MemberStatus::Pending);
    }

    #[test]
    fn requests_name_image_and_project() {
        let request = answer("i/1", "p 2", &MemberStatus::Rejected).request;
        assert_eq!(request.target(), "/v2/images/i%2F1/members/p%202");
        assert_eq!(request.body.as_deref(), Some(r#"{"status":"rejected"}"#));
        assert_eq!(
            add("i", "p").request.body.as_deref(),
            Some(r#"{"member":"p"}"#)
        );
    }
}
