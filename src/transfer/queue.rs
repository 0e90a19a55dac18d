//! Who of the transfers of one direction moves and who waits. Plain data, no I/O: whoever changes
//! it starts those that [`Queue::due`] names.

use std::collections::BTreeSet;

/// Transfers at a time, unless a person says otherwise: two keep a line full
/// while one of them is being stored.
const AT_ONCE: usize = 2;
/// Most uploads at a time that can be chosen: browsers open six connections to
/// a service, and other requests need some.
pub const MOST_AT_ONCE: usize = 4;

/// Why nothing new begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halt {
    /// A person wants it so.
    Asked,
    /// What made one fail would fail the others.
    Failure,
}

/// One place in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    Earlier,
    Later,
}

/// The queue of one direction, by their transfers' ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    waiting: Vec<u32>,
    running: BTreeSet<u32>,
    at_once: usize,
    halt: Option<Halt>,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            waiting: Vec::new(),
            running: BTreeSet::new(),
            at_once: AT_ONCE,
            halt: None,
        }
    }
}

impl Queue {
    pub(super) fn add(&mut self, id: u32) {
        self.waiting.push(id);
    }

    /// Runs already, whatever else does.
    pub(super) fn add_running(&mut self, id: u32) {
        self.running.insert(id);
    }

    /// Neither waits nor runs any more.
    pub(super) fn remove(&mut self, id: u32) {
        self.waiting.retain(|waiting| *waiting != id);
        self.running.remove(&id);
    }

    /// Before all others that wait.
    pub(super) fn first(&mut self, id: u32) {
        if let Some(at) = self.waiting.iter().position(|waiting| *waiting == id) {
            self.waiting.remove(at);
            self.waiting.insert(0, id);
        }
    }

    /// Changes places with the one before or after it; the first and the last stay.
    pub(super) fn shift(&mut self, id: u32, by: Shift) {
        let Some(at) = self.waiting.iter().position(|waiting| *waiting == id) else {
            return;
        };
        let to = match by {
            Shift::Earlier => at.saturating_sub(1),
            Shift::Later => (at + 1).min(self.waiting.len() - 1),
        };
        self.waiting.swap(at, to);
    }

    /// What runs goes on; nothing new begins until it is `None` again.
    pub(super) fn halt(&mut self, halt: Option<Halt>) {
        self.halt = halt;
    }

    /// `at_once` is held between 1 and [`MOST_AT_ONCE`].
    pub(super) fn set_at_once(&mut self, at_once: usize) {
        self.at_once = at_once.clamp(1, MOST_AT_ONCE);
    }

    /// Those that are to begin now; they count as running from here on.
    pub(super) fn due(&mut self) -> Vec<u32> {
        if self.halt.is_some() {
            return Vec::new();
        }
        let free = self.at_once.saturating_sub(self.running.len());
        let due: Vec<u32> = self.waiting.drain(..free.min(self.waiting.len())).collect();
        self.running.extend(&due);
        due
    }

    /// Why nothing new begins; `None` while it goes on.
    #[must_use]
    pub fn halted(&self) -> Option<Halt> {
        self.halt
    }

    #[must_use]
    pub fn at_once(&self) -> usize {
        self.at_once
    }

    #[must_use]
    pub fn running(&self) -> usize {
        self.running.len()
    }

    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Place in the queue, from 1; `None` for what doesn't wait.
    #[must_use]
    pub fn place(&self, id: u32) -> Option<usize> {
        let at = self.waiting.iter().position(|waiting| *waiting == id)?;
        Some(at + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(ids: &[u32]) -> Queue {
        let mut queue = Queue::default();
        for id in ids {
            queue.add(*id);
        }
        queue
    }

    #[test]
    fn two_run_and_the_next_follows_when_one_ends() {
        let mut queue = queue(&[1, 2, 3, 4]);
        assert_eq!(queue.due(), [1, 2]);
        assert!(queue.due().is_empty());
        assert_eq!(queue.place(4), Some(2));
        queue.remove(1);
        assert_eq!(queue.due(), [3]);
    }

    #[test]
    fn the_order_can_be_changed_and_places_given_up() {
        let mut queue = queue(&[1, 2, 3, 4, 5]);
        queue.due();
        queue.first(5);
        queue.remove(3);
        queue.set_at_once(99);
        assert_eq!(queue.due(), [5, 4]);
        assert_eq!(queue.waiting(), 0);
    }

    #[test]
    fn who_waits_can_go_one_place_up_or_down_and_not_beyond_the_ends() {
        let mut queue = queue(&[1, 2, 3, 4, 5]);
        queue.due();
        queue.shift(5, Shift::Earlier);
        assert_eq!(queue.place(5), Some(2));
        queue.shift(3, Shift::Earlier);
        queue.shift(4, Shift::Later);
        queue.shift(3, Shift::Later);
        // What runs has no place to change.
        queue.shift(1, Shift::Later);
        queue.set_at_once(99);
        assert_eq!(queue.due(), [5, 3]);
        assert_eq!(queue.place(4), Some(1));
    }

    #[test]
    fn a_pause_holds_back_what_has_not_begun() {
        let mut queue = queue(&[1, 2, 3]);
        queue.set_at_once(0);
        assert_eq!(queue.due(), [1]);
        queue.halt(Some(Halt::Asked));
        queue.remove(1);
        assert!(queue.due().is_empty());
        queue.halt(None);
        assert_eq!(queue.due(), [2]);
    }
}
