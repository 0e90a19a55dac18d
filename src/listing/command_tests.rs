//! What the command says, and what it owns up to leaving out.

use super::*;

fn command(tokens: &[&str]) -> ListCommand {
    let question = Question {
        tokens: tokens.iter().map(|text| Token::parse(text)).collect(),
        ..Question::default()
    };
    list_command(&question, None)
}

/// The options alone, without the sorting.
fn said(tokens: &[&str]) -> String {
    let text = command(tokens).text.replace(" \\\n  ", " ");
    let text = text
        .strip_prefix("openstack image list --long")
        .expect("is the list");
    let text = text
        .strip_suffix("--sort=created_at:desc")
        .expect("is sorted");
    text.trim().to_owned()
}

#[test]
fn what_can_be_said_is_said_and_nothing_is_left_out() {
    for (tokens, options) in [
        (&[][..], ""),
        (&["status=active"], "--status=active"),
        (&["visibility=public"], "--public"),
        (&["visibility=all"], "--all"),
        (&["hidden=yes", "visibility=private"], "--hidden --private"),
        (&["hidden=no"], ""),
        (&["name=it's -x"], r"--name='it'\''s -x'"),
        (&["owner=p1"], "--project=p1"),
        (&["tag*=a,b", "tag=c"], "--tag=a --tag=b --tag=c"),
        (&["disk_format=raw"], "--property='disk_format=raw'"),
        (
            &["os_distro=ubuntu", "os_version=a=b"],
            "--property='os_distro=ubuntu' --property='os_version=a=b'",
        ),
        (
            &["member_status=pending"],
            "--shared --member-status=pending",
        ),
        (
            &["visibility=shared", "member_status=all"],
            "--shared --member-status=all",
        ),
    ] {
        assert_eq!(said(tokens), options, "{tokens:?}");
        assert_eq!(command(tokens).left_out, [], "{tokens:?}");
    }
}

#[test]
fn what_cannot_be_said_is_left_out_by_name() {
    for token in [
        "status=active,queued",
        "status!=active",
        "name~ubuntu",
        "name=ubuntu:22.04",
        "size>=1GiB",
        "updated_at<90d",
        "tag=a,b",
        "tag=",
        "protected=yes",
        "hw_cpu_cores=4",
        "property:a\\=b=c",
        "nonsense",
    ] {
        assert_eq!(said(&[token]), "", "{token}");
        assert_eq!(command(&[token]).left_out, [Token::parse(token)]);
    }
    let twice = [
        "os_distro=a",
        "os_distro=b",
        "status=active",
        "status=queued",
    ];
    let left_out = [Token::parse("os_distro=b"), Token::parse("status=queued")];
    assert_eq!(command(&twice).left_out, left_out);
    let both = ["visibility=public", "visibility=private"];
    assert_eq!(
        command(&both).left_out,
        [Token::parse("visibility=private")]
    );
}

#[test]
fn a_wider_list_is_asked_for_where_the_filter_needs_it() {
    let mixed = ["visibility=community,public"];
    assert_eq!(said(&mixed), "--all");
    assert_eq!(command(&mixed).left_out, [Token::parse(mixed[0])]);
}

#[test]
fn search_and_order_are_said_or_owned_up_to() {
    let mut question = Question {
        search: "ubuntu".to_owned(),
        order: vec![
            (Field::Name, SortDirection::Ascending),
            (Field::Size, SortDirection::Descending),
        ],
        ..Question::default()
    };
    let command = list_command(&question, Some("Region One"));
    assert_eq!(
        command.text,
        "openstack --os-region-name='Region One' image list --long \\\n  --sort=name:asc"
    );
    assert!(command.leaves_search_out && command.leaves_order_out);
    question.order.pop();
    assert!(!list_command(&question, None).leaves_order_out);
    question.order.clear();
    assert!(list_command(&question, None).leaves_order_out);
}
