//! Import by every method, and the tasks that it leaves.

use vitrine::api::{discovery, images, tasks};
use vitrine::model::{
    Image, ImageStatus, Import, ImportMethod, ImportSource, ImportStores, TaskStatus,
};

use crate::cloud::{Cloud, Seen, Who, ensure, offered, unique, words};

fn import(source: ImportSource) -> Import {
    Import {
        source,
        stores: ImportStores::Default,
    }
}

async fn has(who: &Who, method: ImportMethod) -> Result<bool, String> {
    Ok(who
        .must(&discovery::import_methods())
        .await?
        .contains(&method))
}

async fn web_image(cloud: &Cloud, who: &Who) -> Result<Image, String> {
    let image = who.create(&unique("web")).await?;
    let web = import(ImportSource::Web {
        uri: cloud.source.clone(),
    });
    who.must(&images::import(&image.id, &web)).await?;
    who.is_active(&image.id).await
}

pub async fn direct(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    if !has(&demo, ImportMethod::GlanceDirect).await? {
        return Ok(Seen::NotOffered);
    }
    let image = demo.create(&unique("staged")).await?;
    demo.send_data(&images::stage(&image.id), b"staged data")
        .await
        .map_err(words)?;
    let staged = demo.must(&images::show(&image.id)).await?;
    ensure!(
        staged.status == ImageStatus::Uploading,
        "is {:?}",
        staged.status
    );
    ensure!(staged.size == Some(11), "size {:?}", staged.size);
    demo.must(&images::import(&image.id, &import(ImportSource::Staged)))
        .await?;
    let now = demo.is_active(&image.id).await?;
    let request = images::data(&now.id, None, &[]);
    let (_, _, data) = demo.download(&request).await.map_err(words)?;
    ensure!(data == b"staged data", "{} bytes", data.len());
    demo.delete(&now).await?;
    Ok(Seen::Works)
}

pub async fn web(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    if !has(&demo, ImportMethod::WebDownload).await? {
        return Ok(Seen::NotOffered);
    }
    let image = web_image(&cloud, &demo).await?;
    ensure!(
        image.size == Some(cloud.source_bytes),
        "size {:?}",
        image.size
    );
    demo.delete(&image).await?;
    Ok(Seen::Works)
}

pub async fn copy(cloud: Cloud) -> Result<Seen, String> {
    let admin = cloud.glance("admin").await?;
    let stores = offered!(admin.ask(&discovery::stores()).await);
    if !has(&admin, ImportMethod::CopyImage).await? {
        return Ok(Seen::NotOffered);
    }
    let writable: Vec<_> = stores
        .into_iter()
        .filter(|store| !store.read_only)
        .collect();
    let image = admin.create_with(&unique("copy"), b"data").await?;
    let copy = Import {
        source: ImportSource::OwnStores,
        stores: ImportStores::These {
            ids: writable
                .iter()
                .filter(|store| !store.default)
                .map(|store| store.id.clone())
                .collect(),
            all_must_succeed: true,
        },
    };
    admin.must(&images::import(&image.id, &copy)).await?;
    let done = admin
        .wait_for(&image.id, |image| {
            image.stores().count() > 1 && !image.other.contains_key("os_glance_import_task")
        })
        .await?;
    ensure!(done.status == ImageStatus::Active, "is {:?}", done.status);
    ensure!(
        done.stores().count() == writable.len(),
        "is in {:?}",
        done.stores().collect::<Vec<_>>()
    );
    admin.delete(&done).await?;
    Ok(Seen::Works)
}

pub async fn region(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    if !has(&demo, ImportMethod::GlanceDownload).await? {
        return Ok(Seen::NotOffered);
    }
    // The other region is the lab's own Glance, whichever one is checked.
    let at_home = cloud.home("demo").await?;
    let source = at_home.create_with(&unique("source"), b"from afar").await?;
    let image = demo.create(&unique("region")).await?;
    let from = import(ImportSource::OtherRegion {
        region: "RegionTwo".to_owned(),
        image_id: source.id.clone(),
        interface: Some("public".to_owned()),
    });
    demo.must(&images::import(&image.id, &from)).await?;
    let done = demo.is_active(&image.id).await?;
    ensure!(
        done.os_hash_value == source.os_hash_value,
        "{:?}",
        done.os_hash_value
    );
    demo.delete(&done).await?;
    at_home.delete(&source).await?;
    Ok(Seen::Works)
}

pub async fn tasks_of_image(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let image = web_image(&cloud, &demo).await?;
    let tasks = offered!(demo.ask(&tasks::of_image(&image.id)).await);
    let [task] = tasks.as_slice() else {
        return Err(format!("tasks: {tasks:?}"));
    };
    ensure!(task.status == TaskStatus::Success, "is {:?}", task.status);
    ensure!(task.kind == "api_image_import", "is of type {}", task.kind);
    ensure!(task.image_id.as_deref() == Some(&*image.id), "{task:?}");
    let method = &task.input["import_req"]["method"]["name"];
    ensure!(method == "web-download", "input: {}", task.input);
    demo.delete(&image).await?;
    Ok(Seen::Works)
}

pub async fn all_tasks(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let image = web_image(&cloud, &demo).await?;
    let second = web_image(&cloud, &demo).await?;
    let admin = cloud.glance("admin").await?;
    let first = offered!(
        admin
            .ask(&tasks::list(1, None, Some(&TaskStatus::Success)))
            .await
    );
    ensure!(first.tasks.len() == 1 && first.has_next(), "{first:?}");
    let marker = &first.tasks[0].id;
    let next = admin
        .must(&tasks::list(1, Some(marker), Some(&TaskStatus::Success)))
        .await?;
    ensure!(
        next.tasks.len() == 1 && next.tasks[0].id != *marker,
        "{next:?}"
    );
    let whole = admin.must(&tasks::show(marker)).await?;
    ensure!(whole.id == *marker && !whole.input.is_null(), "{whole:?}");
    demo.delete(&image).await?;
    demo.delete(&second).await?;
    Ok(Seen::Works)
}
