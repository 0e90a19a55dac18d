//! Keystone v3.

use vitrine::api::identity::{self, ApplicationCredential, Scope};
use vitrine::api::{ErrorKind, Retry, Secret, Token};

use crate::cloud::{Cloud, Seen, ensure, send, words};

pub async fn password(cloud: Cloud) -> Result<Seen, String> {
    let unscoped = cloud.sign_in("demo", &Scope::Unscoped).await?;
    ensure!(
        unscoped.body.project.is_none(),
        "an unscoped token has a project"
    );
    ensure!(
        unscoped.body.catalog.is_empty(),
        "an unscoped token has a catalogue"
    );
    ensure!(unscoped.body.expires_at.is_some(), "the token never ends");
    let wrong = identity::sign_in("demo", "Default", "not-it", &Scope::Unscoped);
    match send(&cloud.keystone(None)?, &wrong).await {
        Err(error) if error.kind == ErrorKind::Unauthorized => {
            ensure!(
                error.retry() == Retry::WillNotHelp,
                "trying again can't help"
            );
            ensure!(!error.is_foreign, "Keystone itself spoke");
            let said = error.message.unwrap_or_default();
            ensure!(
                said.contains("requires authentication"),
                "Keystone said: {said}"
            );
            Ok(Seen::Works)
        }
        other => Err(format!("a wrong password: {other:?}")),
    }
}

pub async fn application_credential(cloud: Cloud) -> Result<Seen, String> {
    let by_id = ApplicationCredential::ById {
        id: cloud.credential_id.clone(),
        secret: cloud.credential_secret.clone(),
    };
    let by_name = ApplicationCredential::ByName {
        name: "contract".to_owned(),
        user: "demo".to_owned(),
        user_domain: "Default".to_owned(),
        secret: cloud.credential_secret.clone(),
    };
    for credential in [by_id, by_name] {
        let call = identity::with_application_credential(&credential);
        let token = send(&cloud.keystone(None)?, &call).await.map_err(words)?;
        let project = token.body.project.map(|project| project.name);
        ensure!(
            project.as_deref() == Some("demo"),
            "is for project {project:?}"
        );
        let elsewhere = identity::rescope(&token.secret, &Scope::Unscoped);
        let refused = send(&cloud.keystone(None)?, &elsewhere).await;
        ensure!(refused.is_err(), "was traded for another token");
    }
    Ok(Seen::Works)
}

pub async fn rescope(cloud: Cloud) -> Result<Seen, String> {
    let unscoped = cloud.sign_in("demo", &Scope::Unscoped).await?;
    let keystone = cloud.keystone(Some(&unscoped.secret))?;
    let projects = send(&keystone, &identity::projects())
        .await
        .map_err(words)?;
    let mut names: Vec<_> = projects.iter().map(|p| p.name.as_str()).collect();
    names.sort_unstable();
    ensure!(names == ["demo", "demo2"], "projects: {names:?}");
    let refused = send(&keystone, &identity::all_projects()).await;
    ensure!(
        refused
            .as_ref()
            .is_err_and(|error| error.kind == ErrorKind::Forbidden),
        "all projects, for somebody without power: {refused:?}"
    );
    let admin = cloud.glance("admin").await?.client.token;
    let token = admin.as_ref().map(Token::now);
    let keystone = cloud.keystone(token.as_ref().map(Secret::expose))?;
    let all = send(&keystone, &identity::all_projects())
        .await
        .map_err(words)?;
    let has = |name: &str| all.iter().any(|project| project.name == name);
    ensure!(has("admin") && has("alt"), "all projects: {all:?}");
    for project in &projects {
        let call = identity::rescope(&unscoped.secret, &Scope::Id(project.id.clone()));
        let scoped = send(&cloud.keystone(None)?, &call).await.map_err(words)?;
        let is_it = scoped
            .body
            .project
            .as_ref()
            .is_some_and(|p| p.id == project.id);
        ensure!(
            is_it,
            "asked for {}, got {:?}",
            project.id,
            scoped.body.project
        );
        let ends_alike = scoped.body.expires_at == unscoped.body.expires_at;
        ensure!(ends_alike, "the new token outlives the old one");
    }
    Ok(Seen::Works)
}

pub async fn catalogue(cloud: Cloud) -> Result<Seen, String> {
    send(&cloud.keystone(None)?, &identity::version())
        .await
        .map_err(words)?;
    let unscoped = cloud.sign_in("demo", &Scope::Unscoped).await?;
    let keystone = cloud.keystone(Some(&unscoped.secret))?;
    let refused = send(&keystone, &identity::catalog()).await;
    ensure!(
        refused
            .as_ref()
            .is_err_and(|error| error.kind == ErrorKind::Forbidden),
        "an unscoped token's catalogue: {refused:?}"
    );
    let who = cloud.glance("demo").await?;
    let token = who.client.token.as_ref().map(Token::now);
    let keystone = cloud.keystone(token.as_ref().map(Secret::expose))?;
    let catalog = send(&keystone, &identity::catalog()).await.map_err(words)?;
    let has_image = catalog.iter().any(|entry| entry.service_type == "image");
    ensure!(has_image, "no image service in {catalog:?}");
    Ok(Seen::Works)
}

pub async fn revoke(cloud: Cloud) -> Result<Seen, String> {
    let token = cloud.sign_in("demo", &Scope::Unscoped).await?;
    let keystone = cloud.keystone(Some(&token.secret))?;
    let body = send(&keystone, &identity::check(&token.secret))
        .await
        .map_err(words)?;
    ensure!(body.user.name == "demo", "is {:?}", body.user);
    send(&keystone, &identity::revoke(&token.secret))
        .await
        .map_err(words)?;
    let after = send(&keystone, &identity::check(&token.secret)).await;
    ensure!(
        after
            .as_ref()
            .is_err_and(|error| error.kind == ErrorKind::Unauthorized),
        "a revoked token: {after:?}"
    );
    Ok(Seen::Works)
}
