//! The machine, step by step.

use super::*;

pub(super) const MIB: u64 = 1 << 20;
pub(super) const SIZE: u64 = 100 * MIB + 5;
pub(super) const BOUNDS: Bounds = Bounds {
    most_lanes: 3,
    most_bytes: 64 * MIB,
};
pub(super) const FITS: Answer = Answer::Partial {
    from: None,
    total: None,
    bytes: None,
};

pub(super) fn machine() -> DownloadMachine {
    DownloadMachine::new(SIZE, Coverage::default(), BOUNDS)
}

pub(super) fn fetch(machine: &mut DownloadMachine, now_ms: u64) -> (u32, Option<Span>) {
    match machine.next(now_ms) {
        Step::Fetch { lane, range } => (lane, range),
        step => panic!("{step:?} instead of a request: {machine:?}"),
    }
}

pub(super) fn land(machine: &mut DownloadMachine, lane: u32, bytes: u64, now_ms: u64) -> Place {
    let place = machine.place(lane, bytes).expect("is under way");
    machine.landed(lane, place, now_ms);
    place
}

/// Under way: the first range, answered.
pub(super) fn begun() -> (DownloadMachine, u32, Span) {
    let mut machine = machine();
    let (lane, range) = fetch(&mut machine, 0);
    assert_eq!(
        machine.next(0),
        Step::Wait { ms: None },
        "asks before it knows"
    );
    assert_eq!(machine.answered(lane, FITS, 0), Meaning::TakeBytes);
    (machine, lane, range.expect("is ranged"))
}

#[test]
fn a_store_with_ranges_is_asked_by_two_at_once_for_neighbouring_bytes() {
    let (mut machine, _, first) = begun();
    let (_, second) = fetch(&mut machine, 0);
    assert_eq!(first.from, 0);
    assert_eq!(second.expect("is ranged").from, first.to);
    assert_eq!(machine.next(0), Step::Wait { ms: None });
}

#[test]
fn a_store_without_ranges_is_read_whole_and_skips_what_is_there() {
    let mut machine = machine();
    let (lane, _) = fetch(&mut machine, 0);
    machine
        .ended(lane, LaneEnd::RangeRefused, 0)
        .expect("goes on");
    let (lane, range) = fetch(&mut machine, 0);
    assert_eq!(range, None);
    let whole = Answer::Whole { bytes: Some(SIZE) };
    assert_eq!(machine.answered(lane, whole, 0), Meaning::TakeBytes);
    assert_eq!(
        machine.next(0),
        Step::Wait { ms: None },
        "one answer is all"
    );
    land(&mut machine, lane, 3 * MIB, 0);
    machine.ended(lane, LaneEnd::Broken, 0).expect("goes on");
    let (lane, range) = fetch(&mut machine, 500);
    assert_eq!(range, None);
    machine.answered(lane, whole, 500);
    assert_eq!(land(&mut machine, lane, 2 * MIB, 500).take, 0);
    let place = land(&mut machine, lane, 2 * MIB, 500);
    assert_eq!((place.skip, place.at, place.take), (MIB, 3 * MIB, MIB));
}

#[test]
fn a_server_that_answers_with_a_part_nobody_asked_for_is_given_up() {
    let mut machine = DownloadMachine::new(MIB, Coverage::default(), BOUNDS);
    let mut now = 0;
    for attempt in 0.. {
        assert!(attempt < 20, "goes on for ever");
        now += 60_000;
        let (lane, range) = fetch(&mut machine, now);
        assert_eq!(range, None);
        assert_eq!(machine.answered(lane, FITS, now), Meaning::LetGo);
        if machine.ended(lane, LaneEnd::InPeace, now).is_err() {
            break;
        }
    }
}

#[test]
fn what_may_be_in_the_digest_is_not_written_again() {
    let (mut machine, first, _) = begun();
    land(&mut machine, first, MIB, 0);
    let (second, _) = fetch(&mut machine, 0);
    let whole = Answer::Whole { bytes: Some(SIZE) };
    assert_eq!(machine.answered(second, whole, 0), Meaning::TakeBytes);
    // It overtakes the first, which brings its bytes late, and perhaps wrong.
    land(&mut machine, second, 5 * MIB, 0);
    let late = land(&mut machine, first, MIB, 0);
    assert_eq!((late.skip, late.take), (MIB, 0));
    assert_eq!(land(&mut machine, first, 4 * MIB, 0).take, MIB);
}

