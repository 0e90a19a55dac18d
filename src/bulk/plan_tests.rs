//! What would change of which image, and what is left alone.

use serde_json::{Value, json};

use super::*;
use crate::api::identity::Named;

fn image(more: Value) -> Image {
    let mut record = json!({"id": "1", "status": "active", "visibility": "shared", "owner": "p1",
        "size": 10, "tags": ["a", "b"], "os_distro": "debian", "stores": "fast"});
    let fields = more.as_object().expect("is an object").clone();
    record.as_object_mut().expect("is an object").extend(fields);
    serde_json::from_value(record).expect("decodes")
}

fn who(project: &str, roles: &[&str]) -> Who {
    let named = |id: &str| Named {
        id: id.to_owned(),
        name: id.to_owned(),
    };
    Who {
        user: named("u"),
        project: named(project),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn name(text: &str) -> PropertyName {
    PropertyName::parse(text).expect("is legal")
}

/// By a member of the image's project.
fn planned(action: &Action, more: Value) -> Result<Change, Reason> {
    plan(action, &image(more), Some(&who("p1", &["member"])))
}

fn in_status(status: &str) -> Value {
    json!({"status": status, "size": null, "stores": ""})
}

#[test]
fn others_images_are_left_alone_but_for_downloads() {
    let theirs = image(json!({"owner": "p2", "visibility": "public"}));
    let member = who("p1", &["member"]);
    for action in [
        Action::Delete,
        Action::AddTags(words(&["x"])),
        Action::Deactivate,
    ] {
        assert_eq!(plan(&action, &theirs, Some(&member)), Err(Reason::Foreign));
    }
    assert_eq!(
        plan(&Action::Download, &theirs, Some(&member)),
        Ok(Change::Download)
    );
    let admin = who("p9", &["member", "admin"]);
    assert_eq!(
        plan(&Action::Delete, &theirs, Some(&admin)),
        Ok(Change::Delete)
    );
    // Of a pasted token it isn't known whose it is: the service will say.
    assert_eq!(plan(&Action::Delete, &theirs, None), Ok(Change::Delete));
}

#[test]
fn what_is_protected_or_on_its_way_out_is_not_deleted() {
    assert_eq!(
        planned(&Action::Delete, json!({"protected": true})),
        Err(Reason::Protected)
    );
    assert_eq!(
        planned(&Action::Delete, in_status("pending_delete")),
        Err(Reason::BeingDeleted)
    );
    // A record that waits for data, or is stuck, can go.
    for status in ["queued", "saving", "importing", "deactivated"] {
        assert_eq!(
            planned(&Action::Delete, in_status(status)),
            Ok(Change::Delete),
            "{status}"
        );
    }
}

#[test]
fn tags_are_a_set_with_a_limit() {
    let add = |tags: &[&str]| Action::AddTags(words(tags));
    assert_eq!(
        planned(&add(&["b", "c", "c"]), json!({})),
        Ok(Change::AddTags(words(&["c"])))
    );
    assert_eq!(
        planned(&add(&["a", "b"]), json!({})),
        Err(Reason::AlreadySo)
    );
    let full: Vec<_> = (0..128).map(|n| n.to_string()).collect();
    let is_full = json!({"tags": full});
    assert_eq!(
        planned(&add(&["c"]), is_full.clone()),
        Err(Reason::TooManyTags)
    );
    assert_eq!(planned(&add(&["5"]), is_full), Err(Reason::AlreadySo));
    assert_eq!(
        planned(&Action::RemoveTags(words(&["b", "z"])), json!({})),
        Ok(Change::RemoveTags(words(&["b"])))
    );
    assert_eq!(
        planned(&Action::RemoveTags(words(&["z"])), json!({})),
        Err(Reason::AlreadySo)
    );
}

#[test]
fn only_properties_that_differ_change() {
    let set = |pairs: &[(&str, &str)]| {
        let pairs = pairs.iter();
        Action::SetProperties(pairs.map(|(n, v)| (name(n), (*v).to_owned())).collect())
    };
    assert_eq!(
        planned(&set(&[("os_distro", "debian")]), json!({})),
        Err(Reason::AlreadySo)
    );
    assert_eq!(
        planned(
            &set(&[("os_distro", "ubuntu"), ("new", ""), ("same", "x")]),
            json!({"same": "x"})
        ),
        Ok(Change::Properties(vec![
            PropertyChange {
                name: name("new"),
                from: None,
                to: Some(String::new())
            },
            PropertyChange {
                name: name("os_distro"),
                from: Some("debian".to_owned()),
                to: Some("ubuntu".to_owned())
            },
        ]))
    );
    let mut full = serde_json::Map::new();
    for n in 0..127 {
        full.insert(format!("p{n}"), "x".into());
    }
    let full = Value::from(full);
    assert_eq!(
        planned(&set(&[("one_more", "x")]), full.clone()),
        Err(Reason::TooManyProperties)
    );
    assert!(planned(&set(&[("p5", "y")]), full).is_ok());
    let remove = Action::RemoveProperties(vec![name("os_distro"), name("absent")]);
    assert_eq!(
        planned(&remove, json!({})),
        Ok(Change::Properties(vec![PropertyChange {
            name: name("os_distro"),
            from: Some("debian".to_owned()),
            to: None
        }]))
    );
    assert_eq!(
        planned(&remove, json!({"os_distro": null})),
        Err(Reason::AlreadySo)
    );
}

#[test]
fn only_administrators_publish() {
    let publish = Action::SetVisibility(Visibility::Public);
    assert_eq!(planned(&publish, json!({})), Err(Reason::OnlyAdminsPublish));
    let admin = who("p1", &["admin"]);
    assert!(plan(&publish, &image(json!({})), Some(&admin)).is_ok());
    assert!(plan(&publish, &image(json!({})), None).is_ok());
    assert_eq!(
        planned(&publish, json!({"visibility": "public"})),
        Err(Reason::AlreadySo)
    );
    assert_eq!(
        planned(&Action::SetVisibility(Visibility::Private), json!({})),
        Ok(Change::Visibility {
            from: Visibility::Shared,
            to: Visibility::Private
        })
    );
}

#[test]
fn data_is_withheld_and_given_back_only_where_it_is_there() {
    let plan = |action: &Action| {
        ["active", "deactivated", "queued", "saving"]
            .map(|status| planned(action, json!({"status": status})).map(|_| ()).err())
    };
    let not_active = Some(Reason::NotActive);
    assert_eq!(
        plan(&Action::Deactivate),
        [None, Some(Reason::AlreadySo), not_active, not_active]
    );
    let no = Some(Reason::NotDeactivated);
    assert_eq!(
        plan(&Action::Reactivate),
        [Some(Reason::AlreadySo), None, no, no]
    );
}

#[test]
fn data_is_fetched_and_copied_only_where_there_is_some() {
    let refusal = |action: &Action, more: Value| planned(action, more).err();
    let copy = |stores: &[&str]| Action::CopyToStores(words(stores));
    for action in [Action::Download, copy(&["slow"])] {
        assert_eq!(refusal(&action, json!({})), None);
        for (more, reason) in [
            (in_status("queued"), Reason::NoData),
            (json!({"size": null}), Reason::NoData),
            (in_status("saving"), Reason::InTransition),
            (json!({"status": "deactivated"}), Reason::NotActive),
        ] {
            assert_eq!(refusal(&action, more.clone()), Some(reason), "{more}");
        }
    }
    assert_eq!(
        planned(&copy(&["fast", "slow"]), json!({})),
        Ok(Change::CopyToStores(words(&["slow"])))
    );
    assert_eq!(
        refusal(&copy(&["fast"]), json!({})),
        Some(Reason::AlreadyInStore)
    );
    assert_eq!(
        refusal(&copy(&["slow"]), json!({"os_glance_import_task": "t"})),
        Some(Reason::InTransition)
    );
}

#[test]
fn members_are_for_shared_images_and_other_projects() {
    let share = |projects: &[&str]| Action::Share(words(projects));
    assert_eq!(
        planned(&share(&["p3", "p1", "p2", "p3"]), json!({})),
        Ok(Change::Share(words(&["p2", "p3"])))
    );
    assert_eq!(planned(&share(&["p1"]), json!({})), Err(Reason::AlreadySo));
    for visibility in ["private", "community", "public"] {
        assert_eq!(
            planned(&share(&["p2"]), json!({"visibility": visibility})),
            Err(Reason::NotShared)
        );
    }
}

#[test]
fn flags_that_stand_already_are_left_alone() {
    for (field, action, change) in [
        (
            "protected",
            Action::SetProtected as fn(bool) -> Action,
            Change::Protected as fn(bool) -> Change,
        ),
        ("os_hidden", Action::SetHidden, Change::Hidden),
    ] {
        for wanted in [true, false] {
            let other = planned(&action(wanted), json!({field: !wanted}));
            assert_eq!(other, Ok(change(wanted)));
            let same = planned(&action(wanted), json!({field: wanted}));
            assert_eq!(same, Err(Reason::AlreadySo));
        }
    }
}

#[test]
fn a_change_patches_what_it_names_and_nothing_else() {
    let shown = image(json!({}));
    let patch = |action: &Action| {
        let change = plan(action, &shown, None).expect("changes something");
        serde_json::to_value(change.patch(&shown)).expect("encodes")
    };
    assert_eq!(
        patch(&Action::AddTags(words(&["ü/x"]))),
        json!([{"op": "replace", "path": "/tags", "value": ["a", "b", "ü/x"]}])
    );
    assert_eq!(
        patch(&Action::RemoveTags(words(&["a"]))),
        json!([{"op": "replace", "path": "/tags", "value": ["b"]}])
    );
    assert_eq!(
        patch(&Action::RemoveProperties(vec![name("os_distro")])),
        json!([{"op": "remove", "path": "/os_distro"}])
    );
    assert_eq!(
        patch(&Action::SetHidden(true)),
        json!([{"op": "replace", "path": "/os_hidden", "value": true}])
    );
    assert_eq!(patch(&Action::Delete), json!([]));
}
