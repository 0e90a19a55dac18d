//! What of the images costs space or is broken, each with what could be done
//! about it, and where the space goes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::duplicates::{could_be_freed, same_bytes};
use crate::model::{Image, ImageStatus, Timestamp, Visibility};

/// Of the oldest and the largest, so many are listed.
pub const SHOWN_MOST: usize = 20;

const DAY_S: i64 = 86_400;
const YEAR_S: i64 = 365 * DAY_S;

/// Why an image is on the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Other images have the same bytes.
    Duplicates,
    /// An upload or import that began more than a day ago, with nobody at it.
    Unfinished,
    /// See [`Image::is_poisoned`].
    Poisoned,
    /// Nothing in it, and not (yet) [`Kind::Unfinished`].
    WithoutData,
    /// Public, and one click from being deleted for everybody.
    UnprotectedPublic,
    Deactivated,
    /// Words of the service for what should be gone.
    Leftovers,
    /// Not changed for a year.
    Oldest,
    Largest,
}

impl Kind {
    /// In the order of the board: what is broken, what costs, what there is.
    pub const ALL: [Self; 9] = [
        Self::Poisoned,
        Self::Unfinished,
        Self::WithoutData,
        Self::Leftovers,
        Self::UnprotectedPublic,
        Self::Duplicates,
        Self::Deactivated,
        Self::Oldest,
        Self::Largest,
    ];

    /// The word for it in a link.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Duplicates => "duplicates",
            Self::Unfinished => "unfinished",
            Self::Poisoned => "poisoned",
            Self::WithoutData => "without-data",
            Self::UnprotectedPublic => "unprotected-public",
            Self::Deactivated => "deactivated",
            Self::Leftovers => "leftovers",
            Self::Oldest => "oldest",
            Self::Largest => "largest",
        }
    }

    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// Images and the space that they take, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    pub count: usize,
    pub bytes: u64,
}

impl Amount {
    fn add(&mut self, image: &Image) {
        self.count += 1;
        self.bytes = self.bytes.saturating_add(space(image));
    }

    pub(super) fn of<'a>(images: impl IntoIterator<Item = &'a Arc<Image>>) -> Self {
        let mut amount = Self::default();
        images.into_iter().for_each(|image| amount.add(image));
        amount
    }
}

/// The images that are on the board for one reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub kind: Kind,
    /// All that there are. Of duplicates the bytes are those that would be free
    /// if one of each set were kept, and every protected one.
    pub amount: Amount,
    /// What is listed. Duplicates are one set each, the oldest first; all others
    /// are one set together.
    pub sets: Vec<Vec<Arc<Image>>>,
}

/// How long ago an image was created.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Age {
    UpTo30Days,
    UpTo90Days,
    UpToAYear,
    UpTo2Years,
    Older,
    /// The service didn't say, or not in a form that could be read.
    Unknown,
}

/// All of it. Only images that the person can change are counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// In the order of [`Kind::ALL`]; empty ones, too.
    pub groups: Vec<Group>,
    pub total: Amount,
    /// By project id, most space first.
    pub by_project: Vec<(Option<String>, Amount)>,
    /// By disk format, most space first.
    pub by_format: Vec<(Option<String>, Amount)>,
    /// Youngest first; ages that no image has are left out.
    pub by_age: Vec<(Age, Amount)>,
}

impl Board {
    #[must_use]
    pub fn group(&self, kind: Kind) -> Option<&Group> {
        self.groups.iter().find(|group| group.kind == kind)
    }
}

/// Sorts images onto the board. `project`: the only one whose images this person
/// can change, by id; `None` for who can change all of them.
#[must_use]
pub fn board(images: &[Arc<Image>], now: Timestamp, project: Option<&str>) -> Board {
    let is_ours = |image: &&Arc<Image>| project.is_none() || image.owner.as_deref() == project;
    let ours: Vec<&Arc<Image>> = images.iter().filter(is_ours).collect();
    let share = |key: fn(&Image) -> Option<String>| {
        let mut shares: BTreeMap<Option<String>, Amount> = BTreeMap::new();
        for image in &ours {
            shares.entry(key(image)).or_default().add(image);
        }
        let mut shares: Vec<_> = shares.into_iter().collect();
        shares.sort_by_key(|(_, amount)| std::cmp::Reverse(amount.bytes));
        shares
    };
    let mut by_age: BTreeMap<Age, Amount> = BTreeMap::new();
    for image in &ours {
        by_age.entry(age(image, now)).or_default().add(image);
    }
    Board {
        groups: Kind::ALL
            .into_iter()
            .map(|kind| group(kind, &ours, now))
            .collect(),
        total: Amount::of(ours.iter().copied()),
        by_project: share(|image| image.owner.clone()),
        by_format: share(|image| Some(image.disk_format.as_ref()?.as_str().to_owned())),
        by_age: by_age.into_iter().collect(),
    }
}