#[test]
fn what_fits_one_request_is_asked_for_without_a_range_but_finished_with_one() {
    let mut machine = DownloadMachine::new(MIB, Coverage::default(), BOUNDS);
    let (lane, range) = fetch(&mut machine, 0);
    assert_eq!(range, None);
    machine.answered(lane, Answer::Whole { bytes: None }, 0);
    land(&mut machine, lane, 10, 0);
    machine.ended(lane, LaneEnd::Broken, 0).expect("goes on");
    let (_, range) = fetch(&mut machine, 500);
    assert_eq!(range, Some(Span { from: 10, to: MIB }));
}

#[test]
fn a_server_that_ignores_ranges_is_read_once() {
    let (mut machine, first, _) = begun();
    land(&mut machine, first, MIB, 0);
    let (second, _) = fetch(&mut machine, 0);
    let whole = Answer::Whole { bytes: Some(SIZE) };
    assert_eq!(machine.answered(second, whole, 0), Meaning::TakeBytes);
    // From its first byte on, which is there.
    assert_eq!(land(&mut machine, second, MIB, 0).skip, MIB);
    machine.ended(first, LaneEnd::Broken, 0).expect("goes on");
    assert_eq!(machine.next(10_000), Step::Wait { ms: None });
}

#[test]
fn other_ranges_than_asked_for_are_let_go_and_ranges_no_longer_trusted() {
    for lie in [
        Answer::Partial {
            from: Some(1),
            total: Some(SIZE),
            bytes: None,
        },
        Answer::Partial {
            from: Some(0),
            total: Some(SIZE + 1),
            bytes: None,
        },
        Answer::Partial {
            from: None,
            total: None,
            bytes: Some(17),
        },
    ] {
        let mut machine = machine();
        let (lane, _) = fetch(&mut machine, 0);
        assert_eq!(machine.answered(lane, lie, 0), Meaning::LetGo);
        assert_eq!(machine.place(lane, 17), None, "takes it all the same");
        assert_eq!(fetch(&mut machine, 0).1, None);
    }
}

#[test]
fn data_of_another_size_is_told() {
    let mut machine = machine();
    let (lane, _) = fetch(&mut machine, 0);
    let answer = Answer::Whole { bytes: Some(7) };
    assert_eq!(machine.answered(lane, answer, 0), Meaning::OtherSize(7));
}

#[test]
fn more_than_asked_for_is_not_taken() {
    let (machine, lane, range) = begun();
    let place = machine.place(lane, range.len() + 99).expect("is under way");
    assert_eq!((place.take, place.is_last), (range.len(), true));
}

#[test]
fn a_refused_token_waits_for_another_and_loses_nothing() {
    let (mut machine, lane, _) = begun();
    land(&mut machine, lane, MIB, 0);
    let (second, range) = fetch(&mut machine, 0);
    machine
        .ended(second, LaneEnd::TokenRefused, 0)
        .expect("goes on");
    assert_eq!(machine.next(100_000), Step::Wait { ms: None });
    machine.token_given();
    assert_eq!(fetch(&mut machine, 100_000).1, range);
}

#[test]
fn a_pause_ends_what_runs_and_goes_on_where_it_was() {
    let (mut machine, lane, _) = begun();
    land(&mut machine, lane, MIB, 0);
    assert_eq!(machine.pause(true), [lane]);
    assert_eq!(machine.place(lane, 5), None, "takes what comes late");
    assert_eq!(machine.next(0), Step::Wait { ms: None });
    machine.pause(false);
    assert_eq!(fetch(&mut machine, 0).1.map(|span| span.from), Some(MIB));
}

#[test]
fn silence_is_told_but_not_before_an_answer() {
    let (mut machine, lane, _) = begun();
    let (waits_for_answer, _) = fetch(&mut machine, 0);
    assert!(machine.stalled(29_999).is_empty());
    assert_eq!(machine.stalled(30_000), [lane]);
    machine.answered(waits_for_answer, FITS, 30_000);
    land(&mut machine, lane, 1, 30_000);
    assert!(machine.stalled(59_999).is_empty());
}

#[test]
fn the_last_of_a_slow_request_is_shared() {
    let size = 2 * LEAST_BYTES;
    let mut machine = DownloadMachine::new(size, Coverage::default(), BOUNDS);
    let (slow, _) = fetch(&mut machine, 0);
    machine.answered(slow, FITS, 0);
    let (quick, range) = fetch(&mut machine, 0);
    machine.answered(quick, FITS, 0);
    land(&mut machine, quick, range.expect("is ranged").len(), 0);
    machine.ended(quick, LaneEnd::InPeace, 0).expect("goes on");
    let (_, half) = fetch(&mut machine, 0);
    let half = half.expect("is ranged");
    assert_eq!((half.from, half.to), (LEAST_BYTES / 2, LEAST_BYTES));
    let place = machine.place(slow, LEAST_BYTES).expect("is under way");
    assert_eq!((place.take, place.is_last), (LEAST_BYTES / 2, true));
}
