//! Metadata definitions, read and written.

use std::collections::BTreeMap;

use serde_json::json;
use vitrine::api::metadefs::{self as api, Part};
use vitrine::api::{Call, ErrorKind};
use vitrine::model::{
    IMAGE_RESOURCE_TYPE, MetadefObject, MetadefTag, NamedProperty, Namespace, NamespaceBody,
    NamespaceVisibility, PropertySchema, ResourceTypeAssociation,
};

use crate::cloud::{Cloud, Seen, Who, ensure, unique};

fn body(name: &str) -> NamespaceBody {
    NamespaceBody {
        namespace: name.to_owned(),
        display_name: Some("Contract ü".to_owned()),
        description: None,
        visibility: NamespaceVisibility::Private,
        protected: false,
        owner: None,
    }
}

fn schema(title: &str) -> PropertySchema {
    PropertySchema {
        title: Some(title.to_owned()),
        description: Some("d".to_owned()),
        kind: json!("string"),
        allowed: Some(vec![json!("a"), json!("b")]),
        ..PropertySchema::default()
    }
}

/// An administrator and a namespace of their own.
async fn workshop(cloud: &Cloud) -> Result<(Who, String), String> {
    let admin = cloud.glance("admin").await?;
    let name = unique("namespace");
    admin.must(&api::create_namespace(&body(&name))).await?;
    Ok((admin, name))
}

/// Whether a part that was deleted is gone.
async fn is_gone<T: std::fmt::Debug>(who: &Who, call: &Call<T>) -> Result<(), String> {
    let answer = who.ask(call).await;
    let is_gone = answer
        .as_ref()
        .is_err_and(|error| error.kind == ErrorKind::NotFound);
    ensure!(is_gone, "after deletion: {answer:?}");
    Ok(())
}

pub async fn read(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let mut names: Vec<String> = Vec::new();
    loop {
        let marker = names.last().map(String::as_str);
        let call = api::namespaces(10, marker, Some(IMAGE_RESOURCE_TYPE));
        let page = demo.must(&call).await?;
        let has_next = page.has_next() && !page.namespaces.is_empty();
        names.extend(
            page.namespaces
                .into_iter()
                .map(|it: Namespace| it.body.namespace),
        );
        if !has_next {
            break;
        }
    }
    ensure!(names.len() > 10, "namespaces for images: {names:?}");
    let watchdog = "OS::Compute::Watchdog";
    ensure!(names.iter().any(|name| name == watchdog), "{names:?}");
    let whole = demo
        .must(&api::namespace(watchdog, Some(IMAGE_RESOURCE_TYPE)))
        .await?;
    let action = whole
        .properties
        .get("hw_watchdog_action")
        .ok_or(format!("{whole:?}"))?;
    ensure!(action.words().any(|word| word == "reset"), "{action:?}");
    let types = demo.must(&api::resource_types()).await?;
    ensure!(
        types.iter().any(|it| it.name == IMAGE_RESOURCE_TYPE),
        "{types:?}"
    );
    // To write is for administrators.
    let denied = demo
        .ask(&api::create_namespace(&body(&unique("denied"))))
        .await;
    ensure!(
        denied
            .as_ref()
            .is_err_and(|error| error.kind == ErrorKind::Forbidden),
        "written by a member: {denied:?}"
    );
    Ok(Seen::Works)
}

pub async fn namespaces(cloud: Cloud) -> Result<Seen, String> {
    let (admin, name) = workshop(&cloud).await?;
    let mut changed = body(&name);
    changed.description = Some("changed".to_owned());
    changed.visibility = NamespaceVisibility::Public;
    admin.must(&api::update_namespace(&name, &changed)).await?;
    let seen = admin.must(&api::namespace(&name, None)).await?;
    ensure!(
        seen.body.description.as_deref() == Some("changed"),
        "{seen:?}"
    );
    ensure!(
        seen.body.visibility == NamespaceVisibility::Public,
        "{seen:?}"
    );
    admin.must(&api::delete_namespace(&name)).await?;
    is_gone(&admin, &api::namespace(&name, None)).await?;
    Ok(Seen::Works)
}

