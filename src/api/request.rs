//! A request as data, and the call that pairs it with its decoder. No I/O.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::error::{Error, ErrorKind};
use crate::model::encode_component;

/// The header by which services name a request.
pub(super) const REQUEST_ID: &str = "x-openstack-request-id";

/// What a request is for; names the deed in error messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operation {
    SignIn,
    CheckToken,
    ListProjects,
    SignOut,
    /// Versions, `/v2/info/…` and schemas: what a cloud can do.
    Discover,
    ListImages,
    ShowImage,
    CreateImage,
    UpdateImage,
    DeleteImage,
    DeactivateImage,
    ReactivateImage,
    UploadData,
    StageData,
    ImportImage,
    DownloadData,
    ReadMembers,
    AddMember,
    RemoveMember,
    AnswerOffer,
    ChangeTags,
    ReadTasks,
    DeleteFromStore,
    ReadCache,
    ChangeCache,
    ReadLocations,
    AddLocation,
    ReadMetadefs,
    ChangeMetadefs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// One HTTP request below a service's base. The token is not part of it: the
/// transport adds that. `Debug` leaves out headers and body, where passwords are.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    pub operation: Operation,
    pub method: Method,
    /// Begins with a slash and the version; segments are encoded already.
    pub path: String,
    /// Names and values as they are; encoded when the address is made.
    pub query: Vec<(String, String)>,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<String>,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method.as_str(), self.target())
    }
}

impl Request {
    #[must_use]
    pub fn new(operation: Operation, method: Method, path: impl Into<String>) -> Self {
        Self {
            operation,
            method,
            path: path.into(),
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
        }
    }

    #[must_use]
    pub fn query(mut self, name: &str, value: impl Into<String>) -> Self {
        self.query.push((name.to_owned(), value.into()));
        self
    }

    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Sets a JSON body. For structs of strings, numbers, enums and maps with
    /// text for keys, which always encode.
    #[must_use]
    pub fn json(self, body: &impl Serialize) -> Self {
        self.json_as("application/json", body)
    }

    /// The same as a media type of its own.
    #[must_use]
    pub fn json_as(mut self, media_type: &'static str, body: &impl Serialize) -> Self {
        self.body = Some(serde_json::to_string(body).unwrap_or_default());
        self.header("Content-Type", media_type)
    }

    /// Path and query, encoded.
    #[must_use]
    pub fn target(&self) -> String {
        let mut target = self.path.clone();
        for (index, (name, value)) in self.query.iter().enumerate() {
            target.push(if index == 0 { '?' } else { '&' });
            target.push_str(&encode_component(name));
            target.push('=');
            target.push_str(&encode_component(value));
        }
        target
    }
}

/// An answer, read whole. Header names are in lower case; a browser hides those
/// that the service doesn't expose to this origin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Response {
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }

    /// The service's name for the request, for the operator's logs.
    #[must_use]
    pub fn request_id(&self) -> Option<String> {
        self.header(REQUEST_ID).map(str::to_owned)
    }

    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// A request and how to read its answer. The decoder sees only 2xx answers.
#[derive(Debug)]
pub struct Call<T> {
    pub request: Request,
    pub decode: fn(&Response) -> Result<T, String>,
}

impl<T: DeserializeOwned> Call<T> {
    /// Answered by a JSON body of the type's shape.
    pub(super) fn json(request: Request) -> Self {
        Self {
            request,
            decode: json,
        }
    }
}

impl Call<()> {
    /// Answered by any 2xx.
    #[must_use]
    pub fn done(request: Request) -> Self {
        Self {
            request,
            decode: |_| Ok(()),
        }
    }
}

impl<T> Call<T> {
    /// The value in an answer.
    ///
    /// # Errors
    /// What the service said was wrong, or that its answer isn't the API's.
    pub fn read(&self, response: &Response) -> Result<T, Error> {
        let operation = self.request.operation;
        if !response.is_success() {
            return Err(Error::from_response(operation, response));
        }
        (self.decode)(response).map_err(|detail| Error {
            message: Some(detail),
            ..Error::from_response(operation, response).with_kind(ErrorKind::NotTheApi)
        })
    }
}

/// Decodes a JSON body.
pub(super) fn json<T: DeserializeOwned>(response: &Response) -> Result<T, String> {
    serde_json::from_str(&response.body).map_err(|err| err.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_is_encoded_once() {
        let request = Request::new(Operation::ListImages, Method::Get, "/v2/images")
            .query("name", "eq:a & b:c")
            .query("tag", "é");
        assert_eq!(
            request.target(),
            "/v2/images?name=eq%3Aa%20%26%20b%3Ac&tag=%C3%A9"
        );
    }
}
