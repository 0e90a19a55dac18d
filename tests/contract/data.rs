//! Image data: there and back, in parts, by store, by location.

use vitrine::api::{ErrorKind, discovery, images};
use vitrine::model::{DigestAlgorithm, ImageStatus};

use crate::cloud::{Cloud, Seen, Who, ensure, offered, unique, words};

/// More than one of a service's own chunks, and no multiple of any.
fn sample() -> Vec<u8> {
    (0..200_003_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect()
}

/// SHA-512 of "vitrine", by other means.
const VITRINE_SHA512: &str = "65c625373c272dc0";

pub async fn there_and_back(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let sent = sample();
    let image = demo.create_with(&unique("data"), &sent).await?;
    ensure!(image.status == ImageStatus::Active, "is {:?}", image.status);
    ensure!(
        image.size == Some(sent.len() as u64),
        "size {:?}",
        image.size
    );
    ensure!(
        image.virtual_size == image.size,
        "virtual size {:?}",
        image.virtual_size
    );
    let (status, _, got) = demo
        .download(&images::data(&image.id, None, &[]))
        .await
        .map_err(words)?;
    ensure!(
        status == 200 && got == sent,
        "{status}, {} bytes",
        got.len()
    );
    // A second upload is refused, and changes nothing.
    let again = demo
        .send_data(&images::upload(&image.id, None), b"other")
        .await;
    ensure!(
        again
            .as_ref()
            .is_err_and(|error| error.kind == ErrorKind::Conflict),
        "a second upload: {again:?}"
    );
    demo.delete(&image).await?;
    let known = demo.create_with(&unique("known"), b"vitrine").await?;
    let expected = known.expected_digest().ok_or("the service tells no hash")?;
    ensure!(
        expected.algorithm == DigestAlgorithm::Sha512,
        "{expected:?}"
    );
    ensure!(expected.hex.starts_with(VITRINE_SHA512), "{}", expected.hex);
    demo.delete(&known).await?;
    Ok(Seen::Works)
}

/// A writable store that isn't the default one.
async fn another_store(who: &Who) -> Result<Result<String, Seen>, String> {
    match crate::cloud::offer(who.ask(&discovery::stores()).await) {
        Err(ended) => ended.map(Err),
        Ok(stores) => {
            let other = stores
                .iter()
                .find(|store| !store.default && !store.read_only);
            Ok(other.map(|store| store.id.clone()).ok_or(Seen::NotOffered))
        }
    }
}

pub async fn named_store(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let store = match another_store(&demo).await? {
        Ok(store) => store,
        Err(seen) => return Ok(seen),
    };
    let image = demo.create(&unique("store")).await?;
    let outcome = demo
        .send_data(&images::upload(&image.id, Some(&store)), b"data")
        .await;
    let seen = match outcome {
        // The preflight is refused: nothing was sent.
        Err(error) if error.kind == ErrorKind::NoAnswer => {
            let now = demo.must(&images::show(&image.id)).await?;
            ensure!(now.status == ImageStatus::Queued, "is {:?}", now.status);
            Seen::KeptBack
        }
        Err(error) => return Err(words(error)),
        Ok(()) => {
            let now = demo.must(&images::show(&image.id)).await?;
            let stores: Vec<_> = now.stores().collect();
            ensure!(
                stores == [store.as_str()],
                "is in {stores:?}, not in {store}"
            );
            Seen::Works
        }
    };
    demo.delete(&image).await?;
    Ok(seen)
}

pub async fn range(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let sent = sample();
    let image = demo.create_with(&unique("range"), &sent).await?;
    let last = sent.len() as u64 - 1;
    for (from, to) in [
        (0, 0),
        (100_000, 170_000),
        (last, last),
        (199_990, last + 500),
    ] {
        let (status, _, got) = demo
            .download(&images::data(&image.id, Some((from, to)), &[]))
            .await
            .map_err(words)?;
        let wanted = &sent[from as usize..=to.min(last) as usize];
        ensure!(
            status == 206 && got == wanted,
            "{from}-{to}: {status}, {} bytes",
            got.len()
        );
    }
    let beyond = images::data(&image.id, Some((last + 1, last + 2)), &[]);
    let refused = demo.download(&beyond).await;
    ensure!(
        refused
            .as_ref()
            .is_err_and(|error| error.kind == ErrorKind::RangeNotSatisfiable),
        "beyond the end: {refused:?}"
    );
    demo.delete(&image).await?;
    Ok(Seen::Works)
}

/// A store that nobody has is a mistake to a service that heeds it.
pub async fn prefer(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let image = demo.create_with(&unique("prefer"), b"data").await?;
    let unknown = images::data(&image.id, None, &["no-such-store".to_owned()]);
    let answer = demo.download(&unknown).await;
    let seen = match answer {
        Ok((200, _, data)) if data == b"data" => Seen::Ignored,
        Err(error) if error.kind == ErrorKind::BadRequest => {
            match image.stores().next() {
                // One store, and no names to prefer by.
                None => Seen::NotOffered,
                Some(own) => {
                    let request = images::data(&image.id, None, &[own.to_owned()]);
                    let (status, _, data) = demo.download(&request).await.map_err(words)?;
                    ensure!(status == 200 && data == b"data", "from {own}: {status}");
                    Seen::Works
                }
            }
        }
        other => return Err(format!("an unknown store: {other:?}")),
    };
    demo.delete(&image).await?;
    Ok(seen)
}

/// An image without data is no error, and not to be asked for in parts.
pub async fn nothing(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let image = demo.create(&unique("nothing")).await?;
    ensure!(!image.is_downloadable(), "is offered for download");
    let (status, _, data) = demo
        .download(&images::data(&image.id, None, &[]))
        .await
        .map_err(words)?;
    ensure!(
        status == 204 && data.is_empty(),
        "{status}, {} bytes",
        data.len()
    );
    demo.delete(&image).await?;
    Ok(Seen::Works)
}

pub async fn delete_from_store(cloud: Cloud) -> Result<Seen, String> {
    let admin = cloud.glance("admin").await?;
    let store = match another_store(&admin).await? {
        Ok(store) => store,
        Err(seen) => return Ok(seen),
    };
    let image = admin.create_with(&unique("stores"), b"data").await?;
    let copy = vitrine::model::Import {
        source: vitrine::model::ImportSource::OwnStores,
        stores: vitrine::model::ImportStores::These {
            ids: vec![store.clone()],
            all_must_succeed: true,
        },
    };
    admin.must(&images::import(&image.id, &copy)).await?;
    let both = admin
        .wait_for(&image.id, |image| {
            image.stores().count() == 2 && !image.other.contains_key("os_glance_import_task")
        })
        .await?;
    let first = both
        .stores()
        .find(|id| *id != store)
        .unwrap_or_default()
        .to_owned();
    offered!(
        admin
            .ask(&images::delete_from_store(&image.id, &first))
            .await
    );
    let now = admin.must(&images::show(&image.id)).await?;
    let left: Vec<_> = now.stores().collect();
    ensure!(left == [store.as_str()], "left in {left:?}");
    let last = admin
        .ask(&images::delete_from_store(&image.id, &store))
        .await;
    ensure!(
        last.as_ref()
            .is_err_and(|error| error.kind == ErrorKind::Forbidden),
        "the last copy: {last:?}"
    );
    admin.delete(&image).await?;
    Ok(Seen::Works)
}

pub async fn locations(cloud: Cloud) -> Result<Seen, String> {
    let admin = cloud.glance("admin").await?;
    let image = admin.create_with(&unique("locations"), b"data").await?;
    let answer = admin.ask(&images::locations(&image.id)).await;
    admin.delete(&image).await?;
    let places = offered!(answer);
    let is_file = places
        .first()
        .is_some_and(|place| place.url.starts_with("file://"));
    ensure!(is_file, "lies at {places:?}");
    Ok(Seen::Works)
}

pub async fn add_location(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let image = demo.create(&unique("location")).await?;
    let call = images::add_location(&image.id, &cloud.source, None);
    let answer = demo.ask(&call).await;
    let seen = match crate::cloud::offer(answer) {
        Ok(()) => {
            let now = demo.is_active(&image.id).await?;
            ensure!(now.size == Some(cloud.source_bytes), "size {:?}", now.size);
            Seen::Works
        }
        Err(ended) => ended?,
    };
    demo.delete(&image).await?;
    Ok(seen)
}
