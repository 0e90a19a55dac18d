//! What transfers know of the sign-in that they go by: how long it lasts, what is
//! to be said of that, and a way to have it renewed.

use leptos::prelude::*;

use super::center::{Direction, Snapshot, TransferCenter};
use crate::model::Timestamp;

impl TransferCenter {
    /// Has the token renewed; `true` once a fresh one is in place, in every
    /// client at once. Who asks meanwhile shares the attempt. `false`: the
    /// session can't be renewed (now), or nobody is signed in.
    pub async fn renew(&self) -> bool {
        let token = self
            .client
            .with_untracked(|client| client.as_ref().and_then(|client| client.token.clone()));
        match token {
            Some(token) => token.renew().await,
            None => false,
        }
    }

    /// Whether the token is followed by another without anybody's doing. Tracks.
    #[must_use]
    pub fn sign_in_renews(&self) -> bool {
        self.sign_in.with(|term| term.renews())
    }

    /// When the token ends, in seconds since 1970; `None` while that isn't known. Tracks.
    #[must_use]
    pub fn sign_in_ends_s(&self) -> Option<i64> {
        self.sign_in
            .with(|term| term.expires_at.map(|Timestamp(seconds)| seconds))
    }

    /// How long the uploads that run or wait will take; `None` where none does,
    /// or while it would be a guess. Tracks.
    #[must_use]
    pub fn uploads_left_s(&self) -> Option<u64> {
        let all = self.transfers.get();
        let uploads = all.iter().filter(|t| t.direction == Direction::Upload);
        left_s(uploads.map(|t| t.snapshot.with(|s| ahead(s, t.total_bytes()))))
    }

    /// Whether a download is under way. Tracks.
    #[must_use]
    pub fn is_downloading(&self) -> bool {
        let all = self.transfers.get();
        all.iter()
            .any(|t| t.direction == Direction::Download && !t.snapshot.with(|s| s.stage.is_ended()))
    }
}

/// Bytes that are still to be sent, and how fast they go.
fn ahead(snapshot: &Snapshot, total_bytes: u64) -> (u64, u64) {
    if snapshot.stage.is_ended() {
        return (0, 0);
    }
    let bytes = total_bytes.saturating_sub(snapshot.moved_bytes);
    (bytes, snapshot.bytes_per_s.unwrap_or(0))
}

/// The line's speed stays what it is, whoever's turn it is.
fn left_s(uploads: impl Iterator<Item = (u64, u64)>) -> Option<u64> {
    let (bytes, per_s) = uploads.fold((0_u64, 0_u64), |(bytes, per_s), one| {
        (bytes.saturating_add(one.0), per_s.saturating_add(one.1))
    });
    (bytes > 0 && per_s > 0).then(|| bytes.div_ceil(per_s))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transfer::Stage;

    #[test]
    fn what_waits_goes_at_the_speed_of_what_runs() {
        let (running, waiting) = ((600, 100), (400, 0));
        assert_eq!(left_s([running, waiting].into_iter()), Some(10));
        assert_eq!(left_s([waiting].into_iter()), None);
        assert_eq!(left_s([].into_iter()), None);
    }

    #[test]
    fn what_has_ended_takes_no_time() {
        let mut snapshot = Snapshot {
            stage: Stage::Moving,
            moved_bytes: 30,
            bytes_per_s: Some(5),
            ..Snapshot::new()
        };
        assert_eq!(ahead(&snapshot, 100), (70, 5));
        snapshot.stage = Stage::Cancelled;
        assert_eq!(ahead(&snapshot, 100), (0, 0));
    }
}
