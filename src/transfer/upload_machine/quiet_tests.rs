//! The upload engine while nothing moves: lines that stall, services that tire of waiting,
//! computers that sleep.

use super::tests::{SIZE, digest, failed, image, refuse, sending, ticks};
use super::*;
use crate::api::ErrorKind;

#[test]
fn a_minute_without_a_byte_is_a_stall_and_the_digest_goes_on() {
    let mut machine = sending();
    assert!(ticks(&mut machine, 0, 59).is_empty());
    machine.on(Event::Sent(500));
    assert!(ticks(&mut machine, 60, 119).is_empty());
    assert_eq!(
        ticks(&mut machine, 120, 120),
        [Command::StopSending, Command::ReadRecord { after_ms: 500 }]
    );
    machine.on(Event::RecordRead(image("active", Some("aa"))));
    machine.on(digest("aa"));
    assert!(matches!(machine.stage(), Stage::Done(_)));
}

#[test]
fn a_service_that_tired_of_waiting_for_a_byte_is_asked_again() {
    let kind = |machine: &UploadMachine| match machine.stage() {
        Stage::Waiting {
            why: Why::Call(error),
            ..
        } => error.kind,
        other => panic!("{other:?}"),
    };
    let mut machine = sending();
    machine.on(Event::Sent(500));
    ticks(&mut machine, 0, 45);
    refuse(&mut machine, ErrorKind::ServerFault);
    assert_eq!(kind(&machine), ErrorKind::BodyTooSlow);
    // As Firefox counts.
    let mut machine = sending();
    ticks(&mut machine, 0, 45);
    machine.on(Event::Sent(SIZE));
    refuse(&mut machine, ErrorKind::ServerFault);
    assert_eq!(kind(&machine), ErrorKind::BodyTooSlow);
    // A service that failed for its own reasons: soon, or while it stored.
    let mut machine = sending();
    ticks(&mut machine, 0, 20);
    refuse(&mut machine, ErrorKind::ServerFault);
    assert!(matches!(failed(&machine).why, Why::Call(_)));
    let mut machine = sending();
    machine.on(Event::Sent(SIZE));
    ticks(&mut machine, 0, 45);
    refuse(&mut machine, ErrorKind::ServerFault);
    assert!(matches!(failed(&machine).why, Why::Call(_)));
}

#[test]
fn a_computer_that_slept_is_no_stall() {
    let mut machine = sending();
    ticks(&mut machine, 0, 5);
    assert!(ticks(&mut machine, 4000, 4059).is_empty());
    assert!(!ticks(&mut machine, 4060, 4061).is_empty());
}

#[test]
fn a_stall_is_noticed_where_the_browser_lets_a_hidden_page_tick_once_a_minute() {
    let mut machine = sending();
    ticks(&mut machine, 0, 5);
    let late = |machine: &mut UploadMachine, minute: u32| ticks(machine, minute * 60, minute * 60);
    assert!(late(&mut machine, 1).is_empty());
    assert!(late(&mut machine, 2).contains(&Command::StopSending));
}
