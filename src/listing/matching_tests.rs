//! Which images pass which filter.

use std::sync::Arc;

use serde_json::json;

use super::*;
use crate::listing::testing::image;

/// Saturday, 21 November 2026.
const NOW: Timestamp = Timestamp(1_795_219_639);

/// Which of the images pass, by their number.
fn passing(images: &[Arc<Image>], token: &Token) -> Vec<usize> {
    let context = Context {
        now: NOW,
        project: "mine",
        owner_name: &|id| (id == "p1").then(|| "Team Red".to_owned()),
    };
    let owners = Owners::new(&context);
    let test = Test::new(token, &context, &owners);
    let passes = |image: &Image| test.as_ref().is_none_or(|test| test.passes(image));
    let rows = images.iter().enumerate().filter(|(_, image)| passes(image));
    rows.map(|(row, _)| row).collect()
}

#[test]
fn filters_let_pass_what_they_say() {
    let images = [
        image(
            "0",
            json!({"name": "Ubuntu 22", "status": "queued", "tags": ["a", "b"],
            "min_ram": 512, "owner": "p1", "protected": true, "stores": "fast,slow",
            "created_at": "2026-11-01T00:00:00Z", "updated_at": "2026-11-20T00:07:19Z"}),
        ),
        image(
            "1",
            json!({"name": "ubuntu 24", "size": 10_737_418_240_u64, "tags": ["b"],
            "min_ram": 1024, "owner": "mine", "disk_format": "raw", "os_distro": "ubuntu",
            "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z"}),
        ),
        image(
            "2",
            json!({"size": 1, "visibility": "public", "os_hidden": true}),
        ),
    ];
    for (token, expected) in [
        ("status=queued,killed", &[0][..]),
        ("status!=queued", &[1, 2]),
        ("name~UBUNTU", &[0, 1]),
        ("name^=ubuntu 2", &[0, 1]),
        ("name=ubuntu 24", &[1]),
        ("name=Ubuntu 24", &[]),
        ("name=", &[2]),
        ("name!=", &[0, 1]),
        ("name~24,22", &[0, 1]),
        ("id=2", &[2]),
        ("tag=a,c", &[0]),
        ("tag*=a,b", &[0]),
        ("tag!=a", &[1, 2]),
        ("tag=", &[2]),
        ("tag^=B", &[0, 1]),
        ("size>=10GiB", &[1]),
        ("size<=10737418239", &[2]),
        ("size>1", &[1]),
        ("size=1,10GiB", &[1, 2]),
        ("size=", &[0]),
        ("min_ram>=1", &[0, 1]),
        ("min_ram>=1GiB", &[1]),
        ("min_ram<1024", &[0, 2]),
        ("owner=p1", &[0]),
        ("owner=Team Red", &[0]),
        ("owner~red", &[0]),
        ("owner!=Team Red", &[1, 2]),
        ("owner=", &[2]),
        ("created_at<2026-01-02", &[1]),
        ("created_at>2026-01-01", &[0, 1]),
        ("updated_at>1439m", &[]),
        ("updated_at>1d", &[0]),
        ("updated_at<24h", &[1]),
        ("protected=yes", &[0]),
        ("hidden=no", &[0, 1]),
        ("store=fast", &[0]),
        ("store*=fast,slow", &[0]),
        ("disk_format=", &[0, 2]),
        ("os_distro=ubuntu", &[1]),
        ("os_distro!=ubuntu", &[0, 2]),
        ("visibility=all", &[0, 1, 2]),
        ("visibility=public", &[2]),
        // The service leaves one's own images in these lists.
        ("member_status=pending", &[0, 2]),
    ] {
        assert_eq!(
            passing(&images, &Token::read(token).expect("is a filter")),
            expected,
            "{token}"
        );
    }
}

#[test]
fn what_is_no_filter_filters_nothing() {
    let images = [image("a", json!({})), image("b", json!({}))];
    assert_eq!(passing(&images, &Token::parse("what?")), [0, 1]);
}

#[test]
fn a_name_is_asked_for_once() {
    let asked = RefCell::new(0);
    let context = Context {
        now: NOW,
        project: "",
        owner_name: &|_| {
            *asked.borrow_mut() += 1;
            None
        },
    };
    let owners = Owners::new(&context);
    let token = Token::parse("owner=Team Red");
    let test = Test::new(&token, &context, &owners).expect("filters");
    let image = image("a", json!({"owner": "p1"}));
    assert!(!test.passes(&image) && !test.passes(&image));
    assert_eq!(*asked.borrow(), 1);
}
