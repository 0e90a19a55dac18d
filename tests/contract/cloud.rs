//! A cloud to check, and what checks have in common: who asks, what a refusal
//! means, a record that is cleaned away.

use std::cell::RefCell;
use std::collections::HashMap;

use futures::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use serde::Deserialize;
use vitrine::api::identity::{self, IssuedToken, ProjectName, Scope};
use vitrine::api::{Abort, Call, Client, Endpoint, Error, Operation, Secret, images, put_data};
use vitrine::model::{ContainerFormat, DiskFormat, Image, ImageStatus, NewImage, Visibility};
use vitrine::session::Offer;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;

/// What the tests say of the cloud.
#[derive(Clone, Debug, Deserialize)]
pub struct Cloud {
    pub keystone: String,
    pub glance: String,
    /// The one in the catalogue.
    pub home_glance: String,
    pub admin_password: String,
    pub demo_password: String,
    /// Of user demo in project demo.
    pub credential_id: String,
    pub credential_secret: String,
    /// Address of a file that the service may fetch, and its bytes' count.
    pub source: String,
    pub source_bytes: u64,
}

/// What a check saw. Anything that is neither is a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    Works,
    /// The service hasn't got it, or has it switched off, and says so.
    NotOffered,
    /// The service has it, but not for the best role that there is.
    NotAllowed,
    /// The service has it, but its CORS settings keep pages from it.
    KeptBack,
    /// The service takes the request and heeds it not.
    Ignored,
}

impl Seen {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::NotOffered => "not offered",
            Self::NotAllowed => "not allowed",
            Self::KeptBack => "kept back by CORS",
            Self::Ignored => "ignored",
        }
    }
}

/// Ends the check unless it is so.
macro_rules! ensure {
    ($is_so:expr, $($words:tt)+) => {
        if !$is_so {
            return Err(format!($($words)+));
        }
    };
}
pub(crate) use ensure;

/// The value, or the end of the check: absent as the console would see it.
macro_rules! offered {
    ($answer:expr) => {
        match $crate::cloud::offer($answer) {
            Ok(value) => value,
            Err(ended) => return ended,
        }
    };
}
pub(crate) use offered;

/// Sorts an answer by the console's own rule for what is offered.
pub fn offer<T>(answer: Result<T, Error>) -> Result<T, Result<Seen, String>> {
    match Offer::from(answer) {
        Offer::Offered(value) => Ok(value),
        Offer::NotOffered => Err(Ok(Seen::NotOffered)),
        Offer::NotAllowed => Err(Ok(Seen::NotAllowed)),
        Offer::Unknown(error) => Err(Err(words(error))),
    }
}

pub fn words(error: Error) -> String {
    format!("{error:?}")
}

/// A name that no other run has used.
pub fn unique(what: &str) -> String {
    format!("contract-{what}-{}", uuid::Uuid::new_v4())
}

pub async fn pause(milliseconds: u32) {
    TimeoutFuture::new(milliseconds).await;
}

thread_local! {
    /// Tokens by user and endpoint: a sign-in for each call would be slow.
    static TOKENS: RefCell<HashMap<String, IssuedToken>> = RefCell::new(HashMap::new());
}

impl Cloud {
    pub fn parse(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    pub fn keystone(&self, token: Option<&str>) -> Result<Client, String> {
        let endpoint = Endpoint::identity(&self.keystone).map_err(|p| format!("{p:?}"))?;
        let token = token.and_then(Secret::new).map(Into::into);
        Ok(Client::new(endpoint, token))
    }

    pub async fn sign_in(&self, user: &str, scope: &Scope) -> Result<IssuedToken, String> {
        let password = match user {
            "admin" => &self.admin_password,
            _ => &self.demo_password,
        };
        let call = identity::sign_in(user, "Default", password, scope);
        send(&self.keystone(None)?, &call).await.map_err(words)
    }

    async fn token(&self, user: &str) -> Result<IssuedToken, String> {
        let key = format!("{user} {}", self.keystone);
        let known = TOKENS.with_borrow(|tokens| tokens.get(&key).cloned());
        if let Some(known) = known {
            return Ok(known);
        }
        let scope = Scope::Named(ProjectName {
            name: user.to_owned(),
            domain: "Default".to_owned(),
        });
        let token = self.sign_in(user, &scope).await?;
        TOKENS.with_borrow_mut(|tokens| tokens.insert(key, token.clone()));
        Ok(token)
    }

    /// The image service for a user in the project of the same name.
    pub async fn glance(&self, user: &str) -> Result<Who, String> {
        self.at(&self.glance, user).await
    }

    /// The image service that the catalogue names, whichever one is checked.
    pub async fn home(&self, user: &str) -> Result<Who, String> {
        self.at(&self.home_glance, user).await
    }

    async fn at(&self, image: &str, user: &str) -> Result<Who, String> {
        let token = self.token(user).await?;
        let endpoint = Endpoint::image(image).map_err(|p| format!("{p:?}"))?;
        let project = token.body.project.map(|project| project.id);
        Ok(Who {
            client: Client::new(endpoint, Secret::new(&token.secret).map(Into::into)),
            project: project.ok_or("the token has no project")?,
        })
    }
}

/// Somebody at the image service.
pub struct Who {
    pub client: Client,
    /// Project id.
    pub project: String,
}

pub async fn send<T>(client: &Client, call: &Call<T>) -> Result<T, Error> {
    let abort = Abort::new(call.request.operation)?;
    client.send(call, &abort).await
}

impl Who {
    pub async fn ask<T>(&self, call: &Call<T>) -> Result<T, Error> {
        send(&self.client, call).await
    }

