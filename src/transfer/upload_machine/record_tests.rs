//! The upload engine about records: staged and imported, replaced, abandoned.

use super::tests::{ORDER, SIZE, cut, digest, failed, failure, image, sending_to};
use super::*;
use crate::api::{ErrorKind, Operation};

const READ: Command = Command::ReadRecord { after_ms: 1000 };

fn staged() -> UploadMachine {
    sending_to(Order {
        is_staged: true,
        ..ORDER
    })
}

/// Staged whole, as the record shows it; `lock`: an import is at work on it.
fn staged_record(status: &str, lock: bool) -> Box<Image> {
    let mut image = image(status, None);
    image.size = (status == "uploading").then_some(SIZE);
    if lock {
        let name = "os_glance_import_task".to_owned();
        image.other.insert(name, "task-1".into());
    }
    image
}

fn importing() -> UploadMachine {
    let mut machine = staged();
    machine.on(digest("aa"));
    assert_eq!(machine.on(Event::Accepted(None)), [Command::Import]);
    assert_eq!(machine.stage(), Stage::Importing);
    assert_eq!(
        machine.on(Event::ImportBegun),
        [Command::ReadRecord { after_ms: 500 }]
    );
    machine
}

#[test]
fn what_was_staged_is_imported_and_proven() {
    let mut machine = importing();
    for record in [
        staged_record("uploading", true),
        staged_record("importing", true),
    ] {
        assert_eq!(machine.on(Event::RecordRead(record)), [READ]);
        assert_eq!(machine.stage(), Stage::Importing);
    }
    machine.on(Event::RecordRead(image("active", Some("aa"))));
    assert!(matches!(machine.stage(), Stage::Done(Verdict::Verified(_))));
}

#[test]
fn an_import_that_is_refused_is_asked_for_again_without_sending_again() {
    let mut machine = staged();
    machine.on(Event::Tick(0.0));
    machine.on(Event::Accepted(None));
    machine.on(failure(Operation::ImportImage, ErrorKind::Forbidden));
    let record = || Event::RecordRead(staged_record("uploading", false));
    assert_eq!(machine.on(record()), [Command::StopAll]);
    assert_eq!(failed(&machine).record, RecordState::Waiting);
    machine.on(Event::RetryAsked);
    assert_eq!(machine.on(record()), [Command::Import]);
}

#[test]
fn an_answer_lost_while_staging_or_importing_is_found_out() {
    let mut machine = staged();
    machine.on(failure(Operation::StageData, ErrorKind::NoAnswer));
    machine.on(Event::RecordRead(staged_record("uploading", false)));
    assert!(matches!(machine.stage(), Stage::Waiting { .. }));
    machine.on(Event::RetryAsked);
    let whole = Event::RecordRead(staged_record("uploading", false));
    assert_eq!(machine.on(whole), [Command::Import]);
    machine.on(failure(Operation::ImportImage, ErrorKind::NoAnswer));
    let busy = Event::RecordRead(staged_record("importing", true));
    assert_eq!(machine.on(busy), [READ]);
    assert_eq!(machine.stage(), Stage::Importing);
}

#[test]
fn a_stage_that_is_not_whole_is_never_imported() {
    let mut machine = staged();
    machine.on(Event::Sent(400));
    machine.on(failure(Operation::StageData, ErrorKind::NoAnswer));
    let mut half = staged_record("uploading", false);
    half.size = None;
    assert_eq!(machine.on(Event::RecordRead(half)), [READ]);
    assert_eq!(machine.stage(), Stage::Settling);
}

#[test]
fn an_import_that_failed_says_so_and_leaves_the_record_to_try_again() {
    let mut machine = importing();
    machine.on(Event::RecordRead(staged_record("queued", false)));
    assert_eq!(failed(&machine).why, Why::ImportFailed);
    assert_eq!(failed(&machine).record, RecordState::Waiting);
}

