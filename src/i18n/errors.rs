//! Failed calls in words: what happened, to what, and what to do next.

use super::Lang;
use crate::api::{self, ErrorKind, Operation};

/// A problem as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    pub title: String,
    /// What to do next.
    pub advice: String,
    /// The service's own words.
    pub service_words: Option<String>,
    pub request_id: Option<String>,
    /// Lines to copy, such as configuration.
    pub snippet: Option<String>,
    /// An address to open in a tab of its own.
    pub link: Option<String>,
}

impl Explained {
    #[must_use]
    pub fn new(title: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            advice: advice.into(),
            service_words: None,
            request_id: None,
            snippet: None,
            link: None,
        }
    }

    /// Adds what the service itself said.
    #[must_use]
    pub fn with(mut self, error: &api::Error) -> Self {
        self.service_words = match (error.status, &error.message) {
            // Proxies' pages begin with the number.
            (Some(status), Some(words)) if words.starts_with(&status.to_string()) => {
                Some(words.clone())
            }
            (Some(status), Some(words)) => Some(format!("{status}: {words}")),
            (Some(status), None) => Some(status.to_string()),
            (None, words) => words.clone(),
        };
        self.request_id.clone_from(&error.request_id);
        self
    }
}

impl Lang {
    /// The deed, as it goes into "Could not …".
    #[must_use]
    pub fn operation(self, operation: Operation) -> &'static str {
        let Self::En = self;
        match operation {
            Operation::SignIn => "sign in",
            Operation::CheckToken => "check the token",
            Operation::ListProjects => "list your projects",
            Operation::SignOut => "sign out",
            Operation::Discover => "ask what the service can do",
            Operation::ListImages => "list the images",
            Operation::ShowImage => "read the image",
            Operation::CreateImage => "create the image record",
            Operation::UpdateImage => "change the image",
            Operation::DeleteImage => "delete the image",
            Operation::DeactivateImage => "deactivate the image",
            Operation::ReactivateImage => "reactivate the image",
            Operation::UploadData => "send the data",
            Operation::StageData => "stage the data",
            Operation::ImportImage => "start the import",
            Operation::DownloadData => "fetch the data",
            Operation::ReadMembers => "read whom the image is shared with",
            Operation::AddMember => "share the image",
            Operation::RemoveMember => "end the sharing",
            Operation::AnswerOffer => "answer the offer",
            Operation::ChangeTags => "change the tags",
            Operation::ReadTasks => "read the tasks",
            Operation::DeleteFromStore => "delete the data from the store",
            Operation::ReadCache => "read the cache",
            Operation::ChangeCache => "change the cache",
            Operation::ReadLocations => "read the locations",
            Operation::AddLocation => "add the location",
            Operation::ReadMetadefs => "read the metadata definitions",
            Operation::ChangeMetadefs => "change the metadata definitions",
        }
    }

    /// A failed call.
    #[must_use]
    pub fn api_error(self, error: &api::Error) -> Explained {
        let Self::En = self;
        let title = format!("Could not {}", self.operation(error.operation));
        let advice = match error.kind {
            ErrorKind::NoAnswer => {
                "No answer came. The network may be down, the service may be restarting, or a proxy between may have cut the connection. Try again in a moment."
            }
            ErrorKind::NothingSent => {
                "No byte of the file was seen to leave this computer. Try again: it goes another way then."
            }
            ErrorKind::TimedOut => "No answer came in time. The service may be busy. Try again.",
            ErrorKind::BodyTooSlow => {
                "The service, or a proxy before it, waited for more of the data and gave up: the line may have been down for a while. Try again in a moment."
            }
            ErrorKind::Cancelled => "It was cancelled.",
            ErrorKind::Unsendable => {
                "This browser refuses to send the request as it is. Sign in again with a clean copy of the token."
            }
            ErrorKind::BadRequest => "The service doesn't accept the request. Its words say why.",
            ErrorKind::Unauthorized => {
                "The session has ended, or the service can't reach Keystone at the moment. Sign in again; if that works but this doesn't, tell the operator of the cloud."
            }
            ErrorKind::Forbidden => match error.operation {
                Operation::ListImages | Operation::Discover => {
                    "Your role in this project doesn't allow it. Ask the operator of the cloud, or choose another project."
                }
                _ => "Your role in this project doesn't allow it, or the image is protected.",
            },
            ErrorKind::NotFound => {
                "There is no such image any more, or this project may not see it."
            }
            ErrorKind::Conflict => "The image is in a state that doesn't allow this now.",
            ErrorKind::Gone => "The image was deleted in the meantime.",
            ErrorKind::TooLarge => {
                "It is larger than this cloud takes, or the project's quota is used up. Delete what isn't needed, or ask for more quota."
            }
            ErrorKind::WrongContent => {
                "The content isn't what the disk format says, or the service holds it to be unsafe. Check the format; convert the file with qemu-img if need be."
            }
            ErrorKind::RangeNotSatisfiable => {
                "The data is shorter than the record says. Reload the image and try again."
            }
            ErrorKind::TooMany => "The service asks for a pause. Try again in a minute.",
            ErrorKind::NotTheApi => {
                "What answered isn't the image service. Check the endpoint's path and port."
            }
            ErrorKind::ServerFault => {
                "The service failed inside. Trying again may help; if not, give the request id to the operator of the cloud."
            }
            ErrorKind::Unavailable => {
                "The service, or a proxy before it, is not available at the moment. Try again in a minute."
            }
        };
        Explained::new(title, advice).with(error)
    }
}
