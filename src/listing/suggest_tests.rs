//! What is suggested while somebody types.

use serde_json::json;

use super::*;
use crate::listing::Index;
use crate::listing::testing::image;

fn facets() -> Facets {
    let record = |id: &str, distro: &str, tags: &[&str]| {
        let more = json!({"owner": "p1", "disk_format": "qcow2", "tags": tags,
            "os_distro": distro, "os_version": "22"});
        image(id, more)
    };
    let mut index = Index::default();
    index.update(&[
        record("1", "ubuntu", &["lts", "a,b"]),
        record("2", "ubuntu", &["lts"]),
        record("3", "debian", &["old"]),
    ]);
    index.facets()
}

fn suggestions(typed: &str) -> Vec<Suggestion> {
    let wording = Wording {
        label: &|field| match field {
            Field::Created => "Angelegt".to_owned(),
            field => field.key(),
        },
        owner_name: &|id| (id == "p1").then(|| "Team Red".to_owned()),
    };
    suggest(typed, &facets(), &wording)
}

fn texts(typed: &str) -> Vec<String> {
    suggestions(typed).into_iter().map(|s| s.text).collect()
}

#[test]
fn nothing_typed_offers_the_fields() {
    let offered = texts("");
    assert_eq!(offered[..3], ["name~", "status=", "visibility="]);
    assert!(offered.len() <= 20);
}

#[test]
fn fields_come_by_key_and_by_the_readers_own_word() {
    assert_eq!(texts("si")[..2], ["size>=", "virtual_size>="]);
    assert_eq!(texts("ANGE")[0], "created_at>");
    assert_eq!(texts("os_d")[0], "os_distro=");
    assert_eq!(suggestions("os_d")[0].count, Some(3));
    assert_eq!(texts("size")[..3], ["size>=", "size<=", "size="]);
}

#[test]
fn a_plain_word_may_be_part_of_a_name_or_a_value() {
    assert_eq!(texts("ubu"), ["name~ubu", "os_distro=ubuntu"]);
    assert_eq!(texts("a,b"), ["name~a\\,b", "tag=a\\,b"]);
    assert_eq!(texts("red"), ["name~red", "owner=p1", "visibility=shared"]);
}

#[test]
fn values_that_occur_come_with_their_number() {
    let offered = suggestions("tag=");
    let shown: Vec<_> = offered.iter().map(|s| (s.text.as_str(), s.count)).collect();
    assert_eq!(
        shown,
        [
            ("tag=lts", Some(2)),
            ("tag=a\\,b", Some(1)),
            ("tag=old", Some(1)),
            ("tag=", None)
        ]
    );
    assert_eq!(texts("tag = LT"), ["tag=lts", "tag=LT"]);
    assert_eq!(texts("owner=team"), ["owner=p1", "owner=team"]);
}

#[test]
fn several_values_are_chosen_one_after_the_other() {
    assert_eq!(texts("tag=lts,o"), ["tag=lts,old", "tag=lts,o"]);
    assert_eq!(
        texts("tag=a\\,b,l"),
        ["tag=a\\,b,lts", "tag=a\\,b,old", "tag=a\\,b,l"]
    );
    assert_eq!(texts("tag=lts,")[..2], ["tag=lts,a\\,b", "tag=lts,old"]);
}

#[test]
fn what_the_list_at_hand_cannot_have_is_offered_too() {
    assert_eq!(texts("hidden="), ["hidden=yes", "hidden=no"]);
    assert!(texts("visibility=").contains(&"visibility=community".to_owned()));
    assert_eq!(texts("member_status=rej"), ["member_status=rejected"]);
}

#[test]
fn numbers_get_units() {
    assert_eq!(
        texts("size>=5"),
        ["size>=5GiB", "size>=5MiB", "size>=5TiB", "size>=5"]
    );
    assert_eq!(
        texts("updated_at<3")[..2],
        ["updated_at<3d", "updated_at<3w"]
    );
    assert_eq!(texts("created_at>2026-01-01"), ["created_at>2026-01-01"]);
}

#[test]
fn a_comparison_that_makes_no_sense_offers_those_that_do() {
    assert_eq!(texts("status~act"), ["status=", "status!="]);
    assert_eq!(
        texts("size<5GiB"),
        ["size<=5368709119B", "size>=", "size<=", "size="]
    );
}

#[test]
fn what_is_offered_can_be_read() {
    for typed in [
        "",
        "s",
        "tag=",
        "tag=lts,",
        "os_",
        "visibility=",
        "size>=1",
        "a,b",
    ] {
        for suggestion in suggestions(typed) {
            if suggestion.value.is_some() {
                Token::read(&suggestion.text).expect("is a filter");
            }
        }
    }
}
