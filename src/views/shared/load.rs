//! Finds out what is shared with this project, by whom, and since when.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::future::{join, join_all, join3};
use leptos::prelude::*;

use crate::api::{Abort, Client, Error, Operation, members};
use crate::model::{Image, MemberStatus, Timestamp};
use crate::query::{Query, use_query};
use crate::session::Session;
use crate::views::context::abort_with;
use crate::views::project_names::project_names;
use crate::views::{Console, offers};

/// When they were shared is a question per image: asked of so many that wait.
const DATED: usize = 24;

pub(super) type Asked = Query<Standing, Error>;

/// How this person stands to what others share.
#[derive(Clone)]
pub(super) enum Standing {
    Member(Arc<Book>),
    /// The service shows administrators every shared image and doesn't say which
    /// are offered to their project.
    Administrator,
    /// A pasted token, and nobody who could say of which project it is.
    NoProject,
}

impl Standing {
    pub(super) fn book(&self) -> Option<&Arc<Book>> {
        match self {
            Self::Member(book) => Some(book),
            _ => None,
        }
    }
}

/// What others share with one project.
#[derive(Clone)]
pub(super) struct Book {
    /// By id.
    pub(super) project: String,
    pub(super) offers: Vec<Offer>,
}

/// An image that another project shares with this one.
#[derive(Clone, PartialEq)]
pub(super) struct Offer {
    pub(super) image: Arc<Image>,
    pub(super) status: MemberStatus,
    /// Of the project that shares it, where this person may know it.
    pub(super) owner_name: Option<String>,
    pub(super) shared_at: Option<Timestamp>,
}

impl Book {
    /// Those of one answer.
    pub(super) fn answered(&self, status: &MemberStatus) -> Vec<Offer> {
        let offers = self.offers.iter();
        offers
            .filter(|offer| offer.status == *status)
            .cloned()
            .collect()
    }
}

/// Asks again whenever images or answers have changed.
pub(super) fn use_book(console: &Console) -> Asked {
    let (keyed, console) = (console.clone(), console.clone());
    use_query(
        move || {
            keyed.center.images_changed.track();
            keyed.client()
        },
        move |client: Client, cancel, _| {
            let (console, session) = (console.clone(), console.session.get_untracked());
            async move {
                let abort = abort_with(&cancel, Operation::ListImages)?;
                let who = match &session {
                    Some(session) => session.find_who().await,
                    None => None,
                };
                let (Some(session), Some(who)) = (session, who) else {
                    return Ok(Standing::NoProject);
                };
                if who.seems_admin() {
                    return Ok(Standing::Administrator);
                }
                let book = read(&session, &client, who.project.id, &abort).await?;
                console
                    .offers_waiting
                    .set(book.answered(&MemberStatus::Pending).len());
                Ok(Standing::Member(Arc::new(book)))
            }
        },
    )
}

async fn read(
    session: &Session,
    client: &Client,
    project: String,
    abort: &Abort,
) -> Result<Book, Error> {
    let of = |status| offers(client, &project, status, abort);
    let (pending, accepted, rejected) = join3(
        of(&MemberStatus::Pending),
        of(&MemberStatus::Accepted),
        of(&MemberStatus::Rejected),
    )
    .await;
    let pending = pending?;
    let dates = since_when(client, &project, &pending, abort);
    let (mut dates, names) = join(dates, project_names(session, abort)).await;
    let answers = [
        (MemberStatus::Pending, pending),
        (MemberStatus::Accepted, accepted?),
        (MemberStatus::Rejected, rejected?),
    ];
    let mut all = Vec::new();
    for (status, images) in answers {
        all.extend(images.into_iter().map(|image| Offer {
            status: status.clone(),
            owner_name: image.owner.as_ref().and_then(|id| names.get(id).cloned()),
            shared_at: dates.remove(&image.id),
            image: Arc::new(image),
        }));
    }
    Ok(Book {
        project,
        offers: all,
    })
}

/// When the first of these were shared, by image id; what isn't told is left out.
async fn since_when(
    client: &Client,
    project: &str,
    images: &[Image],
    abort: &Abort,
) -> BTreeMap<String, Timestamp> {
    let asked = images.iter().take(DATED).map(|image| async move {
        let member = client.send(&members::show(&image.id, project), abort).await;
        let at = Timestamp::parse(member.ok()?.created_at.as_deref()?)?;
        Some((image.id.clone(), at))
    });
    join_all(asked).await.into_iter().flatten().collect()
}
