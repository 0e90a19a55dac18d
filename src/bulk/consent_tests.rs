//! When a word is asked for, when a look, and when nothing.

use std::sync::Arc;

use serde_json::json;

use super::*;
use crate::bulk::PropertyChange;
use crate::model::{Image, PropertyName};

fn image(id: usize, visibility: &str) -> Arc<Image> {
    let image = serde_json::from_value(json!({"id": id.to_string(), "status": "active",
        "visibility": visibility}));
    Arc::new(image.expect("decodes"))
}

/// The same change of so many images of each visibility.
fn due(change: &Change, visibilities: &[(&str, usize)]) -> (Consent, Vec<String>) {
    due_with(change, visibilities, &|_| false)
}

fn due_with(
    change: &Change,
    visibilities: &[(&str, usize)],
    has_members: &dyn Fn(&str) -> bool,
) -> (Consent, Vec<String>) {
    let due: Vec<_> = visibilities
        .iter()
        .flat_map(|(visibility, count)| std::iter::repeat_n(*visibility, *count))
        .enumerate()
        .map(|(id, visibility)| Due {
            image: image(id, visibility),
            change: change.clone(),
        })
        .collect();
    (consent(&due, has_members), members_to_ask(&due))
}

#[test]
fn deleting_a_few_of_ones_own_is_confirmed_and_many_are_typed() {
    assert_eq!(due(&Change::Delete, &[("private", 5)]).0, Consent::Confirm);
    assert_eq!(due(&Change::Delete, &[("private", 6)]).0, Consent::Type(6));
    assert_eq!(due(&Change::Delete, &[]).0, Consent::None);
}

#[test]
fn what_others_use_is_typed_even_for_one() {
    for visibility in ["public", "community", "odd"] {
        for change in [Change::Delete, Change::Deactivate] {
            assert_eq!(due(&change, &[(visibility, 1)]).0, Consent::Type(1));
        }
    }
}

#[test]
fn shared_counts_when_it_is_shared_with_somebody() {
    let shared: &[(&str, usize)] = &[("private", 1), ("shared", 2)];
    let (alone, to_ask) = due(&Change::Delete, shared);
    assert_eq!(alone, Consent::Confirm);
    assert_eq!(to_ask, ["1", "2"]);
    let (with_members, _) = due_with(&Change::Delete, shared, &|id| id == "2");
    assert_eq!(with_members, Consent::Type(3));
    // Typed anyway: nobody need be asked.
    assert!(due(&Change::Delete, &[("shared", 6)]).1.is_empty());
    assert!(
        due(&Change::Delete, &[("shared", 1), ("public", 1)])
            .1
            .is_empty()
    );
}

#[test]
fn only_a_narrower_visibility_takes_away() {
    let change = |from: &str, to: &str| Change::Visibility {
        from: from.into(),
        to: to.into(),
    };
    for (from, to, wanted) in [
        ("public", "private", Consent::Type(1)),
        ("public", "shared", Consent::Type(1)),
        ("community", "private", Consent::Type(1)),
        ("shared", "private", Consent::Confirm),
        ("private", "public", Consent::None),
        ("shared", "community", Consent::None),
    ] {
        assert_eq!(
            due(&change(from, to), &[(from, 1)]).0,
            wanted,
            "{from} → {to}"
        );
    }
    assert_eq!(
        due(&change("private", "public"), &[("private", 50)]).0,
        Consent::None
    );
}

#[test]
fn values_that_go_are_confirmed_and_new_ones_are_not() {
    let change = |from: Option<&str>| {
        Change::Properties(vec![PropertyChange {
            name: PropertyName::parse("x").expect("is legal"),
            from: from.map(str::to_owned),
            to: Some("new".to_owned()),
        }])
    };
    assert_eq!(
        due(&change(Some("old")), &[("public", 9)]).0,
        Consent::Confirm
    );
    assert_eq!(due(&change(None), &[("public", 9)]).0, Consent::None);
    assert_eq!(
        due(&Change::Protected(true), &[("public", 9)]).0,
        Consent::None
    );
}

#[test]
fn stakes_count_who_else_loses() {
    let images = [image(1, "public"), image(2, "shared"), image(3, "private")];
    let mut due = images.map(|image| Due {
        image,
        change: Change::Delete,
    });
    let all = stakes(&due, &|_| true);
    assert_eq!((all.public, all.community, all.shared), (1, 0, 1));
    due[0].change = Change::Download;
    assert_eq!(stakes(&due, &|_| false), Stakes::default());
}
