//! Which consent a plan needs: nothing that can't be taken back, and nothing
//! that takes images away from others, happens to many or to what others use
//! without a person's typing it. Pure.

use super::action::Change;
use super::dry_run::Due;
use crate::model::Visibility;

/// More than so many are many.
const MANY: usize = 5;

/// What a person has to do before the plan is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Everything can be taken back.
    None,
    /// Something is lost or taken away: to be said plainly.
    Confirm,
    /// To be typed, with how many images lose something.
    Type(usize),
}

/// How many of the images that a plan takes away others can use, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stakes {
    pub public: usize,
    pub community: usize,
    /// Of visibility `shared`, with members.
    pub shared: usize,
}

/// Whether the change takes the image, or its data, away from somebody.
fn takes_away(change: &Change) -> bool {
    match change {
        Change::Delete | Change::Deactivate => true,
        Change::Visibility { from, to } => reach(to) < reach(from),
        _ => false,
    }
}

/// How far a visibility lets an image be seen; one we don't know may be anything.
fn reach(visibility: &Visibility) -> u8 {
    match visibility {
        Visibility::Private => 0,
        Visibility::Shared => 1,
        Visibility::Community => 2,
        Visibility::Public | Visibility::Other(_) => 3,
    }
}

fn loses_values(change: &Change) -> bool {
    match change {
        Change::Properties(changes) => changes.iter().any(|change| change.from.is_some()),
        _ => false,
    }
}

/// Who else loses by the plan. `has_members`: whether an image is shared with anybody.
#[must_use]
pub fn stakes(due: &[Due], has_members: &dyn Fn(&str) -> bool) -> Stakes {
    let mut stakes = Stakes::default();
    for Due { image, change } in due {
        if takes_away(change) {
            match image.visibility {
                Visibility::Public | Visibility::Other(_) => stakes.public += 1,
                Visibility::Community => stakes.community += 1,
                Visibility::Shared if has_members(&image.id) => stakes.shared += 1,
                Visibility::Shared | Visibility::Private => {}
            }
        }
    }
    stakes
}

#[must_use]
pub fn consent(due: &[Due], has_members: &dyn Fn(&str) -> bool) -> Consent {
    let taken = due.iter().filter(|due| takes_away(&due.change)).count();
    if taken > MANY || stakes(due, has_members) != Stakes::default() {
        Consent::Type(taken)
    } else if taken > 0 || due.iter().any(|due| loses_values(&due.change)) {
        Consent::Confirm
    } else {
        Consent::None
    }
}

/// The images whose members decide the consent, by id: `shared` is what every
/// image is unless somebody says otherwise, with no member at all. Never more
/// than are few, since more need typing anyway.
#[must_use]
pub fn members_to_ask(due: &[Due]) -> Vec<String> {
    if matches!(consent(due, &|_| false), Consent::Type(_)) {
        return Vec::new();
    }
    due.iter()
        .filter(|due| due.image.visibility == Visibility::Shared && takes_away(&due.change))
        .map(|due| due.image.id.clone())
        .collect()
}

#[cfg(test)]
#[path = "consent_tests.rs"]
mod tests;
