//! The cache of a node.

use vitrine::api::{ErrorKind, cache};
use vitrine::model::CacheTarget;

use crate::cloud::{Cloud, Seen, ensure, offered, pause, unique, words};

pub async fn one(cloud: Cloud) -> Result<Seen, String> {
    let admin = cloud.glance("admin").await?;
    offered!(admin.ask(&cache::list()).await);
    let image = admin.create_with(&unique("cache"), b"data").await?;
    admin.must(&cache::queue(&image.id)).await?;
    // The newest releases fetch at once, others when their own clock says so.
    let mut is_there = false;
    for _ in 0..20 {
        let now = admin.must(&cache::list()).await?;
        let is_cached = now
            .cached_images
            .iter()
            .any(|it| it.image_id == image.id && it.size == 4);
        is_there = is_cached || now.queued_images.contains(&image.id);
        if is_cached {
            break;
        }
        pause(200).await;
    }
    ensure!(is_there, "is neither cached nor queued");
    // What is on its way into the cache gets there after the first removal.
    for _ in 0..10 {
        admin.must(&cache::remove(&image.id)).await?;
        let now = admin.must(&cache::list()).await?;
        is_there = now.queued_images.contains(&image.id)
            || now.cached_images.iter().any(|it| it.image_id == image.id);
        if !is_there {
            break;
        }
        pause(300).await;
    }
    ensure!(!is_there, "can't be removed");
    admin.delete(&image).await?;
    Ok(Seen::Works)
}

pub async fn clear_all(cloud: Cloud) -> Result<Seen, String> {
    let admin = cloud.glance("admin").await?;
    offered!(admin.ask(&cache::clear(CacheTarget::Both)).await);
    let now = admin.must(&cache::list()).await?;
    ensure!(
        now.cached_images.is_empty() && now.queued_images.is_empty(),
        "left: {now:?}"
    );
    Ok(Seen::Works)
}

pub async fn clear_one(cloud: Cloud) -> Result<Seen, String> {
    let admin = cloud.glance("admin").await?;
    offered!(admin.ask(&cache::list()).await);
    for target in [CacheTarget::Cached, CacheTarget::Queued] {
        match admin.ask(&cache::clear(target)).await {
            Ok(()) => {}
            Err(error) if error.kind == ErrorKind::NoAnswer => return Ok(Seen::KeptBack),
            Err(error) => return Err(words(error)),
        }
    }
    Ok(Seen::Works)
}

pub async fn clean(cloud: Cloud) -> Result<Seen, String> {
    let admin = cloud.glance("admin").await?;
    offered!(admin.ask(&cache::clean()).await);
    Ok(Seen::Works)
}

pub async fn prune(cloud: Cloud) -> Result<Seen, String> {
    let admin = cloud.glance("admin").await?;
    let pruned = offered!(admin.ask(&cache::prune()).await);
    ensure!(pruned.total_bytes_pruned == 0, "{pruned:?}");
    Ok(Seen::Works)
}

pub async fn nodes(cloud: Cloud) -> Result<Seen, String> {
    let admin = cloud.glance("admin").await?;
    let image = admin.create_with(&unique("nodes"), b"data").await?;
    let answer = admin.ask(&cache::nodes(&image.id)).await;
    admin.delete(&image).await?;
    match answer {
        // "Centralized caching is not enabled."
        Err(error) if error.kind == ErrorKind::Conflict => return Ok(Seen::NotOffered),
        answer => offered!(answer),
    };
    Ok(Seen::Works)
}