pub async fn properties(cloud: Cloud) -> Result<Seen, String> {
    let (admin, name) = workshop(&cloud).await?;
    let new = NamedProperty {
        name: "hw_contract".to_owned(),
        schema: schema("Contract"),
    };
    let created = admin.must(&api::create(&name, &new)).await?;
    ensure!(created.schema.allowed == new.schema.allowed, "{created:?}");
    let renamed = NamedProperty {
        name: "hw_renamed".to_owned(),
        schema: schema("Renamed"),
    };
    admin
        .must(&api::update(&name, "hw_contract", &renamed))
        .await?;
    let all = admin.must(&api::properties(&name)).await?;
    let names: Vec<_> = all.keys().map(String::as_str).collect();
    ensure!(names == ["hw_renamed"], "{names:?}");
    let seen: NamedProperty = admin.must(&api::show(&name, "hw_renamed")).await?;
    ensure!(seen.schema.title.as_deref() == Some("Renamed"), "{seen:?}");
    admin
        .must(&api::delete(&name, Part::Properties, "hw_renamed"))
        .await?;
    is_gone(&admin, &api::show::<NamedProperty>(&name, "hw_renamed")).await?;
    admin.must(&api::create(&name, &new)).await?;
    admin
        .must(&api::delete_all(&name, Part::Properties))
        .await?;
    ensure!(
        admin.must(&api::properties(&name)).await?.is_empty(),
        "some are left"
    );
    admin.must(&api::delete_namespace(&name)).await?;
    Ok(Seen::Works)
}

pub async fn objects(cloud: Cloud) -> Result<Seen, String> {
    let (admin, name) = workshop(&cloud).await?;
    let mut object = MetadefObject {
        name: "Contract".to_owned(),
        description: Some("d".to_owned()),
        required: vec![],
        properties: BTreeMap::from([("p1".to_owned(), schema("P1"))]),
    };
    admin.must(&api::create(&name, &object)).await?;
    object.description = Some("changed".to_owned());
    object.properties.insert("p2".to_owned(), schema("P2"));
    admin.must(&api::update(&name, "Contract", &object)).await?;
    let seen: MetadefObject = admin.must(&api::show(&name, "Contract")).await?;
    ensure!(seen.properties.len() == 2, "{seen:?}");
    ensure!(seen.description == object.description, "{seen:?}");
    ensure!(
        admin.must(&api::objects(&name)).await?.len() == 1,
        "not one object"
    );
    admin
        .must(&api::delete(&name, Part::Objects, "Contract"))
        .await?;
    is_gone(&admin, &api::show::<MetadefObject>(&name, "Contract")).await?;
    admin.must(&api::delete_all(&name, Part::Objects)).await?;
    admin.must(&api::delete_namespace(&name)).await?;
    Ok(Seen::Works)
}

pub async fn tags(cloud: Cloud) -> Result<Seen, String> {
    let (admin, name) = workshop(&cloud).await?;
    let tag = |name: &str| MetadefTag {
        name: name.to_owned(),
    };
    admin.must(&api::create(&name, &tag("first"))).await?;
    admin
        .must(&api::update(&name, "first", &tag("renamed")))
        .await?;
    let seen: MetadefTag = admin.must(&api::show(&name, "renamed")).await?;
    ensure!(seen.name == "renamed", "{seen:?}");
    admin
        .must(&api::replace_tags(&name, &[tag("a"), tag("b")]))
        .await?;
    let mut names: Vec<_> = admin.must(&api::tags(&name)).await?;
    names.sort_by(|x, y| x.name.cmp(&y.name));
    ensure!(names == [tag("a"), tag("b")], "{names:?}");
    admin.must(&api::delete(&name, Part::Tags, "a")).await?;
    is_gone(&admin, &api::show::<MetadefTag>(&name, "a")).await?;
    admin.must(&api::delete_all(&name, Part::Tags)).await?;
    ensure!(
        admin.must(&api::tags(&name)).await?.is_empty(),
        "some are left"
    );
    admin.must(&api::delete_namespace(&name)).await?;
    Ok(Seen::Works)
}

pub async fn associations(cloud: Cloud) -> Result<Seen, String> {
    let (admin, name) = workshop(&cloud).await?;
    let new = ResourceTypeAssociation {
        name: IMAGE_RESOURCE_TYPE.to_owned(),
        prefix: Some("hw_".to_owned()),
        properties_target: None,
    };
    admin.must(&api::associate(&name, &new)).await?;
    let all = admin.must(&api::associations(&name)).await?;
    ensure!(
        all.len() == 1 && all[0].prefix.as_deref() == Some("hw_"),
        "{all:?}"
    );
    // Names come with the prefix that they have on an image.
    let property = NamedProperty {
        name: "contract".to_owned(),
        schema: schema("Contract"),
    };
    admin.must(&api::create(&name, &property)).await?;
    let whole = admin
        .must(&api::namespace(&name, Some(IMAGE_RESOURCE_TYPE)))
        .await?;
    ensure!(whole.properties.contains_key("hw_contract"), "{whole:?}");
    admin
        .must(&api::delete(
            &name,
            Part::ResourceTypes,
            IMAGE_RESOURCE_TYPE,
        ))
        .await?;
    ensure!(
        admin.must(&api::associations(&name)).await?.is_empty(),
        "is left"
    );
    admin.must(&api::delete_namespace(&name)).await?;
    Ok(Seen::Works)
}
