//! Who waits, who runs and what came of it, also when it is stopped.

use serde_json::json;

use super::*;
use crate::api::Operation;

/// Images `0`, `1`, …; every third is protected.
fn images(count: usize) -> Vec<Arc<Image>> {
    (0..count)
        .map(|n| {
            let image = serde_json::from_value(json!({"id": n.to_string(), "status": "active",
                "visibility": "private", "name": format!("image {n}"), "protected": n % 3 == 2}));
            Arc::new(image.expect("decodes"))
        })
        .collect()
}

fn failed(kind: ErrorKind) -> End {
    End::Failed(Error::without_answer(Operation::DeleteImage, kind))
}

fn ends(batch: &Batch) -> Vec<(&str, &End)> {
    let outcomes = batch.outcomes().iter();
    outcomes.map(|o| (o.id.as_str(), &o.end)).collect()
}

fn taken(batch: &mut Batch) -> Arc<Image> {
    batch.take().expect("somebody waits").image
}

#[test]
fn every_image_has_one_outcome_at_the_end() {
    let images = images(10);
    let mut batch = Batch::new(Action::Delete, &images, None);
    assert_eq!((batch.total(), batch.outcomes().len()), (10, 3));
    while let Some(deed) = batch.take() {
        assert!(!batch.is_over());
        batch.end(&deed.image, End::Done);
        assert_eq!(batch.total(), 10);
    }
    assert!(batch.is_over());
    let ids: BTreeSet<_> = batch.outcomes().iter().map(|o| o.id.as_str()).collect();
    assert_eq!((ids.len(), batch.outcomes().len()), (10, 10));
    assert_eq!(batch.outcomes()[0].title, "image 2");
    assert_eq!(batch.outcomes()[0].end, End::Skipped(Reason::Protected));
}

#[test]
fn a_stop_lets_what_runs_end_and_begins_nothing_more() {
    let images = images(5);
    let mut batch = Batch::new(Action::Delete, &images, None);
    let (first, second) = (taken(&mut batch), taken(&mut batch));
    batch.stop();
    assert!(batch.take().is_none());
    assert!(!batch.is_over());
    batch.end(&first, End::Done);
    batch.end(&second, failed(ErrorKind::Conflict));
    assert!(batch.is_over());
    assert_eq!(batch.why_stopped(), Some(WhyStopped::Asked));
    let conflict = failed(ErrorKind::Conflict);
    let wanted = [
        ("2", &End::Skipped(Reason::Protected)),
        ("3", &End::Stopped),
        ("4", &End::Stopped),
        ("0", &End::Done),
        ("1", &conflict),
    ];
    assert_eq!(ends(&batch), wanted);
}

#[test]
fn a_refused_token_stops_everything_and_other_failures_do_not() {
    let images = images(5);
    let mut batch = Batch::new(Action::Delete, &images, None);
    let first = taken(&mut batch);
    batch.end(&first, failed(ErrorKind::Forbidden));
    assert_eq!(batch.why_stopped(), None);
    let second = taken(&mut batch);
    let third = taken(&mut batch);
    batch.end(&second, failed(ErrorKind::Unauthorized));
    assert_eq!(batch.why_stopped(), Some(WhyStopped::SignedOut));
    assert!(batch.take().is_none());
    batch.end(&third, End::Done);
    assert!(batch.is_over());
    let stopped = batch.outcomes().iter().filter(|o| o.end == End::Stopped);
    assert_eq!(stopped.map(|o| &*o.id).collect::<Vec<_>>(), ["4"]);
}

#[test]
fn what_failed_or_was_stopped_can_have_another_turn() {
    let images = images(5);
    let mut batch = Batch::new(Action::Delete, &images, None);
    let (first, second) = (taken(&mut batch), taken(&mut batch));
    batch.stop();
    batch.end(&first, End::Done);
    batch.end(&second, failed(ErrorKind::Unavailable));
    batch.again(&images, None);
    assert_eq!(batch.why_stopped(), None);
    assert_eq!(batch.total(), 5);
    let mut order = Vec::new();
    while let Some(deed) = batch.take() {
        order.push(deed.image.id.clone());
        batch.end(&deed.image, End::AlreadyGone);
    }
    assert_eq!(order, ["1", "3", "4"]);
    assert_eq!(batch.outcomes().len(), 5);
    // After the end, there is nothing to stop.
    batch.stop();
    assert_eq!(batch.why_stopped(), None);
}
