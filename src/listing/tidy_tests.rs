//! The board: each group by example, and what holds for any images at all.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::super::duplicates::digest;
use super::*;
use crate::model::lot::Lot;

const NOW: Timestamp = Timestamp(1_795_219_639); // 2026-11-21
const US: &str = "p1";

/// An image of ours, created and changed so many days ago.
fn image(id: &str, days: i64, fields: &Value) -> Arc<Image> {
    let at = Timestamp(NOW.0 - days * DAY_S).to_string();
    let mut record = json!({"id": id, "status": "active", "visibility": "private", "size": 100,
        "owner": US, "created_at": at, "updated_at": at});
    for (name, value) in fields.as_object().expect("is an object") {
        record[name] = value.clone();
    }
    Arc::new(serde_json::from_value(record).expect("decodes"))
}

fn ours(images: &[Arc<Image>]) -> Board {
    board(images, NOW, Some(US))
}

fn ids(board: &Board, kind: Kind) -> Vec<Vec<&str>> {
    let sets = &board.group(kind).expect("every kind is there").sets;
    sets.iter()
        .map(|set| set.iter().map(|image| image.id.as_str()).collect())
        .collect()
}

fn amount(board: &Board, kind: Kind) -> (usize, u64) {
    let amount = board.group(kind).expect("every kind is there").amount;
    (amount.count, amount.bytes)
}

fn hash(value: &str) -> Value {
    json!({"os_hash_algo": "sha512", "os_hash_value": value})
}

#[test]
fn duplicates_are_told_by_their_hash_and_keep_one() {
    let mut weak = hash("");
    weak["checksum"] = "c".into();
    let board = ours(&[
        image("young", 1, &hash("a")),
        image("old", 9, &hash("a")),
        image("other", 1, &hash("b")),
        image("weak-1", 3, &weak),
        image("weak-2", 2, &json!({"checksum": "c", "size": 70})),
        image("nothing-told-1", 1, &json!({})),
        image("nothing-told-2", 1, &json!({})),
    ]);
    let sets = ids(&board, Kind::Duplicates);
    assert_eq!(sets, [["old", "young"], ["weak-1", "weak-2"]]);
    // Of each set the larger is taken for the one that is kept.
    assert_eq!(amount(&board, Kind::Duplicates), (4, 100 + 70));
}

#[test]
fn a_protected_duplicate_frees_nothing() {
    let mut protected = hash("a");
    protected["protected"] = true.into();
    let board = ours(&[
        image("1", 1, &protected),
        image("2", 2, &protected),
        image("3", 3, &hash("a")),
    ]);
    assert_eq!(amount(&board, Kind::Duplicates), (3, 100));
}

#[test]
fn what_has_no_data_is_nobodys_duplicate() {
    let mut empty = hash("cf83");
    empty["size"] = 0.into();
    let mut refused = hash("a");
    refused["status"] = "queued".into();
    refused["checksum"] = "c".into();
    let board = ours(&[
        image("empty-1", 1, &empty),
        image("empty-2", 1, &empty),
        image("refused", 1, &refused),
        image("right", 1, &hash("a")),
    ]);
    assert_eq!(amount(&board, Kind::Duplicates), (0, 0));
    assert_eq!(ids(&board, Kind::WithoutData), [["empty-1", "empty-2"]]);
    assert_eq!(ids(&board, Kind::Poisoned), [["refused"]]);
}

#[test]
fn what_waits_for_data_is_unfinished_after_a_day() {
    let in_status = |status: &str| json!({"status": status, "size": null});
    let locked = json!({"status": "importing", "size": null, "os_glance_import_task": "t"});
    let board = ours(&[
        image("queued-now", 0, &in_status("queued")),
        image("queued", 2, &in_status("queued")),
        image("saving-now", 0, &in_status("saving")),
        image("saving", 2, &in_status("saving")),
        image("importing", 2, &in_status("importing")),
        image("at-work", 2, &locked),
    ]);
    let unfinished = ids(&board, Kind::Unfinished);
    assert_eq!(unfinished, [["queued", "saving", "importing"]]);
    assert_eq!(ids(&board, Kind::WithoutData), [["queued-now"]]);
}

#[test]
fn states_and_visibility_have_their_groups() {
    let public = json!({"visibility": "public"});
    let safe = json!({"visibility": "public", "protected": true});
    let board = ours(&[
        image("public", 1, &public),
        image("safe", 1, &safe),
        image("off", 1, &json!({"status": "deactivated"})),
        image("killed", 1, &json!({"status": "killed"})),
        image("going", 1, &json!({"status": "pending_delete"})),
    ]);
    assert_eq!(ids(&board, Kind::UnprotectedPublic), [["public"]]);
    assert_eq!(ids(&board, Kind::Deactivated), [["off"]]);
    assert_eq!(ids(&board, Kind::Leftovers), [["killed", "going"]]);
}

#[test]
fn of_the_oldest_and_largest_twenty_are_listed() {
    let images: Vec<_> = (1..=30)
        .map(|n| image(&n.to_string(), 360 + n, &json!({"size": n})))
        .collect();
    let board = ours(&images);
    let oldest = &ids(&board, Kind::Oldest)[0];
    assert_eq!((oldest.len(), oldest[0]), (SHOWN_MOST, "30"));
    // Those of up to a year are none; what isn't listed is counted all the same.
    assert_eq!(amount(&board, Kind::Oldest).0, 25);
    let largest = &ids(&board, Kind::Largest)[0];
    assert_eq!((largest.len(), largest[0]), (SHOWN_MOST, "30"));
    assert_eq!(amount(&board, Kind::Largest), (20, (11..=30).sum()));
}

