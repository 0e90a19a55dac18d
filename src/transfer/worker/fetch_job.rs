//! Fetches an image's data, writes it and digests it on the way.

use futures::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use web_sys::{Blob, ReadableStream};

use super::super::hasher::Hasher;
use super::super::protocol::{FetchJob, Report, SinkKind, WorkerFailure};
use super::super::segments::{Answer, Meaning, Segments, Step, Stop};
use super::reader::PieceReader;
use super::sink::Sink;
use super::{Desk, Ticker};
use crate::api::images;
use crate::api::{
    Abort, Client, DataAnswer, Endpoint, Error, ErrorKind, Operation, Retry, Secret, Token,
};

/// No byte for so long: the connection is dead, though no browser says so.
const STALL_MS: u32 = 60_000;

pub(super) async fn run(
    desk: &Desk,
    job: &FetchJob,
) -> Result<(Report, Option<Blob>), WorkerFailure> {
    let mut fetch = Fetch {
        desk,
        client: client(job)?,
        segments: Segments::new(job.size),
        hasher: job.algorithm.map(Hasher::new),
        sink: Sink::open(&job.staging_name, job.size).await?,
        ticker: Ticker::new(),
        size: job.size,
    };
    while let Step::Fetch { range, after_ms } = fetch.segments.next() {
        if after_ms > 0 {
            TimeoutFuture::new(after_ms).await;
        }
        let request = images::data(&job.image_id, range, &[]);
        let abort = Abort::new(Operation::DownloadData).map_err(WorkerFailure::Api)?;
        match fetch.client.open_data(&request, &abort).await {
            Ok(answer) => fetch.take(answer).await?,
            Err(error) => fetch.refused(error, range.is_some())?,
        }
        // What is left of an answer that was given up must not go on arriving.
        abort.abort();
    }
    let Fetch { hasher, sink, .. } = fetch;
    let blob = sink.finish()?;
    let report = Report::Finished {
        bytes: job.size,
        digest: hasher.map(Hasher::finish),
        sink: if blob.is_some() {
            SinkKind::Blob
        } else {
            SinkKind::Staged
        },
    };
    Ok((report, blob))
}

fn client(job: &FetchJob) -> Result<Client, WorkerFailure> {
    let unsendable = || {
        WorkerFailure::Api(Error::without_answer(
            Operation::DownloadData,
            ErrorKind::Unsendable,
        ))
    };
    Ok(Client {
        endpoint: Endpoint::image(&job.endpoint).map_err(|_| unsendable())?,
        token: job.token.as_deref().and_then(Secret::new).map(Token::from),
    })
}

struct Fetch<'a> {
    desk: &'a Desk,
    client: Client,
    segments: Segments,
    hasher: Option<Hasher>,
    sink: Sink,
    ticker: Ticker,
    size: u64,
}

impl Fetch<'_> {
    async fn take(&mut self, answer: DataAnswer) -> Result<(), WorkerFailure> {
        let kind = match answer.status {
            204 => return Err(WorkerFailure::NoData),
            206 => Answer::Partial,
            _ => Answer::Whole,
        };
        let meaning = self.segments.answered(&kind);
        let Some(stream) = answer.stream.filter(|_| meaning == Meaning::TakeBytes) else {
            // Counts as a break, so that a server which goes on like that is given up.
            return self.broke();
        };
        let cleanly = self.drain(&stream).await?;
        self.segments
            .ended(cleanly)
            .map_err(|stop| self.stop(&stop))
    }

    /// Reads an answer to its end; `false` if the connection broke before it.
    async fn drain(&mut self, stream: &ReadableStream) -> Result<bool, WorkerFailure> {
        let Ok(mut reader) = PieceReader::new(stream, None) else {
            return Ok(false);
        };
        loop {
            let next = Box::pin(reader.next());
            let piece = match select(next, TimeoutFuture::new(STALL_MS)).await {
                Either::Left((Ok(Some(piece)), _)) => piece,
                Either::Left((Ok(None), _)) => return Ok(true),
                Either::Left((Err(_), _)) | Either::Right(_) => return Ok(false),
            };
            let at = self.segments.position();
            if let Err(stop) = self.segments.arrived(piece.len() as u64) {
                return Err(self.stop(&stop));
            }
            self.sink.write(at, piece)?;
            if let Some(hasher) = &mut self.hasher {
                hasher.update(piece);
            }
            self.ticker.tick(self.desk, self.segments.position());
        }
    }

    fn refused(&mut self, error: Error, was_ranged: bool) -> Result<(), WorkerFailure> {
        let range_refused = was_ranged
            && matches!(
                error.kind,
                ErrorKind::BadRequest | ErrorKind::RangeNotSatisfiable
            );
        if range_refused && self.segments.answered(&Answer::RangeRefused) == Meaning::AskAgain {
            return Ok(());
        }
        if error.retry() == Retry::MayHelp && self.broke().is_ok() {
            return Ok(());
        }
        Err(WorkerFailure::Api(error))
    }

    fn broke(&mut self) -> Result<(), WorkerFailure> {
        self.segments.ended(false).map_err(|stop| self.stop(&stop))
    }

    fn stop(&self, stop: &Stop) -> WorkerFailure {
        match stop {
            Stop::Broken => WorkerFailure::Broken {
                arrived: self.segments.position(),
            },
            Stop::TooLong => WorkerFailure::TooLong { size: self.size },
        }
    }
}
