//! Filters on their way through the editor.

use super::*;

fn through(text: &str) -> String {
    Owner::new().with(|| {
        let draft = Draft::new(Some(Token::parse(text)));
        draft
            .token()
            .map_or_else(|p| format!("{p:?}"), |t| t.to_string())
    })
}

#[test]
fn a_filter_that_is_opened_and_applied_stays_as_it_was() {
    for text in [
        "status=active,queued",
        "status!=killed",
        "name~a\\,b,c",
        "name=",
        "name!=x,",
        "tag*=a,b",
        "tag=x,",
        "os_distro^=ub",
        "property:size=1",
        "size>=10GiB",
        "size>=1.5TB",
        "size<=500",
        "size=1GiB,2GiB",
        "min_ram>=512MiB",
        "created_at<2026-01-01",
        "created_at>2026-01-01T08:30",
        "updated_at<90d",
        "protected=no",
        "member_status=pending",
    ] {
        assert_eq!(through(text), text);
    }
    assert_eq!(through("size>=10g"), "size>=10GiB");
    assert_eq!(through("updated_at>5 MIN"), "updated_at>5m");
}

#[test]
fn what_can_not_be_read_is_kept_to_be_mended() {
    Owner::new().with(|| {
        let draft = Draft::new(Some(Token::parse("size>=big")));
        assert_eq!(draft.field(), Some(Field::Size));
        assert_eq!(draft.number.get(), "big");
        assert!(matches!(draft.problem.get(), Some(TokenProblem::Amount(_))));
        draft.number.set("5".to_owned());
        draft.unit.set("GiB".to_owned());
        let token = draft.token().expect("is a filter");
        assert_eq!(token.to_string(), "size>=5GiB");
    });
}

#[test]
fn nothing_given_is_a_problem() {
    Owner::new().with(|| {
        let draft = Draft::new(None);
        assert_eq!(draft.token(), Err(TokenProblem::Empty));
        draft.key.set(OTHER_PROPERTY.to_owned());
        draft.choose_field();
        assert_eq!(draft.token(), Err(TokenProblem::NoField));
        draft.property.set(" os_type ".to_owned());
        draft.text.set("linux, ".to_owned());
        assert_eq!(draft.token(), Ok(Token::parse("os_type=linux")));
        draft.key.set(Field::Updated.key());
        draft.choose_field();
        let empty = TokenProblem::Moment(MomentProblem::Empty);
        assert_eq!(draft.token(), Err(empty));
    });
}
