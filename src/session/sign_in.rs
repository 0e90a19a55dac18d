//! The two ways in: a password at Keystone, or a token and an image endpoint.
//! Both end with a question to the image service, so that a cloud which won't
//! talk to this page says so at the door.

use super::catalog::image_regions;
use super::credentials::{Credentials, fresh};
use super::doctor::Case;
use super::problem::{Service, SignInProblem, explain};
use super::{Region, Session, Who};
use crate::api::identity::{self, IssuedToken, Named, ProjectName, Scope};
use crate::api::{Abort, Call, Client, Deeds, Endpoint, Secret, Token, discovery};

/// Where somebody signs in, and what is wanted of the catalogue there.
#[derive(Clone, Default)]
pub struct DoorForm {
    pub auth_url: String,
    /// Empty: the catalogue's first.
    pub region: String,
    pub interface: String,
    /// In place of what the catalogue says.
    pub image: Option<Endpoint>,
}

/// What a person fills in to sign in at Keystone.
#[derive(Clone, Default)]
pub struct PasswordForm {
    pub at: DoorForm,
    pub user: String,
    pub user_domain: String,
    pub password: String,
    /// Empty: the user's default project, or a choice.
    pub project: String,
    pub project_domain: String,
}

/// An application credential by its id, and where to use it.
#[derive(Clone, Default)]
pub struct CredentialForm {
    pub at: DoorForm,
    pub id: String,
    pub secret: String,
}

/// A pasted token and where to use it.
#[derive(Clone, Default)]
pub struct TokenForm {
    pub image_endpoint: String,
    pub token: String,
}

/// How far a password has brought us.
#[derive(Debug)]
pub enum Step {
    Done(Session),
    ChooseProject(ProjectChoice),
}

/// The person is known and has several projects to choose from.
#[derive(Clone, Debug)]
pub struct ProjectChoice {
    pub projects: Vec<Named>,
    door: Door,
    credentials: Credentials,
    unscoped: Secret,
}

/// Keystone, and what is wanted of its catalogue.
#[derive(Clone, Debug)]
struct Door {
    keystone: Endpoint,
    region: String,
    interface: String,
    image: Option<Endpoint>,
    page_is_https: bool,
}

/// Signs in with a password.
///
/// # Errors
/// The problem, sorted by what can be done about it.
pub async fn with_password(
    form: &PasswordForm,
    page_is_https: bool,
    abort: &Abort,
) -> Result<Step, SignInProblem> {
    let door = Door::at(&form.at, page_is_https)?;
    let scope = match form.project.trim() {
        "" => Scope::Unscoped,
        name => Scope::Named(ProjectName {
            name: name.to_owned(),
            domain: form.project_domain.trim().to_owned(),
        }),
    };
    let credentials = Credentials::Password {
        user: form.user.trim().to_owned(),
        domain: form.user_domain.trim().to_owned(),
        password: form.password.clone(),
    };
    let issued = door.ask(None, &credentials.call(&scope), abort).await?;
    if issued.body.project.is_some() {
        let entered = door.enter(issued, None, credentials, abort).await;
        return entered.map(Step::Done);
    }
    let unscoped = secret(&issued)?;
    let projects = door
        .ask(Some(&unscoped), &identity::projects(), abort)
        .await?;
    let choice = ProjectChoice {
        projects,
        door,
        credentials,
        unscoped,
    };
    match choice.projects.as_slice() {
        [] => Err(SignInProblem::NoProject),
        [only] => choice.choose(&only.id, abort).await.map(Step::Done),
        _ => Ok(Step::ChooseProject(choice)),
    }
}

/// Signs in with an application credential; its project is fixed.
///
/// # Errors
/// As for [`with_password`].
pub async fn with_credential(
    form: &CredentialForm,
    page_is_https: bool,
    abort: &Abort,
) -> Result<Session, SignInProblem> {
    let door = Door::at(&form.at, page_is_https)?;
    let credentials = Credentials::Application {
        id: form.id.trim().to_owned(),
        secret: form.secret.clone(),
    };
    let call = credentials.call(&Scope::Unscoped);
    let issued = door.ask(None, &call, abort).await?;
    door.enter(issued, None, credentials, abort).await
}