    /// The same where only success will do.
    pub async fn must<T>(&self, call: &Call<T>) -> Result<T, String> {
        self.ask(call).await.map_err(words)
    }

    /// A record without data, named for its purpose.
    pub async fn create(&self, name: &str) -> Result<Image, String> {
        self.must(&images::create(&new_image(name))).await
    }

    pub async fn put(&self, image: &Image, data: &[u8]) -> Result<(), String> {
        self.send_data(&images::upload(&image.id, None), data)
            .await
            .map_err(words)
    }

    pub async fn send_data(
        &self,
        request: &vitrine::api::Request,
        data: &[u8],
    ) -> Result<(), Error> {
        let unsendable =
            || Error::without_answer(request.operation, vitrine::api::ErrorKind::Unsendable);
        let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(data));
        let blob = web_sys::Blob::new_with_u8_array_sequence(&parts).map_err(|_| unsendable())?;
        let abort = Abort::new(request.operation)?;
        put_data(&self.client, request, &blob, |_| {}, &abort)
            .await
            .map(drop)
    }

    /// A raw image with data, `active`.
    pub async fn create_with(&self, name: &str, data: &[u8]) -> Result<Image, String> {
        let image = self.create(name).await?;
        self.put(&image, data).await?;
        self.must(&images::show(&image.id)).await
    }

    /// Status, visible `Content-Range`, and all bytes of a download.
    pub async fn download(
        &self,
        request: &vitrine::api::Request,
    ) -> Result<(u16, bool, Vec<u8>), Error> {
        let abort = Abort::new(Operation::DownloadData)?;
        let answer = self.client.open_data(request, &abort).await?;
        let bytes = match answer.stream {
            Some(stream) => read(&stream).await.unwrap_or_default(),
            None => Vec::new(),
        };
        Ok((answer.status, answer.content_range.is_some(), bytes))
    }

    /// Looks at the image until it is as wanted, half a minute long.
    pub async fn wait_for(&self, id: &str, wanted: fn(&Image) -> bool) -> Result<Image, String> {
        for _ in 0..100 {
            let image = self.must(&images::show(id)).await?;
            if wanted(&image) {
                return Ok(image);
            }
            pause(300).await;
        }
        let image = self.must(&images::show(id)).await?;
        let tasks = self.ask(&vitrine::api::tasks::of_image(id)).await;
        Err(format!(
            "still not as wanted: {image:?}; its tasks: {tasks:?}"
        ))
    }

    pub async fn is_active(&self, id: &str) -> Result<Image, String> {
        let is_done = |image: &Image| {
            image.status == ImageStatus::Active
                && !image.other.contains_key("os_glance_import_task")
        };
        self.wait_for(id, is_done).await
    }

    pub async fn delete(&self, image: &Image) -> Result<(), String> {
        self.must(&images::delete(&image.id)).await
    }
}

async fn read(stream: &web_sys::ReadableStream) -> Option<Vec<u8>> {
    let answer = web_sys::Response::new_with_opt_readable_stream(Some(stream)).ok()?;
    let buffer = JsFuture::from(answer.array_buffer().ok()?);
    match select(Box::pin(buffer), TimeoutFuture::new(30_000)).await {
        Either::Left((buffer, _)) => {
            let buffer: js_sys::ArrayBuffer = buffer.ok()?.dyn_into().ok()?;
            Some(js_sys::Uint8Array::new(&buffer).to_vec())
        }
        Either::Right(_) => None,
    }
}

pub fn new_image(name: &str) -> NewImage {
    NewImage {
        id: uuid::Uuid::new_v4().to_string(),
        name: name.to_owned(),
        disk_format: DiskFormat::Raw,
        container_format: ContainerFormat::Bare,
        visibility: Visibility::Shared,
        protected: false,
        min_disk: 0,
        min_ram: 0,
        tags: vec![],
        properties: std::collections::BTreeMap::new(),
    }
}
