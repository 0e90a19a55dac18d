//! What the service says of itself, and what the console makes of it.

use vitrine::api::discovery::{self, SchemaOf};
use vitrine::api::{Abort, Operation, images};
use vitrine::model::{DiskFormat, ImportMethod};
use vitrine::session::{Capabilities, Offer, RangeSupport};

use crate::cloud::{Cloud, Seen, ensure, offered, unique, words};

pub async fn versions(cloud: Cloud) -> Result<Seen, String> {
    let mut demo = cloud.glance("demo").await?;
    // Needs no token.
    demo.client.token = None;
    let versions = demo.must(&discovery::versions()).await?;
    let current = discovery::current(&versions).ok_or(format!("{versions:?}"))?;
    ensure!(current.minor >= 15, "current is {current}");
    Ok(Seen::Works)
}

pub async fn import_methods(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let methods = offered!(demo.ask(&discovery::import_methods()).await);
    ensure!(methods.contains(&ImportMethod::WebDownload), "{methods:?}");
    Ok(Seen::Works)
}

pub async fn stores(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let stores = offered!(demo.ask(&discovery::stores()).await);
    let defaults = stores.iter().filter(|store| store.default).count();
    ensure!(defaults == 1, "{stores:?}");
    let read_only: Vec<_> = stores
        .iter()
        .filter(|s| s.read_only)
        .map(|s| &*s.id)
        .collect();
    ensure!(read_only == ["web"], "{stores:?}");
    Ok(Seen::Works)
}

pub async fn stores_detail(cloud: Cloud) -> Result<Seen, String> {
    let admin = cloud.glance("admin").await?;
    let stores = offered!(admin.ask(&discovery::stores_detail()).await);
    let has_type = stores
        .iter()
        .any(|store| store.kind.as_deref() == Some("file"));
    ensure!(has_type, "{stores:?}");
    Ok(Seen::Works)
}

pub async fn usage(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let usage = offered!(demo.ask(&discovery::usage()).await);
    if usage.0.is_empty() {
        return Ok(Seen::NotOffered);
    }
    let total = usage.image_size_total().ok_or(format!("{usage:?}"))?;
    ensure!(total.limit == Some(20_000), "{total:?}");
    Ok(Seen::Works)
}

pub async fn schemas(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    for of in [
        SchemaOf::Image,
        SchemaOf::Images,
        SchemaOf::Member,
        SchemaOf::Members,
        SchemaOf::Task,
        SchemaOf::Tasks,
    ] {
        let schema = demo.must(&discovery::schema(of)).await?;
        ensure!(!schema.properties.is_empty(), "{of:?}: {schema:?}");
        if of == SchemaOf::Image {
            let formats = schema.disk_formats();
            ensure!(formats.contains(&DiskFormat::Qcow2), "{formats:?}");
            let size = &schema.properties["size"];
            ensure!(size.read_only == Some(true), "{size:?}");
        }
    }
    Ok(Seen::Works)
}

pub async fn for_member(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let abort = Abort::new(Operation::Discover).map_err(words)?;
    let can = Capabilities::ask(&demo.client, &abort).await;
    ensure!(can.version.is_some(), "no version");
    ensure!(
        can.can_import_by(&ImportMethod::WebDownload),
        "{:?}",
        can.import_methods
    );
    ensure!(can.metadefs == Offer::Offered(()), "{:?}", can.metadefs);
    ensure!(can.tasks == Offer::NotAllowed, "tasks: {:?}", can.tasks);
    let is_away = matches!(can.cache, Offer::NotAllowed | Offer::NotOffered);
    ensure!(is_away, "cache: {:?}", can.cache);
    ensure!(
        can.store_details.offered().is_none(),
        "{:?}",
        can.store_details
    );
    let id = "x-openstack-request-id".to_owned();
    ensure!(
        can.readable_headers.contains(&id),
        "{:?}",
        can.readable_headers
    );
    let image = demo.create_with(&unique("ranges"), b"data").await?;
    let ranges = can.ranges(&demo.client, &image, &abort).await;
    ensure!(matches!(ranges, RangeSupport::Offered { .. }), "{ranges:?}");
    // Remembered: it isn't asked again, not even of an image that is gone.
    demo.must(&images::delete(&image.id)).await?;
    let again = can.ranges(&demo.client, &image, &abort).await;
    ensure!(again == ranges, "asked again: {again:?}");
    Ok(Seen::Works)
}

pub async fn for_admin(cloud: Cloud) -> Result<Seen, String> {
    let admin = cloud.glance("admin").await?;
    let abort = Abort::new(Operation::Discover).map_err(words)?;
    let can = Capabilities::ask(&admin.client, &abort).await;
    ensure!(can.tasks == Offer::Offered(()), "tasks: {:?}", can.tasks);
    let unknown = [
        matches!(can.import_methods, Offer::Unknown(_)),
        matches!(can.stores, Offer::Unknown(_)),
        matches!(can.store_details, Offer::Unknown(_)),
        matches!(can.quota, Offer::Unknown(_)),
        matches!(can.schema, Offer::Unknown(_)),
        matches!(can.cache, Offer::Unknown(_)),
    ];
    ensure!(!unknown.contains(&true), "not found out: {can:?}");
    Ok(Seen::Works)
}
