//! Keystone v3: tokens, projects, and the catalogue that comes with a token.

use serde::Deserialize;
use serde_json::{Value, json};

use super::request::{Call, Method, Operation, Request, Response, json as decode_json};

/// A project and its domain as a person writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectName {
    pub name: String,
    pub domain: String,
}

/// What a token is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// No project: a token to choose one with.
    Unscoped,
    Named(ProjectName),
    /// A project id.
    Id(String),
}

/// A token and what Keystone says of it. `Debug` leaves the secret out.
#[derive(Clone, PartialEq, Eq)]
pub struct IssuedToken {
    pub secret: String,
    pub body: TokenBody,
}

impl std::fmt::Debug for IssuedToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IssuedToken")
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TokenBody {
    pub user: Named,
    /// `None` for an unscoped token.
    #[serde(default)]
    pub project: Option<Named>,
    #[serde(default)]
    pub roles: Vec<Named>,
    #[serde(default)]
    pub catalog: Vec<CatalogEntry>,
    /// When it ends (RFC 3339); a token made from this one ends then, too.
    #[serde(default)]
    pub expires_at: Option<String>,
    #[serde(default)]
    pub issued_at: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Named {
    pub id: String,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct CatalogEntry {
    #[serde(rename = "type")]
    pub service_type: String,
    #[serde(default)]
    pub endpoints: Vec<CatalogEndpoint>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct CatalogEndpoint {
    /// `public`, `internal` or `admin`.
    pub interface: String,
    #[serde(default)]
    pub region_id: Option<String>,
    pub url: String,
}

/// Trades a password for a token (`POST /v3/auth/tokens`).
#[must_use]
pub fn sign_in(user: &str, user_domain: &str, password: &str, scope: &Scope) -> Call<IssuedToken> {
    issue(
        &json!({"methods": ["password"], "password": {"user": {
            "name": user, "domain": {"name": user_domain}, "password": password}}}),
        scope,
    )
}

/// How an application credential is named. Its project is fixed.
#[derive(Clone, PartialEq, Eq)]
pub enum ApplicationCredential {
    ById {
        id: String,
        secret: String,
    },
    ByName {
        name: String,
        user: String,
        user_domain: String,
        secret: String,
    },
}

/// Trades an application credential for a token, which can't be rescoped.
#[must_use]
pub fn with_application_credential(credential: &ApplicationCredential) -> Call<IssuedToken> {
    let named = match credential {
        ApplicationCredential::ById { id, secret } => json!({"id": id, "secret": secret}),
        ApplicationCredential::ByName {
            name,
            user,
            user_domain,
            secret,
        } => {
            json!({"name": name, "secret": secret, "user": {"name": user, "domain": {"name": user_domain}}})
        }
    };
    // A scope, even this one's own, would be refused.
    let identity = json!({"methods": ["application_credential"], "application_credential": named});
    ask_for_token(&json!({ "identity": identity }))
}

/// Trades a token for one in a project. The new one ends when the old one does.
#[must_use]
pub fn rescope(token: &str, scope: &Scope) -> Call<IssuedToken> {
    issue(
        &json!({"methods": ["token"], "token": {"id": token}}),
        scope,
    )
}

/// Whether Keystone is here: any token or none may ask.
#[must_use]
pub fn version() -> Call<()> {
    #[derive(Deserialize)]
    struct Body {
        #[serde(rename = "version")]
        _version: serde::de::IgnoredAny,
    }
    Call {
        request: Request::new(Operation::SignIn, Method::Get, "/v3"),
        decode: |response| decode_json::<Body>(response).map(drop),
    }
}

/// Projects in which the token's user has a role.
#[must_use]
pub fn projects() -> Call<Vec<Named>> {
    #[derive(Deserialize)]
    struct Body {
        projects: Vec<Named>,
    }
    Call {
        request: Request::new(Operation::ListProjects, Method::Get, "/v3/auth/projects"),
        decode: |response| decode_json::<Body>(response).map(|body| body.projects),
    }
}

/// Every project that there is; 403 for people without power over all of them.
#[must_use]
pub fn all_projects() -> Call<Vec<Named>> {
    Call {
        request: Request::new(Operation::ListProjects, Method::Get, "/v3/projects"),
        ..projects()
    }
}

/// What Keystone says of a token, with that token's own right to ask.
#[must_use]
pub fn check(token: &str) -> Call<TokenBody> {
    Call {
        request: Request::new(Operation::CheckToken, Method::Get, "/v3/auth/tokens")
            .header("X-Subject-Token", token),
        decode: |response| decode_json::<Body>(response).map(|body| body.token),
    }
}

/// The catalogue of the token's project; 403 for a token without one.
#[must_use]
pub fn catalog() -> Call<Vec<CatalogEntry>> {
    #[derive(Deserialize)]
    struct Body {
        catalog: Vec<CatalogEntry>,
    }
    Call {
        request: Request::new(Operation::CheckToken, Method::Get, "/v3/auth/catalog"),
        decode: |response| decode_json::<Body>(response).map(|body| body.catalog),
    }
}

/// Ends a token, and every token made from it.
#[must_use]
pub fn revoke(token: &str) -> Call<()> {
    Call::done(
        Request::new(Operation::SignOut, Method::Delete, "/v3/auth/tokens")
            .header("X-Subject-Token", token),
    )
}

fn issue(identity: &Value, scope: &Scope) -> Call<IssuedToken> {
    let mut auth = json!({ "identity": identity });
    match scope {
        // Said, because without a word Keystone takes the user's default project.
        Scope::Unscoped => auth["scope"] = json!("unscoped"),
        Scope::Named(ProjectName { name, domain }) => {
            auth["scope"] = json!({"project": {"name": name, "domain": {"name": domain}}});
        }
        Scope::Id(id) => auth["scope"] = json!({"project": {"id": id}}),
    }
    ask_for_token(&auth)
}

fn ask_for_token(auth: &Value) -> Call<IssuedToken> {
    Call {
        request: Request::new(Operation::SignIn, Method::Post, "/v3/auth/tokens")
            .json(&json!({ "auth": auth })),
        decode: decode_token,
    }
}

#[derive(Deserialize)]
struct Body {
    token: TokenBody,
}

fn decode_token(response: &Response) -> Result<IssuedToken, String> {
    let secret = response
        .header("x-subject-token")
        .ok_or("the answer has no X-Subject-Token that this page may read")?;
    let Body { token } = decode_json(response)?;
    Ok(IssuedToken {
        secret: secret.to_owned(),
        body: token,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(headers: &[(&str, &str)]) -> Response {
        Response {
            status: 201,
            headers: headers
                .iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
                .collect(),
            body: r#"{"token":{"methods":["password"],"user":{"id":"u1","name":"demo","domain":{"id":"default","name":"Default"},"password_expires_at":null},
                "audit_ids":["x"],"expires_at":"2026-11-21T01:00:00.000000Z","issued_at":"2026-11-21T00:00:00.000000Z",
                "project":{"id":"p1","name":"demo","domain":{"id":"default","name":"Default"}},"is_domain":false,
                "roles":[{"id":"r1","name":"member"}],
                "catalog":[{"type":"image","name":"glance","id":"s1","endpoints":[
                  {"id":"e1","interface":"public","region":"RegionOne","region_id":"RegionOne","url":"http://127.0.0.1:9292"}]}]}}"#
                .to_owned(),
        }
    }

    #[test]
    fn the_password_goes_in_the_body_alone() {
        let scope = Scope::Named(ProjectName {
            name: "p".to_owned(),
            domain: "Default".to_owned(),
        });
        let call = sign_in("demo", "Default", "s3cret", &scope);
        assert_eq!(call.request.target(), "/v3/auth/tokens");
        assert!(
            call.request
                .headers
                .iter()
                .all(|(_, v)| !v.contains("s3cret"))
        );
        let body: Value =
            serde_json::from_str(call.request.body.as_deref().expect("has one")).expect("is JSON");
        assert_eq!(
            body["auth"]["identity"]["password"]["user"]["password"],
            "s3cret"
        );
        assert_eq!(
            body["auth"]["scope"]["project"]["domain"]["name"],
            "Default"
        );
    }

    #[test]
    fn no_project_is_asked_for_by_name() {
        let call = sign_in("demo", "Default", "x", &Scope::Unscoped);
        let body: Value =
            serde_json::from_str(call.request.body.as_deref().expect("has one")).expect("is JSON");
        assert_eq!(body["auth"]["scope"], "unscoped");
        assert!(
            !format!("{:?}", call.request).contains('x'),
            "shows the password"
        );
    }

    #[test]
    fn a_token_of_the_real_shape_decodes_and_hides_its_secret() {
        let call = rescope("old", &Scope::Id("p1".to_owned()));
        let token = call
            .read(&answer(&[("x-subject-token", "gAAAA-new")]))
            .expect("decodes");
        assert_eq!(token.secret, "gAAAA-new");
        assert_eq!(
            token.body.project.as_ref().map(|p| p.name.as_str()),
            Some("demo")
        );
        assert_eq!(
            token.body.catalog[0].endpoints[0].url,
            "http://127.0.0.1:9292"
        );
        assert!(!format!("{token:?}").contains("gAAAA"));
    }

    #[test]
    fn an_application_credential_asks_for_no_scope() {
        let credential = ApplicationCredential::ByName {
            name: "ci".to_owned(),
            user: "demo".to_owned(),
            user_domain: "Default".to_owned(),
            secret: "s3cret".to_owned(),
        };
        let call = with_application_credential(&credential);
        let body: Value =
            serde_json::from_str(call.request.body.as_deref().expect("has one")).expect("is JSON");
        assert_eq!(body["auth"].get("scope"), None);
        let named = &body["auth"]["identity"]["application_credential"];
        assert_eq!(named["user"]["domain"]["name"], "Default");
    }

    #[test]
    fn the_checked_token_is_in_a_header_alone() {
        let request = check("gAAAA-x").request;
        assert_eq!(request.target(), "/v3/auth/tokens");
        assert!(!format!("{request:?}").contains("gAAAA"));
    }

    #[test]
    fn a_hidden_token_header_is_told() {
        let error = rescope("old", &Scope::Unscoped)
            .read(&answer(&[]))
            .expect_err("has no token");
        assert!(error.message.expect("says why").contains("X-Subject-Token"));
    }
}
