//! Tests of the list's filter.

use super::*;

fn query(filter: &ImageFilter) -> Vec<(String, String)> {
    filter.parameters().expect("can be asked")
}

fn says(filter: &ImageFilter, expected: &[(&str, &str)]) {
    let query = query(filter);
    let query: Vec<_> = query
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    assert_eq!(query, expected);
}

fn refused(filter: &ImageFilter, key: &str, reason: FilterReason) {
    assert_eq!(filter.parameters(), Err(problem(key, reason)));
}

fn time(text: &str) -> Option<Timestamp> {
    Some(Timestamp::parse(text).expect("is a time"))
}

fn image(name: &str, created_at: &str) -> Image {
    serde_json::from_value(serde_json::json!({"id": "1", "status": "active",
        "visibility": "shared", "name": name, "created_at": created_at}))
    .expect("decodes")
}

#[test]
fn nothing_asked_is_an_empty_query() {
    says(&ImageFilter::default(), &[]);
    assert!(ImageFilter::default().completes(&image("x", "")));
}

#[test]
fn every_key_is_written_as_the_service_reads_it() {
    let filter = ImageFilter {
        names: vec!["ubuntu:22.04".to_owned()],
        ids: vec!["1".to_owned(), "2".to_owned()],
        statuses: vec![ImageStatus::Queued, ImageStatus::Saving],
        disk_formats: vec![DiskFormat::Qcow2],
        container_formats: vec![ContainerFormat::Bare],
        owner: Some("p1".to_owned()),
        protected: Some(true),
        visibility: Some(OneOrAll::All),
        os_hidden: Some(false),
        member_status: Some(OneOrAll::One(MemberStatus::Pending)),
        tags: vec!["a".to_owned(), "ü".to_owned()],
        size_min: Some(9_007_199_254_740_993),
        size_max: Some(u64::MAX),
        created_at: Span {
            from: time("2026-01-01T00:00:00Z"),
            to: None,
        },
        updated_at: Span {
            from: None,
            to: time("2026-02-01T00:00:00Z"),
        },
        properties: BTreeMap::from([("os_distro".to_owned(), "in:debian".to_owned())]),
        sort: vec![
            (SortKey::Name, SortDirection::Ascending),
            (SortKey::CreatedAt, SortDirection::Descending),
        ],
        sort_style: SortStyle::Short,
    };
    says(
        &filter,
        &[
            ("name", "eq:ubuntu:22.04"),
            ("id", r#"in:"1","2""#),
            ("status", r#"in:"queued","saving""#),
            ("disk_format", "eq:qcow2"),
            ("container_format", "eq:bare"),
            ("owner", "p1"),
            ("protected", "true"),
            ("os_hidden", "false"),
            ("visibility", "all"),
            ("member_status", "pending"),
            ("tag", "a"),
            ("tag", "ü"),
            ("size_min", "9007199254740993"),
            ("size_max", "18446744073709551615"),
            ("created_at", "gte:2026-01-01T00:00:00Z"),
            ("updated_at", "lte:2026-02-01T00:00:00Z"),
            ("os_distro", "in:debian"),
            ("sort", "name:asc,created_at:desc"),
        ],
    );
    let classic = ImageFilter {
        sort: filter.sort,
        sort_style: SortStyle::Classic,
        ..ImageFilter::default()
    };
    says(
        &classic,
        &[
            ("sort_key", "name"),
            ("sort_dir", "asc"),
            ("sort_key", "created_at"),
            ("sort_dir", "desc"),
        ],
    );
}

#[test]
fn names_that_quotes_cannot_hold_are_sorted_out_in_the_page() {
    let filter = ImageFilter {
        names: vec!["a,b".to_owned(), "5\" disk".to_owned()],
        ..ImageFilter::default()
    };
    says(&filter, &[]);
    assert!(filter.completes(&image("5\" disk", "")));
    assert!(!filter.completes(&image("a", "")));
    let single = ImageFilter {
        names: vec!["5\" disk".to_owned()],
        ..ImageFilter::default()
    };
    says(&single, &[("name", "eq:5\" disk")]);
}

#[test]
fn a_span_is_half_asked_and_half_completed() {
    let filter = ImageFilter {
        created_at: Span {
            from: time("2026-01-01T00:00:00Z"),
            to: time("2026-01-31T23:59:59Z"),
        },
        ..ImageFilter::default()
    };
    says(&filter, &[("created_at", "gte:2026-01-01T00:00:00Z")]);
    assert!(filter.completes(&image("x", "2026-01-31T23:59:59Z")));
    assert!(!filter.completes(&image("x", "2026-02-01T00:00:00Z")));
    assert!(!filter.completes(&image("x", "2025-12-31T23:59:59Z")));
    let inverted = ImageFilter {
        updated_at: Span {
            from: filter.created_at.to,
            to: filter.created_at.from,
        },
        ..ImageFilter::default()
    };
    refused(&inverted, "updated_at", FilterReason::EndsBeforeItBegins);
}

#[test]
fn what_the_service_would_choke_on_is_refused_by_name() {
    let property = |name: &str| ImageFilter {
        properties: BTreeMap::from([(name.to_owned(), "1".to_owned())]),
        ..ImageFilter::default()
    };
    refused(
        &property("hw_cpu_min"),
        "hw_cpu_min",
        FilterReason::EndsInMinOrMax,
    );
    refused(&property("marker"), "marker", FilterReason::NotAProperty);
    refused(&property("deleted"), "deleted", FilterReason::NotAProperty);
    says(&property("checksum"), &[("checksum", "1")]);
    let name = ImageFilter {
        names: vec!["🐧".to_owned()],
        ..ImageFilter::default()
    };
    refused(&name, "name", FilterReason::FourByteCharacter('🐧'));
    let tag = ImageFilter {
        tags: vec!["x".repeat(256)],
        ..ImageFilter::default()
    };
    refused(&tag, "tag", FilterReason::TooLong);
    let visibility = ImageFilter {
        visibility: Some(OneOrAll::One(Visibility::Other("secret".to_owned()))),
        ..ImageFilter::default()
    };
    let unknown = FilterReason::UnknownWord("secret".to_owned());
    refused(&visibility, "visibility", unknown);
}
