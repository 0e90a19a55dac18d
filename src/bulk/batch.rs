//! An action on many images under way: who waits, and what came of each. Plain
//! data, no I/O; `run` takes deeds out and brings their ends back.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use super::action::Action;
use super::deed::Deed;
use super::plan::{Reason, plan};
use crate::api::{Error, ErrorKind};
use crate::model::Image;
use crate::session::Who;

/// What came of one image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    Done,
    /// To be deleted, and somebody else did it.
    AlreadyGone,
    Skipped(Reason),
    Failed(Error),
    /// Copied, but not to these stores; the service doesn't say why.
    NotInStores(Vec<String>),
    /// The service copies on, and nobody here waits for it.
    LeftToService,
    /// Its turn never came.
    Stopped,
}

impl End {
    #[must_use]
    pub fn is_failure(&self) -> bool {
        matches!(self, Self::Failed(_) | Self::NotInStores(_))
    }

    /// Whether another turn may bring what was wanted.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_failure() || *self == Self::Stopped
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub id: String,
    /// Name, or id where there is none.
    pub title: String,
    pub end: End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyStopped {
    Asked,
    /// A token that the service takes no more: nothing else would succeed either.
    SignedOut,
}

/// The whole of it.
#[derive(Clone, Debug)]
pub struct Batch {
    action: Arc<Action>,
    waiting: VecDeque<Deed>,
    under_way: usize,
    outcomes: Vec<Outcome>,
    why_stopped: Option<WhyStopped>,
}

impl Batch {
    /// What the dry run skips has its outcome at once.
    #[must_use]
    pub fn new(action: Action, images: &[Arc<Image>], who: Option<&Who>) -> Self {
        let mut batch = Self {
            action: Arc::new(action),
            waiting: VecDeque::new(),
            under_way: 0,
            outcomes: Vec::new(),
            why_stopped: None,
        };
        for image in images {
            match plan(&batch.action, image, who) {
                Ok(_) => batch.waiting.push_back(Deed::new(
                    Arc::clone(&batch.action),
                    who.cloned(),
                    Arc::clone(image),
                )),
                Err(reason) => batch.note(image, End::Skipped(reason)),
            }
        }
        batch
    }

    #[must_use]
    pub fn action(&self) -> &Action {
        &self.action
    }

    /// How many images there are in all.
    #[must_use]
    pub fn total(&self) -> usize {
        self.waiting.len() + self.under_way + self.outcomes.len()
    }

    /// In the order in which they ended.
    #[must_use]
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    #[must_use]
    pub fn is_over(&self) -> bool {
        self.waiting.is_empty() && self.under_way == 0
    }

    #[must_use]
    pub fn why_stopped(&self) -> Option<WhyStopped> {
        self.why_stopped
    }

    /// Begins nothing more. What is under way comes to its end: a request that
    /// was cut off may have been heard or not.
    pub fn stop(&mut self) {
        self.stop_because(WhyStopped::Asked);
    }

    /// Those that failed or never had their turn get another one, with who is
    /// signed in now. Only when it is over.
    pub fn again(&mut self, images: &[Arc<Image>], who: Option<&Who>) {
        let (open, settled) = std::mem::take(&mut self.outcomes)
            .into_iter()
            .partition::<Vec<_>, _>(|outcome| outcome.end.is_open());
        self.outcomes = settled;
        self.why_stopped = None;
        let open: BTreeSet<&str> = open.iter().map(|outcome| outcome.id.as_str()).collect();
        for image in images.iter().filter(|image| open.contains(&*image.id)) {
            let deed = Deed::new(Arc::clone(&self.action), who.cloned(), Arc::clone(image));
            self.waiting.push_back(deed);
        }
    }

    pub(super) fn take(&mut self) -> Option<Deed> {
        let deed = self.waiting.pop_front()?;
        self.under_way += 1;
        Some(deed)
    }

    pub(super) fn end(&mut self, image: &Image, end: End) {
        self.under_way = self.under_way.saturating_sub(1);
        let is_refused =
            matches!(&end, End::Failed(error) if error.kind == ErrorKind::Unauthorized);
        self.note(image, end);
        if is_refused {
            self.stop_because(WhyStopped::SignedOut);
        }
    }

    fn stop_because(&mut self, why: WhyStopped) {
        if self.is_over() && why == WhyStopped::Asked {
            return;
        }
        self.why_stopped = Some(why);
        for deed in std::mem::take(&mut self.waiting) {
            self.note(&deed.image, End::Stopped);
        }
    }

    fn note(&mut self, image: &Image, end: End) {
        self.outcomes.push(Outcome {
            id: image.id.clone(),
            title: image.title().to_owned(),
            end,
        });
    }
}

#[cfg(test)]
#[path = "batch_tests.rs"]
mod tests;
