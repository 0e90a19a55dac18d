//! The upload engine about its proof: digest, size, and what is said of them.

use super::tests::{ORDER, SIZE, cut, digest, failed, failure, image, sending, stored_to_protect};
use super::*;
use crate::api::{ErrorKind, Operation};

#[test]
fn done_is_said_only_after_image_and_digest_agree() {
    for digest_first in [true, false] {
        let mut machine = sending();
        machine.on(Event::Sent(SIZE));
        assert_eq!(machine.stage(), Stage::Storing);
        assert_eq!(
            machine.on(Event::Accepted(None)),
            [Command::ReadRecord { after_ms: 0 }]
        );
        let (first, second) = if digest_first {
            (digest("aa"), Event::RecordRead(image("active", Some("AA"))))
        } else {
            (Event::RecordRead(image("active", Some("AA"))), digest("aa"))
        };
        machine.on(first);
        assert_eq!(machine.stage(), Stage::Verifying);
        machine.on(second);
        let verified = Stage::Done(Verdict::Verified(DigestAlgorithm::Sha512));
        assert_eq!(machine.stage(), verified);
    }
}

#[test]
fn the_digest_keeps_in_step_with_what_is_sent() {
    const MIB: u64 = 1 << 20;
    let (mut machine, _) = UploadMachine::start(Order {
        file_bytes: 6 << 30,
        ..ORDER
    });
    assert_eq!(machine.digest_limit(), None);
    machine.on(Event::RecordMade);
    assert_eq!(machine.digest_limit(), Some(64 * MIB));
    machine.on(Event::Sent(101 * MIB));
    assert_eq!(machine.digest_limit(), Some(164 * MIB));
    // While a broken upload waits for another attempt, the time is used.
    machine.on(failure(Operation::UploadData, ErrorKind::NoAnswer));
    assert_eq!(machine.digest_limit(), None);
}

#[test]
fn the_digest_goes_on_freely_once_all_is_sent() {
    let mut machine = sending();
    machine.on(Event::Sent(SIZE));
    assert_eq!(machine.digest_limit(), None);
}

#[test]
fn other_bytes_than_ours_are_a_failure() {
    let mut machine = sending();
    machine.on(Event::Accepted(None));
    machine.on(digest("aa"));
    machine.on(Event::RecordRead(image("active", Some("bb"))));
    assert!(matches!(failed(&machine).why, Why::BytesDiffer { .. }));
    assert_eq!(failed(&machine).record, RecordState::Stored);
}

#[test]
fn another_size_than_ours_is_a_failure_whatever_the_hash() {
    let mut machine = sending();
    machine.on(Event::Accepted(None));
    machine.on(digest("aa"));
    let mut other = image("active", Some("aa"));
    other.size = Some(SIZE - 1);
    machine.on(Event::RecordRead(other));
    assert!(matches!(failed(&machine).why, Why::SizeDiffers { .. }));
}

#[test]
fn a_cloud_that_hashes_otherwise_has_the_file_read_again() {
    let mut machine = sending();
    machine.on(Event::Accepted(None));
    machine.on(digest("aa"));
    let mut sha256 = image("active", Some("cc"));
    sha256.os_hash_algo = Some("sha256".to_owned());
    assert_eq!(
        machine.on(Event::RecordRead(sha256)),
        [Command::Digest(DigestAlgorithm::Sha256)]
    );
    assert_eq!(machine.stage(), Stage::Verifying);
    machine.on(Event::Digest(DigestAlgorithm::Sha256, "cc".to_owned()));
    let verified = Stage::Done(Verdict::Verified(DigestAlgorithm::Sha256));
    assert_eq!(machine.stage(), verified);
}

#[test]
fn a_cloud_without_hashes_is_told_and_not_called_verified() {
    let mut machine = sending();
    machine.on(Event::Accepted(None));
    let mut bare = image("active", None);
    bare.size = Some(SIZE);
    machine.on(Event::RecordRead(bare));
    assert_eq!(machine.stage(), Stage::Done(Verdict::NoHashGiven));
}

