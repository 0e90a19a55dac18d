//! The machine, step by step.

use super::*;

const MIB: u64 = 1 << 20;
const SIZE: u64 = 100 * MIB + 5;
const BOUNDS: Bounds = Bounds {
    most_lanes: 3,
    most_bytes: 64 * MIB,
};
const FITS: Answer = Answer::Partial {
    from: None,
    total: None,
    bytes: None,
};

fn machine() -> DownloadMachine {
    DownloadMachine::new(SIZE, Coverage::default(), BOUNDS)
}

/// One request at a time.
fn narrow() -> DownloadMachine {
    let bounds = Bounds {
        most_lanes: 1,
        ..BOUNDS
    };
    DownloadMachine::new(SIZE, Coverage::default(), bounds)
}

fn fetch(machine: &mut DownloadMachine, now_ms: u64) -> (u32, Option<Span>) {
    match machine.next(now_ms) {
        Step::Fetch { lane, range } => (lane, range),
        step => panic!("{step:?} instead of a request: {machine:?}"),
    }
}

fn land(machine: &mut DownloadMachine, lane: u32, bytes: u64, now_ms: u64) -> Place {
    let place = machine.place(lane, bytes).expect("is under way");
    machine.landed(lane, place, now_ms);
    place
}

/// Under way: the first range, answered.
fn begun() -> (DownloadMachine, u32, Span) {
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
fn a_break_goes_on_from_the_very_byte_and_waits_longer_each_time() {
    let mut machine = narrow();
    let (lane, _) = fetch(&mut machine, 0);
    machine.answered(lane, FITS, 0);
    land(&mut machine, lane, 1000, 0);
    let (mut now, mut waits, mut lane) = (0, Vec::new(), lane);
    while machine.ended(lane, LaneEnd::Broken, now).is_ok() {
        let Step::Wait { ms: Some(ms) } = machine.next(now) else {
            panic!("asks at once");
        };
        let attempt = u32::try_from(waits.len()).expect("is small") + 2;
        assert_eq!(machine.waiting(now), Some((attempt, ms)));
        waits.push(ms);
        now += ms;
        let (next, range) = fetch(&mut machine, now);
        assert_eq!(range.expect("is ranged").from, 1000);
        lane = next;
    }
    assert_eq!(
        waits,
        [
            500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000, 30000, 30000, 30000
        ]
    );
}

#[test]
fn one_weather_that_hits_all_lanes_is_one_break() {
    let (mut machine, first, _) = begun();
    let (second, _) = fetch(&mut machine, 0);
    machine.ended(first, LaneEnd::Broken, 10).expect("goes on");
    machine.ended(second, LaneEnd::Broken, 20).expect("goes on");
    assert_eq!(machine.waiting(20), Some((2, 490)));
    // Whoever doesn't want to wait begins anew.
    machine.try_now();
    fetch(&mut machine, 20);
}

#[test]
fn a_part_that_breaks_waits_alone_while_others_go_on() {
    let (mut machine, first, span) = begun();
    let (second, after) = fetch(&mut machine, 0);
    machine.answered(second, FITS, 0);
    let after = after.expect("is ranged");
    land(&mut machine, first, MIB, 0);
    machine.ended(first, LaneEnd::Broken, 0).expect("goes on");
    assert_eq!(machine.waiting(0), None, "one still brings bytes");
    // Its place among the requests at a time is kept for it.
    assert_eq!(machine.next(0), Step::Wait { ms: Some(500) });
    land(&mut machine, second, after.len(), 100);
    machine
        .ended(second, LaneEnd::InPeace, 100)
        .expect("goes on");
    let (third, range) = fetch(&mut machine, 100);
    machine.answered(third, FITS, 100);
    assert_eq!(range.map(|range| range.from), Some(after.to));
    let (again, range) = fetch(&mut machine, 500);
    let rest = Span {
        from: MIB,
        to: span.to,
    };
    assert_eq!(range, Some(rest));
    // Bytes of the others don't shorten its pauses.
    land(&mut machine, third, MIB, 500);
    machine.ended(again, LaneEnd::Broken, 500).expect("goes on");
    assert_eq!(machine.next(500), Step::Wait { ms: Some(1000) });
}

#[test]
fn a_part_that_never_comes_is_given_up_once_nothing_else_does() {
    let (mut machine, bad, _) = begun();
    let (good, _) = fetch(&mut machine, 0);
    machine.answered(good, FITS, 0);
    let (mut now, mut bad) = (0, bad);
    for _ in 0..20 {
        machine.ended(bad, LaneEnd::Broken, now).expect("goes on");
        now += 30_000;
        land(&mut machine, good, 1000, now);
        (bad, _) = fetch(&mut machine, now);
    }
    machine.ended(good, LaneEnd::Broken, now).expect("goes on");
    assert_eq!(machine.ended(bad, LaneEnd::Broken, now), Err(GivenUp));
}

#[test]
fn when_one_comes_again_so_do_the_others() {
    let (mut machine, first, span) = begun();
    let (second, _) = fetch(&mut machine, 0);
    machine.answered(second, FITS, 0);
    let (mut lanes, mut now) = ([first, second], 0);
    for _ in 0..5 {
        for lane in lanes {
            machine.ended(lane, LaneEnd::Broken, now).expect("goes on");
            now += 100;
        }
        now += 60_000;
        lanes = [fetch(&mut machine, now).0, fetch(&mut machine, now).0];
    }
    machine
        .ended(lanes[1], LaneEnd::Broken, now)
        .expect("goes on");
    assert!(matches!(machine.next(now), Step::Wait { ms: Some(_) }));
    machine.answered(lanes[0], FITS, now);
    land(&mut machine, lanes[0], 1, now);
    assert_eq!(fetch(&mut machine, now).1.map(|it| it.from), Some(span.to));
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
fn reading_the_same_bytes_again_and_again_is_given_up() {
    let mut machine = machine();
    let (mut lane, _) = fetch(&mut machine, 0);
    machine
        .ended(lane, LaneEnd::RangeRefused, 0)
        .expect("goes on");
    let mut now = 0;
    for attempt in 0.. {
        assert!(attempt < 10, "goes on for ever");
        now += 60_000;
        (lane, _) = fetch(&mut machine, now);
        machine.answered(lane, Answer::Whole { bytes: None }, now);
        land(&mut machine, lane, MIB, now);
        if machine.ended(lane, LaneEnd::InPeace, now).is_err() {
            break;
        }
    }
    assert_eq!(machine.have().bytes(), MIB);
}

#[test]
fn a_service_that_is_away_is_waited_for_as_long_without_ranges() {
    let mut machine = machine();
    let (mut lane, _) = fetch(&mut machine, 0);
    machine
        .ended(lane, LaneEnd::RangeRefused, 0)
        .expect("goes on");
    let (mut now, mut waited_ms) = (0, 0);
    loop {
        (lane, _) = fetch(&mut machine, now);
        if machine.ended(lane, LaneEnd::Broken, now).is_err() {
            break;
        }
        let (_, ms) = machine.waiting(now).expect("waits");
        waited_ms += ms;
        now += ms;
    }
    assert!(waited_ms > 180_000, "only {waited_ms} ms");
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
fn without_a_line_it_is_never_given_up_and_goes_on_at_once_with_one() {
    let mut machine = narrow();
    let (mut lane, _) = fetch(&mut machine, 0);
    machine.answered(lane, FITS, 0);
    machine.set_offline(true);
    let mut now = 0;
    for _ in 0..100 {
        machine.ended(lane, LaneEnd::Broken, now).expect("goes on");
        now += 60_000;
        (lane, _) = fetch(&mut machine, now);
    }
    machine.ended(lane, LaneEnd::Broken, now).expect("goes on");
    assert!(matches!(machine.next(now), Step::Wait { ms: Some(_) }));
    machine.set_offline(false);
    fetch(&mut machine, now);
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
