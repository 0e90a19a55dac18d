//! One image's way through an action: which request comes next, and what its
//! answer means. A state machine without I/O.

use std::collections::VecDeque;
use std::sync::Arc;

use super::action::{Action, Change};
use super::batch::End;
use super::plan::{Reason, plan};
use crate::api::{Error, ErrorKind, Retry};
use crate::model::{Image, PatchOperation};
use crate::session::Who;

/// One request, or the start of a download.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Reads the image, to plan again on what it is now.
    Read,
    Patch(Vec<PatchOperation>),
    Delete,
    Deactivate,
    Reactivate,
    /// Shares with a project.
    AddMember(String),
    CopyToStores(Vec<String>),
    /// Reads the image a little later: whether it has come to these stores.
    Follow(Vec<String>),
    Download,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Next {
    Step(Step),
    End(End),
}

/// An image that something is to be done to.
#[derive(Clone, Debug)]
pub(super) struct Deed {
    action: Arc<Action>,
    who: Option<Who>,
    pub image: Arc<Image>,
    was_read: bool,
    /// Projects that it is still to be shared with.
    projects: VecDeque<String>,
    /// Looks in a row that failed while a copy was followed.
    missed_looks: u32,
}

/// So many looks may fail in a row: the service copies on meanwhile.
const MISSED_LOOKS_MAX: u32 = 10;

impl Deed {
    pub fn new(action: Arc<Action>, who: Option<Who>, image: Arc<Image>) -> Self {
        Self {
            action,
            who,
            image,
            was_read: false,
            projects: VecDeque::new(),
            missed_looks: 0,
        }
    }

    /// The first step, by what the image is as far as we know.
    pub fn begin(&mut self) -> Next {
        let change = match plan(&self.action, &self.image, self.who.as_ref()) {
            Ok(change) => change,
            // Read just now: somebody else has done it meanwhile.
            Err(Reason::AlreadySo | Reason::AlreadyInStore) if self.was_read => {
                return Next::End(End::Done);
            }
            Err(reason) => return Next::End(End::Skipped(reason)),
        };
        if change.needs_fresh_image() && !self.was_read {
            return Next::Step(Step::Read);
        }
        Next::Step(match change {
            Change::Delete => Step::Delete,
            Change::Deactivate => Step::Deactivate,
            Change::Reactivate => Step::Reactivate,
            Change::Download => Step::Download,
            Change::CopyToStores(stores) => Step::CopyToStores(stores),
            Change::Share(projects) => {
                self.projects = projects.into();
                return self.next_project();
            }
            edit => Step::Patch(edit.patch(&self.image)),
        })
    }

    /// What comes after a step. `answer`: the image, where the step gives one.
    pub fn answered(&mut self, step: &Step, answer: Result<Option<Image>, Error>) -> Next {
        match (step, answer) {
            (Step::Read, Ok(Some(image))) => {
                self.was_read = true;
                self.image = Arc::new(image);
                self.begin()
            }
            (Step::AddMember(_), Ok(_)) => self.next_project(),
            (Step::CopyToStores(stores), Ok(_)) => Next::Step(Step::Follow(stores.clone())),
            (Step::Follow(stores), Ok(Some(image))) => {
                self.missed_looks = 0;
                self.image = Arc::new(image);
                self.follow(stores)
            }
            (Step::Follow(stores), Err(error))
                if error.retry() == Retry::MayHelp && self.missed_looks < MISSED_LOOKS_MAX =>
            {
                self.missed_looks += 1;
                Next::Step(Step::Follow(stores.clone()))
            }
            (_, Ok(_)) => Next::End(End::Done),
            // Gone is gone, whoever did it.
            (Step::Delete, Err(error)) if error.kind == ErrorKind::NotFound => {
                Next::End(End::AlreadyGone)
            }
            // It is shared with that project already.
            (Step::AddMember(_), Err(error)) if error.kind == ErrorKind::Conflict => {
                self.next_project()
            }
            // What was to be replaced isn't what we knew.
            (Step::Patch(_), Err(error)) if error.kind == ErrorKind::Conflict && !self.was_read => {
                Next::Step(Step::Read)
            }
            (_, Err(error)) => Next::End(End::Failed(error)),
        }
    }

    /// The lock goes when the service has done what it could, however it ended.
    fn follow(&self, stores: &[String]) -> Next {
        if self.image.is_being_imported() {
            return Next::Step(Step::Follow(stores.to_vec()));
        }
        let is_missing = |store: &&String| !self.image.stores().any(|has| has == **store);
        let missing: Vec<_> = stores.iter().filter(is_missing).cloned().collect();
        Next::End(match missing.is_empty() {
            true => End::Done,
            false => End::NotInStores(missing),
        })
    }

    fn next_project(&mut self) -> Next {
        match self.projects.pop_front() {
            Some(project) => Next::Step(Step::AddMember(project)),
            None => Next::End(End::Done),
        }
    }
}

#[cfg(test)]
#[path = "deed_tests.rs"]
mod tests;
