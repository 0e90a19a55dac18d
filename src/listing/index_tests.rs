//! What the index finds, and in which order.

use serde_json::{Value, json};

use super::*;
use crate::listing::testing::image;

/// Saturday, 21 November 2026.
const NOW: Timestamp = Timestamp(1_795_219_639);

fn named(names: &[&str]) -> Index {
    let images: Vec<_> = (0..).zip(names).collect();
    let images = images
        .into_iter()
        .map(|(n, name): (u32, _)| image(&format!("i{n}"), json!({"name": name})));
    indexed(&images.collect::<Vec<_>>())
}

fn indexed(images: &[Arc<Image>]) -> Index {
    let mut index = Index::default();
    index.update(images);
    index
}

fn answer(index: &Index, question: &Question) -> Answer {
    let context = Context {
        now: NOW,
        project: "mine",
        owner_name: &|id| (id == "p1").then(|| "Team Red".to_owned()),
    };
    index.answer(question, &context)
}

fn searched(search: &str) -> Question {
    Question {
        search: search.to_owned(),
        ..Question::default()
    }
}

fn names(index: &Index, question: &Question) -> Vec<String> {
    let rows = answer(index, question).rows;
    let name = |row: u32| index.images[row as usize].title().to_owned();
    rows.into_iter().map(name).collect()
}

fn sorted(index: &Index, sort: &str) -> Vec<String> {
    let pairs = [("sort".to_owned(), sort.to_owned())];
    names(index, &Question::from_pairs(pairs.into_iter()))
}

#[test]
fn every_word_must_be_somewhere() {
    let hash = "ab12cd34".repeat(16);
    let index = indexed(&[
        image(
            "8a1f7d3e-77",
            json!({"name": "Größe-22", "tags": ["LTS"], "owner": "p1"}),
        ),
        image(
            "b",
            json!({"name": "x", "os_distro": "ubuntu", "os_hash_value": hash}),
        ),
    ]);
    for (search, rows) in [
        ("GRÖSSE", &[0][..]),
        ("lts", &[0]),
        ("22 lts", &[0]),
        ("8A1F", &[0]),
        ("d3e-77", &[0]),
        ("team", &[0]),
        ("\"team red\" größe", &[0]),
        ("os_distro", &[1]),
        ("distro=UBU", &[1]),
        ("AB12cd34ab", &[1]),
        ("22 ubuntu", &[]),
        ("nowhere", &[]),
        // Somewhere in an id or hash, but too short to be meant.
        ("7d3", &[]),
        ("34ab", &[]),
    ] {
        assert_eq!(answer(&index, &searched(search)).rows, rows, "{search}");
    }
}

#[test]
fn the_best_place_comes_first() {
    let newest = |id: &str, name: &str, more: Value| {
        let mut record = more;
        record["name"] = name.into();
        record["created_at"] = "2026-01-01T00:00:00Z".into();
        image(id, record)
    };
    let index = indexed(&[
        newest("a", "by property", json!({"os_distro": "deb"})),
        newest("deb", "by id", json!({})),
        newest("c", "by tag", json!({"tags": ["deb"]})),
        newest("d", "windeb", json!({})),
        newest("e", "my deb", json!({})),
        newest("f", "debian", json!({})),
        newest("g", "Deb", json!({})),
        image("h", json!({"name": "debian older"})),
    ]);
    assert_eq!(
        names(&index, &searched("deb")),
        [
            "Deb",
            "debian",
            "debian older",
            "my deb",
            "windeb",
            "by tag",
            "by id",
            "by property"
        ]
    );
}

#[test]
fn errors_in_typing_are_forgiven_where_nothing_else_is_found() {
    let index = named(&["ubuntu-22.04", "debian-12", "kali"]);
    let guess = answer(&index, &searched("ubunut 22"));
    assert_eq!((guess.rows.as_slice(), guess.is_guessed), (&[0][..], true));
    let found = answer(&index, &searched("debian"));
    assert_eq!((found.rows.as_slice(), found.is_guessed), (&[1][..], false));
    let none = answer(&index, &searched("zzzzz"));
    assert_eq!((none.rows.as_slice(), none.is_guessed), (&[][..], false));
}

#[test]
fn without_a_question_the_newest_come_first() {
    let at = |id: &str, time: &str| image(id, json!({"created_at": time}));
    let index = indexed(&[
        at("b", "2026-01-01T00:00:00Z"),
        image("none", json!({})),
        at("c", "2026-03-01T00:00:00Z"),
        at("a", "2026-01-01T00:00:00Z"),
    ]);
    assert_eq!(answer(&index, &Question::default()).rows, [2, 3, 0, 1]);
}

#[test]
fn names_sort_as_people_count() {
    let index = named(&[
        "ubuntu-10",
        "Ubuntu-9",
        "",
        "ubuntu-9.2",
        "debian",
        "ubuntu-009.10",
        "10",
    ]);
    let rising = [
        "10",
        "debian",
        "Ubuntu-9",
        "ubuntu-9.2",
        "ubuntu-009.10",
        "ubuntu-10",
        "i2",
    ];
    assert_eq!(sorted(&index, "name:asc"), rising);
    let falling = [
        "ubuntu-10",
        "ubuntu-009.10",
        "ubuntu-9.2",
        "Ubuntu-9",
        "debian",
        "10",
        "i2",
    ];
    assert_eq!(sorted(&index, "name:desc"), falling);
}

