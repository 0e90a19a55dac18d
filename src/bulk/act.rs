//! What is done to one image on its own page, as plain data: what is sent for it, and
//! what takes it back.

use super::action::Action;
use super::spoken::{Spoken, commands, requests};
use crate::api::{Request, cache, images, members};
use crate::model::{
    Image, Import, ImportSource, ImportStores, MemberStatus, OpenstackCommand, import_command,
};
use crate::session::Who;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// What is also done to many images.
    Of(Action),
    RemoveMember(String),
    /// Answers the offer of the image, as the project it was made to.
    Answer {
        project: String,
        before: MemberStatus,
        status: MemberStatus,
    },
    /// The service copies on its own; the image says how far it is.
    CopyToStore(String),
    /// The service fetches data, or takes what was staged.
    Import(Import),
    /// The data stays in the other stores.
    DeleteFromStore(String),
    /// Has the service keep the data close at hand, once it comes to it.
    Cache,
    Uncache,
}

impl Act {
    /// What takes it back; `None` where the service can't.
    #[must_use]
    pub fn undo(&self, before: &Image) -> Option<Self> {
        match self {
            Self::Of(Action::Share(projects)) => match projects.as_slice() {
                [project] => Some(Self::RemoveMember(project.clone())),
                _ => None,
            },
            Self::Of(action) => action.undo(before).map(Self::Of),
            Self::RemoveMember(project) => Some(Self::Of(Action::Share(vec![project.clone()]))),
            Self::Answer {
                project,
                before,
                status,
            } => Some(Self::Answer {
                project: project.clone(),
                before: status.clone(),
                status: before.clone(),
            }),
            Self::Cache => Some(Self::Uncache),
            Self::CopyToStore(_) | Self::Import(_) | Self::DeleteFromStore(_) | Self::Uncache => {
                None
            }
        }
    }

    /// The same by other means; nothing where it would change nothing or be refused.
    #[must_use]
    pub fn spoken(&self, image: &Image, who: Option<&Who>) -> Spoken {
        match self {
            Self::Of(action) => Spoken {
                requests: requests(action, image, who).unwrap_or_default(),
                commands: commands(action, image, who).unwrap_or_default(),
            },
            other => Spoken {
                requests: other.request(&image.id).into_iter().collect(),
                commands: other.command(&image.id).into_iter().collect(),
            },
        }
    }

    /// The one request that it is; `None` for what is done as one of many.
    #[must_use]
    pub fn request(&self, id: &str) -> Option<Request> {
        Some(match self {
            Self::Of(_) => return None,
            Self::RemoveMember(project) => members::remove(id, project).request,
            Self::Answer {
                project, status, ..
            } => members::answer(id, project, status).request,
            Self::CopyToStore(store) => images::import(id, &copy_to_one(store)).request,
            Self::Import(import) => images::import(id, import).request,
            Self::DeleteFromStore(store) => images::delete_from_store(id, store).request,
            Self::Cache => cache::queue(id).request,
            Self::Uncache => cache::remove(id).request,
        })
    }

    fn command(&self, id: &str) -> Option<OpenstackCommand> {
        let words = match self {
            Self::Of(_) => return None,
            Self::RemoveMember(project) => vec!["image", "remove", "project", id, project],
            Self::Answer { status, .. } => {
                let option = match status {
                    MemberStatus::Accepted => "--accept",
                    MemberStatus::Rejected => "--reject",
                    _ => "--pending",
                };
                vec!["image", "set", option, id]
            }
            Self::CopyToStore(store) => {
                vec![
                    "image",
                    "import",
                    "--method",
                    "copy-image",
                    "--store",
                    store,
                    id,
                ]
            }
            Self::Import(import) => return Some(import_command(id, import)),
            Self::DeleteFromStore(store) => vec!["image", "delete", "--store", store, id],
            Self::Cache => vec!["cached", "image", "queue", id],
            Self::Uncache => vec!["cached", "image", "delete", id],
        };
        Some(OpenstackCommand::new(words))
    }
}

/// From whichever store has the data.
fn copy_to_one(store: &str) -> Import {
    Import {
        source: ImportSource::OwnStores,
        stores: ImportStores::These {
            ids: vec![store.to_owned()],
            all_must_succeed: true,
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::Visibility;

    fn image() -> Image {
        serde_json::from_value(json!({"id": "i1", "status": "active", "visibility": "shared"}))
            .expect("decodes")
    }

    #[test]
    fn what_is_undone_twice_is_done() {
        let answer = Act::Answer {
            project: "p".to_owned(),
            before: MemberStatus::Pending,
            status: MemberStatus::Rejected,
        };
        for act in [
            Act::Of(Action::SetProtected(true)),
            Act::Of(Action::Deactivate),
            Act::Of(Action::Share(vec!["p".to_owned()])),
            answer,
        ] {
            let undo = act.undo(&image()).expect("can be undone");
            assert_eq!(undo.undo(&image()), Some(act));
        }
        let publish = Act::Of(Action::SetVisibility(Visibility::Public));
        let back = Act::Of(Action::SetVisibility(Visibility::Shared));
        assert_eq!(publish.undo(&image()), Some(back));
        assert_eq!(Act::DeleteFromStore("s".to_owned()).undo(&image()), None);
    }

    #[test]
    fn every_act_says_what_it_sends() {
        let spoken = |act: Act| {
            let spoken = act.spoken(&image(), None);
            (
                format!("{:?}", spoken.requests),
                spoken.commands[0].line(None),
            )
        };
        assert_eq!(
            spoken(Act::RemoveMember("p 1".to_owned())),
            (
                "[DELETE /v2/images/i1/members/p%201]".to_owned(),
                "openstack image remove project i1 'p 1'".to_owned()
            )
        );
        assert_eq!(
            spoken(Act::DeleteFromStore("fast".to_owned())),
            (
                "[DELETE /v2/stores/fast/i1]".to_owned(),
                "openstack image delete --store fast i1".to_owned()
            )
        );
        assert_eq!(
            spoken(Act::Of(Action::SetHidden(true))),
            (
                "[PATCH /v2/images/i1]".to_owned(),
                "openstack image set --hidden i1".to_owned()
            )
        );
    }
}
