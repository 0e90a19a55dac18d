//! What differs between images, on images drawn by lot.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;

/// Numbers that look drawn by lot and are the same in every run.
struct Lot(u64);

impl Lot {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % end
    }

    fn one_of(&mut self, values: &[Value]) -> Value {
        values[self.below(values.len() as u64) as usize].clone()
    }
}

/// Of few values each, so that many are equal.
fn record(lot: &mut Lot) -> Value {
    let choices: [(&str, &[Value]); 11] = [
        ("status", &[json!("active"), json!("queued")]),
        ("visibility", &[json!("shared"), json!("public")]),
        ("size", &[json!(null), json!(0), json!(1), json!(u64::MAX)]),
        ("disk_format", &[json!(null), json!("raw"), json!("odd")]),
        ("protected", &[json!(false), json!(true)]),
        ("min_ram", &[json!(0), json!(512)]),
        ("tags", &[json!([]), json!(["a"]), json!(["a", "b"])]),
        (
            "os_hash_value",
            &[json!(null), json!("7dc1"), json!("7dc2")],
        ),
        ("stores", &[json!("fast"), json!("fast,slow")]),
        ("os_distro", &[json!("debian"), json!(""), json!("ubuntu")]),
        ("hw_odd", &[json!("7"), json!("8")]),
    ];
    let mut record = json!({"id": lot.below(1000).to_string(), "name": lot.below(3).to_string()});
    for (key, values) in choices {
        // A record may lack what is no base attribute.
        if !matches!(key, "stores" | "os_distro" | "hw_odd") || lot.below(3) > 0 {
            record[key] = lot.one_of(values);
        }
    }
    record
}

fn image(record: &Value) -> Arc<Image> {
    Arc::new(serde_json::from_value(record.clone()).expect("decodes"))
}

/// The keys of the rows that differ, as the service calls them.
fn differing(images: &[Arc<Image>]) -> BTreeSet<String> {
    let rows = compare(images).into_iter();
    rows.filter(|row| row.differs)
        .map(|row| match row.field {
            Field::Tag => "tags".to_owned(),
            Field::Store => "stores".to_owned(),
            Field::Property(name) => name,
            field => field.key(),
        })
        .collect()
}

#[test]
fn what_differs_in_the_records_differs_here_and_nothing_else() {
    let mut lot = Lot(1);
    for _ in 0..2_000 {
        let (a, b) = (record(&mut lot), record(&mut lot));
        let keys = |record: &Value| record.as_object().expect("is one").clone();
        let all: BTreeSet<String> = keys(&a)
            .into_iter()
            .chain(keys(&b))
            .map(|(key, _)| key)
            .collect();
        let expected: BTreeSet<String> = all
            .into_iter()
            .filter(|key| !matches!(key.as_str(), "id" | "name") && a[key] != b[key])
            .collect();
        assert_eq!(differing(&[image(&a), image(&b)]), expected, "{a} and {b}");
    }
}

#[test]
fn the_order_of_images_changes_nothing() {
    let mut lot = Lot(2);
    for _ in 0..500 {
        let mut images: Vec<_> = (0..2 + lot.below(7))
            .map(|_| image(&record(&mut lot)))
            .collect();
        let (rows, bytes) = (compare(&images), have_same_bytes(&images));
        for _ in 0..images.len() {
            images.rotate_left(1);
            assert_eq!(compare(&images), rows);
            assert_eq!(have_same_bytes(&images), bytes);
        }
        images.reverse();
        assert_eq!(compare(&images), rows);
    }
}

#[test]
fn copies_differ_only_in_what_is_each_ones_own() {
    let mut lot = Lot(3);
    for _ in 0..500 {
        let first = record(&mut lot);
        let mut second = first.clone();
        second["id"] = json!("another");
        second["name"] = json!("another name");
        second["tags"].as_array_mut().expect("is a list").reverse();
        let images = [image(&first), image(&second)];
        assert_eq!(differing(&images), BTreeSet::new(), "{first}");
        second["created_at"] = json!("2026-11-21T00:00:00Z");
        let images = [image(&first), image(&second)];
        assert_eq!(
            differing(&images),
            BTreeSet::from(["created_at".to_owned()])
        );
    }
}

#[test]
fn a_field_that_no_image_has_is_no_row() {
    let bare = json!({"id": "1", "status": "queued", "visibility": "shared"});
    let mut other = bare.clone();
    other["os_distro"] = json!("debian");
    other["odd"] = Value::Null;
    let has = |images: &[Arc<Image>], name: &str| {
        let field = Field::parse(name).expect("is a field");
        compare(images).iter().any(|row| row.field == field)
    };
    let images = [image(&bare), image(&other)];
    for (name, expected) in [
        ("size", false),
        ("store", false),
        ("odd", false),
        ("self", false),
        ("os_distro", true),
        ("min_disk", true),
    ] {
        assert_eq!(has(&images, name), expected, "{name}");
    }
}

#[test]
fn bytes_are_the_same_only_where_a_digest_of_each_says_so() {
    let with = |algorithm: Value, hash: Value, md5: Value| {
        image(
            &json!({"id": "1", "status": "active", "visibility": "shared",
            "os_hash_algo": algorithm, "os_hash_value": hash, "checksum": md5}),
        )
    };
    let strong = |hash: &str| with(json!("sha512"), json!(hash), json!("aa"));
    let weak = |hash: &str| with(Value::Null, Value::Null, json!(hash));
    let none = || with(Value::Null, Value::Null, Value::Null);
    let same = |images: &[Arc<Image>]| have_same_bytes(images);
    assert_eq!(
        same(&[strong("7d"), strong("7D"), strong("7d")]),
        Some(true)
    );
    assert_eq!(
        same(&[strong("7d"), strong("7d"), strong("7e")]),
        Some(false)
    );
    assert_eq!(same(&[weak("aa"), weak("aa")]), Some(true));
    assert_eq!(same(&[strong("7d"), weak("aa")]), None);
    assert_eq!(same(&[none(), none()]), None);
}