#[test]
fn what_has_no_value_comes_last_either_way() {
    let index = indexed(&[
        image("a", json!({})),
        image(
            "b",
            json!({"size": 10, "os_distro": "x", "os_version": "10"}),
        ),
        image("c", json!({"size": 9, "os_distro": "x", "os_version": "9"})),
        image(
            "d",
            json!({"size": 9_007_199_254_740_993_u64, "os_distro": "A"}),
        ),
        image(
            "e",
            json!({"size": 9_007_199_254_740_992_u64, "os_distro": ""}),
        ),
    ]);
    assert_eq!(sorted(&index, "size:asc"), ["c", "b", "e", "d", "a"]);
    assert_eq!(sorted(&index, "size:desc"), ["d", "e", "b", "c", "a"]);
    assert_eq!(
        sorted(&index, "os_distro:desc,os_version:asc"),
        ["c", "b", "d", "a", "e"]
    );
}

#[test]
fn times_before_1970_are_older() {
    let index = indexed(&[
        image("a", json!({"updated_at": "1969-12-31T00:00:00Z"})),
        image("b", json!({"updated_at": "1970-01-02T00:00:00Z"})),
    ]);
    assert_eq!(sorted(&index, "updated_at:asc"), ["a", "b"]);
}

#[test]
fn owners_sort_by_the_name_that_is_shown() {
    let index = indexed(&[
        image("a", json!({"owner": "p1"})),
        image("b", json!({"owner": "sales"})),
        image("c", json!({})),
    ]);
    assert_eq!(sorted(&index, "owner:asc"), ["b", "a", "c"]);
}

#[test]
fn an_order_that_was_asked_for_before_follows_what_changes() {
    let mut index = indexed(&[
        image("a", json!({"owner": "p1", "size": 1})),
        image("b", json!({"owner": "sales", "size": 2})),
    ]);
    assert_eq!(sorted(&index, "size:asc"), ["a", "b"]);
    assert_eq!(sorted(&index, "size:desc"), ["b", "a"]);
    index.update(&[
        image("a", json!({"owner": "p1", "size": 3})),
        image("b", json!({"owner": "sales", "size": 2})),
    ]);
    assert_eq!(sorted(&index, "size:desc"), ["a", "b"]);

    let by_owner = Question::from_pairs([("sort".to_owned(), "owner:asc".to_owned())].into_iter());
    let rows = |name: &str| {
        let context = Context {
            now: NOW,
            project: "mine",
            owner_name: &|id| (id == "p1").then(|| name.to_owned()),
        };
        index.answer(&by_owner, &context).rows
    };
    assert_eq!(rows("alpha"), [0, 1]);
    assert_eq!(rows("zeta"), [1, 0]);
}

#[test]
fn an_update_knows_what_changed_and_keeps_the_rest() {
    let old = [
        image("a", json!({"name": "one"})),
        image("b", json!({"name": "two", "tags": ["old"]})),
        image("c", json!({"name": "three"})),
    ];
    let mut index = indexed(&old);
    let entries = index.entries.clone();
    // One has gone, one has other tags, one came again in other memory.
    let new = [
        image("b", json!({"name": "two", "tags": ["new"]})),
        Arc::new((*old[2]).clone()),
        image("d", json!({"name": "four"})),
    ];
    index.update(&new);
    assert!(Arc::ptr_eq(&index.entries[1], &entries[2]));
    assert_eq!(answer(&index, &searched("new")).rows, [0]);
    assert!(answer(&index, &searched("old")).rows.is_empty());
    assert_eq!(answer(&index, &searched("four")).rows, [2]);
    assert!(answer(&index, &searched("one")).rows.is_empty());
    index.update(&[]);
    assert!(answer(&index, &Question::default()).rows.is_empty());
}

#[test]
fn what_no_image_has_any_more_takes_no_room() {
    let mut index = Index::default();
    for round in 0..10 {
        let tagged = |n: u32| image("a", json!({"tags": [format!("{round}-{n}")]}));
        index.update(&(0..900).map(tagged).collect::<Vec<_>>());
        assert!(index.terms.len() <= 3 * 900, "round {round}");
        let last = answer(&index, &searched(&format!("{round}-899"))).rows;
        assert_eq!(last, [899], "round {round}");
    }
}

#[test]
fn any_search_over_anything_ends_well() {
    let texts = [
        "",
        "ß",
        "İ",
        "a\0b",
        "\"",
        "🐧 日本",
        "ΟΔΟΣ",
        "-",
        "\\",
        "0000",
        "a,b=c",
        "'",
    ];
    let records = texts
        .iter()
        .map(|text| image(text, json!({"name": text, "tags": [text], *text: text})));
    let index = indexed(&records.collect::<Vec<_>>());
    for text in texts {
        let found = answer(&index, &searched(text)).rows;
        let is_a_word = !text.replace('"', "").is_empty();
        assert!(!found.is_empty());
        assert!(
            !is_a_word || found.len() < texts.len(),
            "{text:?} in {found:?}"
        );
    }
}
