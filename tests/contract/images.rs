//! Records: create, show, change, protect, deactivate, delete.

use serde_json::json;
use vitrine::api::{ErrorKind, images, tags as single_tags};
use vitrine::model::{ImageDraft, ImageStatus, PatchOperation, PropertyName, Visibility};

use crate::cloud::{Cloud, Seen, ensure, new_image, unique};

pub async fn life(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let mut new = new_image(&unique("life"));
    new.min_disk = 3;
    new.min_ram = 512;
    new.tags = vec!["ä".to_owned(), "b".to_owned()];
    let property = PropertyName::parse("os_distro").map_err(|p| format!("{p:?}"))?;
    new.properties.insert(property, "debian".to_owned());
    let created = demo.must(&images::create(&new)).await?;
    let shown = demo.must(&images::show(&new.id)).await?;
    let (a, b) = (ImageDraft::of(&created), ImageDraft::of(&shown));
    ensure!(a == b, "created {created:?}, shown {shown:?}");
    ensure!(shown.status == ImageStatus::Queued, "is {:?}", shown.status);
    ensure!(shown.min_disk == 3 && shown.min_ram == 512, "{shown:?}");
    ensure!(
        shown.other.get("os_distro") == Some(&json!("debian")),
        "{shown:?}"
    );
    // The same id again.
    let twice = demo.ask(&images::create(&new)).await;
    ensure!(
        twice
            .as_ref()
            .is_err_and(|error| error.kind == ErrorKind::Conflict),
        "the same id twice: {twice:?}"
    );
    demo.delete(&shown).await?;
    match demo.ask(&images::show(&new.id)).await {
        Err(error) if error.kind == ErrorKind::NotFound => {
            let said = error.message.unwrap_or_default();
            ensure!(said.contains(&new.id), "the service said: {said}");
            Ok(Seen::Works)
        }
        other => Err(format!("after deletion: {other:?}")),
    }
}

pub async fn edit(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let image = demo.create(&unique("edit")).await?;
    let shown = ImageDraft::of(&image);
    let mut wanted = shown.clone();
    wanted.name = Some(unique("edited"));
    wanted.visibility = Visibility::Community;
    wanted.min_disk = 7;
    wanted.os_hidden = true;
    wanted.tags = ["one", "zwei ü", "a/b"].map(str::to_owned).into();
    let patch = shown.patch_to(&wanted);
    ensure!(patch.len() == 5, "not the smallest patch: {patch:?}");
    let answered = demo.must(&images::update(&image.id, &patch)).await?;
    let stored = demo.must(&images::show(&image.id)).await?;
    ensure!(ImageDraft::of(&answered) == wanted, "answered {answered:?}");
    ensure!(ImageDraft::of(&stored) == wanted, "stored {stored:?}");
    // Nothing to change is nothing said.
    let unchanged = demo.must(&images::update(&image.id, &[])).await?;
    ensure!(
        ImageDraft::of(&unchanged) == wanted,
        "an empty patch changed something"
    );
    demo.delete(&image).await?;
    Ok(Seen::Works)
}

pub async fn names(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let image = demo.create(&unique("names")).await?;
    let shown = ImageDraft::of(&image);
    let mut wanted = shown.clone();
    for (name, value) in [
        ("a/b~c", "slash and tilde"),
        ("größe", "ä ö ü"),
        ("trait:HW_CPU", "required"),
        ("with blank", ""),
        ("number", "9007199254740993"),
        ("quote\"s", "\"x\" <b>&amp;"),
    ] {
        let name = PropertyName::parse(name).map_err(|p| format!("{name}: {p:?}"))?;
        wanted.properties.insert(name, value.to_owned());
    }
    let patch = shown.patch_to(&wanted);
    demo.must(&images::update(&image.id, &patch)).await?;
    let stored = ImageDraft::of(&demo.must(&images::show(&image.id)).await?);
    ensure!(stored == wanted, "stored {stored:?}");
    // And away again, one replaced.
    let mut less = stored.clone();
    let kept = less.properties.keys().next().cloned();
    less.properties
        .retain(|name, _| Some(name) == kept.as_ref());
    less.properties
        .values_mut()
        .for_each(|value| value.push('!'));
    demo.must(&images::update(&image.id, &stored.patch_to(&less)))
        .await?;
    let left = ImageDraft::of(&demo.must(&images::show(&image.id)).await?);
    ensure!(left == less, "left {left:?}");
    demo.delete(&image).await?;
    Ok(Seen::Works)
}

