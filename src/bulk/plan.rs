//! The dry run: what an action would change of an image, or why it would leave
//! it alone. Says what the service is known to refuse, so that nobody has to
//! wait for the refusal; what only the service knows (an image in use, a quota
//! of the site's own) comes as a failure later. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::action::{Action, Change, PropertyChange};
use crate::model::{
    Image, ImageDraft, ImageStatus, PROPERTIES_MAX, PropertyName, TAGS_MAX, Visibility,
};
use crate::session::Who;

/// Why an image is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// There is nothing to change.
    AlreadySo,
    /// Deleting a protected image is refused, whoever asks (403).
    Protected,
    /// Another project's, and the person is no administrator.
    Foreign,
    /// Its data is withheld, or it isn't ready for use yet.
    NotActive,
    /// Only what was deactivated can be reactivated.
    NotDeactivated,
    /// No data has arrived.
    NoData,
    /// The service is at work on it.
    InTransition,
    /// It is on its way out.
    BeingDeleted,
    /// There would be more than [`TAGS_MAX`].
    TooManyTags,
    /// There would be more than [`PROPERTIES_MAX`].
    TooManyProperties,
    /// Only images of visibility `shared` have members (403).
    NotShared,
    /// All the chosen stores have it.
    AlreadyInStore,
    /// Only administrators publish (403).
    OnlyAdminsPublish,
}

/// What the action would change; `who` is `None` while it isn't known.
///
/// # Errors
/// Why it would leave the image alone.
pub fn plan(action: &Action, image: &Image, who: Option<&Who>) -> Result<Change, Reason> {
    let is_download = *action == Action::Download;
    let is_foreign = who.is_some_and(|who| who.is_foreign(image));
    unless(is_foreign && !is_download, Reason::Foreign)?;
    let is_going = matches!(
        image.status,
        ImageStatus::PendingDelete | ImageStatus::Deleted
    );
    unless(is_going, Reason::BeingDeleted)?;
    match action {
        Action::Delete => {
            unless(image.protected, Reason::Protected)?;
            Ok(Change::Delete)
        }
        Action::AddTags(tags) => add_tags(image, tags),
        Action::RemoveTags(tags) => remove_tags(image, tags),
        Action::SetProperties(wanted) => set_properties(image, wanted),
        Action::RemoveProperties(names) => remove_properties(image, names),
        Action::SetVisibility(to) => set_visibility(image, to, who),
        Action::SetProtected(wanted) => {
            unless(image.protected == *wanted, Reason::AlreadySo)?;
            Ok(Change::Protected(*wanted))
        }
        Action::SetHidden(wanted) => {
            unless(image.os_hidden == *wanted, Reason::AlreadySo)?;
            Ok(Change::Hidden(*wanted))
        }
        Action::Deactivate => match image.status {
            ImageStatus::Active => Ok(Change::Deactivate),
            ImageStatus::Deactivated => Err(Reason::AlreadySo),
            _ => Err(Reason::NotActive),
        },
        Action::Reactivate => match image.status {
            ImageStatus::Deactivated => Ok(Change::Reactivate),
            ImageStatus::Active => Err(Reason::AlreadySo),
            _ => Err(Reason::NotDeactivated),
        },
        Action::Share(projects) => share(image, projects),
        Action::Download => {
            has_usable_data(image)?;
            Ok(Change::Download)
        }
        Action::CopyToStores(stores) => copy(image, stores),
    }
}

fn unless(is_so: bool, reason: Reason) -> Result<(), Reason> {
    if is_so { Err(reason) } else { Ok(()) }
}

fn add_tags(image: &Image, tags: &[String]) -> Result<Change, Reason> {
    let has: BTreeSet<_> = image.tags.iter().collect();
    let missing: BTreeSet<_> = tags.iter().filter(|tag| !has.contains(tag)).collect();
    unless(missing.is_empty(), Reason::AlreadySo)?;
    unless(has.len() + missing.len() > TAGS_MAX, Reason::TooManyTags)?;
    Ok(Change::AddTags(missing.into_iter().cloned().collect()))
}

fn remove_tags(image: &Image, tags: &[String]) -> Result<Change, Reason> {
    let found: BTreeSet<_> = tags
        .iter()
        .filter(|tag| image.tags.contains(tag))
        .cloned()
        .collect();
    unless(found.is_empty(), Reason::AlreadySo)?;
    Ok(Change::RemoveTags(found.into_iter().collect()))
}

fn set_properties(
    image: &Image,
    wanted: &BTreeMap<PropertyName, String>,
) -> Result<Change, Reason> {
    let has = ImageDraft::of(image).properties;
    let changes: Vec<_> = wanted
        .iter()
        .filter(|(name, value)| has.get(name) != Some(value))
        .map(|(name, value)| PropertyChange {
            name: name.clone(),
            from: has.get(name).cloned(),
            to: Some(value.clone()),
        })
        .collect();
    unless(changes.is_empty(), Reason::AlreadySo)?;
    let added = changes
        .iter()
        .filter(|change| change.from.is_none())
        .count();
    let is_too_many = added > 0 && has.len() + added > PROPERTIES_MAX;
    unless(is_too_many, Reason::TooManyProperties)?;
    Ok(Change::Properties(changes))
}

fn remove_properties(image: &Image, names: &[PropertyName]) -> Result<Change, Reason> {
    let mut has = ImageDraft::of(image).properties;
    let changes: Vec<_> = names
        .iter()
        .filter_map(|name| {
            has.remove(name).map(|value| PropertyChange {
                name: name.clone(),
                from: Some(value),
                to: None,
            })
        })
        .collect();
    unless(changes.is_empty(), Reason::AlreadySo)?;
    Ok(Change::Properties(changes))
}

fn set_visibility(image: &Image, to: &Visibility, who: Option<&Who>) -> Result<Change, Reason> {
    unless(image.visibility == *to, Reason::AlreadySo)?;
    let may_publish = who.is_none_or(Who::seems_admin);
    let is_refused = *to == Visibility::Public && !may_publish;
    unless(is_refused, Reason::OnlyAdminsPublish)?;
    Ok(Change::Visibility {
        from: image.visibility.clone(),
        to: to.clone(),
    })
}

/// Whom it is shared with already isn't on the record: a doubled member is no failure.
fn share(image: &Image, projects: &[String]) -> Result<Change, Reason> {
    unless(image.visibility != Visibility::Shared, Reason::NotShared)?;
    let owner = image.owner.as_ref();
    let others: BTreeSet<_> = projects.iter().filter(|id| Some(*id) != owner).collect();
    unless(others.is_empty(), Reason::AlreadySo)?;
    Ok(Change::Share(others.into_iter().cloned().collect()))
}

fn copy(image: &Image, stores: &[String]) -> Result<Change, Reason> {
    has_usable_data(image)?;
    unless(image.is_being_imported(), Reason::InTransition)?;
    let missing: Vec<_> = stores
        .iter()
        .filter(|store| !image.stores().any(|has| has == *store))
        .cloned()
        .collect();
    unless(missing.is_empty(), Reason::AlreadyInStore)?;
    Ok(Change::CopyToStores(missing))
}

fn has_usable_data(image: &Image) -> Result<(), Reason> {
    unless(image.is_in_transition(), Reason::InTransition)?;
    match image.status {
        ImageStatus::Active => unless(image.size.is_none(), Reason::NoData),
        ImageStatus::Queued => Err(Reason::NoData),
        _ => Err(Reason::NotActive),
    }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