#[test]
fn an_import_that_is_stuck_for_ever_is_noticed_and_its_record_deleted() {
    let mut machine = importing();
    let stuck = || Event::RecordRead(staged_record("importing", false));
    let mut looks = 0;
    let last = loop {
        looks += 1;
        match machine.on(stuck()) {
            commands if commands == [READ] && looks < 100 => {}
            commands => break commands,
        }
    };
    assert_eq!(
        last,
        [Command::StopAll, Command::DeleteRecord { insist: false }]
    );
    machine.on(Event::RecordDeleted);
    assert_eq!(failed(&machine).why, Why::ImportFailed);
    assert_eq!(failed(&machine).record, RecordState::Deleted);
}

#[test]
fn a_record_that_the_service_abandoned_is_replaced_and_never_two_are_left() {
    let mut machine = sending_to(ORDER);
    machine.on(Event::Tick(0.0));
    machine.on(Event::Sent(400));
    machine.on(failure(Operation::UploadData, ErrorKind::NoAnswer));
    let saving = || Event::RecordRead(image("saving", None));
    let mut looks = 0;
    let last = loop {
        looks += 1;
        match machine.on(saving()) {
            commands if matches!(commands[..], [Command::ReadRecord { .. }]) && looks < 1000 => {}
            commands => break commands,
        }
    };
    assert_eq!(
        last,
        [Command::StopAll, Command::DeleteRecord { insist: false }]
    );
    assert_eq!(machine.on(Event::RecordDeleted), []);
    let next = machine.on(Event::Tick(2_000.0));
    assert_eq!(next, [Command::MakeRecord { anew: true }]);
    assert_eq!(
        machine.on(Event::RecordMade),
        [Command::SendFile, Command::Digest(DigestAlgorithm::Sha512)]
    );
}

#[test]
fn a_slow_store_is_given_its_time_and_then_a_person_decides() {
    let mut machine = sending_to(ORDER);
    machine.on(Event::Sent(SIZE));
    machine.on(failure(Operation::UploadData, ErrorKind::NoAnswer));
    let mut waited_ms = 0;
    while !machine.stage().is_ended() {
        for command in machine.on(Event::RecordRead(image("saving", None))) {
            if let Command::ReadRecord { after_ms } = command {
                waited_ms += after_ms;
            }
        }
        assert!(waited_ms < 3_600_000, "an hour and no end");
    }
    assert!(waited_ms > 600_000, "only {waited_ms} ms");
    assert_eq!(failed(&machine).record, RecordState::Unknown);
    assert!(machine.stage().can_retry() && machine.stage().can_delete_record());
}

#[test]
fn a_poisoned_record_is_replaced_where_another_attempt_may_help() {
    let mut poisoned = image("queued", None);
    poisoned.checksum = Some("d41d".to_owned());
    let mut machine = sending_to(ORDER);
    machine.on(Event::Tick(0.0));
    machine.on(failure(Operation::UploadData, ErrorKind::NoAnswer));
    assert_eq!(
        machine.on(Event::RecordRead(poisoned)),
        [Command::StopAll, Command::DeleteRecord { insist: false }]
    );
    // A record that can't be deleted is not left behind for a second one.
    machine.on(failure(Operation::DeleteImage, ErrorKind::Forbidden));
    assert_eq!(failed(&machine).record, RecordState::NotDeleted);
}

#[test]
fn a_token_that_was_renewed_is_a_reason_to_try_again_once() {
    let mut machine = sending_to(ORDER);
    machine.on(Event::Tick(0.0));
    machine.on(Event::TokenRenewed);
    assert_eq!(cut(&mut machine, ErrorKind::Unauthorized), []);
    assert!(matches!(machine.stage(), Stage::Waiting { .. }));
    machine.on(Event::Tick(2_000.0));
    machine.on(Event::RecordRead(image("queued", None)));
    cut(&mut machine, ErrorKind::Unauthorized);
    assert_eq!(failed(&machine).record, RecordState::Waiting);
}

/// Looks at a record that is always the same, until that leads to something else.
fn looks_until_end(machine: &mut UploadMachine, record: &Image) -> Vec<Command> {
    for _ in 0..1000 {
        match machine.on(Event::RecordRead(Box::new(record.clone()))) {
            commands if matches!(commands[..], [Command::ReadRecord { .. }]) => {}
            commands => return commands,
        }
    }
    panic!("looks for ever");
}

