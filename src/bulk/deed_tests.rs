//! One image through each action, with the answers that services give.

use serde_json::{Value, json};

use super::*;
use crate::api::Operation;
use crate::model::{Image, Visibility};

fn image(more: &Value) -> Image {
    let mut record = json!({"id": "1", "status": "active", "visibility": "shared", "size": 1,
        "tags": ["a"], "os_distro": "debian"});
    let fields = more.as_object().expect("is an object").clone();
    record.as_object_mut().expect("is an object").extend(fields);
    serde_json::from_value(record).expect("decodes")
}

fn deed(action: Action) -> Deed {
    Deed::new(Arc::new(action), None, Arc::new(image(&json!({}))))
}

fn error(kind: ErrorKind) -> Error {
    Error::without_answer(Operation::UpdateImage, kind)
}

fn step(next: Next) -> Step {
    match next {
        Next::Step(step) => step,
        Next::End(end) => panic!("ended: {end:?}"),
    }
}

fn patched(step: &Step) -> Value {
    match step {
        Step::Patch(patch) => serde_json::to_value(patch).expect("encodes"),
        other => panic!("no patch: {other:?}"),
    }
}

#[test]
fn tags_are_written_onto_those_that_are_there_now() {
    let mut deed = deed(Action::AddTags(vec!["new".to_owned()]));
    let read = step(deed.begin());
    assert_eq!(read, Step::Read);
    let meanwhile = image(&json!({"tags": ["a", "somebody's"]}));
    let patch = step(deed.answered(&read, Ok(Some(meanwhile))));
    assert_eq!(
        patched(&patch),
        json!([{"op": "replace", "path": "/tags", "value": ["a", "new", "somebody's"]}])
    );
    assert_eq!(deed.answered(&patch, Ok(None)), Next::End(End::Done));
}

#[test]
fn what_somebody_else_did_meanwhile_is_done() {
    let mut deed = deed(Action::AddTags(vec!["new".to_owned()]));
    let read = step(deed.begin());
    let same = image(&json!({"tags": ["new"]}));
    assert_eq!(deed.answered(&read, Ok(Some(same))), Next::End(End::Done));
}

#[test]
fn a_patch_that_no_longer_fits_is_made_anew_once() {
    let name = crate::model::PropertyName::parse("os_distro").expect("is legal");
    let mut deed = deed(Action::SetProperties([(name, "ubuntu".to_owned())].into()));
    let patch = step(deed.begin());
    assert_eq!(patched(&patch)[0]["op"], "replace");
    let read = step(deed.answered(&patch, Err(error(ErrorKind::Conflict))));
    assert_eq!(read, Step::Read);
    let without = image(&json!({"os_distro": null}));
    let again = step(deed.answered(&read, Ok(Some(without))));
    assert_eq!(patched(&again)[0]["op"], "add");
    let conflict = error(ErrorKind::Conflict);
    assert_eq!(
        deed.answered(&again, Err(conflict.clone())),
        Next::End(End::Failed(conflict))
    );
}

#[test]
fn what_a_fresh_look_forbids_is_skipped_with_its_reason() {
    let mut deed = deed(Action::SetVisibility(Visibility::Private));
    let patch = step(deed.begin());
    let read = step(deed.answered(&patch, Err(error(ErrorKind::Conflict))));
    let going = image(&json!({"status": "pending_delete"}));
    assert_eq!(
        deed.answered(&read, Ok(Some(going))),
        Next::End(End::Skipped(Reason::BeingDeleted))
    );
}

#[test]
fn gone_is_gone_only_for_who_wanted_it_gone() {
    let missing = || error(ErrorKind::NotFound);
    let mut delete = deed(Action::Delete);
    let asked = step(delete.begin());
    assert_eq!(
        delete.answered(&asked, Err(missing())),
        Next::End(End::AlreadyGone)
    );
    let mut hide = deed(Action::SetHidden(true));
    let asked = step(hide.begin());
    assert_eq!(
        hide.answered(&asked, Err(missing())),
        Next::End(End::Failed(missing()))
    );
}

#[test]
fn sharing_goes_on_past_who_is_a_member_already() {
    let projects = ["p2", "p3"].map(str::to_owned);
    let mut deed = deed(Action::Share(projects.to_vec()));
    let first = step(deed.begin());
    assert_eq!(first, Step::AddMember("p2".to_owned()));
    let second = step(deed.answered(&first, Err(error(ErrorKind::Conflict))));
    assert_eq!(second, Step::AddMember("p3".to_owned()));
    let full = error(ErrorKind::TooLarge);
    assert_eq!(
        deed.clone().answered(&second, Err(full.clone())),
        Next::End(End::Failed(full))
    );
    assert_eq!(deed.answered(&second, Ok(None)), Next::End(End::Done));
}

#[test]
fn each_other_action_is_one_request() {
    for (action, wanted) in [
        (Action::Delete, Step::Delete),
        (Action::Deactivate, Step::Deactivate),
        (Action::Download, Step::Download),
    ] {
        let mut deed = deed(action);
        let asked = step(deed.begin());
        assert_eq!(asked, wanted);
        assert_eq!(deed.answered(&asked, Ok(None)), Next::End(End::Done));
    }
}

/// A deed whose copy the service has taken on.
fn copying() -> (Deed, Step) {
    let mut deed = deed(Action::CopyToStores(vec![
        "fast".to_owned(),
        "slow".to_owned(),
    ]));
    let read = step(deed.begin());
    let now = image(&json!({"stores": "fast"}));
    let copy = step(deed.answered(&read, Ok(Some(now))));
    // One that has it by now would be refused.
    assert_eq!(copy, Step::CopyToStores(vec!["slow".to_owned()]));
    let follow = step(deed.answered(&copy, Ok(None)));
    assert_eq!(follow, Step::Follow(vec!["slow".to_owned()]));
    (deed, follow)
}

#[test]
fn a_copy_is_done_when_the_store_has_it() {
    let (mut deed, follow) = copying();
    let busy = image(&json!({"stores": "fast", "os_glance_import_task": "t"}));
    assert_eq!(step(deed.answered(&follow, Ok(Some(busy)))), follow);
    let there = image(&json!({"stores": "fast,slow"}));
    assert_eq!(
        deed.answered(&follow, Ok(Some(there))),
        Next::End(End::Done)
    );
}

#[test]
fn a_copy_that_never_came_is_a_failure_with_the_stores_that_lack_it() {
    let (mut deed, follow) = copying();
    let without = image(&json!({"stores": "fast", "os_glance_failed_import": "slow"}));
    assert_eq!(
        deed.answered(&follow, Ok(Some(without))),
        Next::End(End::NotInStores(vec!["slow".to_owned()]))
    );
}

#[test]
fn looks_at_a_copy_may_fail_for_a_while_but_not_for_ever() {
    let (mut deed, follow) = copying();
    let busy = || image(&json!({"stores": "fast", "os_glance_import_task": "t"}));
    let away = || Err(error(ErrorKind::Unavailable));
    for _ in 0..MISSED_LOOKS_MAX {
        assert_eq!(step(deed.answered(&follow, away())), follow);
    }
    assert_eq!(step(deed.answered(&follow, Ok(Some(busy())))), follow);
    for _ in 0..MISSED_LOOKS_MAX {
        assert_eq!(step(deed.answered(&follow, away())), follow);
    }
    let end = deed.answered(&follow, away());
    assert!(matches!(end, Next::End(End::Failed(_))), "{end:?}");
}
