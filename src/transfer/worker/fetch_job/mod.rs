//! Drives a [`DownloadMachine`]: asks the service, writes what comes, and has it
//! digested from where it was written, so that the digest is of the file and not
//! of what was meant to be in it.

mod bell;
mod lane;
mod limits;
mod proof;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::pin::pin;
use std::rc::Rc;

use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::future::{AbortHandle, Either, LocalBoxFuture, Shared, abortable, select, try_join3};
use futures::stream::FuturesUnordered;
use futures::{FutureExt as _, StreamExt as _};
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsCast as _;
use web_sys::{Blob, FileSystemFileHandle, WorkerGlobalScope};

use self::bell::Bell;
use self::lane::Ended;
use self::limits::bounds;
use super::super::download_machine::{Coverage, DownloadMachine, GivenUp, LaneEnd, Span, Step};
use super::super::protocol::{FetchJob, Fetching, Note, Report, Waiting, WorkerFailure};
use super::drain::Drain;
use super::helper::Helper;
use super::sink::{MEMORY_LIMIT, Sink};
use super::sweeper::Sweeper;
use super::{Desk, StartedHelper};
use crate::api::{Abort, Client, Endpoint, Error, ErrorKind, Operation, Secret, Token};

/// How often the plan looks around, in milliseconds.
const TICK_MS: u64 = 100;
/// How often what is there is told for the journal.
const KEPT_EVERY_MS: u64 = 2_000;

/// Fetches an image's data, from what is there to the proven end.
pub(super) async fn run(
    desk: &Desk,
    job: FetchJob,
    chosen: Option<FileSystemFileHandle>,
    helper: StartedHelper,
    notes: UnboundedReceiver<Note>,
) -> Result<(Report, Option<Blob>), WorkerFailure> {
    let (woken, wake) = unbounded();
    let fetch = Fetch::open(desk, job, chosen, helper, woken).await?;
    let opened = async { fetch.sink.clone().await.map(drop) };
    let work = try_join3(opened, fetch.bring(notes, wake), fetch.digest());
    let outcome = fetch.told(work).await;
    // Also what is there after a failure.
    fetch.tell();
    fetch.tell_kept();
    let ((), (), digest) = outcome?;
    let sink = fetch.sink.clone().await?;
    let (kind, blob) = sink.content()?;
    if fetch.is_right(digest.as_deref()) {
        sink.close().await?;
    }
    let report = Report::Finished {
        bytes: fetch.job.size,
        digest,
        sink: kind,
    };
    Ok((report, blob))
}

/// Where the bytes go, once it is open.
type Opening = Shared<LocalBoxFuture<'static, Result<Rc<Sink>, WorkerFailure>>>;

struct Fetch<'a> {
    desk: &'a Desk,
    job: FetchJob,
    client: RefCell<Client>,
    machine: RefCell<DownloadMachine>,
    sink: Opening,
    /// Whether what was written can be read again before the end.
    reads_back: bool,
    helper: Option<Helper>,
    /// How far the file was handed over for the digest as it came. A pause may end a
    /// request in between; what was handed over then comes again.
    handed: Cell<u64>,
    drain: Drain,
    sweeper: Sweeper,
    /// Wakes the plan: an answer came.
    woken: UnboundedSender<()>,
    /// Wakes the digest: bytes landed.
    grown: Bell,
    /// The last thing that went wrong.
    trouble: RefCell<Option<WorkerFailure>>,
    /// What ends each lane.
    stops: RefCell<HashMap<u32, (Abort, AbortHandle)>>,
    kept_ms: Cell<u64>,
}