#[test]
fn stored_but_not_digested_is_said_as_it_is() {
    let mut machine = sending();
    machine.on(Event::DigestFailed(WorkerFailure::FileUnreadable(
        "gone".to_owned(),
    )));
    assert_eq!(machine.stage(), Stage::Moving);
    machine.on(Event::Accepted(None));
    machine.on(Event::RecordRead(image("active", Some("aa"))));
    assert!(matches!(failed(&machine).why, Why::NotDigested(_)));
    assert_eq!(failed(&machine).record, RecordState::Stored);
}

fn file_lost() -> Event {
    Event::DigestFailed(WorkerFailure::FileUnreadable("gone".to_owned()))
}

#[test]
fn a_file_that_can_not_be_read_is_not_sent_again() {
    // Found out before the record is looked at.
    let mut machine = sending();
    machine.on(file_lost());
    cut(&mut machine, ErrorKind::NoAnswer);
    assert!(matches!(failed(&machine).why, Why::FileLost(_)));
    assert_eq!(failed(&machine).record, RecordState::Waiting);

    // And while another attempt is waited for.
    for found in [file_lost(), Event::FileLost(WorkerFailure::FileChanged)] {
        let mut machine = sending();
        cut(&mut machine, ErrorKind::NoAnswer);
        assert!(matches!(machine.stage(), Stage::Waiting { .. }));
        assert_eq!(machine.on(found), [Command::StopAll]);
        assert!(matches!(failed(&machine).why, Why::FileLost(_)));
    }
}

#[test]
fn a_digest_that_failed_for_another_reason_keeps_nothing_from_being_sent_again() {
    let mut machine = sending();
    machine.on(Event::DigestFailed(
        WorkerFailure::NotStarted(String::new()),
    ));
    cut(&mut machine, ErrorKind::NoAnswer);
    assert!(matches!(machine.stage(), Stage::Waiting { .. }));
}

#[test]
fn what_the_service_refused_is_told_whatever_became_of_the_file() {
    let mut machine = sending();
    machine.on(file_lost());
    cut(&mut machine, ErrorKind::Forbidden);
    assert!(matches!(failed(&machine).why, Why::Call(_)));
}

#[test]
fn a_file_that_was_digested_before_it_was_lost_is_not_sent_again_either() {
    let gone = || Event::FileLost(WorkerFailure::FileUnreadable("gone".to_owned()));
    for kind in [ErrorKind::NoAnswer, ErrorKind::ServerFault] {
        let mut machine = sending();
        machine.on(digest("aa"));
        assert!(machine.on(gone()).is_empty());
        assert_eq!(cut(&mut machine, kind), [Command::StopAll], "{kind:?}");
        assert!(matches!(failed(&machine).why, Why::FileLost(_)));
        assert_eq!(failed(&machine).record, RecordState::Waiting);
    }
    // The answer got lost, but every byte had gone before the file.
    let mut machine = sending();
    machine.on(digest("aa"));
    machine.on(gone());
    machine.on(failure(Operation::UploadData, ErrorKind::NoAnswer));
    machine.on(Event::RecordRead(image("active", Some("aa"))));
    assert!(matches!(machine.stage(), Stage::Done(Verdict::Verified(_))));
}

#[test]
fn protection_is_asked_for_again_where_that_may_help_and_its_failure_takes_no_proof_away() {
    let proven = || {
        let mut machine = stored_to_protect();
        machine.on(digest("aa"));
        machine
    };
    let lost = |kind| failure(Operation::UpdateImage, kind);
    let mut machine = proven();
    assert_eq!(
        machine.on(lost(ErrorKind::Unavailable)),
        [Command::Protect { after_ms: 1000 }]
    );
    machine.on(Event::Protected);
    assert!(matches!(machine.stage(), Stage::Done(Verdict::Verified(_))));
    let mut machine = proven();
    machine.on(lost(ErrorKind::Forbidden));
    assert_eq!(failed(&machine).record, RecordState::Unprotected);
    assert!(machine.proven().is_some());
    let mut machine = proven();
    let asked = (0..20).filter(|_| !machine.on(lost(ErrorKind::NoAnswer)).is_empty());
    assert_eq!(asked.count(), 8, "without end, or not at all");
    assert!(machine.proven().is_some());
}