impl ProjectChoice {
    /// Goes on into one of the projects.
    ///
    /// # Errors
    /// As for [`with_password`].
    pub async fn choose(&self, project_id: &str, abort: &Abort) -> Result<Session, SignInProblem> {
        let call = identity::rescope(self.unscoped.expose(), &Scope::Id(project_id.to_owned()));
        let issued = self.door.ask(None, &call, abort).await?;
        let (parent, credentials) = (Some(self.unscoped.clone()), self.credentials.clone());
        self.door.enter(issued, parent, credentials, abort).await
    }
}

/// Signs in with a token that somebody else got. `keystone`: who is to be asked
/// about the token: when it ends, and should the image service refuse it.
///
/// # Errors
/// The problem, sorted by what can be done about it.
pub async fn with_token(
    form: &TokenForm,
    keystone: Option<Endpoint>,
    page_is_https: bool,
    abort: &Abort,
) -> Result<Session, SignInProblem> {
    let image = Endpoint::image(&form.image_endpoint)
        .map_err(|problem| SignInProblem::Address(Service::Image, problem))?;
    let secret = Secret::new(&form.token).ok_or(SignInProblem::TokenUnsendable)?;
    let session = Session {
        token: secret.into(),
        parent: None,
        regions: vec![Region { name: None, image }],
        current: 0,
        who: None,
        identity: None,
        knows_end: keystone.clone(),
        deeds: Deeds::default(),
    };
    knock(&session, keystone, page_is_https, abort).await?;
    Ok(session)
}

impl Door {
    fn at(form: &DoorForm, page_is_https: bool) -> Result<Self, SignInProblem> {
        Ok(Self {
            keystone: Endpoint::identity(&form.auth_url)
                .map_err(|problem| SignInProblem::Address(Service::Identity, problem))?,
            region: form.region.trim().to_owned(),
            interface: form.interface.clone(),
            image: form.image.clone(),
            page_is_https,
        })
    }

    async fn ask<T>(
        &self,
        token: Option<&Secret>,
        call: &Call<T>,
        abort: &Abort,
    ) -> Result<T, SignInProblem> {
        let client = Client::new(self.keystone.clone(), token.cloned().map(Into::into));
        match client.send(call, abort).await {
            Ok(value) => Ok(value),
            Err(error) => {
                let case = Case {
                    service: Service::Identity,
                    endpoint: self.keystone.clone(),
                    token: token.cloned(),
                    keystone: None,
                    page_is_https: self.page_is_https,
                    has_worked: false,
                };
                Err(explain(&case, error).await)
            }
        }
    }

    async fn enter(
        &self,
        issued: IssuedToken,
        parent: Option<Secret>,
        credentials: Credentials,
        abort: &Abort,
    ) -> Result<Session, SignInProblem> {
        let (regions, current) = match &self.image {
            Some(image) => (vec![Region::one(&self.region, image.clone())], 0),
            None => image_regions(&issued.body.catalog, &self.interface, Some(&self.region))?,
        };
        let fresh = fresh(&issued).ok_or(SignInProblem::TokenUnsendable)?;
        let project = issued.body.project;
        // By its id: names may change while a session lasts.
        let scope = match &project {
            Some(project) => Scope::Id(project.id.clone()),
            None => Scope::Unscoped,
        };
        let renew = credentials.renewing(self.keystone.clone(), scope);
        let session = Session {
            token: Token::new(fresh, Some(renew)),
            parent,
            regions,
            current,
            who: project.map(|project| Who {
                user: issued.body.user,
                project,
                roles: issued
                    .body
                    .roles
                    .into_iter()
                    .map(|role| role.name)
                    .collect(),
            }),
            identity: Some(self.keystone.clone()),
            knows_end: None,
            deeds: Deeds::default(),
        };
        let keystone = Some(self.keystone.clone());
        knock(&session, keystone, self.page_is_https, abort).await?;
        Ok(session)
    }
}

fn secret(issued: &IssuedToken) -> Result<Secret, SignInProblem> {
    Secret::new(&issued.secret).ok_or(SignInProblem::TokenUnsendable)
}

/// Asks the image service for one image: the cheapest call that needs the token.
pub(super) async fn knock(
    session: &Session,
    keystone: Option<Endpoint>,
    page_is_https: bool,
    abort: &Abort,
) -> Result<(), SignInProblem> {
    let client = session.images();
    match client.send(&discovery::readable_headers(), abort).await {
        Ok(_) => Ok(()),
        Err(error) => {
            let case = Case {
                service: Service::Image,
                endpoint: client.endpoint,
                token: Some(session.token()),
                keystone,
                page_is_https,
                has_worked: false,
            };
            Err(explain(&case, error).await)
        }
    }
}