#[test]
fn space_counts_every_store() {
    let twice = json!({"stores": "fast,slow", "disk_format": "qcow2"});
    let board = ours(&[image("1", 1, &twice), image("2", 800, &json!({}))]);
    let expected = |count, bytes| Amount { count, bytes };
    assert_eq!(board.total, expected(2, 300));
    assert_eq!(
        board.by_format,
        [
            (Some("qcow2".to_owned()), expected(1, 200)),
            (None, expected(1, 100))
        ]
    );
    assert_eq!(
        board.by_age,
        [
            (Age::UpTo30Days, expected(1, 200)),
            (Age::Older, expected(1, 100))
        ]
    );
}

#[test]
fn keys_read_back() {
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.key()), Some(kind));
    }
    assert_eq!(Kind::parse(""), None);
}

/// Images drawn by lot: any status, hash, owner and date, also none and nonsense.
fn any_images(seed: u64) -> Vec<Arc<Image>> {
    let lot = &mut Lot(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let count = lot.below(60);
    let statuses = [
        "active",
        "active",
        "queued",
        "saving",
        "importing",
        "deactivated",
        "killed",
        "odd",
    ];
    (0..count)
        .map(|n| {
            let days = i64::try_from(lot.below(1000)).expect("fits") - 10;
            let mut fields = json!({
                "status": lot.one_of(&statuses),
                "visibility": lot.one_of(&["public", "private", "shared"]),
                "owner": lot.one_of(&[US, US, "p2"]),
                "protected": lot.below(2) == 0,
                "stores": lot.one_of(&["", "a", "a,b"]),
                "size": match lot.below(5) { 0 => Value::Null, 1 => u64::MAX.into(), n => (n - 2).into() },
            });
            match lot.below(4) {
                0 => fields["os_hash_algo"] = "sha512".into(),
                1 => fields["checksum"] = lot.one_of(&["", "x", "y"]).into(),
                _ => {
                    fields["os_hash_algo"] = "sha512".into();
                    fields["os_hash_value"] = lot.one_of(&["", "x", "y"]).into();
                }
            }
            if lot.below(8) == 0 {
                fields["created_at"] = lot.one_of(&["yesterday", ""]).into();
                fields["updated_at"] = Value::Null;
            }
            image(&n.to_string(), days, &fields)
        })
        .collect()
}

#[test]
fn whatever_there_is_no_group_has_an_image_twice_or_one_that_is_not_ours() {
    for seed in 0..400 {
        let images = any_images(seed);
        for group in ours(&images).groups {
            let listed: Vec<&Arc<Image>> = group.sets.iter().flatten().collect();
            let distinct: HashSet<&str> = listed.iter().map(|i| i.id.as_str()).collect();
            assert_eq!(distinct.len(), listed.len(), "{seed}: {:?}", group.kind);
            assert!(
                listed.len() <= group.amount.count,
                "{seed}: {:?}",
                group.kind
            );
            assert!(group.sets.iter().all(|set| !set.is_empty()));
            let is_ours = |image: &&Arc<Image>| image.owner.as_deref() == Some(US);
            assert!(listed.iter().all(is_ours), "{seed}: {:?}", group.kind);
        }
    }
}

#[test]
fn whatever_there_is_the_sums_agree() {
    for seed in 0..400 {
        let images = any_images(seed);
        let board = board(&images, NOW, None);
        let sum = |amounts: Vec<Amount>| {
            amounts.iter().fold((0, 0_u64), |(count, bytes), amount| {
                (count + amount.count, bytes.saturating_add(amount.bytes))
            })
        };
        let whole = (images.len(), board.total.bytes);
        assert_eq!(board.total.count, images.len());
        let projects = board.by_project.iter().map(|(_, amount)| *amount);
        assert_eq!(sum(projects.collect()), whole, "{seed}");
        let formats = board.by_format.iter().map(|(_, amount)| *amount);
        assert_eq!(sum(formats.collect()), whole, "{seed}");
        let ages = board.by_age.iter().map(|(_, amount)| *amount);
        assert_eq!(sum(ages.collect()), whole, "{seed}");
        for group in &board.groups {
            assert!(
                group.amount.bytes <= board.total.bytes,
                "{seed}: {:?}",
                group.kind
            );
        }
    }
}

#[test]
fn whatever_there_is_duplicates_have_one_hash_and_leave_one() {
    for seed in 0..400 {
        let images = any_images(seed);
        for set in &board(&images, NOW, None)
            .group(Kind::Duplicates)
            .expect("is there")
            .sets
        {
            assert!(set.len() > 1, "{seed}");
            assert!(
                set.iter().all(|image| digest(image) == digest(&set[0])),
                "{seed}"
            );
            let spaces = set.iter().map(|image| u128::from(space(image)));
            let without_one = spaces.clone().sum::<u128>() - spaces.min().expect("has some");
            assert!(
                u128::from(could_be_freed(set)) <= without_one,
                "{seed}: all would go"
            );
        }
    }
}
