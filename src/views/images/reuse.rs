//! Which rows of the page stay, and which are given another image. Pure.

use std::collections::HashMap;

/// For each image, which of the rows that are there it gets; `None`: another one.
/// Both by id. A row of the same image stays as long as the order does. Between those
/// that stay, rows are given new images where they are: that is cheaper than taking
/// one out and putting it in. Not the `focused` one: the focus is an image's.
pub(super) fn plan(before: &[&str], now: &[&str], focused: Option<usize>) -> Vec<Option<usize>> {
    let places: HashMap<_, _> = before.iter().zip(0..).map(|(id, at)| (*id, at)).collect();
    let mut next = 0;
    let mut plan: Vec<_> = now
        .iter()
        .map(|id| {
            let at = places.get(id).copied().filter(|at| *at >= next)?;
            next = at + 1;
            Some(at)
        })
        .collect();
    let mut free = 0..plan
        .iter()
        .flatten()
        .next()
        .copied()
        .unwrap_or(before.len());
    for at in 0..plan.len() {
        match plan[at] {
            Some(stays) => {
                let rest = &plan[at + 1..];
                let end = rest.iter().flatten().next().copied();
                free = stays + 1..end.unwrap_or(before.len());
            }
            None => plan[at] = free.find(|at| Some(*at) != focused),
        }
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows by what they showed: one letter for each image, a dash for another row.
    fn planned(before: &str, now: &str, focused: Option<usize>) -> String {
        let ids = |all| -> Vec<_> { str::split(all, "").filter(|id| !id.is_empty()).collect() };
        let (before, now) = (ids(before), ids(now));
        let told = plan(&before, &now, focused).into_iter();
        told.map(|at| at.map_or("-", |at| before[at])).collect()
    }

    #[test]
    fn rows_of_the_same_images_stay() {
        assert_eq!(planned("abcd", "abcd", None), "abcd");
        // Scrolled, either way.
        assert_eq!(planned("abcd", "cdef", None), "cd--");
        assert_eq!(planned("cdef", "abcd", None), "--cd");
        // One came, one went.
        assert_eq!(planned("abcd", "abxcd", None), "ab-cd");
        assert_eq!(planned("abcd", "acd", None), "acd");
    }

    #[test]
    fn where_all_is_new_rows_are_filled_anew() {
        assert_eq!(planned("abcd", "wxyz", None), "abcd");
        assert_eq!(planned("abcd", "wx", None), "ab");
        assert_eq!(planned("ab", "wxyz", None), "ab--");
        assert_eq!(planned("abcd", "axcd", None), "abcd");
        assert_eq!(planned("", "ab", None), "--");
        assert_eq!(planned("ab", "", None), "");
    }

    #[test]
    fn the_focus_goes_to_no_other_image() {
        assert_eq!(planned("abcd", "wxyz", Some(1)), "acd-");
        assert_eq!(planned("abcd", "axcd", Some(1)), "a-cd");
        assert_eq!(planned("abcd", "abcd", Some(1)), "abcd");
    }

    #[test]
    fn no_row_is_given_twice_and_the_order_is_kept() {
        let orders = [
            "abcdef", "fabcde", "bcdefa", "fedcba", "acebdf", "xaybzc", "cfx", "",
        ];
        for before in orders {
            for now in orders {
                let told = planned(before, now, Some(2));
                let places: Vec<_> = told.chars().filter_map(|c| before.find(c)).collect();
                assert!(places.is_sorted_by(|a, b| a < b), "{before} {now}: {told}");
                // The focused one has its own image or none.
                for (image, row) in now.chars().zip(told.chars()) {
                    assert!(
                        before.find(row) != Some(2) || row == image,
                        "{before} {now}: {told}"
                    );
                }
            }
        }
    }
}
