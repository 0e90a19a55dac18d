//! An action on one image as others would do it: the requests that are sent, and
//! openstackclient's commands. Pure.

use super::action::{Action, Change};
use super::plan::{Reason, plan};
use super::run::copy_to;
use crate::api::{Request, images, members};
use crate::model::{Image, ImageDraft, OpenstackCommand, edit_commands};
use crate::session::Who;

/// One action by other means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spoken {
    pub requests: Vec<Request>,
    /// Empty where openstackclient can't.
    pub commands: Vec<OpenstackCommand>,
}

/// The requests of an action, in their order; reading before and after is left out.
///
/// # Errors
/// Why the image would be left alone.
pub(super) fn requests(
    action: &Action,
    image: &Image,
    who: Option<&Who>,
) -> Result<Vec<Request>, Reason> {
    let id = &image.id;
    Ok(match plan(action, image, who)? {
        Change::Delete => vec![images::delete(id).request],
        Change::Deactivate => vec![images::deactivate(id).request],
        Change::Reactivate => vec![images::reactivate(id).request],
        Change::Download => vec![images::data(id, None, &[])],
        Change::CopyToStores(stores) => vec![images::import(id, &copy_to(&stores)).request],
        Change::Share(projects) => {
            let add = |project: &String| members::add(id, project).request;
            projects.iter().map(add).collect()
        }
        edit => vec![images::update(id, &edit.patch(image)).request],
    })
}

/// The same by openstackclient.
///
/// # Errors
/// Why the image would be left alone.
pub(super) fn commands(
    action: &Action,
    image: &Image,
    who: Option<&Who>,
) -> Result<Vec<OpenstackCommand>, Reason> {
    let id = image.id.as_str();
    let command = |words: &[&str]| vec![OpenstackCommand::new(words.iter().copied())];
    Ok(match plan(action, image, who)? {
        Change::Delete => command(&["image", "delete", id]),
        Change::Deactivate => command(&["image", "set", "--deactivate", id]),
        Change::Reactivate => command(&["image", "set", "--activate", id]),
        Change::Download => command(&["image", "save", "--file", "FILE", id]),
        Change::Share(projects) => {
            let add = |project: &String| {
                OpenstackCommand::new(["image", "add", "project", id, project.as_str()])
            };
            projects.iter().map(add).collect()
        }
        Change::CopyToStores(stores) => {
            let mut words = vec![
                "image",
                "import",
                "--method",
                "copy-image",
                "--allow-failure",
            ];
            words.extend(stores.iter().flat_map(|store| ["--store", store.as_str()]));
            words.push(id);
            command(&words)
        }
        edit => {
            let shown = ImageDraft::of(image);
            edit_commands(id, &shown.changes_to(&edit.draft(image)))
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::Visibility;

    fn image() -> Image {
        serde_json::from_value(json!({
            "id": "i1", "status": "active", "visibility": "shared", "name": "n", "size": 3,
            "tags": ["a"], "stores": "fast"
        }))
        .expect("decodes")
    }

    fn said(action: &Action) -> (Vec<String>, Vec<String>) {
        let requests = requests(action, &image(), None).expect("is due");
        let commands = commands(action, &image(), None).expect("is due");
        (
            requests
                .iter()
                .map(|request| format!("{request:?}"))
                .collect(),
            commands.iter().map(|command| command.line(None)).collect(),
        )
    }

    #[test]
    fn each_action_has_its_requests_and_commands() {
        for (action, requests, commands) in [
            (
                Action::Deactivate,
                vec!["POST /v2/images/i1/actions/deactivate"],
                vec!["openstack image set --deactivate i1"],
            ),
            (
                Action::SetVisibility(Visibility::Private),
                vec!["PATCH /v2/images/i1"],
                vec!["openstack image set --private i1"],
            ),
            (
                Action::Share(vec!["p1".to_owned(), "p2".to_owned()]),
                vec!["POST /v2/images/i1/members", "POST /v2/images/i1/members"],
                vec![
                    "openstack image add project i1 p1",
                    "openstack image add project i1 p2",
                ],
            ),
            (
                Action::CopyToStores(vec!["fast".to_owned(), "slow".to_owned()]),
                vec!["POST /v2/images/i1/import"],
                vec!["openstack image import --method copy-image --allow-failure --store slow i1"],
            ),
        ] {
            let (asked, typed) = said(&action);
            assert_eq!((asked, typed), (strings(&requests), strings(&commands)));
        }
    }

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn what_would_be_left_alone_is_not_said() {
        let action = Action::SetProtected(false);
        assert_eq!(requests(&action, &image(), None), Err(Reason::AlreadySo));
    }
}
