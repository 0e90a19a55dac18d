//! Acting on many images: how far it is, and what came of it.

use super::{Explained, Lang};
use crate::bulk::Action;

super::define_texts! {
    bulk_stop: "Stop";
    bulk_stopping: "Stopping: requests under way come to their end.";
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
            Action::CopyToStores(_) => "copied",
            _ => "changed",
        };
        format!("{images} {deed}")
    }

    /// Of those whose copy goes on though nobody waits for it.
    #[must_use]
    pub fn bulk_going_on(self, count: usize) -> String {
        let Self::En = self;
        format!(
            "{} still being copied by the service",
            self.number(count as u64)
        )
    }

    #[must_use]
    pub fn bulk_not_in_stores(self, stores: &[String]) -> Explained {
        let Self::En = self;
        let stores = stores.join(", ");
        Explained::new(
            format!("Not copied to {stores}"),
            format!(
                "The service took the order, but its copy to {stores} failed. The image and its other copies are as they were. Try again; if it fails again, the operator of the cloud finds the reason in the image’s tasks."
            ),
        )
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
