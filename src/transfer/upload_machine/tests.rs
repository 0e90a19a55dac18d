//! The upload engine, driven by events alone.

use super::*;
use crate::api::{self, ErrorKind, Operation};
use crate::model::Overrun;

pub(super) const SIZE: u64 = 1000;

pub(super) fn image(status: &str, hash: Option<&str>) -> Box<Image> {
    let mut json = serde_json::json!({"id": "1", "status": status, "visibility": "shared"});
    if let Some(hash) = hash {
        json["size"] = SIZE.into();
        json["os_hash_algo"] = "sha512".into();
        json["os_hash_value"] = hash.into();
    }
    Box::new(serde_json::from_value(json).expect("decodes"))
}

pub(super) fn sending() -> UploadMachine {
    sending_to(ORDER)
}

/// After something that the service may need a moment to notice.
pub(super) const LOOK: Command = Command::ReadRecord { after_ms: 500 };

pub(super) const ORDER: Order = Order {
    file_bytes: SIZE,
    protects: false,
    is_staged: false,
};

pub(super) fn sending_to(order: Order) -> UploadMachine {
    let (mut machine, commands) = UploadMachine::start(order);
    assert_eq!(commands, [Command::MakeRecord { anew: false }]);
    assert_eq!(
        machine.on(Event::RecordMade),
        [Command::SendFile, Command::Digest(DigestAlgorithm::Sha512)]
    );
    machine
}

pub(super) fn failure(operation: Operation, kind: ErrorKind) -> Event {
    Event::CallFailed(api::Error::without_answer(operation, kind))
}

pub(super) fn failed(machine: &UploadMachine) -> Failure {
    match machine.stage() {
        Stage::Failed(failure) => failure,
        other => panic!("not failed but {other:?}"),
    }
}

pub(super) fn digest(hex: &str) -> Event {
    Event::Digest(DigestAlgorithm::Sha512, hex.to_owned())
}

#[test]
fn a_network_error_for_bytes_that_arrived_is_a_success() {
    let mut machine = sending();
    let commands = machine.on(failure(Operation::UploadData, ErrorKind::NoAnswer));
    assert_eq!(commands, [Command::ReadRecord { after_ms: 500 }]);
    assert_eq!(machine.stage(), Stage::Settling);
    machine.on(Event::RecordRead(image("saving", None)));
    machine.on(Event::RecordRead(image("active", Some("aa"))));
    machine.on(digest("aa"));
    assert!(matches!(machine.stage(), Stage::Done(_)));
}

/// A send that fails, and a record that then waits.
pub(super) fn cut(machine: &mut UploadMachine, kind: ErrorKind) -> Vec<Command> {
    machine.on(Event::Sent(400));
    refuse(machine, kind)
}

/// The record waits, unhurt, after the body was refused.
pub(super) fn refuse(machine: &mut UploadMachine, kind: ErrorKind) -> Vec<Command> {
    assert_eq!(
        machine.on(failure(Operation::UploadData, kind)),
        [Command::ReadRecord { after_ms: 500 }]
    );
    match machine.on(Event::RecordRead(image("queued", None))) {
        asked if asked == [Command::ReadQuota] => machine.on(Event::QuotaRead(None)),
        commands => commands,
    }
}

#[test]
fn a_cut_without_a_word_may_be_the_quota_which_no_other_attempt_gets_over() {
    let overrun = Overrun {
        is_staging: false,
        wanted: SIZE,
        left: 1,
    };
    let mut machine = sending();
    machine.on(failure(Operation::UploadData, ErrorKind::NoAnswer));
    let asked = machine.on(Event::RecordRead(image("queued", None)));
    assert_eq!(asked, [Command::ReadQuota]);
    assert_eq!(machine.stage(), Stage::Settling);
    let ended = machine.on(Event::QuotaRead(Some(overrun)));
    assert_eq!(ended, [Command::StopAll]);
    let Failure { why, record } = failed(&machine);
    assert_eq!((why, record), (Why::NoQuota(overrun), RecordState::Waiting));
    // Room was made; a late answer to the question changes nothing any more.
    machine.on(Event::RetryAsked);
    machine.on(Event::RecordRead(image("queued", None)));
    machine.on(Event::QuotaRead(Some(overrun)));
    assert_eq!(machine.stage(), Stage::Moving);
}

#[test]
fn a_session_that_has_ended_is_why_a_cut_cannot_be_looked_into() {
    let mut machine = sending();
    machine.on(failure(Operation::UploadData, ErrorKind::NoAnswer));
    machine.on(failure(Operation::ShowImage, ErrorKind::Unauthorized));
    let Why::Call(error) = failed(&machine).why else {
        panic!("not told of the session: {:?}", machine.stage());
    };
    assert_eq!(error.kind, ErrorKind::Unauthorized);
}