impl<'a> Fetch<'a> {
    async fn open(
        desk: &'a Desk,
        job: FetchJob,
        chosen: Option<FileSystemFileHandle>,
        helper: StartedHelper,
        woken: UnboundedSender<()>,
    ) -> Result<Self, WorkerFailure> {
        let helper = match &job.expected {
            Some(expected) => {
                let helper = helper?;
                helper.begin(expected.algorithm);
                Some(helper)
            }
            None => None,
        };
        let is_chosen = chosen.is_some();
        let reads_back = !is_chosen && job.keeps;
        let sink = opening(&job, chosen);
        // What would fit even into memory hardly ever lacks room: its first request goes
        // out while that is looked at and the file is opened.
        let is_small = reads_back && job.have.is_empty() && job.size <= MEMORY_LIMIT;
        let have = if is_small {
            Coverage::default()
        } else {
            match *sink.clone().await? {
                Sink::Staged { was_there, .. } if was_there => Coverage::sound(&job.have, job.size),
                _ => Coverage::default(),
            }
        };
        if have.bytes() == 0 && !job.have.is_empty() && !is_chosen {
            desk.report(&Report::NothingThere);
        }
        let bounds = bounds(reads_back, job.shares_line);
        Ok(Self {
            desk,
            client: RefCell::new(client(&job, job.token.as_deref())?),
            machine: RefCell::new(DownloadMachine::new(job.size, have, bounds)),
            sink,
            reads_back,
            helper,
            handed: Cell::new(0),
            drain: Drain::new(),
            sweeper: Sweeper::default(),
            woken,
            grown: Bell::default(),
            trouble: RefCell::default(),
            stops: RefCell::default(),
            kept_ms: Cell::new(0),
            job,
        })
    }

    /// Tells how far it is while it goes on: the digest may have far to go when all
    /// bytes are there.
    async fn told<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        loop {
            #[allow(clippy::cast_possible_truncation)] // a tenth of a second
            let tick = TimeoutFuture::new(TICK_MS as u32);
            match select(work.as_mut(), tick).await {
                Either::Left((outcome, _)) => return outcome,
                Either::Right(_) => self.tell(),
            }
        }
    }

    /// Until every byte is there.
    async fn bring(
        &self,
        mut notes: UnboundedReceiver<Note>,
        mut wake: UnboundedReceiver<()>,
    ) -> Result<(), WorkerFailure> {
        let mut lanes = FuturesUnordered::new();
        loop {
            let step = self.machine.borrow_mut().next(now_ms());
            let ms = match step {
                Step::Done => return Ok(()),
                Step::Fetch { lane, range } => {
                    lanes.push(self.start_lane(lane, range)?);
                    continue;
                }
                Step::Wait { ms } => ms.map_or(TICK_MS, |ms| ms.min(TICK_MS)),
            };
            let ended = async {
                match lanes.next().await {
                    Some(ended) => ended,
                    None => std::future::pending().await,
                }
            };
            let asked = select(Box::pin(ended), select(notes.next(), wake.next()));
            #[allow(clippy::cast_possible_truncation)] // a tick at most
            match select(asked, TimeoutFuture::new(ms as u32)).await {
                Either::Left((Either::Left((ended, _)), _)) => self.lane_ended(ended)?,
                Either::Left((Either::Right((Either::Left((Some(note), _)), _)), _)) => {
                    self.take(note)?;
                }
                _ => {}
            }
            self.tick()?;
        }
    }

    fn start_lane(
        &self,
        id: u32,
        range: Option<Span>,
    ) -> Result<impl Future<Output = LaneOutcome> + '_, WorkerFailure> {
        let abort = Abort::new(Operation::DownloadData).map_err(WorkerFailure::Api)?;
        let lane = self.lane(id, range, abort.clone());
        let (lane, stop) = abortable(lane);
        self.stops.borrow_mut().insert(id, (abort, stop));
        Ok(lane.map(move |outcome| LaneOutcome {
            id,
            // Whoever stopped it has told the machine.
            ended: outcome.ok(),
        }))
    }

    fn lane_ended(&self, outcome: LaneOutcome) -> Result<(), WorkerFailure> {
        self.stop_lane(outcome.id);
        let Some(ended) = outcome.ended else {
            return Ok(());
        };
        match ended? {
            Ended::Lane(end) => self.end(outcome.id, end),
            Ended::TokenRefused(error) => {
                // A page that has no other token ends this worker.
                self.tell_kept();
                self.desk.report(&Report::TokenRefused(error));
                self.end(outcome.id, LaneEnd::TokenRefused)
            }
            Ended::Refused(error) => {
                self.trouble.replace(Some(WorkerFailure::Api(error)));
                self.end(outcome.id, LaneEnd::Broken)
            }
        }
    }

    fn end(&self, id: u32, end: LaneEnd) -> Result<(), WorkerFailure> {
        let ended = self.machine.borrow_mut().ended(id, end, now_ms());
        ended.map_err(|GivenUp| self.last_trouble())
    }

    fn last_trouble(&self) -> WorkerFailure {
        let broken = || WorkerFailure::Broken {
            arrived: self.machine.borrow().have().bytes(),
        };
        self.trouble.borrow().clone().unwrap_or_else(broken)
    }

    /// Ends its request and its reading, whichever is under way.
    fn stop_lane(&self, id: u32) {
        if let Some((abort, stop)) = self.stops.borrow_mut().remove(&id) {
            stop.abort();
            // What is left of an answer that was given up must not go on arriving.
            abort.abort();
        }
    }

    fn take(&self, note: Note) -> Result<(), WorkerFailure> {
        match note {
            Note::Pause(is_paused) => {
                let running = self.machine.borrow_mut().pause(is_paused);
                running.into_iter().for_each(|id| self.stop_lane(id));
                self.tell_kept();
            }
            // To a digest.
            Note::DigestUpTo(_) => {}
            Note::TryNow => self.machine.borrow_mut().try_now(),
            Note::Token(token) => {
                self.client.replace(client(&self.job, token.as_deref())?);
                self.machine.borrow_mut().token_given();
            }
        }
        Ok(())
    }

    fn tick(&self) -> Result<(), WorkerFailure> {
        let now_ms = now_ms();
        self.machine.borrow_mut().set_offline(!is_online());
        let stalled = self.machine.borrow().stalled(now_ms);
        for id in stalled {
            self.trouble.take();
            self.stop_lane(id);
            self.end(id, LaneEnd::Broken)?;
        }
        self.tell();
        if now_ms >= self.kept_ms.get() + KEPT_EVERY_MS {
            self.kept_ms.set(now_ms);
            self.tell_kept();
        }
        Ok(())
    }

    fn tell(&self) {
        let machine = self.machine.borrow();
        let waiting = machine.waiting(now_ms());
        let waiting = waiting.map(|(attempt, ms)| Waiting {
            why: self.last_trouble(),
            attempt,
            seconds: u32::try_from(ms.div_ceil(1000)).unwrap_or(u32::MAX),
        });
        self.desk.report(&Report::Fetching(Fetching {
            landed: machine.have().bytes(),
            hashed: self.helper.as_ref().map_or(0, Helper::digested),
            lanes: machine.lanes(),
            waiting,
        }));
    }

    /// Nothing else survives the page.
    fn tell_kept(&self) {
        let sink = self.sink.peek().and_then(|opened| opened.as_ref().ok());
        if sink.is_some_and(|sink| matches!(**sink, Sink::Staged { .. })) {
            let kept = self.machine.borrow().have().spans().to_vec();
            self.desk.report(&Report::Kept(kept));
        }
    }
}

