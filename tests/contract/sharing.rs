//! Sharing an image with another project.

use vitrine::api::images::{self, ListImages};
use vitrine::api::{ErrorKind, members};
use vitrine::model::{ImageFilter, MemberStatus, OneOrAll, Visibility};

use crate::cloud::{Cloud, Seen, ensure, unique};

pub async fn members(cloud: Cloud) -> Result<Seen, String> {
    let (demo, alt) = (cloud.glance("demo").await?, cloud.glance("alt").await?);
    let image = demo.create(&unique("shared")).await?;
    let id = image.id.as_str();
    ensure!(
        demo.must(&members::list(id)).await?.is_empty(),
        "has members"
    );
    let member = demo.must(&members::add(id, &alt.project)).await?;
    ensure!(member.status == MemberStatus::Pending, "{member:?}");
    let twice = demo.ask(&members::add(id, &alt.project)).await;
    ensure!(
        twice
            .as_ref()
            .is_err_and(|error| error.kind == ErrorKind::Conflict),
        "shared twice: {twice:?}"
    );
    // The owner can't answer in the other's place.
    let own = demo
        .ask(&members::answer(id, &alt.project, &MemberStatus::Accepted))
        .await;
    ensure!(
        own.as_ref()
            .is_err_and(|error| error.kind == ErrorKind::Forbidden),
        "answered by the owner: {own:?}"
    );
    for status in [MemberStatus::Accepted, MemberStatus::Rejected] {
        let member = alt
            .must(&members::answer(id, &alt.project, &status))
            .await?;
        ensure!(member.status == status, "{member:?}");
        let seen = demo.must(&members::show(id, &alt.project)).await?;
        ensure!(seen.status == status && seen.image_id == id, "{seen:?}");
    }
    demo.must(&members::remove(id, &alt.project)).await?;
    let gone = alt.ask(&images::show(id)).await;
    ensure!(
        gone.as_ref()
            .is_err_and(|error| error.kind == ErrorKind::NotFound),
        "after the end of sharing: {gone:?}"
    );
    demo.delete(&image).await?;
    Ok(Seen::Works)
}

pub async fn offers(cloud: Cloud) -> Result<Seen, String> {
    let (demo, alt) = (cloud.glance("demo").await?, cloud.glance("alt").await?);
    let image = demo.create(&unique("offered")).await?;
    demo.must(&members::add(&image.id, &alt.project)).await?;
    let sees = async |status: MemberStatus| {
        let list = ListImages::new(ImageFilter {
            visibility: Some(OneOrAll::One(Visibility::Shared)),
            member_status: Some(OneOrAll::One(status)),
            names: image.name.clone().into_iter().collect(),
            ..ImageFilter::default()
        })
        .map_err(|problem| format!("{problem:?}"))?;
        let page = alt.must(&list.page(10, None)).await?;
        Ok::<_, String>(page.images.len() == 1)
    };
    ensure!(sees(MemberStatus::Pending).await?, "the offer isn't listed");
    ensure!(!sees(MemberStatus::Accepted).await?, "listed as accepted");
    alt.must(&members::answer(
        &image.id,
        &alt.project,
        &MemberStatus::Accepted,
    ))
    .await?;
    ensure!(
        sees(MemberStatus::Accepted).await?,
        "not listed as accepted"
    );
    demo.delete(&image).await?;
    Ok(Seen::Works)
}