#[test]
fn a_record_that_somebody_else_uploads_to_is_left_to_them() {
    let saving = image("saving", None);
    // Stopped here; asked to go on, while another tab sends.
    let mut machine = sending_to(ORDER);
    machine.on(Event::Sent(400));
    machine.on(Event::StopAsked);
    machine.on(Event::RetryAsked);
    assert_eq!(looks_until_end(&mut machine, &saving), [Command::StopAll]);
    assert_eq!(failed(&machine).why, Why::Occupied);
    assert!(machine.stage().can_retry() && machine.stage().can_delete_record());
    // Both began at once, and the service took the other's.
    let mut machine = sending_to(ORDER);
    machine.on(Event::Sent(400));
    machine.on(failure(Operation::UploadData, ErrorKind::Conflict));
    assert_eq!(looks_until_end(&mut machine, &saving), [Command::StopAll]);
    assert_eq!(failed(&machine).why, Why::Occupied);
    // What they sent may be the same file.
    machine.on(Event::RetryAsked);
    machine.on(digest("aa"));
    machine.on(Event::RecordRead(image("active", Some("aa"))));
    assert!(matches!(machine.stage(), Stage::Done(Verdict::Verified(_))));
}

#[test]
fn a_body_that_nobody_took_is_not_waited_for_without_end() {
    let mut machine = sending_to(ORDER);
    machine.on(Event::Sent(SIZE));
    assert_eq!(machine.stage(), Stage::Storing);
    let waiting = || Event::RecordRead(image("queued", None));
    assert!(machine.on(waiting()).is_empty());
    // It is being stored after all, which may take long.
    for _ in 0..100 {
        assert!(
            machine
                .on(Event::RecordRead(image("saving", None)))
                .is_empty()
        );
    }
    assert!(machine.on(waiting()).is_empty());
    assert!(machine.on(waiting()).is_empty());
    assert_eq!(
        machine.on(waiting()),
        [Command::StopSending, Command::ReadRecord { after_ms: 500 }]
    );
    machine.on(Event::Tick(0.0));
    machine.on(waiting());
    assert!(matches!(machine.stage(), Stage::Waiting { .. }));
}

#[test]
fn a_record_that_goes_while_its_body_is_stored_is_told_as_gone() {
    let mut machine = sending_to(ORDER);
    machine.on(Event::Sent(SIZE));
    assert_eq!(
        machine.on(failure(Operation::ShowImage, ErrorKind::NotFound)),
        [Command::StopAll]
    );
    assert_eq!(failed(&machine).record, RecordState::Gone);
}

#[test]
fn nothing_is_sent_while_another_tab_has_the_record() {
    let (mut machine, _) = UploadMachine::resume(ORDER);
    let queued = machine.on(Event::RecordRead(image("queued", None)));
    assert_eq!(queued, [Command::SendFile]);
    assert_eq!(machine.on(Event::Taken), [Command::StopAll]);
    assert_eq!(failed(&machine).why, Why::Occupied);
}

#[test]
fn of_two_that_send_at_once_the_one_cut_off_leaves_the_record_to_the_other() {
    const LARGE: Order = Order {
        file_bytes: 1 << 30,
        ..ORDER
    };
    let saving = image("saving", None);
    // Both go on with a record of an earlier visit; the refusal can't be read.
    let resumed_after = |sent: u64| {
        let (mut machine, _) = UploadMachine::resume(LARGE);
        machine.on(Event::RecordRead(image("queued", None)));
        machine.on(Event::Sent(sent));
        machine.on(failure(Operation::UploadData, ErrorKind::NoAnswer));
        let commands = looks_until_end(&mut machine, &saving);
        (machine, commands)
    };
    let (machine, commands) = resumed_after(2 << 20);
    assert_eq!(commands, [Command::StopAll]);
    assert_eq!(failed(&machine).why, Why::Occupied);
    // So much goes only to a service that takes it: it went away in the middle.
    let (_, commands) = resumed_after(600 << 20);
    let delete = Command::DeleteRecord { insist: false };
    assert_eq!(commands, [Command::StopAll, delete]);
}