fn group(kind: Kind, images: &[&Arc<Image>], now: Timestamp) -> Group {
    if kind == Kind::Duplicates {
        return duplicates(images);
    }
    let found = images.iter().filter(|image| is_of(kind, image, now));
    let mut found: Vec<Arc<Image>> = found.map(|image| Arc::clone(image)).collect();
    match kind {
        Kind::Oldest => found.sort_by_key(|image| changed_at(image)),
        _ => found.sort_by_key(|image| std::cmp::Reverse(space(image))),
    }
    if kind == Kind::Largest {
        found.truncate(SHOWN_MOST);
    }
    let amount = Amount::of(&found);
    if kind == Kind::Oldest {
        found.truncate(SHOWN_MOST);
    }
    Group {
        kind,
        amount,
        sets: if found.is_empty() {
            Vec::new()
        } else {
            vec![found]
        },
    }
}

/// Whether an image belongs to a group; not for [`Kind::Duplicates`], which are
/// not told by one image.
fn is_of(kind: Kind, image: &Image, now: Timestamp) -> bool {
    let rests = |for_s: i64| changed_at(image).is_some_and(|at| now.0.saturating_sub(at.0) > for_s);
    let is_empty = image.size.is_none_or(|bytes| bytes == 0);
    let is_settled = matches!(image.status, ImageStatus::Active | ImageStatus::Deactivated);
    let is_unfinished = || match image.status {
        ImageStatus::Queued => !image.is_poisoned() && is_empty && rests(DAY_S),
        ImageStatus::Saving | ImageStatus::Uploading | ImageStatus::Importing => {
            !image.is_being_imported() && rests(DAY_S)
        }
        _ => false,
    };
    match kind {
        Kind::Duplicates => false,
        Kind::Unfinished => is_unfinished(),
        Kind::Poisoned => image.is_poisoned(),
        Kind::WithoutData => {
            let waits = image.status == ImageStatus::Queued && !image.is_poisoned();
            is_empty && (is_settled || waits) && !is_unfinished()
        }
        Kind::UnprotectedPublic => {
            image.visibility == Visibility::Public && !image.protected && is_settled
        }
        Kind::Deactivated => image.status == ImageStatus::Deactivated,
        Kind::Leftovers => matches!(
            image.status,
            ImageStatus::Killed | ImageStatus::PendingDelete | ImageStatus::Deleted
        ),
        Kind::Oldest => is_settled && rests(YEAR_S),
        Kind::Largest => space(image) > 0,
    }
}

fn duplicates(images: &[&Arc<Image>]) -> Group {
    let sets = same_bytes(images);
    let freed = sets.iter().map(|set| could_be_freed(set));
    let amount = Amount {
        count: sets.iter().map(Vec::len).sum(),
        bytes: freed.fold(0, u64::saturating_add),
    };
    Group {
        kind: Kind::Duplicates,
        amount,
        sets,
    }
}

/// Bytes that an image takes in all of its stores; what a refused upload has
/// left in one is not told.
pub(super) fn space(image: &Image) -> u64 {
    let stores = image.stores().count().max(1);
    let stores = u64::try_from(stores).unwrap_or(u64::MAX);
    image.size.unwrap_or(0).saturating_mul(stores)
}

fn changed_at(image: &Image) -> Option<Timestamp> {
    let parse = |text: &Option<String>| Timestamp::parse(text.as_deref()?);
    parse(&image.updated_at).or_else(|| parse(&image.created_at))
}

fn age(image: &Image, now: Timestamp) -> Age {
    let Some(created) = image.created_at.as_deref().and_then(Timestamp::parse) else {
        return Age::Unknown;
    };
    match now.0.saturating_sub(created.0) / DAY_S {
        i64::MIN..30 => Age::UpTo30Days,
        30..90 => Age::UpTo90Days,
        90..365 => Age::UpToAYear,
        365..730 => Age::UpTo2Years,
        730.. => Age::Older,
    }
}

#[cfg(test)]
#[path = "tidy_tests.rs"]
mod tests;
