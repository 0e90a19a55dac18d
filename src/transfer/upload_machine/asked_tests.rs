//! The upload engine about what a person asks: to cancel, to stop, to give up.

use super::tests::{LOOK, SIZE, cut, digest, failed, failure, image, sending};
use super::*;
use crate::api::{ErrorKind, Operation};

const GIVE_UP: Event = Event::GiveUpAsked { is_taken: false };

#[test]
fn who_waits_can_try_now_or_stop_and_keep_the_record() {
    let mut machine = sending();
    cut(&mut machine, ErrorKind::NoAnswer);
    assert_eq!(
        machine.on(Event::RetryAsked),
        [Command::ReadRecord { after_ms: 500 }]
    );
    machine.on(Event::RecordRead(image("queued", None)));
    assert_eq!(machine.on(Event::StopAsked), [Command::StopAll]);
    assert_eq!(machine.stage(), Stage::Stopped);
    assert!(machine.stage().is_open() && machine.stage().is_ended());
    assert_eq!(machine.on(GIVE_UP), [LOOK]);
    assert_eq!(
        machine.on(Event::RecordRead(image("queued", None))),
        [Command::DeleteRecord { insist: false }]
    );
    machine.on(Event::RecordDeleted);
    assert_eq!(machine.stage(), Stage::Cancelled);
}

#[test]
fn a_waiting_record_can_be_given_up() {
    let mut machine = sending();
    assert!(machine.on(GIVE_UP).is_empty());
    cut(&mut machine, ErrorKind::Unauthorized);
    assert_eq!(machine.on(GIVE_UP), [LOOK]);
    assert_eq!(
        machine.on(Event::RecordRead(image("queued", None))),
        [Command::StopAll, Command::DeleteRecord { insist: false }]
    );
    assert_eq!(machine.stage(), Stage::Deleting);
    machine.on(Event::RecordDeleted);
    assert_eq!(failed(&machine).record, RecordState::Deleted);
    assert!(machine.on(Event::RetryAsked).is_empty());
}

#[test]
fn cancelling_stops_and_leaves_no_record() {
    let mut machine = sending();
    machine.on(Event::Sent(10));
    assert_eq!(
        machine.on(Event::CancelAsked),
        [Command::StopAll, Command::DeleteRecord { insist: false }]
    );
    // Not before it is true.
    assert_eq!(machine.stage(), Stage::Deleting);
    machine.on(Event::RecordDeleted);
    assert_eq!(machine.stage(), Stage::Cancelled);
    // What was under way reports its end; nothing may come of it.
    assert!(
        machine
            .on(failure(Operation::UploadData, ErrorKind::Cancelled))
            .is_empty()
    );
    assert!(machine.on(Event::Accepted(None)).is_empty());
    assert!(machine.on(Event::CancelAsked).is_empty());
    assert_eq!(machine.stage(), Stage::Cancelled);
}

#[test]
fn a_record_that_cant_be_deleted_is_told_and_can_be_tried_again() {
    let mut machine = sending();
    machine.on(Event::CancelAsked);
    machine.on(failure(Operation::DeleteImage, ErrorKind::NoAnswer));
    assert_eq!(failed(&machine).record, RecordState::NotDeleted);
    assert!(machine.stage().is_open());
    machine.on(GIVE_UP);
    machine.on(Event::RecordRead(image("queued", None)));
    machine.on(Event::RecordDeleted);
    assert_eq!(failed(&machine).record, RecordState::Deleted);
    assert!(!machine.stage().is_open());
}

#[test]
fn what_is_stored_already_is_not_cancelled_away() {
    let mut machine = sending();
    machine.on(Event::Accepted(None));
    assert!(machine.on(Event::CancelAsked).is_empty());
    assert_eq!(machine.stage(), Stage::Verifying);
}

#[test]
fn an_upload_that_is_given_up_takes_no_image_from_the_tab_that_finished_it() {
    let mut machine = sending();
    machine.on(Event::Sent(400));
    machine.on(Event::StopAsked);
    assert_eq!(machine.on(GIVE_UP), [LOOK]);
    let active = Event::RecordRead(image("active", Some("aa")));
    let digested = [Command::Digest(DigestAlgorithm::Sha512)];
    assert_eq!(machine.on(active), digested);
    machine.on(digest("aa"));
    assert!(matches!(machine.stage(), Stage::Done(Verdict::Verified(_))));
}