/// That the service refuses what a draft can't express.
pub async fn refusals(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let image = demo.create(&unique("refusals")).await?;
    for name in [
        "status",
        "checksum",
        "os_hash_value",
        "os_glance_x",
        "deleted",
    ] {
        let patch = [PatchOperation::Add {
            path: format!("/{name}"),
            value: json!("x"),
        }];
        match demo.ask(&images::update(&image.id, &patch)).await {
            Err(error) if error.kind == ErrorKind::Forbidden => {
                let said = error.message.unwrap_or_default();
                ensure!(said.contains(name), "of {name} the service said: {said}");
            }
            other => return Err(format!("{name}: {other:?}")),
        }
    }
    let missing = [PatchOperation::Replace {
        path: "/nobody".to_owned(),
        value: json!("x"),
    }];
    let answer = demo.ask(&images::update(&image.id, &missing)).await;
    ensure!(
        answer
            .as_ref()
            .is_err_and(|error| error.kind == ErrorKind::Conflict),
        "replacing what isn't there: {answer:?}"
    );
    demo.delete(&image).await?;
    Ok(Seen::Works)
}

pub async fn protect(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let image = demo.create(&unique("protect")).await?;
    let free = ImageDraft::of(&image);
    let mut held = free.clone();
    held.protected = true;
    demo.must(&images::update(&image.id, &free.patch_to(&held)))
        .await?;
    match demo.ask(&images::delete(&image.id)).await {
        Err(error) if error.kind == ErrorKind::Forbidden => {
            ensure!(!error.is_foreign, "the service itself spoke");
            let said = error.message.unwrap_or_default();
            ensure!(said.contains("protected"), "the service said: {said}");
            let id = error.request_id.unwrap_or_default();
            ensure!(id.starts_with("req-"), "the request id isn't readable");
        }
        other => return Err(format!("deleting a protected image: {other:?}")),
    }
    demo.must(&images::update(&image.id, &held.patch_to(&free)))
        .await?;
    demo.delete(&image).await?;
    Ok(Seen::Works)
}

pub async fn deactivate(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let queued = demo.create(&unique("queued")).await?;
    let refused = demo.ask(&images::deactivate(&queued.id)).await;
    ensure!(
        refused
            .as_ref()
            .is_err_and(|error| error.kind == ErrorKind::Forbidden),
        "a queued image: {refused:?}"
    );
    demo.delete(&queued).await?;
    let image = demo.create_with(&unique("deactivate"), b"data").await?;
    demo.must(&images::deactivate(&image.id)).await?;
    // Twice is once.
    demo.must(&images::deactivate(&image.id)).await?;
    let now = demo.must(&images::show(&image.id)).await?;
    ensure!(
        now.status == ImageStatus::Deactivated,
        "is {:?}",
        now.status
    );
    let data = demo.download(&images::data(&image.id, None, &[])).await;
    ensure!(
        data.as_ref()
            .is_err_and(|error| error.kind == ErrorKind::Forbidden),
        "data of a deactivated image: {data:?}"
    );
    demo.must(&images::reactivate(&image.id)).await?;
    let now = demo.must(&images::show(&image.id)).await?;
    ensure!(now.status == ImageStatus::Active, "is {:?}", now.status);
    demo.delete(&image).await?;
    Ok(Seen::Works)
}

pub async fn tags(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let image = demo.create(&unique("tags")).await?;
    for tag in ["one", "two words", "x:y"] {
        let call = single_tags::add(&image.id, tag).ok_or("has an address")?;
        demo.must(&call).await?;
    }
    let call = single_tags::remove(&image.id, "one").ok_or("has an address")?;
    demo.must(&call).await?;
    let again = demo.ask(&call).await;
    ensure!(
        again
            .as_ref()
            .is_err_and(|error| error.kind == ErrorKind::NotFound),
        "removing what isn't there: {again:?}"
    );
    let stored = ImageDraft::of(&demo.must(&images::show(&image.id)).await?);
    let tags: Vec<_> = stored.tags.iter().map(String::as_str).collect();
    ensure!(tags == ["two words", "x:y"], "tags: {tags:?}");
    demo.delete(&image).await?;
    Ok(Seen::Works)
}
