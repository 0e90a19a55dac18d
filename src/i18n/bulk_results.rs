//! Acting on many images: how far it is, and what came of it.

use super::Lang;
use crate::bulk::Action;

super::define_texts! {
    bulk_stop: "Stop";
    bulk_stopping: "Stopping: what is under way comes to its end.";
    bulk_background: "Close this and it goes on.";
    bulk_show: "Show";
    bulk_signed_out_title: "The service takes the token no more";
    bulk_signed_out_text: "Everything that was left has been stopped. Sign in again, then go on with the rest.";
}

impl Lang {
    #[must_use]
    pub fn bulk_progress(self, done: usize, all: usize) -> String {
        let Self::En = self;
        format!(
            "{} of {} done",
            self.number(done as u64),
            self.number(all as u64)
        )
    }

    /// "3 images deleted".
    #[must_use]
    pub fn bulk_done(self, action: &Action, count: usize) -> String {
        let Self::En = self;
        let images = self.image_count(count, count);
        let deed = match action {
            Action::Delete => "deleted",
            Action::Deactivate => "deactivated",
            Action::Reactivate => "reactivated",
            Action::Share(_) => "shared",
            Action::Download => "queued for download",
            Action::CopyToStores(_) => "being copied by the service",
            _ => "changed",
        };
        format!("{images} {deed}")
    }

    #[must_use]
    pub fn bulk_already_gone(self, count: usize) -> String {
        let Self::En = self;
        format!("{} already gone", self.number(count as u64))
    }

    #[must_use]
    pub fn bulk_skipped_count(self, count: usize) -> String {
        let Self::En = self;
        format!("{} skipped", self.number(count as u64))
    }

    #[must_use]
    pub fn bulk_failed(self, count: usize) -> String {
        let Self::En = self;
        format!("{} failed", self.number(count as u64))
    }

    #[must_use]
    pub fn bulk_stopped(self, count: usize) -> String {
        let Self::En = self;
        format!("{} not begun", self.number(count as u64))
    }

    /// The button that gives those another turn.
    #[must_use]
    pub fn bulk_again(self, failed: usize, stopped: usize) -> String {
        let Self::En = self;
        match (failed, stopped) {
            (failed, 0) => format!("Retry {} failed", self.number(failed as u64)),
            (failed, stopped) => {
                format!("Go on with {}", self.number((failed + stopped) as u64))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_offered_by_what_it_is() {
        assert_eq!(Lang::En.bulk_again(2, 0), "Retry 2 failed");
        assert_eq!(Lang::En.bulk_again(2, 3), "Go on with 5");
        assert_eq!(Lang::En.bulk_again(0, 3), "Go on with 3");
    }
}