#[test]
fn an_upload_that_is_given_up_ends_no_other_one_unless_the_person_insists() {
    let mut machine = sending();
    machine.on(Event::StopAsked);
    machine.on(GIVE_UP);
    machine.on(Event::RecordRead(image("saving", None)));
    assert_eq!(failed(&machine).why, Why::Occupied);
    assert_eq!(machine.on(GIVE_UP), [LOOK]);
    let delete = Command::DeleteRecord { insist: false };
    let saving = Event::RecordRead(image("saving", None));
    assert_eq!(machine.on(saving), [Command::StopAll, delete]);
}

#[test]
fn what_is_given_up_and_gone_already_is_no_failure() {
    let mut machine = sending();
    machine.on(Event::StopAsked);
    machine.on(GIVE_UP);
    machine.on(failure(Operation::ShowImage, ErrorKind::NotFound));
    assert_eq!(machine.stage(), Stage::Cancelled);
    let mut machine = sending();
    cut(&mut machine, ErrorKind::Unauthorized);
    machine.on(GIVE_UP);
    machine.on(failure(Operation::ShowImage, ErrorKind::NoAnswer));
    assert_eq!(failed(&machine).record, RecordState::NotDeleted);
    assert!(machine.stage().can_delete_record());
}

#[test]
fn what_was_stopped_after_its_last_byte_may_be_an_image() {
    let stored = || {
        let mut machine = sending();
        machine.on(Event::Sent(SIZE));
        assert_eq!(machine.stage(), Stage::Storing);
        assert_eq!(machine.on(Event::StopAsked), [Command::StopSending, LOOK]);
        machine.on(digest("aa"));
        machine
    };
    let mut machine = stored();
    machine.on(Event::RecordRead(image("active", Some("aa"))));
    assert!(matches!(machine.stage(), Stage::Done(Verdict::Verified(_))));
    let mut machine = stored();
    let queued = Event::RecordRead(image("queued", None));
    assert_eq!(machine.on(queued), [Command::StopAll]);
    assert_eq!(machine.stage(), Stage::Stopped);
}

#[test]
fn an_upload_that_is_given_up_leaves_the_record_to_the_tab_that_is_at_it() {
    // That tab may just be waiting for its next attempt.
    let mut machine = sending();
    machine.on(Event::StopAsked);
    machine.on(Event::GiveUpAsked { is_taken: true });
    assert_eq!(failed(&machine).why, Why::Occupied);
    // Who insists was told of it.
    let insisted = Event::GiveUpAsked { is_taken: true };
    assert_eq!(machine.on(insisted), [LOOK]);
    // Or it stages: the size comes at the end.
    let mut machine = sending();
    machine.on(Event::StopAsked);
    machine.on(GIVE_UP);
    machine.on(Event::RecordRead(image("uploading", None)));
    assert_eq!(failed(&machine).why, Why::Occupied);
}

#[test]
fn a_cancel_before_anything_went_out_looks_at_what_another_has_made_of_the_record() {
    let again = || {
        let mut machine = sending();
        machine.on(Event::Sent(400));
        machine.on(Event::StopAsked);
        machine.on(Event::RetryAsked);
        machine
    };
    let looks = [Command::StopAll, LOOK];
    let mut machine = again();
    assert_eq!(machine.on(Event::CancelAsked), looks);
    machine.on(Event::RecordRead(image("active", Some("aa"))));
    machine.on(digest("aa"));
    assert!(matches!(machine.stage(), Stage::Done(Verdict::Verified(_))));
    let mut machine = again();
    machine.on(Event::RecordRead(image("queued", None)));
    assert_eq!(machine.stage(), Stage::Moving);
    assert_eq!(machine.on(Event::CancelAsked), looks);
    machine.on(Event::RecordRead(image("saving", None)));
    assert_eq!(failed(&machine).why, Why::Occupied);
    // What it has begun to send is its own.
    let mut machine = again();
    machine.on(Event::RecordRead(image("queued", None)));
    machine.on(Event::Sent(10));
    assert_eq!(
        machine.on(Event::CancelAsked),
        [Command::StopAll, Command::DeleteRecord { insist: false }]
    );
}

#[test]
fn a_cancel_while_the_record_is_replaced_makes_no_other_one() {
    for asked in [Event::CancelAsked, Event::StopAsked] {
        let mut machine = sending();
        machine.on(Event::Sent(400));
        machine.on(failure(Operation::UploadData, ErrorKind::NoAnswer));
        for _ in 0..16 {
            machine.on(Event::RecordRead(image("saving", None)));
        }
        assert_eq!(machine.stage(), Stage::Deleting);
        assert_eq!(machine.on(asked), []);
        assert_eq!(machine.on(Event::RecordDeleted), []);
        assert_eq!(machine.stage(), Stage::Cancelled);
        assert_eq!(machine.on(Event::Tick(1e9)), []);
    }
}
