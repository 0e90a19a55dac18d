//! Drafts drawn by lot, and a model of the service that takes their patches: its
//! rules are those of `PATCH /v2/images/{id}`.

use serde_json::{Map, Value, json};

use super::*;
use crate::model::lot::Lot;
use crate::model::{Image, PatchOperation, Visibility};

const WORDS: [&str; 5] = ["", "a", "ü/~x", "debian", "9007199254740993"];
const NAMES: [&str; 6] = ["os_distro", "a/b~c", "~1", "hw_disk_bus", "größe", "k=v"];

fn property(name: &str) -> PropertyName {
    PropertyName::parse(name).expect("is legal")
}

/// An image as the service shows it.
fn record(lot: &mut Lot) -> Value {
    let mut json = json!({
        "id": "1", "status": "queued", "size": null, "checksum": null,
        "name": "n", "visibility": "shared", "protected": false, "os_hidden": false,
        "min_disk": 0, "min_ram": 0, "disk_format": "raw", "container_format": "bare",
        "owner": "p1", "tags": ["t1"], "self": "/v2/images/1", "os_glance_failed_import": ""
    });
    for name in NAMES {
        if lot.one_in(2) {
            json[name] = lot.one_of(&WORDS).into();
        }
    }
    json
}

fn draft_of(record: &Value) -> ImageDraft {
    let image: Image = serde_json::from_value(record.clone()).expect("decodes");
    ImageDraft::of(&image)
}

/// A person at work: changes this and that.
fn edited(draft: &ImageDraft, lot: &mut Lot) -> ImageDraft {
    let mut draft = draft.clone();
    if lot.one_in(3) {
        let word = lot.one_of(&WORDS);
        draft.name = (!word.is_empty()).then(|| word.to_owned());
    }
    if lot.one_in(4) {
        draft.visibility = Visibility::from(lot.one_of(&["private", "community", "shared"]));
    }
    if lot.one_in(4) {
        draft.protected = lot.one_in(2);
    }
    if lot.one_in(4) {
        draft.min_disk = lot.below(1 << 60);
    }
    if lot.one_in(3) {
        draft.tags.insert(lot.one_of(&WORDS[1..]).to_owned());
    }
    if lot.one_in(3) {
        draft.tags.remove("t1");
    }
    for name in NAMES {
        match lot.below(5) {
            0 => drop(draft.properties.remove(&property(name))),
            1 => drop(
                draft
                    .properties
                    .insert(property(name), lot.one_of(&WORDS).to_owned()),
            ),
            _ => {}
        }
    }
    draft
}

/// The service: takes all of a patch, or says why none of it.
fn apply(record: &Value, patch: &[PatchOperation]) -> Result<Value, String> {
    let mut after: Map<String, Value> = record.as_object().expect("is a record").clone();
    for operation in patch {
        let json = serde_json::to_value(operation).expect("encodes");
        let pointer = json["path"]
            .as_str()
            .and_then(|path| path.strip_prefix('/'));
        let segment = pointer.ok_or("400: a path begins with a slash")?;
        if segment.contains('/') {
            return Err(format!("400: {segment} is more than one segment"));
        }
        let name = segment.replace("~1", "/").replace("~0", "~");
        let is_attribute = PropertyName::parse(&name).is_err();
        match json["op"].as_str() {
            Some("add") => drop(after.insert(name, json["value"].clone())),
            _ if !after.contains_key(&name) => return Err(format!("409: no {name}")),
            Some("replace") if is_attribute || json["value"].is_string() => {
                after.insert(name, json["value"].clone());
            }
            Some("remove") if !is_attribute => drop(after.remove(&name)),
            _ => return Err(format!("403: {json}")),
        }
    }
    Ok(after.into())
}

#[test]
fn what_is_patched_becomes_what_was_wanted() {
    for seed in 1..2_000 {
        let mut lot = Lot(seed);
        let before = record(&mut lot);
        let shown = draft_of(&before);
        let wanted = edited(&shown, &mut lot);
        let after = apply(&before, &shown.patch_to(&wanted)).expect("is taken");
        assert_eq!(draft_of(&after), wanted, "seed {seed}");
        // What nobody may edit is as it was.
        for kept in ["id", "status", "self", "os_glance_failed_import"] {
            assert_eq!(after[kept], before[kept], "seed {seed}");
        }
    }
}

#[test]
fn changes_are_told_one_for_one_and_lead_to_what_was_wanted() {
    for seed in 1..2_000 {
        let mut lot = Lot(seed);
        let shown = draft_of(&record(&mut lot));
        let wanted = edited(&shown, &mut lot);
        let changes = shown.changes_to(&wanted);
        assert_eq!(changes.len(), shown.patch_to(&wanted).len(), "seed {seed}");
        let mut made = shown.clone();
        for change in &changes {
            assert_ne!(change.from, change.to, "seed {seed}");
            made.take_field(&change.field, &wanted);
        }
        assert_eq!(made, wanted, "seed {seed}");
    }
}

#[test]
fn two_peoples_edits_come_together_and_nobody_loses_any() {
    for seed in 1..2_000 {
        let mut lot = Lot(seed);
        let before = record(&mut lot);
        let base = draft_of(&before);
        let (mine, theirs) = (edited(&base, &mut lot), edited(&base, &mut lot));
        let merged = merge(&base, &mine, &theirs);
        let is_conflict = |field: &Field| merged.conflicts.iter().any(|c| c.field == *field);
        for change in base.changes_to(&mine) {
            if change.field != Field::Tags {
                assert_eq!(merged.draft.value(&change.field), change.to, "seed {seed}");
            }
        }
        for change in base.changes_to(&theirs) {
            let is_mine = base.value(&change.field) != mine.value(&change.field);
            if change.field != Field::Tags {
                let stands = merged.draft.value(&change.field) == change.to;
                assert!(
                    stands || is_mine && is_conflict(&change.field),
                    "seed {seed}"
                );
            }
        }
        // Sent as what it is beside theirs, it is taken.
        let theirs_stored = apply(&before, &base.patch_to(&theirs)).expect("is taken");
        let patch = theirs.patch_to(&merged.draft);
        let after = apply(&theirs_stored, &patch).expect("is taken");
        assert_eq!(draft_of(&after), merged.draft, "seed {seed}");
    }
}

#[test]
fn tags_of_both_stand_together() {
    let tags = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let base = draft_of(&record(&mut Lot(1)));
    let with = |words: &[&str]| ImageDraft {
        tags: tags(words),
        ..base.clone()
    };
    let merged = merge(
        &with(&["a", "b", "c"]),
        &with(&["a", "b", "x"]),
        &with(&["b", "c", "y"]),
    );
    assert_eq!(merged.draft.tags, tags(&["b", "x", "y"]));
    assert_eq!(merged.conflicts, []);
}

#[test]
fn a_field_that_both_changed_is_a_conflict_unless_they_agree() {
    let base = draft_of(&record(&mut Lot(1)));
    let named = |name: &str| ImageDraft {
        name: Some(name.to_owned()),
        ..base.clone()
    };
    let text = |text: &str| FieldValue::Text(text.to_owned());
    let merged = merge(&base, &named("mine"), &named("theirs"));
    assert_eq!(
        merged.conflicts,
        [Conflict {
            field: Field::Name,
            base: text("n"),
            mine: text("mine"),
            theirs: text("theirs"),
        }]
    );
    assert_eq!(merged.draft.name.as_deref(), Some("mine"));
    assert_eq!(merge(&base, &named("same"), &named("same")).conflicts, []);
}