struct LaneOutcome {
    id: u32,
    ended: Option<Result<Ended, WorkerFailure>>,
}

fn opening(job: &FetchJob, chosen: Option<FileSystemFileHandle>) -> Opening {
    let (name, size, keeps) = (job.staging_name.clone(), job.size, job.keeps);
    let open = async move {
        let sink = match &chosen {
            Some(handle) => Sink::chosen(handle).await?,
            None if !keeps => Sink::Nowhere,
            None => Sink::open(&name, size).await?,
        };
        Ok(Rc::new(sink))
    };
    open.boxed_local().shared()
}

fn client(job: &FetchJob, token: Option<&str>) -> Result<Client, WorkerFailure> {
    let unsendable = || {
        WorkerFailure::Api(Error::without_answer(
            Operation::DownloadData,
            ErrorKind::Unsendable,
        ))
    };
    Ok(Client::new(
        Endpoint::image(&job.endpoint).map_err(|_| unsendable())?,
        token.and_then(Secret::new).map(Token::from),
    ))
}

fn scope() -> WorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Whether the browser has a line, by its own word.
fn is_online() -> bool {
    scope().navigator().on_line()
}

/// Milliseconds since the worker began.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // not negative
fn now_ms() -> u64 {
    scope().performance().map_or(0, |clock| clock.now() as u64)
}