#[test]
fn a_lost_connection_is_followed_by_another_attempt_on_the_same_record() {
    let mut machine = sending();
    machine.on(Event::Tick(0.0));
    assert_eq!(cut(&mut machine, ErrorKind::NoAnswer), []);
    let Stage::Waiting {
        attempt, seconds, ..
    } = machine.stage()
    else {
        panic!("doesn't wait but is {:?}", machine.stage());
    };
    assert_eq!((attempt, seconds), (2, 1));
    // The record is read first: meanwhile it may have become something else.
    assert_eq!(
        ticks(&mut machine, 1, 1),
        [Command::ReadRecord { after_ms: 500 }]
    );
    assert_eq!(
        machine.on(Event::RecordRead(image("queued", None))),
        [Command::SendFile]
    );
    assert_eq!((machine.stage(), machine.sent_bytes()), (Stage::Moving, 0));
}

#[test]
fn after_enough_attempts_a_person_decides() {
    let mut machine = sending();
    let mut now_s = 0;
    for _ in 0..5 {
        cut(&mut machine, ErrorKind::Unavailable);
        assert!(matches!(machine.stage(), Stage::Waiting { .. }));
        let before = now_s;
        now_s += 70;
        assert!(!ticks(&mut machine, before, now_s).is_empty());
        machine.on(Event::RecordRead(image("queued", None)));
    }
    assert_eq!(
        cut(&mut machine, ErrorKind::Unavailable),
        [Command::StopAll]
    );
    assert_eq!(failed(&machine).record, RecordState::Waiting);
    // Who asks begins anew, with a digest of the file as it is now.
    assert_eq!(
        machine.on(Event::RetryAsked),
        [
            Command::Digest(DigestAlgorithm::Sha512),
            Command::ReadRecord { after_ms: 500 }
        ]
    );
    machine.on(Event::RecordRead(image("queued", None)));
    cut(&mut machine, ErrorKind::NoAnswer);
    assert!(matches!(machine.stage(), Stage::Waiting { .. }));
}

#[test]
fn what_will_not_pass_is_not_tried_again_by_itself() {
    for kind in [
        ErrorKind::Unauthorized,
        ErrorKind::Forbidden,
        ErrorKind::TooLarge,
        ErrorKind::ServerFault,
    ] {
        let mut machine = sending();
        assert_eq!(cut(&mut machine, kind), [Command::StopAll], "{kind:?}");
        assert_eq!(failed(&machine).record, RecordState::Waiting);
    }
}

#[test]
fn a_record_of_an_earlier_visit_is_read_before_anything_is_sent() {
    let (mut machine, commands) = UploadMachine::resume(ORDER);
    assert_eq!(
        commands,
        [
            Command::Digest(DigestAlgorithm::Sha512),
            Command::ReadRecord { after_ms: 500 }
        ]
    );
    assert_eq!(
        machine.on(Event::RecordRead(image("queued", None))),
        [Command::SendFile]
    );
}

/// The image is there, and is to be protected once it is proven.
pub(super) fn stored_to_protect() -> UploadMachine {
    let mut machine = sending_to(Order {
        protects: true,
        ..ORDER
    });
    machine.on(Event::Accepted(None));
    machine.on(Event::RecordRead(image("active", Some("aa"))));
    machine
}

#[test]
fn protection_comes_after_the_proof_and_only_then() {
    let mut machine = stored_to_protect();
    assert_eq!(machine.on(digest("aa")), [Command::Protect { after_ms: 0 }]);
    assert_eq!(machine.stage(), Stage::Verifying);
    machine.on(Event::Protected);
    assert!(matches!(machine.stage(), Stage::Done(_)));
    let mut machine = stored_to_protect();
    assert_eq!(machine.on(digest("bb")), [Command::StopAll]);
}

#[test]
fn a_poisoned_record_is_deleted_and_not_tried_again() {
    let mut machine = sending();
    machine.on(failure(Operation::UploadData, ErrorKind::WrongContent));
    let mut poisoned = image("queued", None);
    poisoned.checksum = Some("aa".to_owned());
    assert_eq!(
        machine.on(Event::RecordRead(poisoned)),
        [Command::StopAll, Command::DeleteRecord { insist: false }]
    );
    assert_eq!(machine.stage(), Stage::Deleting);
    machine.on(Event::RecordDeleted);
    assert_eq!(failed(&machine).record, RecordState::Deleted);
    assert!(machine.on(Event::RetryAsked).is_empty());
}

