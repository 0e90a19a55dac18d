//! One request of a fetch: asks, and puts what comes where it belongs.

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, ReadableStreamDefaultReader};

use super::super::super::download_machine::{Answer, LaneEnd, Meaning, Place, Span};
use super::super::super::protocol::WorkerFailure;
use super::super::PIECE_BYTES;
use super::super::helper::Helper;
use super::{Fetch, now_ms};
use crate::api::{Abort, Client, DataAnswer, Error, ErrorKind, Retry, images};

/// How a lane ended, and what else is to be told of it.
pub(super) enum Ended {
    Lane(LaneEnd),
    /// 401.
    TokenRefused(Error),
    /// Another attempt may help.
    Refused(Error),
}

impl Fetch<'_> {
    pub(super) async fn lane(
        &self,
        id: u32,
        range: Option<Span>,
        abort: Abort,
    ) -> Result<Ended, WorkerFailure> {
        let bounds = range.map(|span| (span.from, span.to - 1));
        let request = images::data(&self.job.image_id, bounds, &self.job.prefer);
        let client = self.client.borrow().clone();
        let answer = match client.open_data(&request, &abort).await {
            Ok(answer) => answer,
            Err(error) if error.kind == ErrorKind::Unauthorized && !self.is_current(&client) => {
                return Ok(Ended::Lane(LaneEnd::Broken));
            }
            Err(error) => return refused(error, range.is_some()),
        };
        let Some(kind) = kind(&answer) else {
            return Err(WorkerFailure::NoData);
        };
        let meaning = self.machine.borrow_mut().answered(id, kind, now_ms());
        self.woken.unbounded_send(()).ok();
        match (meaning, answer.stream) {
            (Meaning::TakeBytes, Some(stream)) => self.drain(id, &stream).await,
            (Meaning::TakeBytes, None) => Ok(Ended::Lane(LaneEnd::Broken)),
            // The machine has let go of the lane by itself.
            (Meaning::LetGo, _) => Ok(Ended::Lane(LaneEnd::InPeace)),
            (Meaning::OtherSize(sent), _) => Err(WorkerFailure::OtherSize {
                size: self.job.size,
                sent,
            }),
        }
    }

    /// Whether no other token has come since: a late refusal of the old one says
    /// nothing about it.
    fn is_current(&self, client: &Client) -> bool {
        let now = self.client.borrow();
        match (&client.token, &now.token) {
            (Some(used), Some(now)) => used.now().expose() == now.now().expose(),
            _ => true,
        }
    }

    /// Reads an answer to its end, or to where no more of it is wanted. By a default
    /// reader: one that fills buffers of ours leaves twice as much garbage, which
    /// can't be given back.
    async fn drain(&self, id: u32, stream: &ReadableStream) -> Result<Ended, WorkerFailure> {
        let over = |end| Ok(Ended::Lane(end));
        let Ok(reader) = ReadableStreamDefaultReader::new(stream) else {
            return over(LaneEnd::Broken);
        };
        loop {
            let chunk = match next(&reader).await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => return over(LaneEnd::InPeace),
                Err(_) => {
                    self.trouble.take();
                    return over(LaneEnd::Broken);
                }
            };
            let Some(place) = self.machine.borrow().place(id, u64::from(chunk.length())) else {
                return over(LaneEnd::InPeace);
            };
            self.put(&chunk, place).await?;
            self.drain.take(&chunk);
            self.sweeper.read(chunk.length());
            self.machine.borrow_mut().landed(id, place, now_ms());
            self.grown.ring();
            if place.is_last {
                return over(LaneEnd::InPeace);
            }
        }
    }

    async fn put(&self, piece: &Uint8Array, place: Place) -> Result<(), WorkerFailure> {
        #[allow(clippy::cast_possible_truncation)] // of one piece
        let new = piece.subarray(place.skip as u32, (place.skip + place.take) as u32);
        if new.length() == 0 {
            return Ok(());
        }
        let sink = self.sink.clone().await?;
        sink.write(place.at, &new).await?;
        match &self.helper {
            Some(helper) if !self.reads_back => self.hand_over(helper, place.at, &new).await,
            _ => Ok(()),
        }
    }

    /// `from`: where the bytes belong in the file.
    async fn hand_over(
        &self,
        helper: &Helper,
        from: u64,
        bytes: &Uint8Array,
    ) -> Result<(), WorkerFailure> {
        let known = self.handed.get().saturating_sub(from);
        let mut at = u32::try_from(known).unwrap_or(u32::MAX);
        while at < bytes.length() {
            let buffer = helper.buffer().await?;
            let len = (bytes.length() - at).min(PIECE_BYTES);
            let room = Uint8Array::new_with_byte_offset_and_length(&buffer, 0, len);
            room.set(&bytes.subarray(at, at + len), 0);
            helper.feed(&buffer, len);
            at += len;
            self.handed.set(from + u64::from(at));
        }
        Ok(())
    }
}

async fn next(reader: &ReadableStreamDefaultReader) -> Result<Option<Uint8Array>, JsValue> {
    let answer = JsFuture::from(reader.read()).await?;
    Ok(Reflect::get(&answer, &"value".into())?.dyn_into().ok())
}

fn refused(error: Error, is_ranged: bool) -> Result<Ended, WorkerFailure> {
    match error.kind {
        ErrorKind::BadRequest | ErrorKind::RangeNotSatisfiable if is_ranged => {
            Ok(Ended::Lane(LaneEnd::RangeRefused))
        }
        ErrorKind::Unauthorized => Ok(Ended::TokenRefused(error)),
        _ if error.retry() == Retry::MayHelp => Ok(Ended::Refused(error)),
        _ => Err(WorkerFailure::Api(error)),
    }
}

/// `None` for 204: the record has no data.
fn kind(answer: &DataAnswer) -> Option<Answer> {
    match answer.status {
        204 => None,
        206 => Some(Answer::Partial {
            from: answer.content_range.map(|range| range.from),
            total: answer.content_range.and_then(|range| range.total),
            bytes: answer.content_length,
        }),
        _ => Some(Answer::Whole {
            bytes: answer.content_length,
        }),
    }
}
