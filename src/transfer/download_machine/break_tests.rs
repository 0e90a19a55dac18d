//! What breaks, and when it is tried again.

use super::tests::{BOUNDS, FITS, MIB, SIZE, begun, fetch, land, machine};
use super::*;

/// One request at a time.
fn narrow() -> DownloadMachine {
    let bounds = Bounds {
        most_lanes: 1,
        ..BOUNDS
    };
    DownloadMachine::new(SIZE, Coverage::default(), bounds)
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
