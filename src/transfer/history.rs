//! How long the list of transfers gets. What is open stays on it, whatever comes.

/// So many that have ended are remembered.
const MOST_ENDED: usize = 200;

/// Takes the oldest of those that have ended off a list that begins with the newest.
/// `part`: what they are told before that.
pub(super) fn shorten<T>(all: &mut Vec<T>, is_open: impl Fn(&T) -> bool, part: impl Fn(&T)) {
    let mut ended = 0;
    all.retain(|one| {
        let is_open = is_open(one);
        ended += usize::from(!is_open);
        let stays = is_open || ended <= MOST_ENDED;
        if !stays {
            part(one);
        }
        stays
    });
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn of_many_that_ended_the_newest_stay_and_all_that_are_open() {
        // Every tenth is open; the newest comes first.
        let mut all: Vec<usize> = (0..1000).collect();
        let parted = RefCell::new(Vec::new());
        shorten(&mut all, |n| n % 10 == 0, |n| parted.borrow_mut().push(*n));
        let (open, ended): (Vec<_>, Vec<_>) = all.iter().partition(|n| *n % 10 == 0);
        assert_eq!(open.len(), 100);
        assert_eq!(ended.len(), MOST_ENDED);
        assert_eq!(ended.first(), Some(&1));
        let parted = parted.into_inner();
        assert_eq!(parted.len() + all.len(), 1000);
        assert!(parted.iter().all(|gone| gone > ended.last().unwrap_or(&0)));
    }

    #[test]
    fn a_short_list_stays_as_it_is() {
        let mut all = vec![false; MOST_ENDED];
        shorten(&mut all, |is_open| *is_open, |_| panic!("nobody goes"));
        assert_eq!(all.len(), MOST_ENDED);
    }
}