#[test]
fn a_create_without_an_answer_leaves_no_unknown_record() {
    let (mut machine, _) = UploadMachine::start(ORDER);
    let mut now_s = 0;
    for _ in 0..5 {
        assert_eq!(
            machine.on(failure(Operation::CreateImage, ErrorKind::NoAnswer)),
            []
        );
        let before = now_s;
        now_s += 70;
        // Asked again under the same id, it is made or found made.
        assert_eq!(
            ticks(&mut machine, before, now_s),
            [Command::MakeRecord { anew: false }]
        );
    }
    assert_eq!(
        machine.on(failure(Operation::CreateImage, ErrorKind::NoAnswer)),
        [Command::StopAll, Command::DeleteRecord { insist: true }]
    );
    machine.on(Event::RecordDeleted);
    assert_eq!(failed(&machine).record, RecordState::None);
}

#[test]
fn a_create_that_was_refused_can_be_asked_for_again_where_somebody_can_mend_it() {
    use ErrorKind::{BadRequest, Forbidden, TooLarge, Unauthorized};
    for kind in [Unauthorized, Forbidden, TooLarge] {
        let (mut machine, _) = UploadMachine::start(ORDER);
        let refused = failure(Operation::CreateImage, kind);
        assert_eq!(machine.on(refused), [Command::StopAll]);
        assert_eq!(failed(&machine).record, RecordState::Unmade);
        assert!(!machine.stage().can_delete_record());
        let made = [Command::MakeRecord { anew: false }];
        assert_eq!(machine.on(Event::RetryAsked), made);
        machine.on(Event::RecordMade);
        assert_eq!(machine.stage(), Stage::Moving);
    }
    let (mut machine, _) = UploadMachine::start(ORDER);
    machine.on(failure(Operation::CreateImage, BadRequest));
    assert_eq!(failed(&machine).record, RecordState::None);
    assert!(machine.on(Event::RetryAsked).is_empty());
    // Who has asked too often asks later.
    let (mut machine, _) = UploadMachine::start(ORDER);
    machine.on(failure(Operation::CreateImage, ErrorKind::TooMany));
    assert!(matches!(machine.stage(), Stage::Waiting { .. }));
}

/// Ticks once a second over a span, and collects what they ask for.
pub(super) fn ticks(machine: &mut UploadMachine, from_s: u32, to_s: u32) -> Vec<Command> {
    (from_s..=to_s)
        .flat_map(|second| machine.on(Event::Tick(f64::from(second) * 1000.0)))
        .collect()
}

#[test]
fn storing_may_take_long_and_a_lost_answer_is_found_out() {
    let mut machine = sending();
    machine.on(Event::Sent(SIZE));
    assert_eq!(
        ticks(&mut machine, 0, 65),
        [
            Command::ReadRecord { after_ms: 0 },
            Command::ReadRecord { after_ms: 0 }
        ]
    );
    machine.on(Event::RecordRead(image("saving", None)));
    machine.on(failure(Operation::ShowImage, ErrorKind::NoAnswer));
    assert_eq!(machine.stage(), Stage::Storing);
    machine.on(digest("aa"));
    machine.on(Event::RecordRead(image("active", Some("aa"))));
    assert!(matches!(machine.stage(), Stage::Done(_)));
}

#[test]
fn a_creation_that_was_sent_twice_has_made_our_record() {
    let (mut machine, _) = UploadMachine::start(ORDER);
    machine.on(failure(Operation::CreateImage, ErrorKind::Conflict));
    assert_eq!(machine.stage(), Stage::Moving);
}

#[test]
fn a_session_that_ends_before_the_comparison_can_be_followed_by_another() {
    let mut machine = sending();
    machine.on(Event::Accepted(None));
    machine.on(failure(Operation::ShowImage, ErrorKind::Unauthorized));
    assert_eq!(failed(&machine).record, RecordState::Unverified);
    machine.on(Event::RetryAsked);
    machine.on(Event::RecordRead(image("active", Some("aa"))));
    machine.on(digest("aa"));
    assert!(matches!(machine.stage(), Stage::Done(_)));
}

#[test]
fn an_image_deleted_meanwhile_is_told_as_gone() {
    let mut machine = sending();
    machine.on(failure(Operation::UploadData, ErrorKind::Gone));
    machine.on(failure(Operation::ShowImage, ErrorKind::NotFound));
    assert_eq!(failed(&machine).record, RecordState::Gone);
}

#[test]
fn reading_back_is_given_up_in_the_end() {
    let mut machine = sending();
    machine.on(Event::Accepted(None));
    let mut reads = 0;
    while !machine
        .on(failure(Operation::ShowImage, ErrorKind::NoAnswer))
        .contains(&Command::StopAll)
    {
        reads += 1;
        assert!(reads < 100, "goes on for ever");
    }
    assert_eq!(failed(&machine).record, RecordState::Unverified);
}
