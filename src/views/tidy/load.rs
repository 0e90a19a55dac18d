//! The images that the board is about: all that this person can change, hidden
//! and `community` ones, too, since they cost the same.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use leptos::prelude::*;

use crate::api::images::ListImages;
use crate::api::{Abort, Client, Error, Operation, Pager};
use crate::model::{Image, ImageFilter, OneOrAll};
use crate::query::{Query, use_query};
use crate::views::Console;
use crate::views::context::abort_with;
use crate::views::project_names::project_names;

pub(super) type Images = Arc<Vec<Arc<Image>>>;

/// As large as services give.
const PAGE_LIMIT: u32 = 1000;

/// Images, and whose they are.
#[derive(Clone)]
pub(super) struct Loaded {
    pub(super) images: Images,
    /// The only project whose images this person can change, by id; `None` for
    /// administrators, and where it isn't known.
    pub(super) project: Option<String>,
    /// Names by id, as far as they are known.
    pub(super) names: Arc<BTreeMap<String, String>>,
}

/// Asks again whenever images have changed.
pub(super) fn use_loaded(console: &Console) -> Query<Loaded, Error> {
    let (keyed, console) = (console.clone(), console.clone());
    use_query(
        move || {
            keyed.center.images_changed.track();
            keyed.client()
        },
        move |client: Client, cancel, _| {
            let session = console.session.get_untracked();
            async move {
                let abort = abort_with(&cancel, Operation::ListImages)?;
                let (mut who, mut names) = (None, BTreeMap::new());
                if let Some(session) = &session {
                    who = session.find_who().await;
                    names = project_names(session, &abort).await;
                }
                let project = who
                    .filter(|who| !who.seems_admin())
                    .map(|who| who.project.id);
                let images = load(&client, project.clone(), &abort).await?;
                Ok(Loaded {
                    images: Arc::new(images),
                    project,
                    names: Arc::new(names),
                })
            }
        },
    )
}

async fn load(
    client: &Client,
    owner: Option<String>,
    abort: &Abort,
) -> Result<Vec<Arc<Image>>, Error> {
    let (mut all, mut seen) = (Vec::new(), HashSet::new());
    for os_hidden in [None, Some(true)] {
        let filter = ImageFilter {
            owner: owner.clone(),
            visibility: Some(OneOrAll::All),
            os_hidden,
            ..ImageFilter::default()
        };
        // An id that came from Keystone can be asked for.
        let list = ListImages::new(filter).unwrap_or_default();
        let mut pager = Pager::with_limits(list, PAGE_LIMIT, PAGE_LIMIT);
        while let Some(call) = pager.next() {
            match client.send(&call, abort).await {
                Ok(page) => {
                    let fresh = pager.take(page).into_iter();
                    // One may have been hidden between the two questions.
                    let fresh = fresh.filter(|image| seen.insert(image.id.clone()));
                    all.extend(fresh.map(Arc::new));
                }
                Err(error) => pager.refused(error)?,
            }
        }
    }
    Ok(all)
}
