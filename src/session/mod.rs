//! Who we are at which cloud: sign-in by password or by token, the endpoint
//! from the catalogue, what the cloud can do, and why a call failed. May use
//! `model` and `api`; keeps secrets in memory alone.

mod capabilities;
mod catalog;
mod config;
mod credentials;
pub mod doctor;
mod host;
mod lasting;
mod problem;
mod sign_in;
mod term;

use crate::api::identity::{Named, TokenBody};
use crate::api::{Client, Deeds, Endpoint, Secret, Token};
use crate::model::Image;

pub use capabilities::{Capabilities, Offer, RangeSupport};
pub use config::{ConfigProblem, Routing, SiteConfig};
pub use host::{HostForm, with_host};
pub use problem::{Service, SignInProblem};
pub use sign_in::{
    CredentialForm, DoorForm, PasswordForm, ProjectChoice, Step, TokenForm, with_credential,
    with_password, with_token,
};
pub use term::{Outlook, Term, now};

/// A signed-in person's way to one image service.
#[derive(Clone, Debug)]
pub struct Session {
    /// Shared with every client that this session gave out.
    token: Token,
    /// The token from which the first `token` was made, if another; ending it ends both.
    parent: Option<Secret>,
    regions: Vec<Region>,
    current: usize,
    /// Unknown when a token was pasted.
    pub who: Option<Who>,
    /// Where the token came from, to give it back to; `None` when it was pasted.
    identity: Option<Endpoint>,
    /// Who may know when a pasted token ends.
    knows_end: Option<Endpoint>,
    /// Who hears of what is changed at the image service.
    pub deeds: Deeds,
}

/// An image endpoint and the catalogue's name for where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// `None` where a catalogue names none, or there was no catalogue.
    pub name: Option<String>,
    pub image: Endpoint,
}

impl Region {
    /// Of an address that no catalogue gave; the region's name may be empty.
    fn one(name: &str, image: Endpoint) -> Self {
        let name = Some(name.to_owned()).filter(|name| !name.is_empty());
        Self { name, image }
    }
}

/// What Keystone said of the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    pub user: Named,
    pub project: Named,
    pub roles: Vec<String>,
}

impl Session {
    /// The image service, with the token.
    #[must_use]
    pub fn images(&self) -> Client {
        Client {
            deeds: self.deeds.clone(),
            ..Client::new(self.region().image.clone(), Some(self.token.clone()))
        }
    }

    /// Where the token can be given back, if Keystone gave it to us. This client
    /// doesn't renew: what it asks is about the token as it is.
    #[must_use]
    pub fn keystone(&self) -> Option<Client> {
        Some(Client::new(
            self.identity.clone()?,
            Some(self.token().into()),
        ))
    }

    /// The token as it is at this moment.
    #[must_use]
    pub fn token(&self) -> Secret {
        self.token.now()
    }

    /// What the doctor needs to know of a failed call to the image service.
    #[must_use]
    pub fn case(&self, page_is_https: bool) -> doctor::Case {
        doctor::Case {
            service: Service::Image,
            endpoint: self.region().image.clone(),
            token: Some(self.token()),
            keystone: self.identity.clone(),
            page_is_https,
            has_worked: true,
        }
    }

    /// The token whose end ends everything that is in use of this sign-in.
    #[must_use]
    pub fn root_token(&self) -> Secret {
        let parent = self.parent.clone().filter(|_| self.token.is_first());
        parent.unwrap_or_else(|| self.token())
    }

    #[must_use]
    pub fn region(&self) -> &Region {
        // `current` is set only to an index that exists, and there is one at least.
        &self.regions[self.current]
    }

    #[must_use]
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// The same person at another region's image service; `None` if there is no such region.
    #[must_use]
    pub fn in_region(&self, name: &str) -> Option<Self> {
        let current = self
            .regions
            .iter()
            .position(|region| region.name.as_deref() == Some(name))?;
        Some(Self {
            current,
            ..self.clone()
        })
    }

    /// Whether the person may only look, by the names of the roles. Some clouds
    /// let readers do more: a hint, no verdict.
    #[must_use]
    pub fn seems_reader(&self) -> bool {
        self.who.as_ref().is_some_and(|who| {
            !who.roles.is_empty() && who.roles.iter().all(|role| role == "reader")
        })
    }

    /// Whether an image belongs to somebody whom this person can't act for. Not
    /// told while it isn't known who the person is.
    #[must_use]
    pub fn is_foreign(&self, image: &Image) -> bool {
        self.who.as_ref().is_some_and(|who| who.is_foreign(image))
    }

    /// Roles hint at what to offer; only a 403 decides.
    #[must_use]
    pub fn seems_admin(&self) -> bool {
        self.who.as_ref().is_some_and(Who::seems_admin)
    }

    /// The same, or nobody knows who the person is: trying may work.
    #[must_use]
    pub fn may_be_admin(&self) -> bool {
        self.who.as_ref().is_none_or(Who::seems_admin)
    }
}

impl Who {
    /// Of what Keystone says of a token; `None` for one without a project.
    fn of(body: TokenBody) -> Option<Self> {
        Some(Self {
            project: body.project?,
            user: body.user,
            roles: body.roles.into_iter().map(|role| role.name).collect(),
        })
    }

    /// Whether an image belongs to somebody whom this person can't act for.
    #[must_use]
    pub fn is_foreign(&self, image: &Image) -> bool {
        let owner = image.owner.as_deref();
        owner.is_some_and(|owner| owner != self.project.id) && !self.seems_admin()
    }

    /// Roles hint at what to offer; only a 403 decides.
    #[must_use]
    pub fn seems_admin(&self) -> bool {
        self.roles.iter().any(|role| role == "admin")
    }
}
