//! Runs a download from the page's side: a worker fetches, writes and digests;
//! here its reports become a state, and only proven bytes get a name on the disk.

use futures::StreamExt as _;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Blob, File};

use super::center::{Control, Snapshot, Transfer};
use super::crew::hire;
use super::export;
use super::failure::{Failure, RecordState, Why};
use super::meter::{Meter, now_ms};
use super::protocol::{FetchJob, Job, Report, SinkKind, WorkerFailure};
use super::stage::Stage;
use super::verdict::Verdict;
use crate::api::Client;
use crate::model::Expected;
use crate::query::spawn;

type Reports = UnboundedReceiver<(Report, Option<Blob>)>;

pub(super) fn start(
    worker_url: &str,
    transfer: Transfer,
    client: Client,
    expected: Option<Expected>,
    asked: UnboundedReceiver<Control>,
) {
    let staging_name = format!(
        "{}{}-{}",
        export::STAGING_PREFIX,
        transfer.image_id(),
        uuid::Uuid::new_v4().simple()
    );
    let job = Job::Fetch(FetchJob {
        endpoint: client.endpoint.to_string(),
        token: client.token.map(|token| token.now().expose().to_owned()),
        image_id: transfer.image_id(),
        size: transfer.total_bytes,
        algorithm: expected.as_ref().map(|expected| expected.algorithm),
        staging_name: staging_name.clone(),
    });
    let (sender, reports): (UnboundedSender<(Report, Option<Blob>)>, Reports) = unbounded();
    let on_report = move |report, blob| {
        sender.unbounded_send((report, blob)).ok();
    };
    let hand = hire(worker_url, job, None, on_report);
    let run = Run {
        transfer,
        expected,
        staging_name,
        meter: Meter::default(),
    };
    spawn(async move {
        let hand = match hand {
            Ok(hand) => hand,
            Err(failure) => return run.fail(Why::Fetch(failure)),
        };
        let end = run.clone().follow(reports, asked).await;
        // The worker lets go of the staging file.
        drop(hand);
        run.finish(end).await;
    });
}

#[derive(Clone)]
struct Run {
    transfer: Transfer,
    expected: Option<Expected>,
    staging_name: String,
    meter: Meter,
}

/// How the worker's part ended.
enum End {
    Arrived {
        digest: Option<String>,
        sink: SinkKind,
        blob: Option<Blob>,
    },
    Failed(WorkerFailure),
    Cancelled,
}

impl Run {
    async fn follow(mut self, mut reports: Reports, mut asked: UnboundedReceiver<Control>) -> End {
        loop {
            let wake = select(
                select(reports.next(), asked.next()),
                TimeoutFuture::new(1000),
            );
            let wake = match wake.await {
                Either::Left((wake, _)) => wake,
                Either::Right(_) => {
                    // So that a line that has stopped doesn't show its old speed.
                    self.refresh_speed();
                    continue;
                }
            };
            match wake {
                Either::Left((Some((report, blob)), _)) => match report {
                    Report::Ready => {}
                    Report::Progress { bytes } => self.show_progress(bytes),
                    Report::Finished { digest, sink, .. } => {
                        return End::Arrived { digest, sink, blob };
                    }
                    Report::Failed(failure) => return End::Failed(failure),
                },
                Either::Right((Some(Control::Cancel | Control::Stop) | None, _)) => {
                    return End::Cancelled;
                }
                Either::Right((Some(Control::Retry | Control::DeleteRecord), _)) => {}
                Either::Left((None, _)) => {
                    return End::Failed(WorkerFailure::NotStarted(String::new()));
                }
            }
        }
    }

    async fn finish(self, end: End) {
        match end {
            End::Arrived { digest, sink, blob } => self.prove(digest, sink, blob).await,
            End::Failed(failure) => {
                export::discard(&self.staging_name).await;
                self.fail(Why::Fetch(failure));
            }
            End::Cancelled => {
                self.show(Stage::Cancelled, 0);
                export::discard(&self.staging_name).await;
            }
        }
    }

    async fn prove(self, digest: Option<String>, sink: SinkKind, blob: Option<Blob>) {
        let verdict = match (&self.expected, &digest) {
            (Some(expected), Some(ours)) => Verdict::of(expected, ours),
            _ => Verdict::NoHashGiven,
        };
        if let Verdict::Mismatch { ours, theirs, .. } = verdict {
            export::discard(&self.staging_name).await;
            return self.fail(Why::BytesDiffer { ours, theirs });
        }
        self.show(Stage::Saving, self.transfer.total_bytes);
        let source = match (sink, blob) {
            (SinkKind::Blob, Some(blob)) => Ok(blob),
            _ => export::staged(&self.staging_name)
                .await
                .map(|file: File| file.unchecked_into::<Blob>()),
        };
        let staging_name = (sink == SinkKind::Staged).then(|| self.staging_name.clone());
        let saved =
            source.and_then(|source| export::save(&source, &self.transfer.file_name, staging_name));
        match saved {
            Ok(()) => self.show(Stage::Done(verdict), self.transfer.total_bytes),
            Err(error) => self.fail(Why::Fetch(WorkerFailure::Write(format!("{error:?}")))),
        }
    }

    fn show_progress(&mut self, bytes: u64) {
        self.meter.sample(now_ms(), bytes);
        self.show(Stage::Moving, bytes);
    }

    fn refresh_speed(&mut self) {
        let now = self.transfer.snapshot.get_untracked();
        if now.stage == Stage::Moving {
            self.show_progress(now.moved_bytes);
        }
    }

    fn fail(&self, why: Why) {
        let moved = self.transfer.snapshot.with_untracked(|s| s.moved_bytes);
        let failure = Failure {
            why,
            record: RecordState::None,
        };
        self.show(Stage::Failed(failure), moved);
    }

    fn show(&self, stage: Stage, moved_bytes: u64) {
        let is_moving = stage == Stage::Moving;
        self.transfer.snapshot.set(Snapshot {
            stage,
            moved_bytes,
            hashed_bytes: moved_bytes,
            bytes_per_s: self.meter.bytes_per_s().filter(|_| is_moving),
            seconds_left: self
                .meter
                .seconds_left(self.transfer.total_bytes)
                .filter(|_| is_moving),
            quiet_seconds: None,
            receipt: None,
        });
    }
}
