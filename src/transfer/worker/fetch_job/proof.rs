//! The digest of a fetch: read back from where the bytes were written, so that it
//! is of the file and not of what was meant to be in it.

use js_sys::Uint8Array;

use super::super::super::protocol::WorkerFailure;
use super::super::super::verdict::Verdict;
use super::super::PIECE_BYTES;
use super::super::helper::Helper;
use super::Fetch;

impl Fetch<'_> {
    /// The digest of all, read back from where it was written, as it grows. Where
    /// nothing can be read back, lanes hand it over as it comes.
    pub(super) async fn digest(&self) -> Result<Option<String>, WorkerFailure> {
        let Some(helper) = &self.helper else {
            return Ok(None);
        };
        if self.reads_back {
            self.read_back(helper).await?;
        } else {
            while self.machine.borrow().have().prefix() < self.job.size {
                self.grown.heard().await;
            }
        }
        helper.finish().await.map(Some)
    }

    async fn read_back(&self, helper: &Helper) -> Result<(), WorkerFailure> {
        let sink = self.sink.clone().await?;
        let mut at = 0;
        while at < self.job.size {
            let there = self.machine.borrow().have().prefix();
            // In whole pieces, but for the last.
            let is_worth_it = there - at >= u64::from(PIECE_BYTES) || there == self.job.size;
            if there == at || !is_worth_it {
                self.grown.heard().await;
                continue;
            }
            let buffer = helper.buffer().await?;
            let bytes = u32::try_from(there - at)
                .unwrap_or(u32::MAX)
                .min(PIECE_BYTES);
            let view = Uint8Array::new_with_byte_offset_and_length(&buffer, 0, bytes);
            sink.read(at, &view)?;
            helper.feed(&buffer, bytes);
            at += u64::from(bytes);
        }
        Ok(())
    }

    /// Whether the bytes may have their file's name.
    pub(super) fn is_right(&self, digest: Option<&str>) -> bool {
        match (&self.job.expected, digest) {
            (Some(expected), Some(ours)) => {
                matches!(Verdict::of(expected, ours), Verdict::Verified(_))
            }
            _ => true,
        }
    }
}
